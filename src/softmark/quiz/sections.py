"""The lines of a question's file: its sections, its lists, its blocks of code; each line knows its number."""

import re
import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple

from softmark.messages import _
from softmark.quiz.question import Item, Problem

_HEADING = re.compile(r"##\s+(.*?)\s*#*\s*$")
_FENCE = re.compile(r"\s*(`{3,}|~{3,})\s*([\w+-]*)")
_BEGINS = re.compile(r"(?:[-*+]|\d+[.)])(?:\s+|$)")
_OPTION = re.compile(r"[-*+]\s+\[([ xX])\]\s+([a-z][a-z0-9-]*):(?:\s+|$)(.*)")
_NAMED = re.compile(r"(?:[-*+]|\d+[.)])\s+([a-z][a-z0-9-]*):(?:\s+|$)(.*)")
_PLAIN = re.compile(r"[-*+]\s+(.*)")
_ARROW = " => "


class Line(NamedTuple):
    """A line of a file, numbered from 1."""

    number: int
    text: str


@dataclass(frozen=True)
class Section:
    """What stands below one heading; ``""`` is the heading of what stands above all of them."""

    heading: str
    line: int
    lines: tuple[Line, ...]

    @property
    def text(self) -> str:
        """All of it, without blank lines around it."""
        return "\n".join(line.text for line in _stripped(self.lines))

    @property
    def first(self) -> int:
        """Number of the first line that is not blank; of the heading if there is none."""
        return next((line.number for line in self.lines if line.text.strip()), self.line)


