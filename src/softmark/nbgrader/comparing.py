"""Where stock nbgrader and softmark give different points, and why."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import nbformat
from nbformat import NotebookNode

from softmark.grading import Engine, SourceNotebook, variants
from softmark.grading.controls import Controlled
from softmark.grading.mend import mend
from softmark.messages import _
from softmark.model import NotebookResult
from softmark.nbgrader.causes import Cause, Evidence, causes
from softmark.nbgrader.classroom import Assigned, notebooks_of, ready
from softmark.nbgrader.course import Course
from softmark.nbgrader.given import again, touched_names
from softmark.nbgrader.plain_files import read_file
from softmark.nbgrader.settings import Budgets
from softmark.nbgrader.source import CourseError, load_source
from softmark.nbgrader.stock import Copy, StockResult, grade_copies
from softmark.nbgrader.submission import UnreadableSubmission, read_mended
from softmark.nbgrader.walls import require_walls

REFERENCE: Final = "reference"
BLANK: Final = "blank"
_OURS: Final = "softmark-"
"""Begins the names under which reference and blank are graded, beside those of students."""


@dataclass(frozen=True)
class Difference:
    """A graded cell whose points differ.

    Attributes:
        notebook: the notebook.
        cell: the graded cell.
        maximum: points that it is worth.
        nbgrader: points that stock nbgrader gives; ``None``: it does not grade it.
        softmark: points that softmark gives; ``None``: it could not check it.
        causes: why, each from evidence; empty: unexplained.
        ended: what the cell ended with in stock nbgrader, and in softmark; ``""`` for nothing worth telling.
    """

    notebook: str
    cell: str
    maximum: float
    nbgrader: float | None
    softmark: float | None
    causes: tuple[Cause, ...]
    ended: tuple[str, str]


@dataclass(frozen=True)
class Compared:
    """A submission.

    Attributes:
        kind: ``"reference"``, ``"blank"`` or ``"student"``.
        student: whose it is; ``""`` for the reference and the blank.
        cells: number of graded cells that were compared.
        differences: those whose points differ.
        problem: what could not be compared, and why, or ``""``.
    """

    kind: str
    student: str
    cells: int
    differences: tuple[Difference, ...]
    problem: str = ""

    @property
    def label(self) -> str:
        """How it is called where people read of it."""
        return self.student or {REFERENCE: _("(reference)"), BLANK: _("(blank)")}[self.kind]


@dataclass(frozen=True)
class _Subject:
    """A submission that is graded both ways: its notebooks mended for softmark, and a copy of it for nbgrader."""

    kind: str
    student: str
    copy: Copy
    mended: Mapping[str, NotebookNode]
    problem: str = ""


def comparable(course: Course, assignment: str) -> Assigned:
    """An assignment as ``source/`` has it; the course's gradebook is not looked at, and need not be there.

    Raises:
        CourseError: it has no notebooks, one cannot be read, or there are no walls.
    """
    require_walls(course.app, course.root)
    folder = Path(course.coursedir.format_path(course.coursedir.source_directory, ".", assignment))
    names = sorted(path.stem for path in folder.glob("*.ipynb"))
    if not names:
        raise CourseError(_("There is no notebook in {folder}.").format(folder=folder))
    sources = tuple(load_source(course.coursedir, course.app, assignment, name) for name in names)
    return Assigned(course, assignment, sources, Budgets(parent=course.app).limits(assignment))


def compare(
    whole: Assigned, engine: Engine, students: Sequence[str], at_once: int, advance: Callable[[], None]
) -> list[Compared]:
    """Grade the reference, the blank and submissions with stock nbgrader and with softmark.

    Nothing of the course is changed. Submissions with differences that the given data may explain are graded by
    nbgrader once more, with these data made anew.

    Args:
        whole: the assignment.
        engine: softmark.
        students: whose submissions.
        at_once: notebooks that are on their way in softmark at any time.
        advance: called twice for each submission: when nbgrader has graded it, and when softmark has.

    Raises:
        CourseError: nbgrader cannot grade the assignment at all.
    """
    subjects = [_made(whole, REFERENCE), _made(whole, BLANK), *(_handed_in(whole, student) for student in students)]
    stock = []
    for found in grade_copies(whole, [subject.copy for subject in subjects]):
        stock.append(found)
        advance()
    controls = {source.notebook: engine.control(source, whole.limits) for source in whole.sources}
    ours = dict(_graded(whole, engine, subjects, at_once, advance))
    pairs = [(subject, theirs, ours[subject.copy.name]) for subject, theirs in zip(subjects, stock, strict=True)]
    renewed = _renewed(whole, pairs)
    return [
        Compared(
            subject.kind,
            subject.student,
            sum(len(notebook.cells) for notebook in found.values()),
            tuple(_differences(whole, subject, theirs, found, controls, renewed.get(subject.copy.name))),
            subject.problem,
        )
        for subject, theirs, found in pairs
    ]


def _made(whole: Assigned, kind: str) -> _Subject:
    """The reference or the blank, as a student would hand it in."""
    made = {source.notebook: variants.submission(source, {}, reference=kind == REFERENCE) for source in whole.sources}
    copy = Copy(_OURS + kind, {name: nbformat.writes(notebook).encode() for name, notebook in made.items()})
    mended = {source.notebook: mend(made[source.notebook], source).notebook for source in whole.sources}
    return _Subject(kind, "", copy, mended)


def _handed_in(whole: Assigned, student: str) -> _Subject:
    folder = whole.folder("submitted", student)
    limit = whole.limits.submission_bytes
    raw, mended, problems = {}, {}, []
    there = {path.stem for path in folder.glob("*.ipynb")}
    known = {source.notebook for source in whole.sources}
    for source in whole.sources:
        path = folder / f"{source.notebook}.ipynb"
        if source.notebook not in there and there and there <= known:
            continue  # beside others, it is worth 0 both ways
        try:
            mended[source.notebook] = read_mended(path, source, limit).notebook
            raw[source.notebook] = read_file(path, limit)
        except UnreadableSubmission as error:
            problems.append(_("{notebook} was not compared: {reason}").format(notebook=path.name, reason=error))
    return _Subject("student", student, Copy(student, raw, folder), mended, " ".join(problems))


def _graded(
    whole: Assigned, engine: Engine, subjects: Sequence[_Subject], at_once: int, advance: Callable[[], None]
) -> Iterator[tuple[str, dict[str, NotebookResult]]]:
    """What softmark gives: name of the copy, notebook -> result."""
    for subject in subjects:
        if subject.kind != "student":
            results = {
                source.notebook: engine.grade(
                    source, subject.mended[source.notebook], student=subject.copy.name, limits=whole.limits
                ).result
                for source in whole.sources
            }
            yield subject.copy.name, results
            advance()
    for student in ready(whole, engine, [subject.student for subject in subjects if subject.student], at_once):
        found = {
            source.notebook: engine.grade(source, **arguments).result
            for source, arguments in notebooks_of(whole, student)
        }
        yield student, found
        advance()


_Pair = tuple[_Subject, StockResult, dict[str, NotebookResult]]


def _renewed(whole: Assigned, pairs: Sequence[_Pair]) -> dict[str, StockResult]:
    """Name of a copy -> what nbgrader gives if what submissions were given is made anew before the test cells."""
    copies = []
    for subject, theirs, ours in pairs:
        changed: dict[str, bytes] = {}
        if theirs.problem:
            continue
        for source in whole.sources:
            name = source.notebook
            cells = [cell for cell, _mark, _points in _differing(source, theirs, ours.get(name)) if cell]
            if name in subject.mended and (renewed := again(source, subject.mended[name], cells)) is not None:
                changed[name] = nbformat.writes(renewed).encode()
        if changed:
            copy = subject.copy
            notebooks = {**copy.notebooks, **changed}
            copies.append(Copy(copy.name, notebooks, copy.files))
    return dict(zip((copy.name for copy in copies), grade_copies(whole, copies), strict=True)) if copies else {}


def _differing(
    source: SourceNotebook, theirs: StockResult, ours: NotebookResult | None
) -> Iterator[tuple[str, float | None, float | None]]:
    """Graded cells with different points: name, nbgrader's, softmark's."""
    stock = theirs.notebooks.get(source.notebook)
    for cell in ours.cells if ours else ():
        told = stock.cells.get(cell.grade_id) if stock else None
        points = told.points if told else None
        if not _same(points, cell.points):
            yield cell.grade_id, points, cell.points


def _same(one: float | None, other: float | None) -> bool:
    """Whether points are the same."""
    return one == other or (one is not None and other is not None and abs(one - other) < 1e-6)


def _differences(
    whole: Assigned,
    subject: _Subject,
    theirs: StockResult,
    ours: Mapping[str, NotebookResult],
    controls: Mapping[str, Controlled | None],
    renewed: StockResult | None,
) -> Iterator[Difference]:
    for source in whole.sources:
        name = source.notebook
        result, control = ours.get(name), controls[name]
        for grade_id, nbgrader, softmark in _differing(source, theirs, result):
            known, found = source.cell(grade_id), result.cell(grade_id) if result else None
            if known is None or found is None or result is None:
                continue
            made_anew = (
                renewed.notebooks[name].cells[grade_id].points if renewed and name in renewed.notebooks else None
            )
            evidence = Evidence(
                cell=known,
                stock=theirs,
                notebook=theirs.notebooks.get(name),
                ours=found,
                events=result.events,
                mode=control.modes.get(grade_id) if control else None,
                given=touched_names(source, subject.mended[name], grade_id)
                if renewed and _same(made_anew, softmark)
                else (),
            )
            yield Difference(name, grade_id, known.points, nbgrader, softmark, tuple(causes(evidence)), evidence.ended)
