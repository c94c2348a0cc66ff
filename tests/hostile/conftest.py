"""Hostile submissions: their notation, the courses that they attack, and what a student would get to see."""

from __future__ import annotations

import ast
import json
import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from nbformat import NotebookNode

from softmark.grading import Engine, Graded, SourceNotebook
from softmark.grading.mend import mend
from softmark.model import Limits
from softmark.sandbox import tier
from softmark.sandbox.tier import Tier

HERE = Path(__file__).parent
LIMITS = Limits(cell_seconds=10, check_seconds=5, interrupt_seconds=2, notebook_seconds=60)
WITH_KERAS = Limits(check_seconds=120)  # its import alone takes longer on a busy machine


@dataclass(frozen=True)
class Part:
    """One ``# %% verb name`` of a file, and the text below it."""

    verb: str
    name: str
    text: str


@dataclass(frozen=True)
class Attack:
    """One file of attacks/. Its parts are:

    - ``answer NAME``: the text of a solution cell; solution cells that are not named stay as they were released
    - ``own NAME``: a cell of its own before the cell NAME, or at the ``end``
    - ``delete NAME``: the cell is missing
    - ``change NAME``: JSON that is merged into the cell, metadata and all; every test cell if NAME is ``tests``
    - ``copy NAME``: a second cell with NAME's metadata and this text, at the top
    - ``file NAME``: a file beside the notebook

    Lines of its docstring: ``Course:`` the file in courses/ if it is not ``numbers``; ``Claims:`` cells whose points
    rest on what a submission says of itself, and are marked so; ``Raises:`` exceptions that its cells end with.
    """

    path: Path
    about: str
    parts: tuple[Part, ...]

    def line(self, name: str) -> set[str]:
        """The words of one line of the docstring."""
        found = re.search(rf"^{name}: (.+)$", self.about, re.MULTILINE)
        return set(re.split(r",\s*", found.group(1))) if found else set()


def read_parts(path: Path) -> tuple[str, tuple[Part, ...]]:
    """The docstring and the parts of a file."""
    about, *pieces = re.split(r"^# %% (\w+) (.+)\n", path.read_text(encoding="utf-8"), flags=re.MULTILINE)
    triples = zip(pieces[::3], pieces[1::3], pieces[2::3], strict=True)
    return ast.get_docstring(ast.parse(about)) or "", tuple(Part(v, n, text.strip("\n")) for v, n, text in triples)


def _merge(target: dict[str, Any], news: dict[str, Any]) -> None:
    for key, value in news.items():
        if isinstance(value, dict) and isinstance(target.get(key), dict):
            _merge(target[key], value)
        else:
            target[key] = value


@dataclass
class HostileCourse:
    """One course of courses/, and what attacks on it give."""

    source: SourceNotebook
    engine: Engine
    release: Callable[[dict[str, str]], NotebookNode]
    limits: Limits

    def right(self) -> NotebookNode:
        """A submission with every right answer."""
        return self.release({cell.grade_id: cell.source for cell in self.source.cells if cell.solution})

    def submission(self, attack: Attack) -> NotebookNode:
        """The released notebook with the attack in it."""
        parts = attack.parts
        node = self.release({part.name: part.text for part in parts if part.verb == "answer"})
        places = [cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in node.cells]
        known = dict(zip(places, node.cells, strict=True))
        cells = [NotebookNode({**known[p.name], "source": p.text, "id": "twin"}) for p in parts if p.verb == "copy"]
        for name, cell in [*zip(places, node.cells, strict=True), ("end", None)]:
            own = [p.text for p in parts if p.verb == "own" and p.name == name]
            marks = {"cell_type": "code", "metadata": {}, "outputs": [], "execution_count": None}
            cells += [NotebookNode({**marks, "source": text, "id": f"own-{name}-{i}"}) for i, text in enumerate(own)]
            if cell is not None and not any(p.verb == "delete" and p.name == name for p in parts):
                for part in parts:
                    if part.verb == "change" and part.name in (name, "tests" if "grade" in _on(cell) else ""):
                        _merge(cell, json.loads(part.text))
                cells.append(cell)
        node.cells = cells
        return node

    def grade(self, submission: NotebookNode, files: Path | None = None) -> Graded:
        """Mend and grade a submission, with the course's own control."""
        mended = mend(submission, self.source)
        return self.engine.grade(
            self.source,
            mended.notebook,
            files=files,
            student="kim",
            limits=self.limits,
            events=mended.events,
        )


