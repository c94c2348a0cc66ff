"""nbgrader's own autograde, for submissions in the order in which their results come."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from warnings import catch_warnings, simplefilter

from nbgrader.converters import Autograde
from nbgrader.converters.base import NbGraderException
from sqlalchemy.exc import OperationalError, SAWarning

from nbgrader import api
from softmark.messages import _
from softmark.nbgrader.course import Course
from softmark.nbgrader.source import CourseError
from softmark.nbgrader.turns import turn


def write(
    course: Course,
    assignment: str,
    only: str | None,
    students: Iterable[str],
    done: Callable[[str, bool], None],
    waits: Callable[[], None],
) -> None:
    """Autograde students' submissions, one after the other.

    What nbgrader cannot convert is left out of ``autograded/``, with a warning.

    Args:
        course: the course.
        assignment: name of the assignment.
        only: the one student whom the run is about, if it is about one.
        students: whose; each is asked for when the one before has been written.
        done: called after each, with whether it has been written.
        waits: called when it waits for its turn, as another run is grading this course, too.

    Raises:
        CourseError: nothing can be written.
    """
    course.coursedir.assignment_id = assignment
    course.coursedir.student_id = only or "*"
    converter = _InOrder(coursedir=course.coursedir, parent=course.app, force=True)
    converter.students, converter.done, converter.waits = students, done, waits
    try:
        with catch_warnings():
            simplefilter("ignore", SAWarning)  # nbgrader builds its records in an order that SQLAlchemy remarks on
            with _one_connection():
                converter.start()
    except NbGraderException as error:
        # nbgrader makes its exporter when it has found submissions, and ours refuses courses that can't be graded.
        raise CourseError(str(error)) from None


@contextmanager
def _one_connection() -> Iterator[None]:
    """nbgrader opens the gradebook some ten times a submission; each time it prepares all its questions anew, and asks
    for each table whether it is there."""
    create, made = api.create_engine, {}
    tables, there = api.Base.metadata, set()

    def create_once(url: str, **settings: Any) -> Any:
        if url not in made:
            made[url] = create(url, **settings)
        return made[url]

    def create_tables_once(bind: Any) -> None:
        if bind not in there:
            type(tables).create_all(tables, bind=bind)
            there.add(bind)

    api.create_engine, tables.create_all = create_once, create_tables_once
    try:
        yield
    finally:
        api.create_engine = create
        del tables.create_all
        for engine in made.values():
            engine.dispose()


class _InOrder(Autograde):  # type: ignore[misc]  # nbgrader has no types
    """Converts the submissions of some students."""

    students: Iterable[str] = ()
    done: Callable[[str, bool], None]
    waits: Callable[[], None]

    def convert_notebooks(self) -> None:
        everything: dict[str, list[str]] = self.assignments
        names = {Path(folder): folder for folder in everything}
        for student in self.students:
            folder = names.get(Path(self._format_source(self.coursedir.assignment_id, student)))
            # For one submission only: formgrader's buttons need not wait for a whole class.
            with turn(Path(self.coursedir.root), self.waits):
                self.done(student, folder is not None and self._convert(folder, everything[folder]))

    def _convert(self, folder: str, notebooks: list[str]) -> bool:
        self.assignments = {folder: notebooks}
        try:
            super().convert_notebooks()
        except NbGraderException as error:
            if isinstance(error.__context__, OperationalError):
                reason = str(error.__context__.orig)
                told = _("The gradebook cannot be written: {reason}. Mend that, and give the same command again.")
                raise CourseError(told.format(reason=reason)) from None
            self.log.warning("%s", error)
            return False
        return True
