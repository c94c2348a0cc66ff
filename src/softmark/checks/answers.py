"""Answers that students write down: numbers, a choice, a selection."""

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

import numpy as np

from softmark.checks.findings import Finding
from softmark.messages import _

_NUMBER = re.compile(r"[-+]?(?:\d[\d.,]*|\.\d+)(?:e[-+]?\d+)?", re.IGNORECASE)
_BETWEEN = re.compile(r"\s+and\s+|[,;/&+|\n]", re.IGNORECASE)
_BETWEEN_WORDS = re.compile(r"\s+and\s+|[,;/&+|\s]+", re.IGNORECASE)
_MARKED = re.compile(r"([^\W_]+)\s*[).:](?:\s|$)")  # "b) since", "b: since"


def as_number(answer: Any) -> float:
    """The one number that an answer holds.

    Accepts Python's numbers, scalars and arrays, tensors, lists and frames of one value, and texts: ``"0.85"``,
    ``"0,85"``, ``"1,234.5"``, ``"8.5e-1"``, ``"85 %"`` (0.85), ``"−3"``. A single comma is a decimal one.

    Raises:
        ValueError: in a student's words, if it is no single finite number. Truth values are no numbers.

    >>> as_number("0,85"), as_number(np.array([[3]])), as_number("85 %")
    (0.85, 3.0, 0.85)
    """
    if answer is None or answer is ...:
        raise ValueError(_("Your answer is still {}. Write the number there.").format(answer))
    try:
        array = np.asarray(answer)
        item = array.reshape(-1)[0] if array.size == 1 else None
    except Exception as error:
        raise ValueError(_NOT_NUMBER.format(type(answer).__name__)) from error
    if item is None:
        raise ValueError(_("Your answer holds {} values. A single number is asked for.").format(array.size))
    if isinstance(item, str | bytes):
        return _in_text(str(answer) if array.ndim == 0 else str(item))
    if isinstance(item, bool | np.bool_ | complex | np.complexfloating):
        raise ValueError(_NOT_NUMBER.format(type(answer).__name__))
    try:
        value = float(item)
    except (TypeError, ValueError) as error:
        raise ValueError(_NOT_NUMBER.format(type(answer).__name__)) from error
    if not np.isfinite(value):
        raise ValueError(_("Your answer is {}, no finite number. Where does it come from?").format(value))
    return value


def number(answer: Any, right: float, *, rtol: float = 1e-3, atol: float = 0.0) -> Finding:
    """Whether an answer is a number, within a tolerance of ``rtol * abs(right) + atol``.

    Computed: the value is fetched and compared in the judge.

    >>> bool(number("85 %", 0.85)), number(85, 0.85).seen, number(True, 1).seen
    (True, 'percent', 'unreadable')

    Args:
        answer: in any form of :func:`as_number`.
        right: the right number.
        rtol: relative tolerance.
        atol: absolute tolerance, in units of ``right``.

    Returns:
        A finding; ``seen`` is ``"unreadable"``, ``"percent"`` (100 times too large or too small), ``"sign"`` or
        ``"value"``.
    """
    try:
        value = as_number(answer)
    except ValueError as error:
        return Finding(str(error), "unreadable", 0.0)

    def near(one: float) -> bool:
        return abs(one - right) <= rtol * abs(right) + atol

    # Who writes "85 %" has said the unit, so it is right for 85 (asked for in percent) as for 0.85.
    said_percent = isinstance(answer, str) and "%" in str(answer)
    if near(value) or (said_percent and near(100 * value)):
        return Finding()
    shown = f"{value:.4g}"
    if right and (near(value / 100) or near(value * 100)):
        return Finding(_PERCENT.format(shown), "percent", 0.0)
    if right and near(-value):
        return Finding(_SIGN.format(shown), "sign", 0.0)
    return Finding(_VALUE.format(shown), "value", 0.0)


def choice(answer: Any, right: Any, among: Iterable[Any]) -> Finding:
    """Whether the one right option was chosen.

    Case, blanks, quotes, brackets and full stops around an option do not matter: for ``among="abc"``, ``"B"``,
    ``" (b) "``, ``"b."``, ``["b"]`` and ``"b) since the loss falls"`` are all b. Options may be words or whole numbers.
    Computed.

    >>> bool(choice("(B)", "b", "abc")), choice("a, b", "b", "abc").seen
    (True, 'several')

    Args:
        answer: the student's.
        right: the right option.
        among: all options; if they differ in case alone, case matters.

    Returns:
        A finding; ``seen`` is ``"unreadable"``, ``"several"`` or ``"wrong"``.
    """
    options = Options(among)
    chosen = options.chosen(answer)
    if isinstance(chosen, Finding):
        return chosen
    if len(chosen) != 1:
        return Finding(_SEVERAL.format(len(chosen), options.named), "several", 0.0)
    return Finding() if chosen == {options.key(right)} else Finding(_CHOICE, "wrong", 0.0)


