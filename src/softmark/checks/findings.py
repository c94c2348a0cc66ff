"""What a check found: nothing, or something to tell the student."""

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import ParamSpec

_Arguments = ParamSpec("_Arguments")


@dataclass(frozen=True)
class Finding:
    """The outcome of one look: true if all is well, so that ``assert found, found.message`` is a whole check.

    Attributes:
        message: what to tell the student; empty if all is well. Holds no expected values of hidden inputs.
        seen: one word for the author on what was found (each function says which there are); ``""`` if all is well.
        share: the part that is right, from 0 to 1.

    >>> bool(Finding()), bool(Finding("Your function returned None."))
    (True, False)
    """

    message: str = ""
    seen: str = ""
    share: float = 1.0

    def __bool__(self) -> bool:
        return not self.message


def or_unreadable(look: Callable[_Arguments, Finding]) -> Callable[_Arguments, Finding]:
    """Make a finding of the ``ValueError`` that a look raises for what it cannot read: ``seen == "unreadable"``."""

    @functools.wraps(look)
    def looking(*args: _Arguments.args, **kwargs: _Arguments.kwargs) -> Finding:
        try:
            return look(*args, **kwargs)
        except ValueError as error:
            return Finding(str(error), "unreadable", 0.0)

    return looking
