"""``softmark quiz stats``: what a class's answers say about the questions."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from softmark.cli.files import refuse_unwritable, write_text
from softmark.cli.options import course_option, json_option
from softmark.messages import _

if TYPE_CHECKING:
    from rich.console import Console

    from softmark.quiz.sheets import QuizClass
    from softmark.quiz.statistics import Figures, OfQuestion, Statistics

DONE, USAGE = 0, 2
SCHEMA_VERSION = 1


@click.command()
@click.argument("name", metavar="QUIZ")
@course_option
@json_option
@click.option(
    "--page",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE.html",
    help="Write a page with plots here, too.",
)
@click.option("--alpha-by-place", is_flag=True, help="Tell Cronbach's alpha although students got different variants.")
def stats(name: str, folder: Path, target: Path | None, page: Path | None, alpha_by_place: bool) -> None:
    """Tell how difficult QUIZ's questions were, which told students apart, and which to look at.

    From the last `softmark grade QUIZ`; nothing is graded, and nothing of the course is changed. What each figure
    means, and what to do about a bad question: docs/quiz-statistics.md.

    Exit status: 0 if the statistics were made, whatever they say, 2 if they could not be.
    """
    from rich.console import Console

    from softmark.nbgrader.course import open_course
    from softmark.nbgrader.quiz_class import read_class
    from softmark.nbgrader.source import CourseError
    from softmark.pages.quiz_stats import render_statistics
    from softmark.quiz.statistics import analyse

    console = Console(highlight=False)
    try:
        for file in filter(None, (target, page)):
            refuse_unwritable(file)
        held = read_class(open_course(folder), name)
        found = analyse(held, place_is_item=alpha_by_place)
        _print(console, held, found)
        if target is not None:
            write_text(target, json.dumps(to_json(held, found), indent=2, ensure_ascii=False) + "\n")
        if page is not None:
            write_text(page, render_statistics(held, found))
    except CourseError as error:
        click.echo(f"softmark: {error}", err=True)
        sys.exit(USAGE)
    for file in filter(None, (target, page)):
        console.print(_("Written: {path}.").format(path=file), markup=False)
    sys.exit(DONE)


def _print(console: Console, held: QuizClass, found: Statistics) -> None:
    from rich import box
    from rich.table import Table
    from rich.text import Text

    from softmark.pages import clean_text
    from softmark.pages.quiz_stats import notes
    from softmark.quiz.flags import flags

    table = Table(box=box.SIMPLE_HEAD, padding=(0, 1), pad_edge=False, show_edge=False)
    table.add_column("")
    table.add_column(_("question"), overflow="fold")
    # In two lines, so that names have room in a narrow window. Who answered is who was asked, without these two.
    for title in (_("asked"), _("left"), _("mal-\nformed"), _("facility"), _("discrimi-\nnation")):
        table.add_column(title, justify="right")
    table.add_column(_("look at"), overflow="fold")
    for one in found.questions:
        kinds = ", ".join(dict.fromkeys(flag.kind.value for flag in flags(one)))
        table.add_row(one.asked.place, Text(one.asked.question), *_cells(one.figures), kinds)
    console.print(table)
    for one in found.questions:
        for flag in flags(one):
            if not _says_nothing(one):
                told = f"{one.asked.place} {one.asked.question}: {flag.told}"
                console.print(Text(clean_text(told, limit=400)), soft_wrap=True)
    for line in notes(held, found):
        console.print(Text(clean_text(line, limit=1000)), soft_wrap=True)


def _says_nothing(one: OfQuestion) -> bool:
    """Whether the table has said all that its flags would say."""
    from softmark.quiz.statistics import MINIMUM

    return one.figures.n < MINIMUM and not one.asked.voided


def _cells(figures: Figures) -> list[str]:
    counts = (figures.n, figures.not_attempted, figures.malformed)
    facility = "" if figures.facility is None else f"{figures.facility:.0%}"
    discrimination = "" if figures.discrimination is None else f"{figures.discrimination:.2f}"
    return [*map(str, counts), facility, discrimination]


def to_json(held: QuizClass, found: Statistics) -> dict[str, Any]:
    """As ``docs/quiz_stats.schema.json`` describes it."""
    from dataclasses import asdict

    return {
        "schema": SCHEMA_VERSION,
        "quiz": held.name,
        "points": dict(held.points),
        "students": len(held.sheets),
        "scores": list(found.scores),
        "alpha": asdict(found.alpha),
        "questions": [_question_json(one) for one in found.questions],
        "strangers": [asdict(one) for one in held.strangers],
        "left_out": [asdict(one) for one in held.left_out],
        "graded_otherwise": list(held.otherwise),
    }


def _question_json(one: OfQuestion) -> dict[str, Any]:
    from dataclasses import asdict

    from softmark.quiz.flags import flags

    return {
        "question": one.asked.question,
        "place": one.asked.place,
        "type": one.asked.kind,
        "voided": one.asked.voided,
        "figures": asdict(one.figures),
        "choice_known": dict(zip(("all", "top", "bottom"), one.known, strict=True)),
        "options": [asdict(option) for option in one.options],
        "variants": [asdict(variant) for variant in one.variants],
        "variants_p": one.variants_p,
        "place_p": one.place_p,
        "flags": [asdict(flag) for flag in flags(one)],
    }
