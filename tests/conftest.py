"""Building blocks for tests that grade: cells in a compact notation, through the real kernel and the real judge."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import nbformat
import pytest
from nbformat import NotebookNode

from softmark.grading import Engine, Graded, SourceCell, SourceNotebook
from softmark.grading.mend import mend
from softmark.model import Limits
from softmark.sandbox import tier

os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")

# What tests need of the operating system -> how to get it on Debian and Ubuntu.
NEEDS = {
    "needs Chromium": "sudo apt-get install chromium   (or Google Chrome)",
    "needs MathJax": "sudo apt-get install libjs-mathjax",
    "needs Linux": "run them on Linux",
    "needs root": "run them as root, in a machine where nothing can be lost",
    "needs Landlock": "run them on Linux 6.2 or newer",
    "needs bubblewrap": "sudo apt-get install bubblewrap   (what else may be missing: softmark doctor)",
    "needs the kernel's headers": "sudo apt-get install linux-libc-dev",
}

Kind = Literal["locked", "solution", "test", "open"]


@dataclass(frozen=True)
class Cell:
    """One code cell of a small source notebook; a solution's ``released`` is its stub."""

    kind: Kind
    name: str
    source: str
    released: str
    points: float = 0.0


def _source_cell(cell: Cell, position: int) -> SourceCell:
    graded = cell.kind == "test"
    marks = {
        "grade_id": cell.name,
        "grade": graded,
        "solution": cell.kind == "solution",
        "locked": cell.kind in ("locked", "test"),
        "task": False,
        "schema_version": 3,
        **({"points": cell.points} if graded else {}),
    }
    return SourceCell(
        grade_id="" if cell.kind == "open" else cell.name,
        cell_type="code",
        source=cell.source,
        released=cell.released,
        locked=cell.kind in ("locked", "test"),
        grade=graded,
        solution=cell.kind == "solution",
        task=False,
        points=cell.points,
        position=position,
        metadata={} if cell.kind == "open" else {"nbgrader": marks},
    )


def visible(text: str) -> str:
    """The text of a test cell without its hidden part."""
    kept, hidden = [], False
    for line in text.splitlines():
        if "BEGIN HIDDEN TESTS" in line:
            hidden = True
        elif "END HIDDEN TESTS" in line:
            hidden = False
        elif not hidden:
            kept.append(line)
    return "\n".join(kept)


def graded_cell(name: str, text: str, points: float = 1.0) -> Cell:
    """A graded cell; the text between nbgrader's marks is hidden."""
    return Cell("test", name, text, visible(text), points)


class SmallCourse:
    """Small source notebooks, graded for real; the reference of each is run once."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.engine = Engine()

    def notebook(self, cells: Iterable[Cell]) -> SourceNotebook:
        """A source notebook of these cells."""
        made = tuple(_source_cell(cell, position) for position, cell in enumerate(cells))
        spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
        return SourceNotebook("small", "small", self.folder, made, spec)

    def submission(self, source: SourceNotebook, answers: dict[str, str]) -> NotebookNode:
        """The released notebook with some solution cells answered."""
        cells = [
            {
                "cell_type": "code",
                "source": answers.get(cell.grade_id, cell.released),
                "metadata": dict(cell.metadata),
                "id": f"c{cell.position}",
                "outputs": [],
                "execution_count": None,
            }
            for cell in source.cells
        ]
        return nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})

    def grade(
        self, source: SourceNotebook, submission: NotebookNode | dict[str, str], limits: Limits | None = None
    ) -> Graded:
        """Grade a submission, or the release with these answers."""
        node = submission if isinstance(submission, NotebookNode) else self.submission(source, submission)
        mended = mend(node, source)
        return self.engine.grade(source, mended.notebook, student="kim", limits=limits or Limits())


@pytest.fixture(scope="session")
def small_course(tmp_path_factory: pytest.TempPathFactory) -> SmallCourse:
    """A course of small notebooks; see :class:`SmallCourse`."""
    return SmallCourse(tmp_path_factory.mktemp("source"))


@pytest.fixture(scope="session")
def make_cell() -> Callable[..., Cell]:
    """Makes a :class:`Cell` of any kind."""
    return Cell


@pytest.fixture(scope="session")
def make_test_cell() -> Callable[..., Cell]:
    """Makes a graded cell from its text; see :func:`graded_cell`."""
    return graded_cell


@pytest.fixture
def without_walls(monkeypatch: pytest.MonkeyPatch) -> None:
    """Kernels and judges as on a machine that has no walls to offer: they can leave marks for the test to find."""
    monkeypatch.setattr(tier, "tier", lambda: tier.Tier.NONE)


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium or Chrome on this machine."""
    names = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        pytest.skip("needs Chromium")
    return found


@pytest.hookimpl(wrapper=True, tryfirst=True)
def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> Iterator[None]:
    """Say in the last lines what was left out, and how to get it."""
    yield
    reasons = [str(report.longrepr) for report in terminalreporter.stats.get("skipped", ())]
    for need, remedy in NEEDS.items():
        count = sum(need in reason for reason in reasons)
        if count:
            terminalreporter.write_line(f"Left out: {count} tests, which {need.replace('needs', 'need')}: {remedy}")
