"""``softmark quiz export``: questions in the formats of other systems."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from softmark.messages import _

if TYPE_CHECKING:
    from softmark.quiz.formats.carried import Loss
    from softmark.quiz.question import Problem, Question

DONE, REFUSED, USAGE = 0, 1, 2
FORMATS = ("moodle", "jupyterquiz", "qti", "html", "pdf")
PRINTED = ("html", "pdf")


@click.command()
@click.argument("ids", metavar="[QUESTION-ID]...", nargs=-1)
@click.option("--topic", "topics", metavar="TOPIC", multiple=True, help="All questions of this topic, too.")
@click.option("--to", "form", type=click.Choice(FORMATS), required=True, help="The format.")
@click.option("--out", "target", type=click.Path(path_type=Path, dir_okay=False), required=True, metavar="FILE")
@click.option(
    "--questions",
    "bank_folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("questions"),
    show_default=True,
    metavar="DIR",
    help="The bank.",
)
@click.option("--variants", type=click.IntRange(1, 1000), default=1, show_default=True, help="Of questions that draw.")
@click.option("--seed", type=click.IntRange(0), default=0, show_default=True, help="Of the first variant.")
@click.option("--key", is_flag=True, help="With the answers (html and pdf; the other formats always have them).")
@click.option("--skip", is_flag=True, help="Leave out what the format cannot hold, and tell what that is.")
def export(
    ids: tuple[str, ...],
    topics: tuple[str, ...],
    form: str,
    target: Path,
    bank_folder: Path,
    variants: int,
    seed: int,
    key: bool,
    skip: bool,
) -> None:
    """Write questions into a file for Moodle (XML), jupyterquiz (JSON) or Canvas (QTI), or to be printed.

    Without ids and topics, all questions of the bank. Exit status: 0 if the file was written, 1 if it could not be, 2
    if there are no such questions.
    """
    from softmark.quiz.formats.carried import asked_of
    from softmark.quiz.question import QuestionError

    if key and form not in PRINTED:
        _end(
            _("softmark: --key is for html and pdf; a file for {format} always has the answers.").format(format=form),
            USAGE,
        )
    try:
        asked = [asked_of(question, variants, seed) for question in _chosen(bank_folder, ids, topics)]
    except QuestionError as error:
        tell_problems(error.problems)
        _end(_("softmark: nothing was written."), REFUSED)
    exporter = import_module(f"softmark.quiz.formats.{'printed' if form in PRINTED else form}")
    losses = [loss for one in asked for loss in exporter.refusals(one)]
    if losses:
        tell_losses(losses)
        if not skip:
            _end(told_to_skip(form), REFUSED)
    lost = {loss.question for loss in losses if loss.whole}
    carried = [one for one in asked if one.question.id not in lost]
    if not carried:
        _end(_("softmark: no question is left, and nothing was written."), REFUSED)
    try:
        data = exporter.document(carried, key=key, pdf=form == "pdf") if form in PRINTED else exporter.document(carried)
        draft = target.with_name(target.name + ".new")
        draft.write_bytes(data)
        os.replace(draft, target)
    except OSError as error:
        _end(_("softmark: {file} cannot be written: {why}.").format(file=target, why=error.strerror or error), REFUSED)
    told = _("{file}: {n} questions, {variants} variants.")
    click.echo(told.format(file=target, n=len(carried), variants=sum(len(one.variants) for one in carried)))


def tell_problems(problems: Sequence[Problem]) -> None:
    """Say what is wrong with files."""
    from softmark.pages import clean_text

    for problem in problems:
        click.echo(clean_text(f"{problem.path}:{problem.line}: {problem.found}", limit=400), err=True)
        click.echo(clean_text(f"  {problem.expected}", limit=400), err=True)


def tell_losses(losses: Sequence[Loss]) -> None:
    """Say what is not carried, a line for each thing."""
    from softmark.pages import clean_text

    click.echo(_("Not carried:"), err=True)
    for loss in losses:
        click.echo(clean_text(f"  {loss}", limit=400), err=True)


def told_to_skip(form: str) -> str:
    """What to do about losses."""
    told = _("softmark: {format} cannot carry all of this, and nothing was written. To leave it out, add --skip.")
    return told.format(format=form)


def _chosen(folder: Path, ids: Sequence[str], topics: Sequence[str]) -> list[Question]:
    """The questions of a bank that are named, in the bank's order; ends the command where there is no such name."""
    from softmark.quiz.bank import read_bank
    from softmark.quiz.question import QuestionError

    bank = read_bank(folder)
    if bank.problems:
        raise QuestionError(bank.problems)
    if not bank.questions:
        told = _("softmark: no questions in {folder}: expected files {folder}/<topic>/<id>.md.")
        _end(told.format(folder=folder), USAGE)
    known = {question.id for question in bank.questions}
    if unknown := [name for name in ids if name not in known]:
        _end(_("softmark: there is no question {id} in {folder}.").format(id=unknown[0], folder=folder), USAGE)
    known = {question.topic for question in bank.questions}
    if unknown := [name for name in topics if name not in known]:
        told = _("softmark: there is no topic {topic} in {folder}. There are: {topics}.")
        _end(told.format(topic=unknown[0], folder=folder, topics=", ".join(sorted(known))), USAGE)
    every = not ids and not topics
    return [one for one in bank.questions if every or one.id in ids or one.topic in topics]


def _end(told: str, status: int) -> NoReturn:
    click.echo(told, err=True)
    sys.exit(status)
