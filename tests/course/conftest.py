"""The course itself, graded for real: every variant of every assignment."""

from __future__ import annotations

import os
from collections.abc import Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import pytest

from softmark.grading import Engine, Graded, SourceNotebook
from softmark.grading.mend import mend
from softmark.grading.variants import Variant, read_variant, submission
from softmark.nbgrader.course import open_course
from softmark.nbgrader.source import load_source

ROOT = Path(__file__).parents[2]
ENGINE = Engine()


@dataclass(frozen=True)
class Case:
    """One variant of an assignment, or its reference or blank."""

    assignment: str
    kind: str
    variant: Variant
    seed: int | None = None

    def __str__(self) -> str:
        name = f"{self.assignment}-{self.kind}-{self.variant.name}".removesuffix("-")
        return name if self.seed is None else f"{name}-seed{self.seed}"


def cases() -> list[Case]:
    """All variants, with the reference and the blank of each assignment."""
    found = []
    for folder in sorted(path for path in Path(__file__).parent.iterdir() if path.is_dir()):
        for kind in ("right", "wrong"):
            paths = sorted((folder / kind).glob("*.py"))
            found += [Case(folder.name, kind, read_variant(path)) for path in paths]
    for folder in sorted(path for path in (ROOT / "source").iterdir() if path.is_dir()):
        nothing = Variant("", "", frozenset(), {})
        seeds = range(int(os.environ.get("SOFTMARK_SEEDS", "2")))
        found += [Case(folder.name, "reference", nothing, 1000 + seed) for seed in seeds]
        found.append(Case(folder.name, "blank", nothing))
    return found


@cache
def sources(assignment: str) -> tuple[SourceNotebook, ...]:
    """The notebooks of an assignment."""
    course = open_course(ROOT)
    paths = sorted((ROOT / "source" / assignment).glob("*.ipynb"))
    return tuple(load_source(course.coursedir, course.app, assignment, path.stem) for path in paths)


def concerned(case: Case) -> list[SourceNotebook]:
    """The notebooks that a variant changes; all of them for the reference and the blank."""
    found = sources(case.assignment)
    if not case.variant.cells:
        return list(found)
    return [source for source in found if any(source.cell(name) for name in case.variant.cells)]


def grade(case: Case) -> list[Graded]:
    """The variant through the real kernel and the real judge."""
    graded = []
    for source in concerned(case):
        handed_in = submission(source, case.variant.cells, reference=case.kind != "blank")
        notebook = mend(handed_in, source).notebook
        graded.append(ENGINE.grade(source, notebook, student=case.variant.name, seed=case.seed))
    return graded


class Grading:
    """Grades the selected cases ahead of the tests that ask for them, two at once on two cores."""

    def __init__(self, selected: list[Case]) -> None:
        self._executor = ThreadPoolExecutor(max_workers=min(os.cpu_count() or 1, 4))
        self._futures: dict[str, Future[list[Graded]]] = {
            str(case): self._executor.submit(grade, case) for case in selected
        }

    def of(self, case: Case) -> list[Graded]:
        """One case's notebooks, graded."""
        return self._futures[str(case)].result()

    def close(self) -> None:
        """Forget what has not been graded yet."""
        self._executor.shutdown(cancel_futures=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test that asks for a ``case`` those that it is about, by its ``cases`` mark."""
    if "case" in metafunc.fixturenames:
        mark = next(metafunc.definition.iter_markers("kinds"))
        chosen = [case for case in cases() if case.kind in mark.args]
        metafunc.parametrize("case", chosen, ids=str)


@pytest.fixture(scope="session")
def grading(request: pytest.FixtureRequest) -> Iterator[Grading]:
    """Results of the selected cases."""
    selected = {
        str(item.callspec.params["case"]): item.callspec.params["case"]
        for item in request.session.items
        if "case" in getattr(getattr(item, "callspec", None), "params", {})
    }  # type: ignore[attr-defined]
    made = Grading(list(selected.values()))
    yield made
    made.close()
