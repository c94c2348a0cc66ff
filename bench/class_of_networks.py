"""A class whose submissions train networks: softmark, stock nbgrader, and the least that they need."""

from __future__ import annotations

import json
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from bench import floor
from bench.courses import CommandFailed, Course, Workshop
from bench.measuring import MEBIBYTE, Line, Measured, measure, middle
from bench.size import Size
from bench.telling import tell
from bench.texts import NOTEBOOK, Assignment, digits
from softmark.grading.session import FIXED


@dataclass(frozen=True)
class Row:
    """One way to grade the class.

    Attributes:
        name: of what grades.
        workers: submissions at once.
        wall: seconds, as a line through two sizes of the class.
        cpu: seconds of processor time, likewise.
        floor: seconds that the class's own code takes, so many at once.
        floor_cpu: seconds of processor time that it takes then.
        megabytes: that all processes used together at most; 0 if nobody looked.
    """

    name: str
    workers: int
    wall: Line
    cpu: Line
    floor: float
    floor_cpu: float
    megabytes: float = 0.0


@dataclass(frozen=True)
class Figures:
    """What came out.

    Attributes:
        students: of softmark's class.
        half: of the smaller class that gives the other point of the line.
        stock_students: of the classes that stock nbgrader graded.
        rounds: how often each was measured.
        own: median wall seconds of a submission's own code, run alone.
        own_mean: the mean of that.
        own_cpu: mean seconds of processor time.
        deterministic: what TensorFlow's deterministic operations, which kernels have on, add to that.
        inside: median wall seconds that softmark adds to a submission's own while its kernel lives, one at a time.
        stock: stock nbgrader.
        rows: softmark.
    """

    students: int
    half: int
    stock_students: tuple[int, int]
    rounds: int
    own: float
    own_mean: float
    own_cpu: float
    deterministic: float
    inside: float
    stock: Row
    rows: tuple[Row, ...]

    @property
    def overhead(self) -> float:
        """Seconds that softmark adds to a further submission, one at a time, all included."""
        return self.rows[0].wall.each - self.own_mean

    def row(self, workers: int) -> Row:
        """Softmark with so many workers."""
        return next(row for row in self.rows if row.workers == workers)


def run(workshop: Workshop, size: Size) -> Figures:
    """Measure: everything once in each round, so that a slow hour of the machine's meets all alike."""
    assignment = digits(size.epochs)
    walls: dict[tuple[str, int, int], list[float]] = defaultdict(list)
    cpus: dict[tuple[str, int, int], list[float]] = defaultdict(list)
    own: dict[str, list[floor.Own]] = defaultdict(list)
    added: list[float] = []
    inside: list[float] = []

    def note(name: str, workers: int, students: int, done: Measured) -> None:
        walls[name, workers, students].append(done.seconds)
        cpus[name, workers, students].append(done.cpu)
        tell(f"class: {name}, {students} students, {workers} at once: {done.seconds:.1f} s, {done.cpu:.1f} s of CPU")

    for _round in range(size.rounds):
        for students in size.stock_students:
            note("stock", 1, students, workshop.course(assignment, students, stock=True).autograde())
        for workers in size.workers:
            course = workshop.course(assignment, size.students)
            least = _floor(course, workers)
            walls["floor", workers, size.students].append(least.seconds)
            cpus["floor", workers, size.students].append(sum(each.cpu for each in least.notebooks))
            tell(f"class: floor, {size.students} students, {workers} at once: {least.seconds:.1f} s")
            note("softmark", workers, size.students, course.grade(workers))
            if workers == 1:
                for each in least.notebooks:
                    own[_student(each.notebook)].append(each)
                same = _floor(course, workers, FIXED)
                added += [a.cpu - b.cpu for a, b in zip(same.notebooks, least.notebooks, strict=True)]
                spent = _seconds(course)
                inside += [spent[_student(each.notebook)] - each.seconds for each in least.notebooks]
            note("softmark", workers, size.half, workshop.course(assignment, size.half).grade(workers))
    memory = {workers: _memory(workshop, assignment, size, workers) for workers in size.workers}

    def row(name: str, workers: int, sizes: Sequence[int]) -> Row:
        return Row(
            name,
            workers,
            Line.through({students: middle(walls[name, workers, students]) for students in sizes}),
            Line.through({students: middle(cpus[name, workers, students]) for students in sizes}),
            middle(walls["floor", workers, size.students]),
            middle(cpus["floor", workers, size.students]),
            memory[workers] if name == "softmark" else 0.0,
        )

    alone = [middle(each.seconds for each in found) for found in own.values()]
    return Figures(
        students=size.students,
        half=size.half,
        stock_students=size.stock_students,
        rounds=size.rounds,
        own=middle(alone),
        own_mean=sum(alone) / len(alone),
        own_cpu=sum(middle(each.cpu for each in found) for found in own.values()) / len(own),
        deterministic=sum(added) / len(added),
        inside=middle(inside),
        stock=row("stock", 1, size.stock_students),
        rows=tuple(row("softmark", workers, (size.half, size.students)) for workers in size.workers),
    )


def _floor(course: Course, at_once: int, more: Mapping[str, str] | None = None) -> floor.Floor:
    """What the class's own code takes, with more variables in its environment if there are any.

    Raises:
        CommandFailed: a submission did not run.
    """
    paths = sorted(str(path) for path in course.root.glob(f"submitted/*/*/{NOTEBOOK}.ipynb"))
    around = floor.environment(str(course.root)) | {"PYTHONPATH": str(Path(__file__).parents[1]), **(more or {})}
    (course.root / "temporary").mkdir(exist_ok=True)
    done = measure([sys.executable, "-m", "bench.floor", f"{at_once}", *paths], course.root, around)
    if done.status:
        raise CommandFailed(f"the floor could not be measured:\n{done.text[-3_000:]}")
    return floor.read(done.text)


def _memory(workshop: Workshop, assignment: Assignment, size: Size, workers: int) -> float:
    """Megabytes that all processes use together at most: in a run of its own, as looking takes time itself."""
    done = workshop.course(assignment, max(size.half, 2 * workers)).grade(workers, all_memory=True)
    tell(f"class: memory, {workers} at once: {done.all_memory / MEBIBYTE:.0f} MB")
    return done.all_memory / MEBIBYTE


def _seconds(course: Course) -> Mapping[str, float]:
    """Student -> seconds that grading the notebook took, from start to end of its kernel."""
    told = json.loads(course.results.read_text(encoding="utf-8"))
    return {entry["student"]: entry["notebooks"][0]["seconds"] for entry in told["submissions"]}


def _student(path: str) -> str:
    return Path(path).parents[1].name
