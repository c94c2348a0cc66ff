"""Export to the JSON of the package jupyterquiz (https://github.com/jmshea/jupyterquiz)."""

import json
import math
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Final

from softmark.messages import _
from softmark.quiz.formats.carried import Asked, Loss, kind_refusals
from softmark.quiz.formats.texts import html_of
from softmark.quiz.formats.tolerances import around
from softmark.quiz.question import Kind
from softmark.quiz.variant import Variant

# What jupyterquiz would read as a formula, or as a link of Markdown; formulas have other delimiters here.
_READ = (("$", "&#36;"), ("](", "]&#40;"))


def refusals(asked: Asked) -> Iterator[Loss]:
    """What of a question jupyterquiz has no place for."""
    question = asked.question
    yield from kind_refusals(asked, tuple(_WRITERS), "jupyterquiz")
    if question.units:
        yield Loss(question.id, _("its unit: jupyterquiz takes nothing but digits"))
    if question.kind is Kind.TEXT and any("\n" in text for text in question.answers):
        yield Loss(question.id, _("an answer of several lines"), whole=True)


def document(asked: Sequence[Asked]) -> bytes:
    """The file: a list with an entry for each variant."""
    entries = [_entry(variant) for one in asked for variant in one.variants]
    return (json.dumps(entries, ensure_ascii=False, indent=2) + "\n").encode()


def _entry(variant: Variant) -> dict[str, Any]:
    kind, write = _WRITERS[variant.seen.kind]
    return {"question": _html(variant.seen.text, variant.seen.picture), "type": kind, "answers": write(variant)}


def _choice(variant: Variant) -> list[dict[str, Any]]:
    return [
        {
            "answer": _html(choice.text),
            "correct": choice.label in variant.key.right,
            **_said(variant, variant.key.feedback[choice.label], choice.label in variant.key.right),
        }
        for choice in variant.seen.choices
    ]


def _truth(variant: Variant) -> list[dict[str, Any]]:
    return [
        {"answer": str(value), "correct": variant.key.right is value, **_said(variant, variant.key.explanation)}
        for value in (True, False)
    ]


def _number(variant: Variant) -> list[dict[str, Any]]:
    key = variant.key
    answers: list[dict[str, Any]] = []
    for value, right, feedback in (
        (key.right, True, ""),
        *((mistake.value, False, mistake.feedback) for mistake in key.mistakes),
    ):
        told = {"correct": right, **_said(variant, feedback, right)}
        answers.append({"type": "value", "value": value, **told})
        if distance := around(value, key.tolerance):
            # A range is without its end.
            ends = [value - distance, math.nextafter(value + distance, math.inf)]
            answers.append({"type": "range", "range": ends, **told})
    # The first that fits counts: what is right, before a mistake near by.
    return answers


def _text(variant: Variant) -> list[dict[str, Any]]:
    right = [{"answer": text, "correct": True, **_said(variant, "", True)} for text in variant.key.right]
    return right + [
        {"answer": mistake.value, "correct": False, **_said(variant, mistake.feedback)}
        for mistake in variant.key.mistakes
    ]


def _said(variant: Variant, feedback: str, right: bool = False) -> dict[str, str]:
    """The feedback; of what is right, the explanation."""
    said = variant.key.explanation if right else feedback
    return {"feedback": _html(said)} if said else {}


def _html(markdown: str, picture: bytes = b"") -> str:
    html = html_of(markdown, picture)
    for sign, reference in _READ:
        html = html.replace(sign, reference)
    return html


_WRITERS: Final[dict[Kind, tuple[str, Callable[[Variant], list[dict[str, Any]]]]]] = {
    Kind.SINGLE: ("multiple_choice", _choice),
    Kind.MULTIPLE: ("many_choice", _choice),
    Kind.TRUE_FALSE: ("multiple_choice", _truth),
    Kind.NUMBER: ("numeric", _number),
    Kind.TEXT: ("string", _text),
}
