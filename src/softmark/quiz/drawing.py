"""Drawing a variant of a question: its parameters, its texts, the order of its choices, its key."""

import ast
import string
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

import numpy as np

from softmark.checks.answers import as_number
from softmark.messages import _
from softmark.quiz.block import SECTION, Reject, has_parameters, parameters_of, picture
from softmark.quiz.filling import Unfilled, fill, raw
from softmark.quiz.question import EXACT, Item, Kind, Question, Tolerance
from softmark.quiz.sections import shown
from softmark.quiz.values import as_matrix, as_truth, is_whole, plain_text, same_matrix
from softmark.quiz.variant import Choice, Key, Mistake, Seen, Variant, generator, order_of

TRIES: Final = 100
_ALTERNATIVES = ("Options", "Pairs", "Order", "Mistakes")
_USUAL = Tolerance(relative=0.01)


def draw(question: Question, seed: int) -> Variant:
    """Draw the variant of a question that belongs to a seed.

    Parameters are drawn again, up to 100 times, if ``draw`` rejects them, if two choices look the same, or if a mistake
    leads to the right answer or to another mistake's.

    Args:
        question: from :func:`softmark.quiz.parse_question`.
        seed: a whole number from 0.

    Raises:
        QuestionError: if there is no such variant, or its parameters do not fit its texts.
    """
    reasons: Counter[str] = Counter()
    for attempt in range(TRIES if has_parameters(question) else 1):
        try:
            return _Maker(question, parameters_of(question, generator(question, seed, attempt)), seed).variant()
        except Reject as rejected:
            reasons[str(rejected) or _("no reason given")] += 1
    if not has_parameters(question):
        place = next((question.line(name) for name in _ALTERNATIVES if name in question.lines), question.line(""))
        raise question.error(
            place, _("This cannot be asked: {why}.").format(why=next(iter(reasons))), _("Expected distinct answers.")
        )
    told = "; ".join(f"{reason} ({number}×)" for reason, number in reasons.most_common(3))
    raise question.error(
        question.line(SECTION),
        _("For seed {seed}, {n} draws in a row were rejected: {why}.").format(seed=seed, n=TRIES, why=told),
        _("Expected draw to give parameters that make a good question, most of the time."),
    )


