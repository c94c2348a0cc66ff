"""Import of the JSON of the package jupyterquiz (https://github.com/jmshea/jupyterquiz)."""

import html
import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from typing import Any, Final, NoReturn

from softmark.messages import _
from softmark.quiz.formats.collected import Collected, Lost
from softmark.quiz.formats.texts import Unreadable, markdown_of
from softmark.quiz.formats.tolerances import common, exact
from softmark.quiz.formats.writing import named
from softmark.quiz.question import Item, Kind, Question
from softmark.quiz.sections import shown

_BLANKS = " \t\r\n"
_LAYOUT = ("answer_cols", "input_width", "hide")  # how it is shown, not what is asked
_ENTRIES = ("question", "type", "answers", "code", "precision", *_LAYOUT)
_OF_ANSWERS = (
    "answer",
    "code",
    "correct",
    "feedback",
    "type",
    "value",
    "range",
    "match_case",
    "fuzzy_threshold",
    *_LAYOUT,
)
_PRECISE = 15  # digits


def collect(data: bytes, collected: Collected) -> None:
    """Read a file.

    Raises:
        QuestionError: if it is not as jupyterquiz wants it.
    """
    for line, entry in _entries(data, collected):
        try:
            _Reader(line, entry, collected).read()
        except RecursionError as error:
            found, expected = _("This question is nested too deeply."), _("Expected texts and numbers in it.")
            raise collected.error(line, found, expected) from error


def _entries(data: bytes, collected: Collected) -> Iterator[tuple[int, Any]]:
    """The entries of the list, each with the line on which it begins."""

    def refuse_constant(name: str) -> NoReturn:
        raise ValueError(_("{name} is no number of JSON").format(name=name))

    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise collected.error(line, _("This is no UTF-8."), _("Expected a text file, saved as UTF-8.")) from error
    decoder = json.JSONDecoder(parse_constant=refuse_constant)
    at, line = 0, 1
    expected = _("Expected a list of questions: [{...}, {...}].")

    def after(position: int) -> int:
        while position < len(text) and text[position] in _BLANKS:
            position += 1
        return position

    def broken(position: int, found: str) -> Exception:
        return collected.error(text.count("\n", 0, position) + 1, found, expected)

    at = after(0)
    if text[at : at + 1] != "[":
        raise broken(at, _("The file begins with {found}.").format(found=shown(text[at : at + 40])))
    at = after(at + 1)
    while text[at : at + 1] != "]":
        line = text.count("\n", 0, at) + 1
        try:
            entry, at = decoder.raw_decode(text, at)
        except json.JSONDecodeError as error:
            raise collected.error(error.lineno, _("This is no JSON: {why}.").format(why=error.msg), expected) from error
        except (ValueError, RecursionError) as error:
            raise broken(at, _("This cannot be read: {why}.").format(why=str(error)[:80])) from error
        yield line, entry
        at = after(at)
        if text[at : at + 1] == ",":
            at = after(at + 1)
            if text[at : at + 1] == "]":
                raise broken(at, _("After a comma the list ends."))
        elif text[at : at + 1] != "]":
            raise broken(at, _("After a question, here is {found}.").format(found=shown(text[at : at + 40])))
    if after(at + 1) != len(text):
        raise broken(after(at + 1), _("Something follows the list."))


@dataclass(frozen=True)
class _Near:
    """A number, or the middle of a range; how far one may be from it, and what is said of it."""

    value: float
    distance: float
    named: bool
    right: bool
    feedback: str


