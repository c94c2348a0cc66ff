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
student_option: Final = click.option("--student", metavar="ID", help="Of this student's submission alone.")
json_option: Final = click.option(
    "--json",
    "target",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    help="Write the results here, too.",
)
