"""Open a course folder from outside nbgrader's own commands."""

from __future__ import annotations

import logging
import os
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from softmark.messages import _
from softmark.nbgrader.course_folder import folders_of
from softmark.nbgrader.source import CourseError


@dataclass(frozen=True)
class Course:
    """An open course: nbgrader's application with the course's settings, and its folders."""

    app: Any
    coursedir: Any

    @property
    def root(self) -> Path:
        """The course's folder."""
        return Path(self.coursedir.root)


def open_course(folder: Path) -> Course:
    """Read a course's ``nbgrader_config.py``, with softmark switched on if the course has not done it itself.

    Raises:
        CourseError: the folder is no course.
    """
    try:
        root = folder.resolve()
    except FileNotFoundError:  # the shell stands in a folder that has been removed
        raise CourseError(_("The current folder does not exist any more. Go to your course's folder.")) from None
    config = root / "nbgrader_config.py"
    if not config.is_file():
        text = _(
            "{folder} is not a course: there is no nbgrader_config.py. "
            "Go to your course's folder, or name it with --course."
        )
        raise CourseError(text.format(folder=root))
    os.environ.setdefault("JUPYTER_PREFER_ENV_PATH", "1")
    from nbgrader.apps.autogradeapp import AutogradeApp

    app = AutogradeApp()
    # Before the settings are read, and again after: reading them sets the level that the course wants.
    app.log_level = logging.ERROR
    app.raise_config_file_errors = True  # it would go on without the course's settings
    try:
        app.initialize([], root=str(root))
    except (SystemExit, Exception) as error:  # whatever the course's own lines raise
        text = _("The settings in {path} could not be read. Python says: {error}")
        raise CourseError(text.format(path=config, error=f"{type(error).__name__}: {error}")) from None
    # nbgrader's tracebacks are errors of its log; what they say is heard, see softmark.nbgrader.hearing.
    app.log_level = logging.CRITICAL
    if not app.config.Autograde.get("exporter_class"):
        from softmark.nbgrader import configure

        configure(app.config)
        app.update_config(app.config)
    return Course(app, app.coursedir)


def assignments(course: Course) -> list[str]:
    """The names of the course's assignments, from their folders."""
    found = folders_of(course.coursedir, course.coursedir.source_directory, ".", "*")
    return [names["assignment_id"] for names in found]
