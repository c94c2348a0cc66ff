"""What would change if a class was graded again: nothing is written."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from softmark.grading import Engine
from softmark.messages import _
from softmark.model import CellResult, CheckResult, EventKind, NotebookResult, State
from softmark.nbgrader.classroom import Assigned, notebooks_of, ready, result
from softmark.nbgrader.gradebook import Mark, Standing, standings
from softmark.nbgrader.source import CourseError
from softmark.testing.partly import Partly


@dataclass(frozen=True)
class CheckChange:
    """A check that came out otherwise.

    Attributes:
        check: its name.
        line: what it is about, in the words that the student reads.
        before: its state so far; ``None`` if there was no such check.
        after: its state now; ``None`` if there is no such check any more.
        points: points so far, and now.
        why: for the instructor.
    """

    check: str
    line: str
    before: State | None
    after: State | None
    points: tuple[float, float]
    why: str


@dataclass(frozen=True)
class CellChange:
    """A graded cell whose points change.

    Attributes:
        notebook: the notebook.
        cell: the graded cell.
        before: automatic points so far; ``None``: not graded.
        after: automatic points now.
        manual: a person's points, which stay, and count in the place of the automatic ones.
        checks: what came out otherwise in it.
    """

    notebook: str
    cell: str
    before: float | None
    after: float | None
    manual: float | None
    checks: tuple[CheckChange, ...]


@dataclass(frozen=True)
class Compared:
    """A submission, as it was graded and as it would be.

    Attributes:
        student: whose it is.
        cells: graded cells whose points change.
        before: points of the whole submission so far, ``None`` if a cell has none.
        after: the same now.
        rewritten: whether anything that is shown changes, be it only a message.
        problem: why it could not be compared, or ``""``.
    """

    student: str
    cells: tuple[CellChange, ...] = ()
    before: float | None = None
    after: float | None = None
    rewritten: bool = False
    problem: str = ""


def compare(
    whole: Assigned, engine: Engine, students: Sequence[str], at_once: int, done: Callable[[Compared], None]
) -> None:
    """Grade submissions that have been graded, and tell of each what changes.

    Args:
        whole: the assignment.
        engine: grades.
        students: whose submissions.
        at_once: notebooks that are on their way at any time.
        done: hears of each.

    Raises:
        CourseError: nobody has been graded yet.
    """
    known = standings(whole.course.coursedir, whole.name)
    graded = [student for student in students if student in known and result(whole, student)[0].notebooks]
    if not graded:
        text = _("Nobody's '{name}' has been graded yet. Run 'softmark grade {name}' first.")
        raise CourseError(text.format(name=whole.name))
    for student in ready(whole, engine, graded, at_once):
        done(_compared(whole, engine, student, known[student]))


def _compared(whole: Assigned, engine: Engine, student: str, standing: Standing) -> Compared:
    old = {notebook.notebook: notebook for notebook in result(whole, student)[0].notebooks}
    new: dict[str, NotebookResult] = {}
    for source, arguments in notebooks_of(whole, student):
        new[source.notebook] = engine.grade(source, **arguments).result
    lost = [name for name, notebook in old.items() if name not in new and not _absent(notebook)]
    if lost:
        text = _("{notebook} cannot be read under its own name; 'softmark grade' looks for it.")
        return Compared(student, problem=text.format(notebook=", ".join(lost)))
    marks = {(mark.notebook, mark.cell): mark for mark in standing.marks}
    changes, points = [], dict(_points(standing))
    rewritten = False
    for name, notebook in new.items():
        was = {cell.grade_id: cell for cell in old[name].cells} if name in old else {}
        for cell in notebook.cells:
            mark = marks.get((name, cell.grade_id), Mark(name, cell.grade_id, cell.maximum, None, None, None))
            points[name, cell.grade_id] = _counting(mark, cell.points)
            checks = tuple(_check_changes(was.get(cell.grade_id), cell))
            rewritten = rewritten or _shown(was.get(cell.grade_id)) != _shown(cell)
            if not _same(mark.auto, cell.points):
                changes.append(CellChange(name, cell.grade_id, mark.auto, cell.points, mark.manual, checks))
    automatic = [(name, cell.grade_id) for name, notebook in new.items() for cell in notebook.cells]
    before, after = _total(dict(_points(standing)), automatic), _total(points, automatic)
    return Compared(student, tuple(changes), before, after, rewritten or bool(changes))


def _absent(notebook: NotebookResult) -> bool:
    """Whether there was nothing that could be graded."""
    return any(event.kind in (EventKind.NOT_HANDED_IN, EventKind.UNREADABLE) for event in notebook.events)


def _points(standing: Standing) -> Iterator[tuple[tuple[str, str], float | None]]:
    for mark in standing.marks:
        yield (mark.notebook, mark.cell), mark.points


def _counting(mark: Mark, auto: float | None) -> float | None:
    return Mark(mark.notebook, mark.cell, mark.maximum, auto, mark.manual, mark.extra).points


def _total(points: Mapping[tuple[str, str], float | None], automatic: Collection[tuple[str, str]]) -> float | None:
    """The sum; cells that wait for a person count when they have points, others must have some."""
    if any(points.get(cell) is None for cell in automatic):
        return None
    return round(sum(value for value in points.values() if value is not None), 6)


def _same(one: float | None, other: float | None) -> bool:
    return one == other or (one is not None and other is not None and abs(one - other) < 1e-9)


def _check_changes(before: CellResult | None, after: CellResult) -> Iterator[CheckChange]:
    old = {check.name: check for check in before.checks} if before else {}
    new = {check.name: check for check in after.checks}
    for name in dict.fromkeys([*old, *new]):
        was, now = old.get(name), new.get(name)
        told = now or was
        if told is None or (was and now and was.state is now.state and _same(was.points, now.points)):
            continue
        yield CheckChange(
            name,
            told.line,
            was.state if was else None,
            now.state if now else None,
            (was.points if was else 0.0, now.points if now else 0.0),
            _why(now) if now else _("This check is gone."),
        )


def _why(check: CheckResult) -> str:
    """In a line: the message, or the error in pytest's report; of what passes now, what that is."""
    if check.state is State.PASSED:
        return check.line
    errors = [line[1:].strip() for line in check.detail.splitlines() if line.startswith("E  ")]
    told = " ".join((errors[:1] or [check.message])[0].split())
    return told.removeprefix(f"{Partly.__module__}.{Partly.__qualname__}: ")  # whose text is the message


def _shown(cell: CellResult | None) -> object:
    """What a student is shown of a cell."""
    return cell and [(c.name, c.line, c.state, round(c.points, 9), c.maximum, c.message) for c in cell.checks]
