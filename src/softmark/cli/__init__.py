"""The command ``softmark``; one file a sub-command."""

import click

from softmark.cli.doctor import doctor
from softmark.cli.grade import grade


@click.group()
@click.version_option(package_name="softmark")
def main() -> None:
    """Auto-graded exercises for deep-learning courses."""


main.add_command(doctor)
main.add_command(grade)