@dataclass
class _Reader:
    line: int
    entry: Any
    collected: Collected
    losses: list[str] = field(default_factory=list)

    def read(self) -> None:
        if not isinstance(self.entry, dict):
            raise self._error(_("The entry is {found}.").format(found=shown(str(self.entry))), _("an object {...}"))
        kind, asked = self._needed(self.entry, "type", str), self._needed(self.entry, "question", str)
        self._look_for_others(self.entry, _ENTRIES)
        name = " ".join(asked.split())
        try:
            if kind not in _READERS:
                raise Lost(_("softmark has no questions of jupyterquiz' type {type}").format(type=shown(kind)))
            text = self._with_code(self._markdown(asked), self.entry)
            name = " ".join(text.split())
            question = _READERS[kind](self, Question("", "", "", Kind.SINGLE, text))
        except (Lost, Unreadable) as lost:
            self.collected.lose_whole(name, self.line, str(lost))
            return
        self.collected.add(name, question, self.line, self.losses)

    def choice(self, common_part: Question) -> Question:
        answers = self._answers()
        items = [
            Item("", self._with_code(self._markdown(one.get("answer", "")), one), self._feedback(one), self._right(one))
            for one in answers
        ]
        for item in items:
            if not item.text:
                raise self._error(_("An answer has neither text nor code."), '"answer": "..."')
        told = {item.text.casefold(): item for item in items}
        if set(told) == {"true", "false"} and len(items) == 2 and sum(item.right for item in items) == 1:
            said = {item.feedback for item in items if item.feedback}
            right = next(item for item in items if item.right)
            if said - {right.feedback}:
                self.losses.append(_("the feedback of the wrong one of true and false"))
            return _made(common_part, Kind.TRUE_FALSE, right.feedback, answers=(right.text.casefold(),))
        kind = Kind.MULTIPLE if self.entry["type"] == "many_choice" else Kind.SINGLE
        if kind is Kind.SINGLE and sum(item.right for item in items) > 1:
            kind = Kind.MULTIPLE  # jupyterquiz, too, goes by the number
        explained = "\n\n".join(dict.fromkeys(item.feedback for item in items if item.right and item.feedback))
        items = [replace(item, feedback="") if item.right else item for item in items]
        return _made(common_part, kind, explained, items=named(items, "option"))

    def number(self, common_part: Question) -> Question:
        answers = self._answers()
        self._default(answers)
        near = [self._near(one) for one in answers if one.get("type") != "default"]
        right = _joined([one for one in near if one.right])
        wrong = _joined([one for one in near if not one.right])
        if len(right) != 1:
            raise Lost(_("{n} numbers are right").format(n=len(right)))
        key = right[0]
        tolerance = common([(one.value, one.distance) for one in (key, *wrong)])
        if tolerance is None:
            tolerance = common([(key.value, key.distance)])
            for one in wrong:
                told = _("the tolerance of {n}: here one holds for all") if one.named else _("the range around {n}")
                self.losses.append(told.format(n=exact(one.value)))
            wrong = [one for one in wrong if one.named]
        mistakes = [Item("", exact(one.value), one.feedback) for one in wrong]
        return _made(
            common_part,
            Kind.NUMBER,
            key.feedback,
            answers=(exact(key.value),),
            tolerance=tolerance,
            mistakes=named(mistakes, "value"),
        )

    def text(self, common_part: Question) -> Question:
        answers = self._answers()
        self._default(answers)
        given = [one for one in answers if one.get("type") != "default"]
        for one in given:
            if one.get("match_case"):
                self.losses.append(_("that capital letters matter"))
            if one.get("fuzzy_threshold"):
                self.losses.append(_("that similar words are right"))
        right = {self._needed(one, "answer", str): self._feedback(one) for one in given if self._right(one)}
        wrong = {self._needed(one, "answer", str): self._feedback(one) for one in given if not self._right(one)}
        mistakes = [Item("", text, feedback) for text, feedback in wrong.items()]
        explained = "\n\n".join(dict.fromkeys(feedback for feedback in right.values() if feedback))
        return _made(common_part, Kind.TEXT, explained, answers=tuple(right), mistakes=named(mistakes, "text"))

    def _answers(self) -> list[dict[str, Any]]:
        answers = self._needed(self.entry, "answers", list)
        for one in answers:
            if not isinstance(one, dict):
                raise self._error(_("An answer is {found}.").format(found=shown(str(one))), _("an object {...}"))
            self._look_for_others(one, _OF_ANSWERS)
        if not answers:
            raise self._error(_("There are no answers."), _("at least one"))
        return list(answers)

    def _near(self, answer: dict[str, Any]) -> _Near:
        right, feedback = self._right(answer), self._feedback(answer)
        if "range" in answer:
            ends = self._needed(answer, "range", list)
            if len(ends) != 2:
                raise self._error(_("A range has {n} numbers.").format(n=len(ends)), _("two"))
            low, high = (self._finite(end) for end in ends)
            return _Near((low + high) / 2, (high - low) / 2, False, right, feedback)
        value = self._finite(self._needed(answer, "value", (int, float)))
        if "precision" not in self.entry:
            return _Near(value, 0.0, True, right, feedback)
        digits = self._needed(self.entry, "precision", int)
        if not 1 <= digits <= _PRECISE:
            raise self._error(_("The precision is {n}.").format(n=digits), _("1 to {most}").format(most=_PRECISE))
        # Before its version 2.7, jupyterquiz took it for a number of decimals.
        self.losses.append(_("whether the precision {n} means digits or decimals: read as digits").format(n=digits))
        rounded = float(f"{value:.{digits}g}")
        place = math.floor(math.log10(abs(rounded))) if rounded else 0
        return _Near(rounded, 0.5 * 10.0 ** (place - digits + 1), True, right, feedback)

    def _default(self, answers: list[dict[str, Any]]) -> None:
        if any(one.get("type") == "default" and one.get("feedback") for one in answers):
            self.losses.append(_("the feedback for any other answer"))

    def _right(self, answer: dict[str, Any]) -> bool:
        return bool(self._needed(answer, "correct", bool))

    def _feedback(self, answer: dict[str, Any]) -> str:
        return self._markdown(self._needed(answer, "feedback", str)) if "feedback" in answer else ""

    def _finite(self, value: Any) -> float:
        if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) < 1e300:
            raise self._error(_("An answer has {found}.").format(found=shown(str(value))), _("a number"))
        return float(value)

    def _with_code(self, text: str, held: dict[str, Any]) -> str:
        if "code" not in held:
            return text
        code = html.unescape(self._needed(held, "code", str)).strip("\n")
        return f"{text}\n\n```python\n{code}\n```".strip()

    def _markdown(self, text: Any) -> str:
        if not isinstance(text, str):
            raise self._error(_("A text is {found}.").format(found=shown(str(text))), _("a text in quotes"))
        markdown, dropped = markdown_of(text, dollars=True)
        self.losses += [_("the HTML element <{name}>").format(name=name) for name in dropped]
        return markdown

    def _look_for_others(self, held: dict[str, Any], known: tuple[str, ...]) -> None:
        self.losses += [_("the entry {name}").format(name=shown(name)) for name in held if name not in known]

    def _needed(self, held: dict[str, Any], name: str, kind: type | tuple[type, ...]) -> Any:
        if name not in held:
            raise self._error(_("There is no {name}.").format(name=f'"{name}"'), f'"{name}": ...')
        if not isinstance(held[name], kind) or (isinstance(held[name], bool) and kind is not bool):
            raise self._error(
                _("{name} is {found}.").format(name=f'"{name}"', found=shown(json.dumps(held[name]))), _FORMS[kind]
            )
        return held[name]

    def _error(self, found: str, expected: str) -> Exception:
        told = _("In the question that begins here: {found}").format(found=found)
        return self.collected.error(self.line, told, _("Expected {form}.").format(form=expected))


