"""Options that several commands have."""

import sys
from pathlib import Path
from typing import Final

import click

from softmark.messages import _

course_option: Final = click.option(
    "--course",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="DIR",
    help="The course's folder; the current one without.",
)
student_option: Final = click.option("--student", metavar="ID", help="Of this student's submission alone.")
json_option: Final = click.option(
    "--json",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the results here, too.",
)


def course_root(folder: Path) -> Path:
    """The course's folder; ends the command where there is no course."""
    root = folder.resolve()
    if not (root / "nbgrader_config.py").is_file():
        told = _(
            "softmark: {folder} is not a course: there is no nbgrader_config.py. "
            "Go to your course's folder, or name it with --course."
        )
        click.echo(told.format(folder=root), err=True)
        sys.exit(2)
    return root
