"""``softmark history``: what grades have been."""

from __future__ import annotations

import json
from dataclasses import asdict
from pathlib import Path

import click

from softmark.cli.files import write_text
from softmark.cli.options import course_option, course_root, json_option, student_option
from softmark.messages import _


@click.command()
@click.argument("assignment")
@student_option
@course_option
@json_option
def history(assignment: str, student: str | None, folder: Path, target: Path | None) -> None:
    """Show every grade of ASSIGNMENT: when it was given, and by which version of the checks."""
    from rich import box
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    from softmark.nbgrader.history import History
    from softmark.pages import clean_text

    found = History(course_root(folder)).of(assignment, student)
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_edge=False)
    for title in (_("student"), _("cell"), _("when (UTC)"), _("points"), _("state"), _("checks")):
        table.add_column(title, no_wrap=title == _("when (UTC)"))
    for past in found:
        points = f"{'?' if past.points is None else format(round(past.points, 2), 'g')}/{past.maximum:g}"
        shown = (past.student, past.cell, past.at.removesuffix("+00:00"), points, past.state, past.checks[:8])
        table.add_row(*(Text(clean_text(part, limit=60)) for part in shown))
    Console().print(table if found else _("No grade of '{name}' has been noted.").format(name=assignment))
    if target is not None:
        write_text(target, json.dumps([asdict(past) for past in found], indent=2, ensure_ascii=False) + "\n")
