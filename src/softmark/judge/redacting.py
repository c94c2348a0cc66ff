"""Messages without the values that a check put into them.

``assert got == 3, "You gave {}".format(got)`` shows students what their code made of hidden inputs, and that may be
the inputs themselves. The author's words stay; the values give way to an ellipsis.
"""

from __future__ import annotations

import ast
import re
import string
from collections.abc import Iterable, Iterator
from functools import cache, cached_property
from pathlib import Path
from typing import Final

import softmark.checks
from softmark.judge.analysis import without_magics
from softmark.messages import _
from softmark.parsing import parse
from softmark.testing.running import beginning

IN_THIS_CHECK: Final = 12
"""Characters of a value that may stay where hidden inputs went into this very check: a number, a short shape."""
BEFORE: Final = 40
"""Characters of a value that may stay where they went into an earlier one: the kind of a loss."""

_ELLIPSIS = "…"
_LETTERS = 8  # of a text with placeholders: "{}, {}" would fit nearly anything
_PERCENT = re.compile(r"%(?:\(\w+\))?[-+ #0]*[\d*]*(?:\.[\d*]+)?[a-zA-Z]")
_BLANKS = re.compile(r"\s+")

Words = tuple[str, ...]
"""A text of the author's, as the parts between its placeholders."""


class Redactor:
    """Knows an instructor's texts from the cells that they stand in.

    Args:
        sources: the texts of all cells; the vocabulary that checks are written in belongs to them, too.
    """

    def __init__(self, sources: Iterable[str]) -> None:
        self._sources = tuple(sources)

    @cached_property
    def _texts(self) -> list[Words]:
        texts = vocabulary() | {words for source in self._sources for words in _texts(source)}
        # Longer texts first: a short one may fit by accident.
        return sorted(texts, key=lambda words: (-sum(map(len, words)), words))

    def without_values(self, message: str, longest: int, case: str = "") -> str:
        """A check's message in the author's own words.

        Args:
            message: what the student would read.
            longest: characters of a value that may stay as it is.
            case: how the author calls the case that the message begins with, if it does.

        Returns:
            The message with ``…`` for its longer values, unless these are texts of the author's, too; ``""`` if it
            cannot be told what of it the author wrote.
        """
        start = beginning(case) if case else ""
        said = _BLANKS.sub(" ", message.removeprefix(start)).strip()
        for words in self._texts if said else ():
            values = _values(said, words)
            if values is not None:
                kept = [v if len(v) <= longest else self.without_values(v, 0) or _ELLIPSIS for v in values]
                return start + words[0] + "".join(v + part for v, part in zip(kept, words[1:], strict=True))
        return ""


def _values(said: str, words: Words) -> list[str] | None:
    """What stands between an author's words in a text; ``None`` if these are not the words of that text."""
    first, *others = words
    if not others:
        return [] if said == first else None
    if not said.startswith(first) or not said.endswith(others[-1]) or len(said) < len(first) + len(others[-1]):
        return None
    values = []
    end = len(said) - len(others[-1])
    place = len(first)
    for part in others[:-1]:
        found = said.find(part, place, end)
        if found < 0:
            return None
        values.append(said[place:found])
        place = found + len(part)
    return [*values, said[place:end]]


@cache
def vocabulary() -> frozenset[Words]:
    """The texts of :mod:`softmark.checks`, in English and in the language that they are told in."""
    sources = [path.read_text(encoding="utf-8") for path in Path(softmark.checks.__file__).parent.glob("*.py")]
    constants = {text for source in sources for text in _constants(source)}
    translated = (repr(told) for text in constants if text and (told := _(text)) != text)
    return frozenset(words for source in (*sources, *translated) for words in _texts(source))


def _constants(source: str) -> Iterator[str]:
    for node in ast.walk(parse(source)):
        match node:
            case ast.Constant(value=str(text)):
                yield text


def _texts(source: str) -> Iterator[Words]:
    """The texts in a cell that say something."""
    for parts in _split_texts(source):
        spaced = [_BLANKS.sub(" ", part) for part in parts]
        spaced[0], spaced[-1] = spaced[0].lstrip(), spaced[-1].rstrip()
        letters = sum(character.isalpha() for part in spaced for character in part)
        if letters >= (_LETTERS if len(spaced) > 1 else 1):
            yield tuple(spaced)


def _split_texts(source: str) -> Iterator[list[str]]:
    try:
        tree = parse(without_magics(source))
    except (SyntaxError, ValueError):
        return
    for node in ast.walk(tree):
        match node:
            case ast.Constant(value=str(text)):
                yield [text]
                yield _PERCENT.split(text)
                try:
                    fields = [(literal, field is not None) for literal, field, _, _ in string.Formatter().parse(text)]
                except ValueError:  # braces that are no placeholders
                    continue
                yield _between(fields)
            case ast.JoinedStr(values=values):
                is_text = [isinstance(value, ast.Constant) for value in values]
                literals = [str(value.value) if isinstance(value, ast.Constant) else "" for value in values]
                yield _between([(text, not known) for text, known in zip(literals, is_text, strict=True)])


def _between(fields: list[tuple[str, bool]]) -> list[str]:
    """The parts between placeholders, from pairs of a text and whether a placeholder follows it."""
    parts = [""]
    for text, placeholder in fields:
        parts[-1] += text
        if placeholder:
            parts.append("")
    return parts
