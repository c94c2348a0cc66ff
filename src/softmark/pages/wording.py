"""How states and points are said, in the same words wherever people look."""

from dataclasses import dataclass

from softmark.messages import _
from softmark.model import State


@dataclass(frozen=True)
class Saying:
    """A state as it is shown.

    Attributes:
        sign: one character, for the eye; never the only carrier of the meaning.
        word: the state in words.
        colour: of signs and borders; has contrast on light and on dark pages.
    """

    sign: str
    word: str
    colour: str


def saying(state: State, *, partly: bool = False) -> Saying:
    """How ``state`` is shown; ``partly`` if a failure earned points all the same."""
    match state:
        case State.PASSED:
            return Saying("✓", _("passed"), "#1f9d55")
        case State.FAILED if partly:
            return Saying("◐", _("passed in part"), "#b7791f")
        case State.FAILED:
            return Saying("✗", _("not passed yet"), "#d6453d")
        case State.NOT_ATTEMPTED:
            return Saying("○", _("not attempted"), "#8a8f98")
        case State.COULD_NOT_CHECK:
            return Saying("?", _("could not check"), "#b7791f")


def points(value: float) -> str:
    """Points with two digits at most, and no more than needed."""
    return f"{round(value + 0.0, 2):g}" if abs(value) < 1e5 else f"{value:.0f}"


def points_of(earned: float | None, maximum: float) -> str:
    """For example ``2.5 / 3``; a dash where there are no points yet."""
    return f"{'–' if earned is None else points(earned)} / {points(maximum)}"
