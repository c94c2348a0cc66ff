"""Reading what a student wrote, from nothing but what the student sees: there is no key in here."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from softmark.checks.answers import Options, as_number
from softmark.checks.findings import Finding
from softmark.messages import _
from softmark.quiz.filling import written
from softmark.quiz.question import Kind
from softmark.quiz.sections import shortened, shown
from softmark.quiz.values import as_matrix, as_truth, is_blank, plain_text
from softmark.quiz.variant import Seen

_LONGEST = 2_000  # characters of an answer that are read
_ARROWS = re.compile(r"\s*(?:[-=]*>|→|⇒|<|≺|≻)\s*")
_MATCHED = re.compile(r"(\d+)[-=.:()→>\s]*([a-z])\b", re.IGNORECASE)


@dataclass(frozen=True)
class Reading:
    """How an answer was read.

    Attributes:
        value: what it holds (labels, a number ...); ``None`` if there is nothing to judge.
        told: how it was read, for the student; of a malformed answer, what form is wanted.
        blank: whether nothing was answered.
    """

    value: Any
    told: str
    blank: bool = False

    @property
    def malformed(self) -> bool:
        """Whether there is an answer that cannot be read."""
        return self.value is None and not self.blank


def wanted(seen: Seen) -> str:
    """The form that an answer must have, in a few words: for the comment beside ``answer_q3 = ...``."""
    labels = [choice.label for choice in seen.choices]
    return _WANTED[seen.kind].format(
        first=labels[0] if labels else "",
        last=labels[-1] if labels else "",
        example=_example(seen),
        unit=_(", in {unit}").format(unit=seen.units[0]) if seen.units else "",
    )


def read(seen: Seen, answer: Any) -> Reading:
    """Read an answer as it stands in a notebook: what an exam's ``check`` can confirm.

    Args:
        seen: what the student sees; not of a code question, whose answer is a cell.
        answer: anything.

    Raises:
        KeyError: for a code question.
    """
    reader = _READERS[seen.kind]
    try:
        if is_blank(answer, words=seen.kind is Kind.TEXT):
            return Reading(None, _("Not answered yet. Write {wanted}.").format(wanted=wanted(seen)), blank=True)
        return reader(seen, _compatible(answer))
    except ValueError as error:
        why = str(error)
    except Exception:  # an object of the student's own may raise anything
        why = ""
    why = why or _("Your answer of type {type} cannot be read.").format(type=type(answer).__name__.strip("_"))
    if seen.kind is not Kind.NUMBER:  # there the reason tells the form
        why += " " + _("Write {wanted}.").format(wanted=wanted(seen))
    return Reading(None, why)


def _compatible(answer: Any) -> Any:
    """Texts with full-width and circled letters as plain ones; long ones are refused."""
    if isinstance(answer, str):
        if len(answer) > _LONGEST:
            raise ValueError(_("Your answer is a text of {n} characters.").format(n=len(answer)))
        return unicodedata.normalize("NFKC", answer)
    if isinstance(answer, Mapping):
        return {_compatible(key): _compatible(value) for key, value in answer.items()}
    if isinstance(answer, list | tuple | set | frozenset):
        return type(answer)(_compatible(one) for one in answer)
    return answer


def _choice(seen: Seen, answer: Any) -> Reading:
    chosen = _chosen(seen, answer)
    if seen.kind is Kind.SINGLE and len(chosen) > 1:
        raise ValueError(_("You chose {n} options.").format(n=len(chosen)))
    told = "; ".join(
        f"({one.label}): {shortened(one.text.removesuffix('.'), 100)}" for one in seen.choices if one.label in chosen
    )
    return Reading(frozenset(chosen), _("You chose {options}").format(options=told))


def _chosen(seen: Seen, answer: Any) -> set[str]:
    options = Options(choice.label for choice in seen.choices)
    chosen = options.chosen(answer)
    if isinstance(chosen, Finding):
        # Some write down the option itself, not its letter.
        texts = [plain_text(choice.text.replace("$", "")) for choice in seen.choices]
        plain = plain_text(str(answer)) if isinstance(answer, str | int | float | np.generic) else ""
        if texts.count(plain) != 1:
            raise ValueError(_("Your answer is {answer}.").format(answer=shown(str(answer))))
        return {seen.choices[texts.index(plain)].label}
    return chosen


def _truth(seen: Seen, answer: Any) -> Reading:
    try:
        value = as_truth(answer)
    except ValueError as error:
        raise ValueError(_("Your answer is neither true nor false.")) from error
    return Reading(value, _("You answered: true.") if value else _("You answered: false."))


def _number(seen: Seen, answer: Any) -> Reading:
    percent = isinstance(answer, str) and "%" in answer
    value = as_number(_without_unit(seen, answer) if isinstance(answer, str) else answer)
    if percent:
        return Reading(Percent(value), _("We read {percent} %.").format(percent=written(100 * value)))
    unit = f" {seen.units[0]}" if seen.units else ""
    return Reading(value, _("We read {number}.").format(number=written(value) + unit))


class Percent(float):
    """A share whose unit was said: "85 %" is right for 0.85, and for 85 where percent is asked for."""


def _without_unit(seen: Seen, answer: str) -> str:
    plain = answer.strip().strip("'\"`").rstrip(".").strip()
    for unit in sorted((unit for unit in seen.units if unit != "%"), key=len, reverse=True):
        ending = unicodedata.normalize("NFKC", unit)
        if plain.casefold().endswith(ending.casefold()):
            return plain[: -len(ending)].strip()
    return plain


def _text(seen: Seen, answer: Any) -> Reading:
    if isinstance(answer, list | tuple | set | frozenset | np.ndarray) and len(answer) == 1:
        answer = next(iter(answer))
    if isinstance(answer, np.generic):
        answer = answer.item()
    if isinstance(answer, bool) or not isinstance(answer, str | int | float):
        raise ValueError("")
    return Reading(str(answer), _("We read {text}.").format(text=shown(str(answer))))


def _matching(seen: Seen, answer: Any) -> Reading:
    matched = {str(left): right for left, right in _matched(seen, answer) if not is_blank(right)}
    lefts = {left.label for left in seen.lefts}
    labels = {choice.label for choice in seen.choices}
    read_as = {left.strip(" ()."): str(right).strip(" ().").casefold() for left, right in matched.items()}
    for left, right in read_as.items():
        if left not in lefts or right not in labels:
            raise ValueError(_("Your answer matches {left} with {right}.").format(left=shown(left), right=shown(right)))
    told = ", ".join(f"{left}{read_as.get(left, '–')}" for left in sorted(lefts, key=int))
    return Reading(read_as, _("You matched {pairs}.").format(pairs=told))


def _matched(seen: Seen, answer: Any) -> Iterable[tuple[Any, Any]]:
    if isinstance(answer, Mapping):
        return answer.items()
    lefts = [left.label for left in seen.lefts]
    if isinstance(answer, str):
        found: list[tuple[str, str]] = _MATCHED.findall(answer)
        if found and len({left for left, _right in found}) == len(found) == len(re.findall(r"\d+", answer)):
            return found
    parts = _in_order(seen, answer)
    if parts and all(isinstance(part, list | tuple) and len(part) == 2 for part in parts):
        return [(left, right) for left, right in parts]
    if len(parts) != len(lefts):
        raise ValueError(_("Your answer has {n} parts, for {all} to be matched.").format(n=len(parts), all=len(lefts)))
    return zip(lefts, parts, strict=True)


def _in_order(seen: Seen, answer: Any) -> list[Any]:
    """The parts of an answer whose order matters."""
    if isinstance(answer, set | frozenset):
        raise ValueError(_("Your answer is a set, which has no order."))
    if isinstance(answer, str):
        return Options(choice.label for choice in seen.choices).parts(_ARROWS.sub(",", answer))
    return list(np.asarray(answer).tolist() if isinstance(answer, np.ndarray) else answer)


def _ordering(seen: Seen, answer: Any) -> Reading:
    labels = [choice.label for choice in seen.choices]
    order = [str(part).strip(" ().").casefold() for part in _in_order(seen, answer)]
    if sorted(order) != labels:
        raise ValueError(_("Your answer does not hold each letter exactly once."))
    return Reading(tuple(order), _("Your order: {order}.").format(order=", ".join(order)))


def _matrix(seen: Seen, answer: Any) -> Reading:
    try:
        value = as_matrix(answer)
    except ValueError as error:
        raise ValueError(_("Your answer is no table of finite numbers with rows of the same length.")) from error
    shape = " × ".join(str(size) for size in value.shape) or "1"
    return Reading(value, _("We read {numbers} ({shape}).").format(numbers=shown(written(value), 200), shape=shape))


def _example(seen: Seen) -> str:
    labels = [choice.label for choice in seen.choices]
    if seen.kind is Kind.MATCHING:
        return " ".join(f"{left.label}{labels[-1 - at % len(labels)]}" for at, left in enumerate(seen.lefts))
    return ", ".join(labels[:2] if seen.kind is Kind.MULTIPLE else labels)


_READERS: Final[dict[Kind, Callable[[Seen, Any], Reading]]] = {
    Kind.SINGLE: _choice,
    Kind.MULTIPLE: _choice,
    Kind.TRUE_FALSE: _truth,
    Kind.NUMBER: _number,
    Kind.TEXT: _text,
    Kind.MATCHING: _matching,
    Kind.ORDERING: _ordering,
    Kind.MATRIX: _matrix,
}
_WANTED: Final = {
    Kind.SINGLE: _('one letter, "{first}" to "{last}"'),
    Kind.MULTIPLE: _('all letters that apply, "{first}" to "{last}", as in "{example}"'),
    Kind.TRUE_FALSE: _("True or False"),
    Kind.NUMBER: _("a number, as in 0.25{unit}"),
    Kind.TEXT: _('a word or two, as in "learning rate"'),
    Kind.MATCHING: _('a letter for each number, as in "{example}"'),
    Kind.ORDERING: _('all letters in their order, as in "{example}"'),
    Kind.MATRIX: _("a list of numbers, or of rows, as in [[1, 2], [3, 4]]"),
    Kind.CODE: _("your code"),
}
