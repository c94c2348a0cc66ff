"""softmark: auto-graded exercises for deep-learning courses.

The one public door. Names are loaded when they are first used, so that ``import softmark`` stays quick and
imports no framework. In a notebook, trainings are recorded from then on (:mod:`softmark.training`).
"""

import sys
from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from softmark.student import check as check
    from softmark.student.quizzes import again as again
    from softmark.student.quizzes import ask as ask
    from softmark.student.quizzes import progress as progress
    from softmark.testing import earn as earn
    from softmark.testing import points as points

__version__ = "0.1.0"
__all__ = ["again", "ask", "check", "earn", "points", "progress"]

_HOMES = {
    "check": "softmark.student",
    "earn": "softmark.testing",
    "points": "softmark.testing",
    **dict.fromkeys(("again", "ask", "progress"), "softmark.student.quizzes"),
}


def __getattr__(name: str) -> object:
    if name in _HOMES:
        return getattr(import_module(_HOMES[name]), name)
    raise AttributeError(f"module 'softmark' has no attribute {name!r}")


if "IPython" in sys.modules and sys.modules["IPython"].get_ipython() is not None:
    import_module("softmark.training.arrival").watch_when_imported()
