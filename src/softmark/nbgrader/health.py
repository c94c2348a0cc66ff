"""Whether a course's gradebook can be used."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from typing import Any, Final

from nbgrader.api import get_alembic_version

from softmark.messages import _

_SQLITE: Final = "sqlite:///"


def gradebook_problem(coursedir: Any) -> str | None:
    """What keeps the gradebook from being used, and the next step; ``None`` if nothing does, or there is none yet.

    Args:
        coursedir: nbgrader's ``CourseDirectory``. A gradebook that is no file of SQLite is taken to be well.
    """
    url = str(coursedir.db_url)
    path = Path(url.removeprefix(_SQLITE))
    if not url.startswith(_SQLITE) or not path.exists():
        return None
    try:
        with closing(sqlite3.connect(f"file:{path}?mode=ro", uri=True)) as database:
            (found,) = database.execute("pragma quick_check(1)").fetchone()
            versions = [row[0] for row in database.execute("select version_num from alembic_version")]
    except sqlite3.Error as error:
        found, versions = str(error), []
    if found != "ok":
        text = _("The gradebook {path} cannot be read: {reason}. Put a backup in its place.")
        return text.format(path=path, reason=found)
    if versions != [get_alembic_version()]:
        text = _("The gradebook {path} is of another version of nbgrader. Copy it, then run 'nbgrader db upgrade'.")
        return text.format(path=path)
    return None
