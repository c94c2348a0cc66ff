"""The page of a quiz's statistics, and the same as JSON."""

import dataclasses
import json
import re
from pathlib import Path

import jsonschema
import pytest

from softmark.cli.quiz_stats import to_json
from softmark.pages.quiz_stats import notes, render_statistics
from softmark.quiz.question import Kind
from softmark.quiz.sheets import Answer, Asked, Given, LeftOut, QuizClass, Sheet, Stranger
from softmark.quiz.statistics import analyse
from softmark.quiz.variant import Choice, Key, Seen, Variant

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "quiz_stats.schema.json").read_text())
OPTIONS = {"key": True, "one": False, "two": False}


def quiz(students):
    """Two places; at the first, students get one of two variants, and the best choose against the key."""
    asked = [Asked("one-question", "q1", Kind.SINGLE, OPTIONS), Asked("program", "q2", Kind.CODE, {})]
    sheets = [
        Sheet(
            f"s{at}",
            {
                "q1": Answer("one-question", at % 2, float(at % 3 == 0), Given.READ, ("one" if at % 3 else "key",)),
                "q2": Answer("program", 0, float(at % 3 > 0), Given.COMPUTED, None),
            },
        )
        for at in range(students)
    ]
    seen = Seen(Kind.SINGLE, "Is $x < y$ & `z`?", (Choice("a", "<b onclick=alert(1)>Yes</b>"),))
    examples = {one.question: Variant(one.question, 0, seen, Key(frozenset("a"))) for one in asked}
    return QuizClass(
        "a <quiz>",
        {"q1": 1.0, "q2": 3.0},
        tuple(asked),
        examples,
        tuple(sheets),
        (Stranger("kim", "<i>lee"), Stranger("bob", None)),
        (LeftOut("idle", "Nothing."),),
        tuple(f"x{at}" for at in range(12)),
    )


@pytest.mark.parametrize("students", [0, 1, 2, 60])
def test_any_class(students):
    """Nobody, one, two, many: JSON as the schema says, and no number that is none."""
    held = quiz(students)
    found = analyse(held, place_is_item=False)
    plain = json.loads(json.dumps(to_json(held, found), allow_nan=False))
    jsonschema.validate(plain, SCHEMA)
    page = render_statistics(held, found)
    body = re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL)
    assert not re.search(r"\bnan\b|\binf\b|None", body)
    assert "onclick" not in body
    assert "<i>" not in body
    assert "<quiz>" not in body
    assert not re.search('(src|href)="?http', body)


def test_what_is_wrong_is_said():
    """A flag with its option, both variants, what is known of whom."""
    held = quiz(60)
    found = analyse(held, place_is_item=False)
    page = render_statistics(held, found)
    assert "against the key" in page
    assert "chose one, and 0 what is right by the key" in page
    assert "Its 2 variants" in page
    assert "Of 60 answers only the points are known" in page
    told = "\n".join(notes(held, found))
    assert "x8, x9 and 2 more" in told
    assert "has '<i>lee' as student_id" in told
    assert "of bob cannot be read" in told
    assert "different variants in 1 places" in told
    voided = dataclasses.replace(held, asked=(dataclasses.replace(held.asked[0], voided=True), held.asked[1]))
    assert "Everybody got its points" in render_statistics(voided, analyse(voided, place_is_item=False))


def test_the_plot_names_what_is_worth_a_look():
    """In a small class all questions have too few answers: their names would lie on each other."""

    def named(students):
        page = render_statistics(quiz(students), analyse(quiz(students), place_is_item=False))
        return page.count('class="dot'), re.findall(r">(q\d)</text>", page)

    assert named(6) == (2, [])
    dots, names = named(60)
    assert dots == 2
    assert names == ["q1", "q2"]
