"""A class that is graded a second time: nothing has changed, or one hidden check has."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass

from bench.courses import Course, Workshop
from bench.measuring import Line, Measured, middle
from bench.size import Size
from bench.telling import tell
from bench.texts import digits

WORKERS = 2


@dataclass(frozen=True)
class Figures:
    """What came out: wall seconds, as lines through two sizes of the class.

    Attributes:
        students: of the larger class.
        small: of the smaller one.
        stock: grading by stock nbgrader, which a second run does not make faster.
        first: the first run of ``softmark grade``.
        second: the second one.
        dry: ``softmark regrade --dry-run`` after a hidden check has changed; ``None``: not measured.
        regrade: the same without ``--dry-run``.
        why_not: why these were not measured.
    """

    students: int
    small: int
    stock: Line
    first: Line
    second: Line
    dry: Line | None
    regrade: Line | None
    why_not: str


def run(workshop: Workshop, size: Size) -> Figures:
    """Measure."""
    assignment = digits(size.again_epochs)
    found: dict[str, dict[int, float]] = defaultdict(dict)
    why_not = ""

    def note(what: str, students: int, *done: Measured) -> None:
        found[what][students] = middle(one.seconds for one in done)
        tell(f"again: {what}, {students} students: {found[what][students]:.1f} s")

    for students in size.again_stock:
        note("stock", students, workshop.course(assignment, students, stock=True).autograde())
    for students in size.again:
        course = workshop.course(assignment, students)
        note("first run", students, course.grade(WORKERS))
        note("second run", students, *(course.grade(WORKERS) for _ in range(size.again_rounds)))
        try:
            dry = [_regrade(course, step, "--dry-run") for step in range(size.again_rounds)]
        except NoSuchCommand as error:
            why_not = str(error)
            continue
        course.verify()
        note("regrade --dry-run", students, *dry)
        note("regrade", students, _regrade(course, size.again_rounds))
        course.verify(afterwards=True)
    lines = {what: Line.through(points) for what, points in found.items()}
    return Figures(
        students=max(size.again),
        small=min(size.again),
        stock=lines["stock"],
        first=lines["first run"],
        second=lines["second run"],
        dry=lines.get("regrade --dry-run"),
        regrade=lines.get("regrade"),
        why_not=why_not,
    )


class NoSuchCommand(Exception):
    """This softmark has no command that regrades."""


def _regrade(course: Course, step: int, *options: str) -> Measured:
    """Regrade after a change that no run has seen: what a run has found out, the next one need not."""
    course.change_check(step)
    command = ["softmark", "regrade", course.assignment.name, "--workers", f"{WORKERS}", *options]
    done = course.run(*command, may=(0, 2))
    if done.status:  # what click ends with where it knows no such command
        raise NoSuchCommand(done.last_words)
    return done
