"""``softmark quiz import``: question files made of other systems' files."""

from __future__ import annotations

import re
import sys
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, NoReturn

import click

from softmark.cli.quiz_export import tell_losses, tell_problems, told_to_skip
from softmark.messages import _

if TYPE_CHECKING:
    from softmark.quiz.formats.collected import Collected

REFUSED, USAGE = 1, 2
FORMATS = ("moodle", "jupyterquiz")
_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")


@click.command("import")
@click.argument("source", metavar="FILE", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--from", "form", type=click.Choice(FORMATS), required=True, help="The format.")
@click.option("--topic", required=True, metavar="TOPIC", help="The topic of all its questions.")
@click.option("--goal", "goals", multiple=True, metavar="GOAL", help="A learning goal of all its questions.")
@click.option(
    "--out",
    "bank_folder",
    type=click.Path(path_type=Path, file_okay=False),
    default=Path("questions"),
    show_default=True,
    metavar="DIR",
    help="The bank.",
)
@click.option("--skip", is_flag=True, help="Leave out what a question's file cannot hold, and tell what that is.")
def import_(source: Path, form: str, topic: str, goals: tuple[str, ...], bank_folder: Path, skip: bool) -> None:
    """Write the questions of FILE, from Moodle (XML) or jupyterquiz (JSON), into DIR/TOPIC.

    No file is ever overwritten, and none is written if anything is wrong. Exit status: 0 if the questions were written,
    1 if they could not be, 2 if there is no such file.
    """
    from softmark.quiz.bank import read_bank
    from softmark.quiz.formats.collected import Collected, texts_of
    from softmark.quiz.question import QuestionError

    if not _WORD.fullmatch(topic):
        told = _("softmark: the topic is {topic!r}: expected small letters, digits and hyphens.")
        _end(told.format(topic=topic), USAGE)
    try:
        data = source.read_bytes()
    except OSError as error:
        _end(_("softmark: {file} cannot be read: {why}.").format(file=source, why=error.strerror), USAGE)
    bank = read_bank(bank_folder)
    # Those that cannot be read have an id, too. Files of this topic are not overwritten, but complained about.
    taken = {file.stem for file in bank_folder.glob("*/*.md") if file.parent.name != topic}
    asked = {texts_of(question): question.path for question in bank.questions if question.topic != topic}
    collected = Collected(str(source), topic, goals, bank.goals, taken, asked)
    try:
        import_module(f"softmark.quiz.formats.{form}_import").collect(data, collected)
    except QuestionError as error:
        tell_problems(error.problems)
        _end(_("softmark: nothing was written."), REFUSED)
    if collected.losses:
        tell_losses(collected.losses)
        if not skip:
            _end(told_to_skip("softmark"), REFUSED)
    if not collected.texts:
        _end(_("softmark: no question is left, and nothing was written."), REFUSED)
    _write(bank_folder / topic, collected)
    for line in collected.filled:
        click.echo(_("To be written: {parts}").format(parts=line))
    click.echo(_("{n} questions in {folder}.").format(n=len(collected.texts), folder=bank_folder / topic))
    click.echo(_("Look at them: softmark quiz lint {folder}").format(folder=bank_folder))


def _write(folder: Path, collected: Collected) -> None:
    files = {folder / f"{name}.md": text for name, text in collected.texts.items()}
    if there := [file for file in files if file.exists()]:
        told = _("softmark: {file} exists already ({n} of these files do), and nothing was written.")
        _end(told.format(file=there[0], n=len(there)), REFUSED)
    written: list[Path] = []
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for file, text in files.items():
            with file.open("x", encoding="utf-8", newline="\n") as opened:
                written.append(file)
                opened.write(text)
    except OSError as error:
        for file in written:
            file.unlink(missing_ok=True)
        told = _("softmark: {file} cannot be written: {why}. Nothing was written.")
        _end(told.format(file=error.filename, why=error.strerror), REFUSED)


def _end(told: str, status: int) -> NoReturn:
    click.echo(told, err=True)
    sys.exit(status)
