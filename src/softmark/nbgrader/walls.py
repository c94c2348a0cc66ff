"""No submission of a course runs without walls unless the course says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from traitlets import Bool
from traitlets.config import Configurable

from softmark.messages import _
from softmark.nbgrader.source import CourseError
from softmark.sandbox import tier


class Sandbox(Configurable):  # type: ignore[misc]  # traitlets has no types here
    """How submissions are kept from the rest of the machine."""

    unsafe = Bool(
        False, help=_("Grade on a machine without walls, too: submissions can do there whatever you can.")
    ).tag(config=True)


def require_walls(parent: Any, course: Path) -> None:
    """See that submissions can neither read the course nor change anything.

    Args:
        parent: an application or a part of it, with the course's settings.
        course: the course's folder.

    Raises:
        CourseError: they could, and the course does not want that.
    """
    if Sandbox(parent=parent).unsafe:
        return
    if tier.tier() is tier.Tier.NONE:
        raise CourseError(
            _(
                "This machine cannot keep submissions from your files: that needs Linux 6.2 or newer with Landlock. "
                "Grade on such a machine. On a machine where nothing can be lost, use softmark grade --unsafe, or set "
                "c.Sandbox.unsafe = True: then submissions can read and change whatever you can."
            )
        )
    exposing = tier.exposing(course)
    if exposing is not None:
        raise CourseError(
            _(
                "Submissions may read {place}, as Python or its packages are there, and your course with its hidden "
                "checks is in it, too: {course}. Move the course, or install softmark in a virtual environment that "
                "has a folder of its own."
            ).format(place=exposing, course=course)
        )
