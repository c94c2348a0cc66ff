"""No submission of a course runs without walls unless the course says so."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from traitlets import Bool, Enum
from traitlets.config import Configurable

from softmark.messages import _
from softmark.nbgrader.source import CourseError
from softmark.sandbox import tier


class Sandbox(Configurable):  # type: ignore[misc]  # traitlets has no types here
    """How submissions are kept from the rest of the machine."""

    unsafe = Bool(
        False, help=_("Grade on a machine without walls, too: submissions can do there whatever you can.")
    ).tag(config=True)
    tier = Enum(
        ["", *(kind.value for kind in tier.Tier if kind is not tier.Tier.NONE)],
        "",
        help=_(
            "Which walls submissions run behind: full or landlock. Without: the strongest that this machine has. "
            "'softmark doctor' says what each of them stops."
        ),
    ).tag(config=True)


def require_walls(parent: Any, course: Path) -> None:
    """See that submissions can neither read the course nor change anything, and have the walls that it asks for.

    Args:
        parent: an application or a part of it, with the course's settings.
        course: the course's folder.

    Raises:
        CourseError: they could, and the course does not want that.
    """
    settings = Sandbox(parent=parent)
    tier.ask_for(tier.Tier(settings.tier) if settings.tier else None)
    if settings.unsafe:
        return
    if tier.tier() is tier.Tier.NONE:
        raise CourseError(
            _(
                "This machine cannot keep submissions from your files: that needs Linux 6.2 or newer with Landlock. "
                "Grade on such a machine. On a machine where nothing can be lost, use softmark grade --unsafe, or set "
                "c.Sandbox.unsafe = True: then submissions can read and change whatever you can."
            )
        )
    if settings.tier and tier.tier() != settings.tier:
        raise CourseError(
            _("The course wants the walls '{tier}' (c.Sandbox.tier), and this machine has them not. {how}").format(
                tier=settings.tier, how=tier.how_to_get_full()
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
