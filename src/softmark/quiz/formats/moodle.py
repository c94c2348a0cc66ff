"""Export to Moodle XML (https://docs.moodle.org/en/Moodle_XML_format)."""

import base64
from collections.abc import Callable, Iterator, Sequence
from typing import Final
from xml.etree import ElementTree as ET

from softmark.messages import _
from softmark.quiz.formats.carried import Asked, Loss, kind_refusals, penalty
from softmark.quiz.formats.texts import PICTURE_NAME, html_of, plain_of
from softmark.quiz.formats.tolerances import around, exact
from softmark.quiz.question import Kind, Question
from softmark.quiz.variant import Variant

TYPES: Final = {
    Kind.SINGLE: "multichoice",
    Kind.MULTIPLE: "multichoice",
    Kind.TRUE_FALSE: "truefalse",
    Kind.NUMBER: "numerical",
    Kind.TEXT: "shortanswer",
    Kind.MATCHING: "matching",
    Kind.ORDERING: "ordering",
}
SHARES: Final = 10
"""Moodle knows the fractions 1, 1/2 ... 1/10 of a question's points, and refuses others."""
_ADDRESS = f"@@PLUGINFILE@@/{PICTURE_NAME}"
_OPTIONAL = "0"  # a unit may be written, and need not


def refusals(asked: Asked) -> Iterator[Loss]:
    """What of a question Moodle has no place for."""
    question = asked.question
    yield from kind_refusals(asked, tuple(TYPES), "Moodle")
    right = sum(item.right for item in question.items)
    match question.kind:
        case Kind.MULTIPLE if max(right, len(question.items) - right) > SHARES:
            yield Loss(question.id, _("more than ten right or ten wrong options: Moodle has no share 1/11"), whole=True)
        case Kind.MATCHING:
            yield Loss(question.id, _("the rule of points: Moodle gives a share for each pair that is right"))
            if any(item.feedback for item in question.items):
                yield Loss(question.id, _("the feedback of its pairs: Moodle has none for a pair"))
            rights = [choice.text for variant in asked.variants for choice in variant.seen.choices]
            if any(plain_of(text) != text for text in rights):
                yield Loss(question.id, _("formulas and formatting of its right sides: Moodle's menus show plain text"))
        case Kind.ORDERING:
            yield Loss(question.id, _("the rule of points: Moodle compares places, not pairs of steps"))


def document(asked: Sequence[Asked]) -> bytes:
    """The file: a category for each topic, and for each question with several variants."""
    root = ET.Element("quiz")
    category = ""
    for one in asked:
        question = one.question
        wanted = question.topic if len(one.variants) == 1 else f"{question.topic}/{question.id}"
        if wanted != category:
            _text(ET.SubElement(ET.SubElement(root, "question", type="category"), "category"), f"$course$/top/{wanted}")
            category = wanted
        for name, variant in zip(one.names, one.variants, strict=True):
            _question(root, question, variant, name)
    ET.indent(root)
    written: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return written + b"\n"


def _question(root: ET.Element, question: Question, variant: Variant, name: str) -> None:
    element = ET.SubElement(root, "question", type=TYPES[question.kind])
    _text(ET.SubElement(element, "name"), name)
    _html(element, "questiontext", variant.seen.text, variant.seen.picture)
    _html(element, "generalfeedback", variant.key.explanation)
    for tag, value in (("defaultgrade", exact(question.points)), ("penalty", "0"), ("hidden", "0"), ("idnumber", name)):
        ET.SubElement(element, tag).text = value
    _WRITERS[question.kind](element, question, variant)
    tags = ET.SubElement(element, "tags")
    for tag in (f"difficulty:{question.difficulty}", *(f"goal:{goal}" for goal in question.goals)):
        _text(ET.SubElement(tags, "tag"), tag)


def _choice(element: ET.Element, question: Question, variant: Variant) -> None:
    single = question.kind is Kind.SINGLE
    ET.SubElement(element, "single").text = str(single).lower()
    ET.SubElement(element, "shuffleanswers").text = str(question.shuffled).lower()
    ET.SubElement(element, "answernumbering").text = "abc"
    key = variant.key
    right, wrong = len(key.right), len(variant.seen.choices) - len(key.right)
    for choice in variant.seen.choices:
        share = 1 / right if choice.label in key.right else 0.0 if single else -penalty(right, wrong)
        _answer(element, share, html_of(choice.text), key.feedback[choice.label])


