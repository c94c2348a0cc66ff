"""Very many submissions of a line: whether time grows with their number alone, and memory not at all."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

from bench.courses import Workshop
from bench.measuring import MEBIBYTE, Line
from bench.size import Size
from bench.telling import tell
from bench.texts import tiny

WORKERS = 2


@dataclass(frozen=True)
class Class:
    """A class of one size: its wall seconds, and megabytes of the grader's own process at most."""

    students: int
    seconds: float
    cpu: float
    megabytes: float


@dataclass(frozen=True)
class Figures:
    """What came out, from the smallest class to the largest."""

    classes: tuple[Class, ...]

    @property
    def steps(self) -> tuple[float, ...]:
        """Seconds of each further submission, from one class to the next larger one."""
        return tuple(
            Line.through({a.students: a.seconds, b.students: b.seconds}).each for a, b in pairwise(self.classes)
        )

    @property
    def kilobytes_each(self) -> float:
        """What a further submission adds to the grader's memory, between the smallest and the largest class."""
        first, last = self.classes[0], self.classes[-1]
        return (last.megabytes - first.megabytes) / (last.students - first.students) * 1024


def run(workshop: Workshop, size: Size) -> Figures:
    """Measure."""
    classes = []
    for students in size.tiny:
        done = workshop.course(tiny(), students).grade(WORKERS)
        classes.append(Class(students, done.seconds, done.cpu, done.own_memory / MEBIBYTE))
        tell(f"tiny: {students} students: {done.seconds:.1f} s, {classes[-1].megabytes:.0f} MB")
    return Figures(tuple(classes))
