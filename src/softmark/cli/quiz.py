"""``softmark quiz``: the commands about questions."""

import click

from softmark.cli.quiz_build import build
from softmark.cli.quiz_export import export
from softmark.cli.quiz_import import import_
from softmark.cli.quiz_lint import lint
from softmark.cli.quiz_stats import stats


@click.group()
def quiz() -> None:
    """Questions and quizzes."""


for command in (build, export, import_, lint, stats):
    quiz.add_command(command)
