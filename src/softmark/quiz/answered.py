"""Judging an answer in a submission: what the hidden test of a built quiz calls."""

import json
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from typing import Any, Final

from softmark.checks.findings import Finding
from softmark.messages import _
from softmark.quiz.choosing import number_for
from softmark.quiz.judging import State, judge
from softmark.quiz.stored import variant_of_json
from softmark.quiz.variant import Variant
from softmark.testing.hidden import HiddenFolder
from softmark.testing.stubs import is_stub

GIVEN: Final = "quiz.json"
"""Name of the file with the questions: beside the notebook without answers, in ``hidden/`` with them."""

REFERENCE: Final = "reference"
_LONGEST: Final = 64


def key_of(hidden: HiddenFolder) -> Mapping[str, Any]:
    """The quiz with its right answers; read once for all questions.

    Raises:
        HiddenDataMissing: the folder does not hold it.
    """
    path = hidden.path(GIVEN)
    return _key(path, path.stat().st_mtime_ns)


@lru_cache(1)
def _key(path: Path, changed: int) -> Mapping[str, Any]:
    found: Mapping[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return found


def answered(key: Mapping[str, Any], name: str, answer: Any, student: Any = ...) -> Finding:
    """What an answer is worth, and what to tell its author.

    Args:
        key: the quiz with its right answers, as ``hidden/quiz.json`` has it.
        name: the place in the quiz, ``"q3"``.
        answer: anything.
        student: the id that the student gave; of a quiz that asks all students the same, nothing.

    Returns:
        A finding whose ``share`` is that of the points; ``seen`` says what became of the answer.
    """
    place = key["questions"][name]
    if place["personal"]:
        known = student_of(student)
        if known is None:
            return Finding(no_student(), "no student", 0.0)
        variant = variant_for(key["quiz"], name, known, place["variants"])
    else:
        variant = variant_of_json(place["variants"][0])
    if variant.question in key["voided"]:
        return Finding()
    # Whoever asks an object of the student's own, asks their code: so nothing of it is looked at.
    verdict = judge(variant, object() if _holds_own(answer) else answer)
    if verdict.state is State.RIGHT:
        return Finding()
    return Finding("\n\n".join(part for part in (verdict.told, verdict.message) if part), verdict.state, verdict.share)


def _holds_own(answer: Any) -> bool:
    """Whether an answer is, or has in it, an object that stayed in the submission's kernel."""
    if type(answer) in (list, tuple, set, frozenset):
        return any(_holds_own(one) for one in answer)
    if type(answer) is dict:
        return any(_holds_own(one) for pair in answer.items() for one in pair)
    return type(answer).__module__.split(".")[0] == "softmark"


def variant_for(quiz: str, name: str, student: str, variants: list[Mapping[str, Any]]) -> Variant:
    """The variant that a student is asked at a place, with its key."""
    return variant_of_json(variants[number_for(quiz, name, student, len(variants))])


def student_of(given: Any) -> str | None:
    """A student's id as it is compared: without blanks and what does not show, in small letters; a number is one, too.

    Returns:
        ``None`` if there is none yet.
    """
    if is_stub(given) or isinstance(given, bool) or not isinstance(given, str | int):
        return None
    try:
        text = str(given)
    except ValueError:  # Python writes no whole numbers of thousands of digits
        return None
    plain = "".join(sign for sign in text if sign.isprintable() and sign != " ").casefold().strip("\"'.")
    return plain[:_LONGEST] or None


def no_student() -> str:
    """What to tell who gave no id."""
    return _(
        "We do not know which questions you were asked: `student_id` is not filled in. Write your id into its cell, in "
        "quotes."
    )
