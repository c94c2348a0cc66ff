"""``softmark quiz lint``: whether the questions of a bank can be asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING

import click

from softmark.cli.files import refuse_unwritable, write_text
from softmark.cli.options import json_option
from softmark.messages import _, ngettext

if TYPE_CHECKING:
    from rich.console import Console

    from softmark.quiz.linting import LintedBank
    from softmark.quiz.question import Problem

CLEAN, FOUND, USAGE = 0, 1, 2
SCHEMA_VERSION = 1


@click.command()
@click.argument("folder", metavar="[DIR]", type=click.Path(path_type=Path), default=Path("questions"))
@click.option("--seeds", type=click.IntRange(1), default=40, show_default=True, help="Variants of each question.")
@json_option
def lint(folder: Path, seeds: int, target: Path | None) -> None:
    """Read the questions below DIR (questions/ without), draw variants, answer them, and tell what is wrong.

    Exit status: 0 if nothing is (there may be warnings), 1 if something is, 2 if there are no questions.
    """
    from rich.console import Console
    from rich.progress import Progress

    from softmark.nbgrader.source import CourseError
    from softmark.quiz.bank import read_bank
    from softmark.quiz.linting import lint_bank

    try:
        if target is not None:
            refuse_unwritable(target)
    except CourseError as error:
        click.echo(f"softmark: {error}", err=True)
        sys.exit(USAGE)
    bank = read_bank(folder)
    if not bank.questions and not bank.problems:
        told = _("softmark: no questions in {folder}: expected files {folder}/<topic>/<id>.md.")
        click.echo(told.format(folder=folder), err=True)
        sys.exit(USAGE)
    with Progress(console=Console(stderr=True), transient=True) as progress:
        bar = progress.add_task(_("Questions"), total=len(bank.questions))
        found = lint_bank(bank, seeds, lambda: progress.advance(bar))
    console = Console(highlight=False)
    _print_topics(console, found)
    _print_findings(console, folder, found.findings)
    if target is not None:
        write_text(target, json.dumps(_plain(found), indent=2, ensure_ascii=False) + "\n")
    sys.exit(FOUND if any(not problem.warning for problem in found.findings) else CLEAN)


def _print_topics(console: Console, found: LintedBank) -> None:
    from rich import box
    from rich.table import Table

    from softmark.quiz.block import has_parameters

    table = Table(box=box.SIMPLE_HEAD, padding=0, pad_edge=False, show_edge=False)
    table.add_column(_("topic"), no_wrap=True)
    for title in (_("questions"), _("points"), _("with parameters"), _("variants"), _("findings")):
        table.add_column(title, justify="right")
    paths = [*(one.question.path for one in found.linted), *(problem.path for problem in found.findings)]
    for topic in sorted({path.partition("/")[0] for path in paths if "/" in path}):
        of_topic = [one for one in found.linted if one.question.topic == topic]
        parametrised = sum(has_parameters(one.question) for one in of_topic)
        table.add_row(
            topic,
            str(len(of_topic)),
            f"{sum(one.question.points for one in of_topic):g}",
            str(parametrised),
            str(sum(one.distinct for one in of_topic)),
            str(sum(problem.path.startswith(f"{topic}/") for problem in found.findings)),
        )
    console.print(table)


def _print_findings(console: Console, folder: Path, findings: Sequence[Problem]) -> None:
    from rich.text import Text

    from softmark.pages import clean_text

    for problem in findings:
        place = f"{folder / problem.path}:{problem.line}" if problem.path else str(folder)
        kind = _("warning: ") if problem.warning else ""
        console.print(Text(clean_text(f"{place}: {kind}{problem.found}", limit=400)), soft_wrap=True)
        console.print(Text(clean_text(f"  {problem.expected}", limit=400)), soft_wrap=True)
    errors = sum(not problem.warning for problem in findings)
    warnings = len(findings) - errors
    told = ngettext("{n} finding", "{n} findings", errors).format(n=errors)
    if warnings:
        told += ", " + ngettext("{n} warning", "{n} warnings", warnings).format(n=warnings)
    console.print(told)


def _plain(found: LintedBank) -> dict[str, object]:
    return {
        "schema_version": SCHEMA_VERSION,
        "questions": [
            {
                "id": one.question.id,
                "path": one.question.path,
                "topic": one.question.topic,
                "type": one.question.kind,
                "goals": one.question.goals,
                "points": one.question.points,
                "difficulty": one.question.difficulty,
                "variants": one.distinct,
            }
            for one in found.linted
        ],
        "findings": [asdict(problem) for problem in found.findings],
    }
