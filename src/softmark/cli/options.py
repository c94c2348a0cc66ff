"""Options that several commands have."""

from pathlib import Path
from typing import Final

import click

course_option: Final = click.option(
    "--course",
    "folder",
    type=click.Path(path_type=Path),
    default=Path(),
    metavar="DIR",
    help="The course's folder; the current one without.",
)
