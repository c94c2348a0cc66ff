"""The command ``softmark``; one file a sub-command."""

import click

from softmark.cli.calibrate import calibrate
from softmark.cli.compare import compare
from softmark.cli.doctor import doctor
from softmark.cli.grade import grade
from softmark.cli.history import history
from softmark.cli.lint import lint
from softmark.cli.quiz import quiz
from softmark.cli.regrade import regrade
from softmark.cli.store import store
from softmark.cli.verify import verify


@click.group()
@click.version_option(package_name="softmark")
def main() -> None:
    """Auto-graded exercises for deep-learning courses."""


for command in (calibrate, compare, doctor, grade, history, lint, quiz, regrade, store, verify):
    main.add_command(command)
