"""What grading leaves in an autograded notebook's metadata, so that feedback can be made from it later.

``notebook.metadata.softmark``: ``events`` (list of :class:`Event`), ``unreadable`` (a sentence, or ``""``), ``result``
(:class:`NotebookResult`), ``repeatable`` (see :class:`softmark.grading.Graded`) and ``checks`` (names the version of
everything that the result depends on besides the submission), all as plain JSON.
``cell.metadata.softmark``: ``kind`` (a :class:`softmark.pages.CellKind`); ``result`` (:class:`CellResult`) of a graded
cell; ``withheld`` and ``submitted_outputs`` where the cell's own outputs are for the instructor alone.
"""

from collections.abc import Mapping
from typing import Any

KEY = "softmark"


def record(metadata: Mapping[str, Any]) -> dict[str, Any]:
    """Our part of a notebook's or cell's metadata; empty where there is none."""
    found = metadata.get(KEY)
    return dict(found) if isinstance(found, Mapping) else {}