class Reader:
    """Reads the parts of one file, and collects what is wrong with them."""

    def __init__(self, path: str) -> None:
        self.path = path
        self.problems: list[Problem] = []

    def complain(self, line: int, found: str, expected: str) -> None:
        """Note that something is wrong."""
        self.problems.append(Problem(self.path, line, found, expected))

    def sections(self, lines: Sequence[Line]) -> list[Section]:
        """The parts between headings of the second level; what looks like one within a block of code is none."""
        parts: list[tuple[str, int, list[Line]]] = [("", lines[0].number if lines else 1, [])]
        fence, opened = "", 0
        for line in lines:
            mark = _FENCE.match(line.text)
            if fence:
                fence = "" if mark and mark[1].startswith(fence) and not mark[2] else fence
            elif mark:
                fence, opened = mark[1], line.number
            elif heading := _HEADING.match(line.text):
                parts.append((heading[1], line.number, []))
                continue
            parts[-1][2].append(line)
        if fence:
            self.complain(
                opened,
                _("A block of code begins here and does not end."),
                _("Expected a line {fence} below it.").format(fence=fence),
            )
        return [Section(heading, line, tuple(held)) for heading, line, held in parts]

    def options(self, section: Section) -> tuple[Item, ...]:
        """``- [x] id: text``, and what is indented below it."""
        items = []
        for line, below in self._entries(section):
            match = _OPTION.fullmatch(line.text.rstrip())
            if not match:
                self._no_entry(line, _("- [x] id: text (right), or - [ ] id: text (wrong)"))
                continue
            items.append(self._item(match[2], match[3], below, line.number, right=match[1] != " "))
        return self._distinct(items)

    def named(self, section: Section, form: str) -> tuple[Item, ...]:
        """``- id: text`` or ``1. id: text``, and what is indented below it."""
        items = []
        for line, below in self._entries(section):
            match = _NAMED.fullmatch(line.text.rstrip())
            if not match:
                self._no_entry(line, form)
                continue
            items.append(self._item(match[1], match[2], below, line.number))
        return self._distinct(items)

    def pairs(self, section: Section) -> tuple[Item, ...]:
        """``- id: left => right``; without a left side, a right one that belongs to nothing."""
        pairs = []
        for item in self.named(section, _("- id: left => right")):
            left, arrow, right = f" {item.text} ".partition(_ARROW)
            if not arrow or not right.strip() or _ARROW in right:
                self.complain(
                    item.line,
                    _("This pair is {found}.").format(found=shown(item.text)),
                    _("Expected two sides with one => between them: - id: left => right."),
                )
            pairs.append(replace(item, text=left.strip(), partner=right.strip()))
        return tuple(pairs)

    def alternatives(self, section: Section) -> tuple[str, ...]:
        """One answer, or a list of them: ``- text``."""
        lines = [line for line in section.lines if line.text.strip()]
        if not lines:
            return ()
        # "-3" is no list, "- 3" is one.
        if not all(_PLAIN.fullmatch(line.text.rstrip()) for line in lines):
            if len(lines) > 1:
                self._no_entry(lines[1], _("one answer on one line, or a list of them: - text"))
            return (lines[0].text.strip(),)
        return tuple(match[1].strip() for line in lines if (match := _PLAIN.fullmatch(line.text.rstrip())))

    def code(self, section: Section) -> tuple[str, int]:
        """The one block of Python of a section, and the number of its first line."""
        lines = [line.text for line in _stripped(section.lines)]
        mark = _FENCE.match(lines[0]) if lines else None
        fences = [at for at, line in enumerate(lines) if mark and line.strip() == mark[1]]
        if not mark or mark[2] not in ("python", "py") or fences != [len(lines) - 1]:
            self.complain(
                section.first,
                _("The section {heading} holds {found}.").format(
                    heading=section.heading, found=shown(lines[0]) if lines else _("nothing")
                ),
                _("Expected one block of code and nothing else: ```python, its lines, ```."),
            )
            return "", section.first
        return "\n".join(lines[1:-1]), section.first + 1

    def _entries(self, section: Section) -> list[tuple[Line, list[Line]]]:
        """Each entry of a list with what is indented below it."""
        entries: list[tuple[Line, list[Line]]] = []
        for line in section.lines:
            if not line.text.strip():
                if entries:
                    entries[-1][1].append(line)
            elif _BEGINS.match(line.text):
                entries.append((line, []))
            elif line.text.startswith("  ") and entries:
                entries[-1][1].append(line)
            else:
                self._no_entry(line, _("an entry of a list, or a line that is indented below one"))
        return entries

    def _no_entry(self, line: Line, form: str) -> None:
        self.complain(
            line.number,
            _("This line is {found}.").format(found=shown(line.text)),
            _("Expected {form}.").format(form=form),
        )

    def _item(self, name: str, first: str, below: Sequence[Line], line: int, *, right: bool = False) -> Item:
        dedented = textwrap.dedent("\n".join(one.text for one in below)).split("\n")
        at = next((at for at, one in enumerate(dedented) if one.startswith(">")), len(dedented))
        quote = dedented[at:]
        for offset, one in enumerate(quote):
            if one.strip() and not one.startswith(">"):
                number = below[at + offset].number
                self._no_entry(Line(number, one), _("feedback, which is the last part of an entry: > text"))
                break
        text = "\n".join([first, *dedented[:at]]).strip()
        return Item(name, text, "\n".join(one[1:].strip() for one in quote).strip(), right, line=line)

    def _distinct(self, items: list[Item]) -> tuple[Item, ...]:
        seen: dict[str, Item] = {}
        for item in items:
            if item.id in seen:
                self.complain(
                    item.line,
                    _("The id {id} is also on line {line}.").format(id=item.id, line=seen[item.id].line),
                    _("Expected an id of its own for each."),
                )
            seen.setdefault(item.id, item)
        return tuple(seen.values())


def shown(text: str, limit: int = 60) -> str:
    """A text as a message quotes it: on one line, and short."""
    return f"“{shortened(text, limit)}”"


def shortened(text: str, limit: int) -> str:
    """A text on one line of so many characters at the most."""
    plain = " ".join(text.split())
    return plain if len(plain) <= limit else plain[: limit - 1] + "…"


def _stripped(lines: Sequence[Line]) -> Sequence[Line]:
    filled = [at for at, line in enumerate(lines) if line.text.strip()]
    return lines[filled[0] : filled[-1] + 1] if filled else ()
