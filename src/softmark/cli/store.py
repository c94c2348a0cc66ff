"""``softmark store``: what is kept of a course's grading, and how to get rid of it."""

from __future__ import annotations

import sys
import time
from collections import defaultdict
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING

import click

from softmark.cli.options import course_option, course_root
from softmark.messages import _

if TYPE_CHECKING:
    from softmark.grading.store import Entry, Store

_MEBIBYTE = 1 << 20
_DAY = 86_400
DONE, USAGE = 0, 2


@click.group()
def store() -> None:
    """What is kept of grading, so that it need not be done again.

    Everything in the store can be worked out again from what was handed in; grades are in the gradebook.
    """


@store.command()
@course_option
def show(folder: Path) -> None:
    """How much is kept, of which assignment."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    found: dict[tuple[str, str], list[Entry]] = defaultdict(list)
    for entry in _open(folder).entries():
        found[entry.about.assignment, entry.kind.value].append(entry)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in (_("assignment"), _("kind"), _("entries"), _("students"), _("MB"), _("last used")):
        table.add_column(title)
    for (assignment, kind), entries in sorted(found.items()):
        students = len({entry.about.student for entry in entries} - {""})
        used = time.strftime("%Y-%m-%d %H:%M", time.localtime(max(entry.used for entry in entries)))
        size = sum(entry.size for entry in entries) / _MEBIBYTE
        table.add_row(Text(assignment), kind, str(len(entries)), str(students), f"{size:.1f}", used)
    Console().print(table if found else _("Nothing is kept."))


@store.command()
@click.option("--days", type=click.FloatRange(0), default=180.0, show_default=True, help="Not used for so long.")
@course_option
def prune(days: float, folder: Path) -> None:
    """Remove what has not been used for some time."""
    opened = _open(folder)
    opened.sweep()
    _remove(opened, lambda entry: time.time() - entry.used >= days * _DAY)


@store.command()
@click.argument("student")
@course_option
def forget(student: str, folder: Path) -> None:
    """Remove everything that is kept of STUDENT, the history of grades included.

    The gradebook, autograded/, feedback/ and what was handed in stay: they are nbgrader's.
    """
    from softmark.nbgrader.history import History

    _remove(_open(folder), lambda entry: entry.about.student == student)
    count = History(course_root(folder)).forget(student)
    click.echo(_("Removed {number} lines of the history of grades.").format(number=count))


def _remove(opened: Store, chosen: Callable[[Entry], bool]) -> None:
    removed = [entry for entry in opened.entries() if chosen(entry)]
    for entry in removed:
        opened.remove(entry)
    size = sum(entry.size for entry in removed) / _MEBIBYTE
    click.echo(_("Removed {number} entries, {size:.1f} MB.").format(number=len(removed), size=size))


def _open(folder: Path) -> Store:
    """The store of the course in a folder; ends the command where there is no course."""
    from softmark.nbgrader.engines import store_of

    opened = store_of(course_root(folder))
    if opened is None:
        sys.exit(USAGE)
    return opened