def _truth(element: ET.Element, question: Question, variant: Variant) -> None:
    for value in (True, False):
        _answer(element, float(variant.key.right is value), str(value).lower(), form="moodle_auto_format")


def _number(element: ET.Element, question: Question, variant: Variant) -> None:
    key = variant.key
    for share, value, feedback in (
        (1.0, key.right, ""),
        *((0.0, mistake.value, mistake.feedback) for mistake in key.mistakes),
    ):
        answer = _answer(element, share, exact(value), feedback, form="moodle_auto_format")
        ET.SubElement(answer, "tolerance").text = exact(around(value, key.tolerance))
    if question.units:
        units = ET.SubElement(element, "units")
        for name in question.units:
            unit = ET.SubElement(units, "unit")
            ET.SubElement(unit, "multiplier").text = "1"
            ET.SubElement(unit, "unit_name").text = name
        ET.SubElement(element, "unitgradingtype").text = _OPTIONAL
        ET.SubElement(element, "unitpenalty").text = "0"
        ET.SubElement(element, "showunits").text = _OPTIONAL
        ET.SubElement(element, "unitsleft").text = "0"


def _short(element: ET.Element, question: Question, variant: Variant) -> None:
    ET.SubElement(element, "usecase").text = "0"
    for text in variant.key.right:
        _answer(element, 1.0, _literal(text), form="moodle_auto_format")
    for mistake in variant.key.mistakes:
        _answer(element, 0.0, _literal(mistake.value), mistake.feedback, form="moodle_auto_format")


def _literal(text: str) -> str:
    return text.replace("*", r"\*")  # a star alone stands for any letters


def _matching(element: ET.Element, question: Question, variant: Variant) -> None:
    ET.SubElement(element, "shuffleanswers").text = "true"
    rights = {choice.label: plain_of(choice.text) for choice in variant.seen.choices}
    matched = [(left.text, variant.key.right[left.label]) for left in variant.seen.lefts]
    unused = [("", label) for label in rights if label not in variant.key.right.values()]
    for left, label in matched + unused:
        _text(ET.SubElement(_html(element, "subquestion", left), "answer"), rights[label])


def _ordering(element: ET.Element, question: Question, variant: Variant) -> None:
    for tag, value in (
        ("layouttype", "VERTICAL"),
        ("selecttype", "ALL"),
        ("selectcount", "0"),
        ("gradingtype", "RELATIVE_TO_CORRECT"),
        ("showgrading", "SHOW"),
        ("numberingstyle", "none"),
    ):
        ET.SubElement(element, tag).text = value
    texts = {choice.label: choice.text for choice in variant.seen.choices}
    for place, label in enumerate(variant.key.right, 1):
        _answer(element, place / 100, html_of(texts[label]), variant.key.feedback[label])


def _answer(element: ET.Element, share: float, text: str, feedback: str = "", *, form: str = "html") -> ET.Element:
    """An answer that earns a share of the points; Moodle writes shares in percent, with five places."""
    answer = ET.SubElement(element, "answer", fraction=f"{100 * share:.5f}".rstrip("0").rstrip("."), format=form)
    _text(answer, text)
    _html(answer, "feedback", feedback)
    return answer


def _html(parent: ET.Element, tag: str, markdown: str, picture: bytes = b"") -> ET.Element:
    element = ET.SubElement(parent, tag, format="html")
    _text(element, html_of(markdown, picture, _ADDRESS))
    if picture:
        file = ET.SubElement(element, "file", name=PICTURE_NAME, path="/", encoding="base64")
        file.text = base64.b64encode(picture).decode("ascii")
    return element


def _text(parent: ET.Element, text: str) -> None:
    ET.SubElement(parent, "text").text = text


_WRITERS: Final[dict[Kind, Callable[[ET.Element, Question, Variant], None]]] = {
    Kind.SINGLE: _choice,
    Kind.MULTIPLE: _choice,
    Kind.TRUE_FALSE: _truth,
    Kind.NUMBER: _number,
    Kind.TEXT: _short,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
}