def selection(answer: Any, right: Iterable[Any], among: Iterable[Any]) -> Finding:
    """How much of a selection of several options is right.

    ``share`` is the share of the right options that were chosen, less a piece for each wrong one that was, and never
    below 0. The piece is 1 / (right options) or 1 / (wrong options), whichever is larger: so a wrong option never costs
    less than a right one earns, and choosing all of them earns 0. Whoever guesses earns 1/3 on average at the most,
    and 1/n where fewer than half of the n options are right. To give points for parts, ask for the share in a
    parametrized test::

        @pytest.mark.parametrize("part", [0.5, 1], ids=["half", "all"])
        def test_layers(layers, part):
            found = checks.selection(layers, {"a", "d"}, among="abcde")
            assert found.share >= part, found.message

    Computed.

    >>> [selection(answer, "ad", "abcde").share for answer in ("A, d", ["a"], "abcde")]
    [1.0, 0.5, 0.0]

    Args:
        answer: ``{"a", "d"}``, lists, tuples, arrays, ``"a, d"``, ``"ad"`` (options of one letter), ``"A and D"``, or a
            dictionary option -> whether it is chosen.
        right: the right options: at least one.
        among: all options, right and wrong.

    Returns:
        A finding, true for exactly the right options; ``seen`` is ``"unreadable"`` or ``"wrong"``.
    """
    options = Options(among)
    chosen = options.chosen(answer)
    if isinstance(chosen, Finding):
        return chosen
    correct = {options.key(one) for one in right}
    wrong = set(options.keys) - correct
    piece = Fraction(1, max(1, min(len(correct), len(wrong))))
    share = Fraction(len(chosen & correct), len(correct)) - len(chosen & wrong) * piece
    return Finding() if chosen == correct else Finding(_SELECTION, "wrong", float(max(Fraction(0), share)))


class Options:
    """The options of a question, and answers read as some of them.

    Attributes:
        keys: what the options are known by, in their order.
        named: the options in a sentence.
    """

    def __init__(self, among: Iterable[Any]) -> None:
        self._plain = [_text(option) for option in among]
        self._by_case = len({option.casefold() for option in self._plain}) < len(self._plain)
        self.keys = [self.key(option) for option in self._plain]
        self.named = ", ".join(self._plain)

    def key(self, option: Any) -> str:
        """What an option is known by."""
        text = _text(option)
        return text if self._by_case else text.casefold()

    def chosen(self, answer: Any) -> set[str] | Finding:
        """The options of an answer, at least one; else what to tell the student."""
        parts = self.parts(answer)
        if not parts:
            return Finding(_EMPTY.format(self.named), "unreadable", 0.0)
        unknown = [part for part in parts if part not in self.keys]
        if unknown:
            return Finding(_UNKNOWN.format(unknown[0][:20], self.named), "unreadable", 0.0)
        return set(parts)

    def parts(self, answer: Any) -> list[str]:
        """What an answer holds, in its order where it has one: keys of options, and what is none."""
        return [part for part in self._parts(answer) if part]

    def _parts(self, answer: Any) -> list[str]:
        if answer is None or answer is ...:
            return []
        if isinstance(answer, Mapping):
            return [self.key(option) for option in answer if answer[option]]
        if isinstance(answer, str):
            return self._in_text(str(answer))
        try:
            several = answer if isinstance(answer, set | frozenset) else np.asarray(answer).reshape(-1).tolist()
        except Exception:  # what cannot be read is one unknown option
            return [self.key(type(answer).__name__)]
        return [part for one in several for part in (self._in_text(one) if isinstance(one, str) else [self.key(one)])]

    def _in_text(self, text: str) -> list[str]:
        if self.key(text) in self.keys:
            return [self.key(text)]
        parts: list[str] = []
        for pattern in (_BETWEEN, _BETWEEN_WORDS):
            parts = [key for part in pattern.split(text) if (key := self.key(part))]
            if all(part in self.keys for part in parts):
                return parts
        if len(parts) == 1 and all(letter in self.keys for letter in parts[0]):
            return list(parts[0])
        marked = [self.key(part) for part in _MARKED.findall(text)]
        reasoned = _MARKED.match(text.strip(" ([")) and [part in self.keys for part in marked].count(True) == 1
        return [marked[0]] if reasoned else parts


def _text(option: Any) -> str:
    """An option without what is around it: brackets, quotes, blanks, a full stop; 2.0 is 2."""
    if isinstance(option, float | np.floating) and float(option).is_integer():
        option = int(option)
    return str(option).strip(" \t\n()[]{}<>.,:;'\"`*_")


def _in_text(text: str) -> float:
    plain = text.replace("−", "-").replace("\N{NO-BREAK SPACE}", " ").strip().strip("'\"`").rstrip(".").strip()
    percent = plain.endswith("%")
    plain = plain.removesuffix("%").strip().lstrip("=≈~ ").replace(" ", "").replace("_", "")
    if not _NUMBER.fullmatch(plain):
        raise ValueError(_("Your answer is a text that is no number. Write the number alone, as in 0.25."))
    commas, points = plain.count(","), plain.count(".")
    if commas > 1 or (commas and points and plain.rfind(",") < plain.rfind(".")):
        plain = plain.replace(",", "")  # between thousands
    elif points > 1 or (commas and points):
        plain = plain.replace(".", "")
    try:
        value = float(plain.replace(",", "."))
    except ValueError as error:
        raise ValueError(_("Your answer is a text that is no number. Write the number alone, as in 0.25.")) from error
    return value / 100 if percent else value


_NOT_NUMBER = _("Your answer is of type {}. A single number is asked for.")
_PERCENT = _(
    "Your answer is {}: its digits are right, but it is 100 times too large or too small. Percent, or a share?"
)
_SIGN = _("Your answer is {}: its digits are right, but not its sign. Which of the two did you take away?")
_VALUE = _("Your answer is {}. That is not the number that is asked for. Go through your steps once more.")
_EMPTY = _("Your answer is still empty. Choose from: {}.")
_UNKNOWN = _("Your answer holds {!r}, which is none of the options {}. Write the options alone.")
_SEVERAL = _("Your answer has {0} options. Choose exactly one of {1}.")
_CHOICE = _("Your choice is not right. For each option, think of what would follow if it were true.")
_SELECTION = _(
    "Your selection is not complete, or holds something that does not belong there. "
    "Decide about each option on its own."
)
