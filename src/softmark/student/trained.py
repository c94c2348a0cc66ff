"""What the recorder in the student's own notebook has seen, for public checks."""

from softmark.checks.training import Trainings
from softmark.messages import _


class NothingRecorded(LookupError):
    """No training was seen: there was none, or it began before softmark was imported. Nobody can tell which."""

    @staticmethod
    def seen() -> str:
        """What a student reads of it."""
        return _("No training of this network has been seen since this notebook's kernel was started.")

    @staticmethod
    def step() -> str:
        """What to do about it."""
        return _(
            "Train it. If you have: restart the kernel and run all cells from the top. (Trainings are seen once the "
            "notebook has imported softmark.)"
        )


def recorded_here() -> Trainings:
    """The runs in this process; where there are none, looking at them raises :class:`NothingRecorded`."""
    from softmark.training import recorder

    return Trainings(recorder.ask, _nothing)


def _nothing() -> None:
    raise NothingRecorded(NothingRecorded.seen())
