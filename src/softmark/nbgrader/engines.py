"""The engine that grades a course, and where its results are kept."""

import logging
from pathlib import Path
from typing import Final

from softmark.grading import Engine
from softmark.grading.store import Store, StoreFailed
from softmark.messages import _

_log = logging.getLogger(__name__)
_FOLDER: Final = Path(".softmark", "store")
# For nbgrader's own commands; formgrader's server grades many times.
_ENGINES: Final[dict[Path, Engine]] = {}


def store_of(root: Path) -> Store | None:
    """The result store of a course; ``None``, and a warning, if it cannot be used."""
    try:
        return Store(root / _FOLDER)
    except StoreFailed as failed:
        _log.warning(_("Results are not kept, so that they will be worked out again next time: %s"), failed)
        return None


def engine_of(root: Path) -> Engine:
    """What grades this course's notebooks one by one, in this process."""
    if root not in _ENGINES:
        _ENGINES[root] = Engine(store_of(root))
    return _ENGINES[root]
