"""Courses with a class that has handed in, in a temporary folder."""

from __future__ import annotations

import copy
import os
import shutil
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import nbformat

from bench.measuring import Measured, measure
from bench.texts import NOTEBOOK, THRESHOLD, Assignment, kinder

BIN: Final = Path(sys.executable).parent
_STOCK: Final = """c = get_config()
c.CourseDirectory.course_id = "bench"
c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\\npass"}
"""
_OURS: Final = "import softmark.nbgrader\nsoftmark.nbgrader.configure(c)\n"

Marks = Mapping[str, Mapping[str, float | None]]
"""Student -> graded cell -> points."""


class WrongMarks(Exception):
    """A run has given other points than it must: what it took is of no interest."""


class CommandFailed(Exception):
    """A command of the bench's has failed."""


@dataclass(frozen=True)
class Course:
    """A released course, and the class that has handed in its one assignment.

    Attributes:
        root: its folder.
        assignment: what was handed in.
        students: who has.
    """

    root: Path
    assignment: Assignment
    students: tuple[str, ...]

    def run(self, *command: str, all_memory: bool = False, may: Sequence[int] = (0,)) -> Measured:
        """Run a command that an instructor types, and measure it; ``may``: what it may end with.

        Raises:
            CommandFailed: it ended otherwise.
        """
        done = measure([str(BIN / command[0]), *command[1:]], self.root, self._environment(), all_memory=all_memory)
        if done.status not in may:
            raise CommandFailed(f"'{' '.join(command)}' ended with {done.status}:\n{done.text[-3_000:]}")
        return done

    def grade(self, workers: int, *, all_memory: bool = False) -> Measured:
        """``softmark grade``, and a look at the points."""
        name, told = self.assignment.name, str(self.results)
        done = self.run("softmark", "grade", name, "--workers", f"{workers}", "--json", told, all_memory=all_memory)
        self.verify()
        return done

    @property
    def results(self) -> Path:
        """Where ``softmark grade`` leaves its results."""
        return self.root / "results.json"

    def autograde(self) -> Measured:
        """``nbgrader autograde``, and a look at the points."""
        done = self.run("nbgrader", "autograde", self.assignment.name)
        self.verify()
        return done

    def change_check(self, step: int) -> None:
        """Change a threshold in a hidden check of the source: to another one in each step, with the same outcome."""
        path = self.root / "source" / self.assignment.name / f"{NOTEBOOK}.ipynb"
        notebook = nbformat.read(path, as_version=4)
        for cell in notebook.cells:
            for before in (THRESHOLD, kinder(step - 1)):
                cell.source = cell.source.replace(before, kinder(step))
        nbformat.write(notebook, path)

    def marks(self) -> Marks:
        """What stands in the gradebook."""
        from nbgrader.api import Gradebook

        with Gradebook(f"sqlite:///{self.root / 'gradebook.db'}", "bench") as gradebook:
            return {
                submission.student.id: {grade.name: grade.auto_score for grade in submission.notebooks[0].grades}
                for submission in gradebook.assignment_submissions(self.assignment.name)
            }

    def expected(self, *, afterwards: bool = False) -> Marks:
        """What must stand there; ``afterwards``: once the hidden check has been changed."""
        found = {}
        for number, student in enumerate(self.students):
            kind = self.assignment.kind(number)
            found[student] = {**kind.points, **(kind.afterwards if afterwards else {})}
        return found

    def verify(self, *, afterwards: bool = False) -> None:
        """Compare the two.

        Raises:
            WrongMarks: they differ.
        """
        found, expected = self.marks(), self.expected(afterwards=afterwards)
        if found != expected:
            wrong = sorted(student for student in {*found, *expected} if found.get(student) != expected.get(student))
            first = wrong[0]
            raise WrongMarks(
                f"{len(wrong)} of {len(expected)} students got wrong points in {self.root.name}; "
                f"{first} got {found.get(first)} instead of {expected.get(first)}"
            )

    def _environment(self) -> dict[str, str]:
        """The machine's, without settings and caches of the person who runs the bench."""
        kept = {
            name: value for name, value in os.environ.items() if not name.startswith(("XDG_", "JUPYTER", "IPYTHON"))
        }
        home = self.root / "home"
        home.mkdir(exist_ok=True)
        return kept | {"HOME": str(home), "PATH": f"{BIN}{os.pathsep}{kept['PATH']}", "COLUMNS": "200"}


class Workshop:
    """Makes courses in a folder: fresh ones, all released from the same source."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._made = 0

    def course(self, assignment: Assignment, students: int, *, stock: bool = False) -> Course:
        """A new course with a class.

        Args:
            assignment: what they hand in.
            students: how many they are.
            stock: whether nbgrader grades it without softmark.

        Who has the same number hands in the same, in any course.
        """
        template = self.folder / f"template-{assignment.name}-{'stock' if stock else 'ours'}"
        if not template.exists():
            self._release(template, assignment, stock=stock)
        self._made += 1
        root = self.folder / f"{assignment.name}-{'stock' if stock else 'ours'}-{self._made}"
        shutil.copytree(template, root)
        released = nbformat.read(root / "release" / assignment.name / f"{NOTEBOOK}.ipynb", as_version=4)
        for number in range(students):
            notebook = copy.deepcopy(released)
            answers = assignment.answers(number)
            for cell in notebook.cells:
                if cell.metadata.nbgrader.solution:
                    cell.source = answers[cell.metadata.nbgrader.grade_id]
            path = root / "submitted" / _student(number) / assignment.name / f"{NOTEBOOK}.ipynb"
            path.parent.mkdir(parents=True)
            nbformat.write(notebook, path)
        return Course(root, assignment, tuple(_student(number) for number in range(students)))

    def _release(self, root: Path, assignment: Assignment, *, stock: bool) -> None:
        """A course without students, by nbgrader's own command."""
        source = root / "source" / assignment.name
        source.mkdir(parents=True)
        nbformat.write(assignment.source, source / f"{NOTEBOOK}.ipynb")
        (root / "nbgrader_config.py").write_text(_STOCK + ("" if stock else _OURS), encoding="utf-8")
        Course(root, assignment, ()).run("nbgrader", "generate_assignment", assignment.name)


def _student(number: int) -> str:
    return f"s{number:04}"
