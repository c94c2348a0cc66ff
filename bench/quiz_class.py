"""A class that sits an exam of 40 questions, beside what nbgrader alone needs to convert and record it."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Any, Final

import nbformat

from bench.courses import Course, Workshop, WrongMarks
from bench.measuring import MEBIBYTE, Line
from bench.size import Size
from bench.telling import tell
from bench.texts import Assignment
from softmark.quiz.answered import variant_for
from softmark.quiz.proving import key_answers

WORKERS: Final = 2
QUESTIONS: Final = 40
_NAME: Final = "exam"
_QUESTION: Final = """---
id: sum-{number}
topic: sums
type: number
---
What is @{{a}} plus {number}?

## Answer
@{{sum}}

## Mistakes
- same: @{{a}}
  > You added nothing.

## Explanation
Count on.

## Variants
```python
def draw(rng):
    a = int(rng.integers(1000))
    return {{"a": a, "sum": a + {number}}}
```
"""
_QUIZ: Final = 'title = "Exam"\nmode = "exam"\n\n[[questions]]\ntopic = "sums"\n'
# nbgrader's autograde as it is, but nothing is executed.
_FLOOR: Final = """c = get_config()
c.CourseDirectory.course_id = "bench"
_HERE = "nbgrader.preprocessors"
c.Autograde.autograde_preprocessors = [f"{_HERE}.SaveAutoGrades", f"{_HERE}.AssignLatePenalties"]
"""


@dataclass(frozen=True)
class Class:
    """A class of one size: its wall seconds with softmark and without, and megabytes of the grader's own process."""

    students: int
    seconds: float
    floor: float
    megabytes: float


@dataclass(frozen=True)
class Figures:
    """What came out, from the smallest class to the largest."""

    classes: tuple[Class, ...]

    @property
    def each(self) -> float:
        """Seconds of a further student, between the smallest class and the largest."""
        return self._line("seconds")

    @property
    def floor_each(self) -> float:
        """The same of nbgrader alone."""
        return self._line("floor")

    @property
    def kilobytes_each(self) -> float:
        """What a further student adds to the grader's memory."""
        return self._line("megabytes") * 1024

    def _line(self, name: str) -> float:
        first, last = ((one.students, getattr(one, name)) for one in (self.classes[0], self.classes[-1]))
        return Line.through(dict((first, last))).each


def run(workshop: Workshop, size: Size) -> Figures:
    """Measure."""
    classes = []
    template = _course(workshop.folder / "quiz")
    for students in size.quiz:
        root = workshop.folder / f"quiz-{students}"
        shutil.copytree(template.root, root)
        course = Course(root, template.assignment, tuple(f"s{number:04}" for number in range(students)))
        for student in course.students:
            _hand_in(course, student)
        floor = workshop.folder / f"quiz-{students}-floor"
        shutil.copytree(root, floor)
        (floor / "nbgrader_config.py").write_text(_FLOOR, encoding="utf-8")
        done = course.run("softmark", "grade", _NAME, "--workers", f"{WORKERS}")
        _verify(course)
        alone = Course(floor, course.assignment, course.students).run("nbgrader", "autograde", _NAME)
        classes.append(Class(students, done.seconds, alone.seconds, done.own_memory / MEBIBYTE))
        tell(f"quiz: {students} students: {done.seconds:.1f} s, nbgrader alone {alone.seconds:.1f} s")
    if any(a.students >= b.students for a, b in pairwise(classes)):
        raise ValueError("classes must grow")
    return Figures(tuple(classes))


def _course(root: Path) -> Course:
    """A released exam, by the commands that an instructor types."""
    for number in range(1, QUESTIONS + 1):
        file = root / "questions" / "sums" / f"sum-{number}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(_QUESTION.format(number=number), encoding="utf-8")
    source = root / "source" / _NAME
    source.mkdir(parents=True)
    (source / "quiz.toml").write_text(_QUIZ, encoding="utf-8")
    settings = 'c = get_config()\nc.CourseDirectory.course_id = "bench"\n'
    ours = "import softmark.nbgrader\nsoftmark.nbgrader.configure(c)\n"
    (root / "nbgrader_config.py").write_text(settings + ours, encoding="utf-8")
    course = Course(root, Assignment(_NAME, nbformat.v4.new_notebook(), ()), ())
    course.run("softmark", "quiz", "build", _NAME)
    course.run("nbgrader", "generate_assignment", _NAME)
    return course


def _hand_in(course: Course, student: str) -> None:
    """All answers right, but for every fourth question, which is left as it is."""
    notebook = nbformat.read(course.root / "release" / _NAME / f"{_NAME}.ipynb", as_version=4)
    key = _key(course)
    for cell in notebook.cells:
        name = cell.metadata.nbgrader.grade_id.removesuffix("-answer")
        if cell.metadata.nbgrader.grade_id == "student-id":
            cell.source = f"student_id = {student!r}"
        elif cell.metadata.nbgrader.solution and int(name[1:]) % 4:
            variant = variant_for(_NAME, name, student, key["questions"][name]["variants"])
            cell.source = f"answer_{name} = {key_answers(variant)[0]}"
    folder = course.root / "submitted" / student / _NAME
    shutil.copytree(course.root / "release" / _NAME, folder)
    nbformat.write(notebook, folder / f"{_NAME}.ipynb")


def _key(course: Course) -> Any:
    return json.loads((course.root / "source" / _NAME / "hidden" / "quiz.json").read_text(encoding="utf-8"))


def _verify(course: Course) -> None:
    for student, marks in course.marks().items():
        wrong = [name for name, points in marks.items() if points != (1.0 if int(name[1:]) % 4 else 0.0)]
        if wrong:
            raise WrongMarks(f"{student} got {marks[wrong[0]]} for {wrong[0]} of the quiz")
