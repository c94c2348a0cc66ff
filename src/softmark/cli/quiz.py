"""``softmark quiz``: the commands about questions."""

import click

from softmark.cli.quiz_build import build
from softmark.cli.quiz_lint import lint


@click.group()
def quiz() -> None:
    """Questions and quizzes."""


quiz.add_command(build)
quiz.add_command(lint)
