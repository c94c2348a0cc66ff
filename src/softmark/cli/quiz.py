"""``softmark quiz``: the commands about questions."""

import click

from softmark.cli.quiz_build import build
from softmark.cli.quiz_lint import lint
from softmark.cli.quiz_stats import stats


@click.group()
def quiz() -> None:
    """Questions and quizzes."""


quiz.add_command(build)
quiz.add_command(lint)
quiz.add_command(stats)