def _joined(near: list[_Near]) -> list[_Near]:
    """Values, each with the range around it if there is one; and ranges around no value."""
    ranges = [one for one in near if not one.named]
    joined: list[_Near] = []
    for value in (one for one in near if one.named):
        wide = next((one for one in ranges if abs(one.value - value.value) <= 1e-6 * one.distance), None)
        if wide is not None:
            ranges.remove(wide)
            value = replace(value, distance=_short(wide.distance))
        joined.append(value)
    return joined + [replace(one, value=_short(one.value), distance=_short(one.distance)) for one in ranges]


def _short(number: float) -> float:
    """Without what the middle of a range has in its last places."""
    return float(f"{number:.10g}")


def _made(common_part: Question, kind: Kind, explanation: str, **parts: Any) -> Question:
    return replace(common_part, kind=kind, explanation=explanation, **parts)


_FORMS: Final[dict[Any, str]] = {
    str: _("a text in quotes"),
    bool: _("true or false"),
    list: _("a list [...]"),
    int: _("a whole number"),
    (int, float): _("a number"),
}
_READERS: Final[dict[str, Callable[[_Reader, Question], Question]]] = {
    "multiple_choice": _Reader.choice,
    "many_choice": _Reader.choice,
    "numeric": _Reader.number,
    "string": _Reader.text,
}