@pytest.fixture(scope="module", autouse=True)
def asked_walls() -> Iterator[None]:
    """Behind the strongest walls, or those that are asked for: SOFTMARK_TIER=landlock pytest tests/hostile."""
    tier.ask_for(Tier(os.environ["SOFTMARK_TIER"]) if "SOFTMARK_TIER" in os.environ else None)
    yield
    tier.ask_for(None)


def _on(cell: NotebookNode) -> set[str]:
    return {name for name, value in cell.metadata.get("nbgrader", {}).items() if value is True}


def seen_by_student(graded: Graded) -> Iterator[str]:
    """Every text of a result that may reach the student."""
    for cell in graded.result.cells:
        for check in cell.checks:
            yield from (check.name, check.line, check.message)
    for event in graded.result.events:
        yield from (event.cell, event.message)
    for fit in graded.result.fits:
        yield repr(fit)
    for position, cell in enumerate(graded.notebook.cells):
        if position not in graded.withheld:
            yield json.dumps(cell.get("outputs", []))


@pytest.fixture(scope="session")
def hostile_course(
    small_course: Any, make_cell: Any, make_test_cell: Any, tmp_path_factory: pytest.TempPathFactory
) -> Callable[[str], HostileCourse]:
    """Gives a course by name."""
    made: dict[str, HostileCourse] = {}

    def course(name: str) -> HostileCourse:
        if name not in made:
            folder = tmp_path_factory.mktemp(name)
            _fill(folder / "hidden")
            _, parts = read_parts(HERE / "courses" / f"{name}.py")
            cells = []
            for part in parts:
                title, _, points = part.name.partition(" ")
                if part.verb == "test":
                    cells.append(make_test_cell(title, part.text, float(points)))
                else:
                    released = "# YOUR CODE HERE\npass" if part.verb == "solution" else part.text
                    cells.append(make_cell(part.verb, title, part.text, released))
            own = type(small_course)(folder)
            source = own.notebook(cells)
            limits = WITH_KERAS if name == "network" else LIMITS
            made[name] = HostileCourse(source, own.engine, lambda answers: own.submission(source, answers), limits)
        return made[name]

    return course


def _fill(hidden: Path) -> None:
    hidden.mkdir()
    rows = np.array([[-2.0, 1.0], [564738.0, 2.0], [3.0, 2.0], [14.0, 5.5], [7.0, 8.0]])
    np.savez(hidden / "unseen.npz", rows=rows, kinds=np.array([0, 1, 0, 1, 1]))
    (hidden / "note.txt").write_text("SECRET-file", encoding="utf-8")


@pytest.fixture(scope="session")
def read_attack() -> Callable[[Path], Attack]:
    """Reads one file of attacks/."""
    return lambda path: Attack(path, *read_parts(path))


@pytest.fixture(scope="session")
def student_sees() -> Callable[[Graded], str]:
    """All that a student would get to see of a result, as one text."""
    return lambda graded: "\n".join(seen_by_student(graded))


@pytest.fixture(scope="session")
def graded_attack(
    hostile_course: Callable[[str], HostileCourse],
    read_attack: Callable[[Path], Attack],
    tmp_path_factory: pytest.TempPathFactory,
) -> Callable[[Path], tuple[Attack, Graded]]:
    """Grades an attack, once."""
    done: dict[Path, tuple[Attack, Graded]] = {}

    def grade(path: Path) -> tuple[Attack, Graded]:
        if path not in done:
            attack = read_attack(path)
            (name,) = attack.line("Course") or {"numbers"}
            files = tmp_path_factory.mktemp("files")
            for part in attack.parts:
                if part.verb == "file":
                    (files / part.name).write_text(part.text, encoding="utf-8")
            course = hostile_course(name)
            done[path] = attack, course.grade(course.submission(attack), files)
        return done[path]

    return grade