class _Maker:
    """Makes a variant of one draw's values."""

    def __init__(self, question: Question, values: Mapping[str, Any], seed: int) -> None:
        self._question = question
        self._values = values
        self._seed = seed
        self._order = order_of(question, seed)

    def variant(self) -> Variant:
        question = self._question
        seen = Seen(
            question.kind, self._fill(question.text, question.line("")), units=question.units,
            start=self._fill(question.start, question.line("Start")),
        )  # fmt: skip
        seen, key = _MAKERS[question.kind](self, seen)
        key = replace(key, explanation=self._fill(question.explanation, question.line("Explanation")))
        seen = replace(seen, picture=picture(question, self._values))
        return Variant(question.id, self._seed, seen, key)

    def choice(self, seen: Seen) -> tuple[Seen, Key]:
        options = self._shuffled(self._filled(self._question.items))
        _reject_twins([option.text for option in options])
        labels = _labels(options)
        right = frozenset(label for label, option in labels.items() if option.right)
        feedback = {label: option.feedback for label, option in labels.items()}
        return replace(seen, choices=_choices(labels)), Key(right, _ids(labels), feedback)

    def ordering(self, seen: Seen) -> tuple[Seen, Key]:
        steps = self._filled(self._question.items)
        _reject_twins([step.text for step in steps])
        while (mixed := self._mixed(steps)) == steps:
            pass
        labels = _labels(mixed)
        places = {step.id: label for label, step in labels.items()}
        feedback = {label: step.feedback for label, step in labels.items()}
        return replace(seen, choices=_choices(labels)), Key(
            tuple(places[step.id] for step in steps), _ids(labels), feedback
        )

    def matching(self, seen: Seen) -> tuple[Seen, Key]:
        pairs = self._filled(self._question.items)
        lefts = {str(at): pair for at, pair in enumerate((pair for pair in pairs if pair.text), 1)}
        _reject_twins([pair.text for pair in lefts.values()])
        rights = self._mixed([Item("", text) for text in dict.fromkeys(pair.partner for pair in pairs)])
        _reject_twins([right.text for right in rights])
        labels = _labels(rights)
        places = {right.text: label for label, right in labels.items()}
        return replace(seen, choices=_choices(labels), lefts=_choices(lefts)), Key(
            {left: places[pair.partner] for left, pair in lefts.items()},
            _ids(lefts),
            {left: pair.feedback for left, pair in lefts.items()},
        )

    def truth(self, seen: Seen) -> tuple[Seen, Key]:
        return seen, Key(self._value(self._question.answers[0], self._question.line("Answer"), as_truth))

    def number(self, seen: Seen) -> tuple[Seen, Key]:
        right = self._value(self._question.answers[0], self._question.line("Answer"), as_number)
        tolerance = self._tolerance([right])
        mistakes = self._mistakes(as_number)
        for at, mistake in enumerate(mistakes):
            _reject_if(abs(mistake.value - right) <= tolerance.around(right), _ANSWERED, mistake)
            for other in mistakes[:at]:
                _reject_if(
                    abs(mistake.value - other.value) <= tolerance.around(other.value), _TOLD_TWICE, mistake, other
                )
        return seen, Key(right, mistakes=mistakes, tolerance=tolerance)

    def matrix(self, seen: Seen) -> tuple[Seen, Key]:
        right = self._value(self._question.answers[0], self._question.line("Answer"), _as_array)
        tolerance = self._tolerance(right.ravel().tolist())
        mistakes = self._mistakes(_as_array)
        for at, mistake in enumerate(mistakes):
            _reject_if(same_matrix(mistake.value, right, tolerance), _ANSWERED, mistake)
            for other in mistakes[:at]:
                _reject_if(same_matrix(mistake.value, other.value, tolerance), _TOLD_TWICE, mistake, other)
        return seen, Key(right, mistakes=mistakes, tolerance=tolerance)

    def text(self, seen: Seen) -> tuple[Seen, Key]:
        right = tuple(self._value(answer, self._question.line("Answer"), str) for answer in self._question.answers)
        mistakes = self._mistakes(str)
        known = {plain_text(text) for text in right}
        for at, mistake in enumerate(mistakes):
            _reject_if(plain_text(mistake.value) in known, _ANSWERED, mistake)
            for other in mistakes[:at]:
                _reject_if(plain_text(mistake.value) == plain_text(other.value), _TOLD_TWICE, mistake, other)
        return seen, Key(right, mistakes=mistakes)

    def code(self, seen: Seen) -> tuple[Seen, Key]:
        question = self._question
        solution = self._fill(question.answers[0], question.line("Answer"))
        mistakes = tuple(
            Mistake(one.id, self._fill(one.text, one.line), self._fill(one.feedback, one.line))
            for one in question.mistakes
        )
        return seen, Key(solution, mistakes=mistakes, checks=self._fill(question.checks, question.line("Checks")))

    def _fill(self, text: str, line: int) -> str:
        try:
            return fill(text, self._values)
        except Unfilled as error:
            raise self._question.error(line + error.offset, error.found, error.expected) from error

    def _filled(self, items: Sequence[Item]) -> list[Item]:
        return [
            replace(
                item,
                text=self._fill(item.text, item.line),
                feedback=self._fill(item.feedback, item.line),
                partner=self._fill(item.partner, item.line),
            )
            for item in items
        ]

    def _value(self, template: str, line: int, read: Callable[[Any], Any]) -> Any:
        try:
            value = raw(template, self._values)
        except Unfilled as error:
            raise self._question.error(line, error.found, error.expected) from error
        try:
            return read(value)
        except ValueError as error:
            found = _("{template} has the value {value}.").format(template=template, value=shown(repr(value)))
            expected = _("Expected what an answer to a question of type {type} can be.")
            raise self._question.error(line, found, expected.format(type=self._question.kind)) from error

    def _mistakes(self, read: Callable[[Any], Any]) -> tuple[Mistake, ...]:
        return tuple(
            Mistake(one.id, self._value(one.text, one.line, read), self._fill(one.feedback, one.line))
            for one in self._question.mistakes
        )

    def _tolerance(self, right: Sequence[float]) -> Tolerance:
        if self._question.tolerance is not None:
            return self._question.tolerance
        return EXACT if all(is_whole(one) for one in right) else _USUAL

    def _shuffled(self, items: list[Item]) -> list[Item]:
        return self._mixed(items) if self._question.shuffled else items

    def _mixed(self, items: list[Item]) -> list[Item]:
        return [items[at] for at in self._order.permutation(len(items))]


_ANSWERED = _("the mistake {0} gives the right answer")
_TOLD_TWICE = _("the mistakes {0} and {1} give the same")
_MAKERS: Final[dict[Kind, Callable[[_Maker, Seen], tuple[Seen, Key]]]] = {
    Kind.SINGLE: _Maker.choice,
    Kind.MULTIPLE: _Maker.choice,
    Kind.TRUE_FALSE: _Maker.truth,
    Kind.NUMBER: _Maker.number,
    Kind.TEXT: _Maker.text,
    Kind.MATCHING: _Maker.matching,
    Kind.ORDERING: _Maker.ordering,
    Kind.MATRIX: _Maker.matrix,
    Kind.CODE: _Maker.code,
}


def _as_array(value: Any) -> np.ndarray[Any, Any]:
    return as_matrix(ast.literal_eval(value) if isinstance(value, str) else value)


def _labels(items: Sequence[Item]) -> dict[str, Item]:
    return dict(zip(string.ascii_lowercase, items, strict=False))


def _choices(labels: Mapping[str, Item]) -> tuple[Choice, ...]:
    return tuple(Choice(label, item.text) for label, item in labels.items())


def _ids(labels: Mapping[str, Item]) -> dict[str, str]:
    return {label: item.id for label, item in labels.items()}


def _reject_twins(texts: Sequence[str]) -> None:
    seen: dict[str, str] = {}
    for text in texts:
        plain = _as_seen(text)
        if plain in seen:
            raise Reject(_("two options look the same: {text}").format(text=shown(text)))
        seen[plain] = text


def _as_seen(text: str) -> str:
    """What a text looks like: blanks do not count, and 1 is 1.0."""
    plain = " ".join(text.split())
    try:
        return f"{as_number(plain.strip('$')):.12g}"
    except ValueError:
        return plain


def _reject_if(condition: object, reason: str, *mistakes: Mistake) -> None:
    if condition:
        raise Reject(reason.format(*(mistake.id for mistake in mistakes)))
