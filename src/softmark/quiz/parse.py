"""A question's file, read: ``questions/<topic>/<id>.md`` (docs/questions.md)."""

import ast
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import Any, Final

from softmark.checks.answers import as_number
from softmark.messages import _, ngettext
from softmark.quiz.block import PICTURE, look
from softmark.quiz.filling import PLACEHOLDER
from softmark.quiz.front import front_matter
from softmark.quiz.question import Item, Kind, Problem, Question, QuestionError
from softmark.quiz.sections import Line, Reader, Section, shown
from softmark.quiz.values import as_matrix, as_truth

_CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
_FENCED = re.compile(r"```(?:python|py)\n(.*)\n```", re.DOTALL)
_MOST = 26  # options: as many as there are letters
# What a question of each type consists of, beside its text: what it must have, what it may have.
_SECTIONS: Final = {
    Kind.SINGLE: (("Options",), ()),
    Kind.MULTIPLE: (("Options",), ()),
    Kind.TRUE_FALSE: (("Answer",), ()),
    Kind.NUMBER: (("Answer",), ("Mistakes",)),
    Kind.TEXT: (("Answer",), ("Mistakes",)),
    Kind.MATCHING: (("Pairs",), ()),
    Kind.ORDERING: (("Order",), ()),
    Kind.MATRIX: (("Answer",), ("Mistakes",)),
    Kind.CODE: (("Answer", "Checks"), ("Start", "Mistakes")),
}
_EVERYWHERE = ("Explanation", "Variants")
_MAYBE: Final = {
    "tolerance": (Kind.NUMBER, Kind.MATRIX),
    "unit": (Kind.NUMBER,),
    "order": (Kind.SINGLE, Kind.MULTIPLE),
}


def read_question(file: Path, bank: Path) -> Question:
    """Read a question of a bank.

    Raises:
        QuestionError: with everything that is wrong with the file.
    """
    path = file.relative_to(bank).as_posix()
    try:
        held = file.read_bytes()
        text = held.decode("utf-8-sig")
    except OSError as error:
        found = _("The file cannot be opened: {why}.").format(why=error.strerror)
        raise QuestionError([Problem(path, 1, found, _("Expected a file that can be read."))]) from error
    except UnicodeDecodeError as error:
        line = held.count(b"\n", 0, error.start) + 1
        found = _("The byte {byte} is no UTF-8.").format(byte=f"0x{held[error.start]:02x}")
        raise QuestionError([Problem(path, line, found, _("Expected a text file, saved as UTF-8."))]) from error
    return parse_question(text, path)


def parse_question(text: str, path: str) -> Question:
    """Read the text of a question's file.

    Args:
        text: all of it.
        path: ``<topic>/<id>.md``; the front matter must say the same.

    Raises:
        QuestionError: with everything that is wrong with the file.
    """
    reader = Reader(path)
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    lines = [Line(number, one) for number, one in enumerate(plain.removesuffix("\n").split("\n"), 1)]
    _look_for_hidden_text(reader, lines)
    front, places, rest = front_matter(reader, lines)
    kind = front.get("type")
    if kind is None:
        raise QuestionError(reader.problems)
    parts = _by_heading(reader, reader.sections(rest), kind)
    parser = _Parser(reader, kind, parts)
    items = parser.items()
    if not reader.problems:  # else counting them would tell of the same once more
        parser.count(items)
    parsed = parser.question(front, places, items)
    _look_at_front(reader, parsed, places)
    if reader.problems:
        raise QuestionError(sorted(reader.problems, key=lambda problem: problem.line))
    return parsed


def _look_for_hidden_text(reader: Reader, lines: Sequence[Line]) -> None:
    for line in lines:
        if match := _CONTROL.search(line.text):
            found = _("The character U+{code} is on this line.").format(code=f"{ord(match[0]):04X}")
            reader.complain(line.number, found, _("Expected text without invisible control characters."))
        if "<!--" in line.text:
            reader.complain(
                line.number,
                _("A comment begins here. It would travel to the students."),
                _("Expected none; an entry note: in the front matter is for authors."),
            )


def _by_heading(reader: Reader, sections: Sequence[Section], kind: Kind) -> dict[str, Section]:
    needed, may = _SECTIONS[kind]
    known = (*needed, *may, *_EVERYWHERE)
    parts: dict[str, Section] = {}
    for section in sections:
        if section.heading and section.heading not in known:
            reader.complain(
                section.line,
                _("There is a section {found}.").format(found=shown(section.heading)),
                _("A question of type {type} has: {known}.").format(type=kind, known=", ".join(known)),
            )
        elif section.heading in parts:
            found = _("There is a second section {heading}.").format(heading=section.heading)
            first = parts[section.heading].line
            reader.complain(section.line, found, _("Expected one; the first is on line {line}.").format(line=first))
        else:
            parts[section.heading] = section
            if section.heading and not section.text:
                found = _("The section {heading} is empty.").format(heading=section.heading)
                reader.complain(section.line, found, _("Expected its content, or no such section."))
    for heading in needed:
        if heading not in parts:
            last = sections[-1]
            reader.complain(
                last.lines[-1].number if last.lines else last.line,
                _("The file ends without a section {heading}.").format(heading=heading),
                _("A question of type {type} needs ## {heading}.").format(type=kind, heading=heading),
            )
    if not parts[""].text:
        found = _("There is no question above the first section.")
        reader.complain(parts[""].line, found, _("Expected its text below the front matter."))
    return parts


def _look_at_front(reader: Reader, question: Question, places: dict[str, int]) -> None:
    path = PurePosixPath(question.path)
    for name, found, expected in (("id", question.id, path.stem), ("topic", question.topic, path.parent.name)):
        if found and found != expected:
            reader.complain(
                places.get(name, 1),
                _("{name} is {found}.").format(name=name, found=shown(found)),
                _("Expected {expected}, as the file is {path}.").format(expected=expected, path=question.path),
            )
    for name, kinds in _MAYBE.items():
        if name in places and question.kind not in kinds:
            reader.complain(
                places[name],
                _("The front matter has an entry {name}.").format(name=name),
                _("That is for the type {types}.").format(types=_(" or ").join(kinds)),
            )


@dataclass(frozen=True)
class _Parser:
    reader: Reader
    kind: Kind
    parts: dict[str, Section]

    def question(self, front: dict[str, Any], places: dict[str, int], items: tuple[Item, ...]) -> Question:
        text = self.parts[""].text
        parsed = Question(
            path=self.reader.path,
            id=front.get("id", ""),
            topic=front.get("topic", ""),
            kind=self.kind,
            text=text,
            goals=front.get("goals", ()),
            points=front.get("points", 1.0),
            difficulty=front.get("difficulty", 2),
            tolerance=front.get("tolerance"),
            units=front.get("unit", ()),
            shuffled=front.get("order", True),
            items=items,
            answers=self._answers(),
            mistakes=self._mistakes(),
            explanation=self.parts["Explanation"].text if "Explanation" in self.parts else "",
            block=self._code("Variants"),
            start=self._code("Start"),
            checks=self._code("Checks"),
            lines=places | {heading: section.first for heading, section in self.parts.items()},
        )
        draws = look(self.reader, parsed.block, self._code_line("Variants")) if parsed.block else False
        self._look_at_picture(text, draws=draws)
        return parsed

    def items(self) -> tuple[Item, ...]:
        """The options, pairs or steps."""
        if (section := self.parts.get("Options")) is not None:
            return self._not_empty(self.reader.options(section))
        if (section := self.parts.get("Pairs")) is not None:
            return self.reader.pairs(section)
        if (section := self.parts.get("Order")) is not None:
            return self._not_empty(self.reader.named(section, _("1. id: text")))
        return ()

    def count(self, items: tuple[Item, ...]) -> None:
        """Look whether there are enough of them, and enough that are right."""
        number = sum(bool(item.text) for item in items)
        match self.kind:
            case Kind.SINGLE | Kind.MULTIPLE:
                least = 2 if self.kind is Kind.SINGLE else 3
                self._at_least("Options", number, least, ngettext("{n} option", "{n} options", number))
                self._count_right(sum(item.right for item in items), number)
            case Kind.MATCHING:
                number = number if len(items) <= _MOST else len(items)
                self._at_least("Pairs", number, 3, ngettext("{n} pair", "{n} pairs", number))
                rights = len({pair.partner for pair in items if pair.text})
                self._at_least("Pairs", rights, 2, _("one right side for all pairs"))
            case Kind.ORDERING:
                self._at_least("Order", number, 3, ngettext("{n} step", "{n} steps", number))

    def _count_right(self, right: int, number: int) -> None:
        if (right != 1) if self.kind is Kind.SINGLE else right in (0, number):
            form = _("one") if self.kind is Kind.SINGLE else _("at least one that is right, and one that is wrong")
            self.reader.complain(
                self.parts["Options"].first,
                _("{right} of {n} options are marked [x].").format(right=right, n=number),
                _("Expected {form}.").format(form=form),
            )

    def _at_least(self, heading: str, number: int, least: int, told: str) -> None:
        if not least <= number <= _MOST:
            found = _("The section {heading} has {number}.").format(heading=heading, number=told.format(n=number))
            expected = _("Expected at least {least}, and {most} at the most.").format(least=least, most=_MOST)
            self.reader.complain(self.parts[heading].line, found, expected)

    def _not_empty(self, items: tuple[Item, ...]) -> tuple[Item, ...]:
        for item in items:
            if not item.text:
                found = _("{id} has no text.").format(id=item.id)
                self.reader.complain(item.line, found, _("Expected the text after the colon."))
        return items

    def _answers(self) -> tuple[str, ...]:
        section = self.parts.get("Answer")
        if section is None:
            return ()
        if self.kind is Kind.CODE:
            return (self.reader.code(section)[0],)
        answers = self.reader.alternatives(section)
        if len(answers) > 1 and self.kind is not Kind.TEXT:
            found = _("There are {n} answers.").format(n=len(answers))
            expected = _("Expected one: a question of type {type} has no alternatives.").format(type=self.kind)
            self.reader.complain(section.first, found, expected)
        for answer in answers:
            self._look_at_value(answer, section.first)
        return answers

    def _mistakes(self) -> tuple[Item, ...]:
        if "Mistakes" not in self.parts:
            return ()
        mistakes = self._not_empty(self.reader.named(self.parts["Mistakes"], _("- id: value")))
        if self.kind is not Kind.CODE:
            for mistake in mistakes:
                self._look_at_value(mistake.text, mistake.line)
            return mistakes
        solutions = []
        for mistake in mistakes:
            match = _FENCED.fullmatch(mistake.text)
            if not match:
                found = _("The mistake {id} is {found}.").format(id=mistake.id, found=shown(mistake.text))
                self.reader.complain(mistake.line, found, _("Expected a wrong solution: ```python, its lines, ```."))
            solutions.append(replace(mistake, text=match[1] if match else ""))
        return tuple(solutions)

    def _look_at_value(self, text: str, line: int) -> None:
        """Whether a written value can be read; a drawn one is looked at when it is drawn."""
        if self.kind not in _VALUES or PLACEHOLDER.search(text):
            return
        read, form = _VALUES[self.kind]
        try:
            read(ast.literal_eval(text) if self.kind is Kind.MATRIX else text)
        except (ValueError, SyntaxError, TypeError, MemoryError, RecursionError):
            found = _("The answer is {found}.").format(found=shown(text))
            self.reader.complain(line, found, _("Expected {form}.").format(form=form))

    def _code(self, heading: str) -> str:
        return self.reader.code(self.parts[heading])[0] if heading in self.parts else ""

    def _code_line(self, heading: str) -> int:
        return self.parts[heading].first + 1

    def _look_at_picture(self, text: str, *, draws: bool) -> None:
        if draws != (PICTURE in text):
            found = _("The text shows a picture that nothing draws.") if PICTURE in text else _(
                "A picture is drawn, and the text does not show it."
            )  # fmt: skip
            expected = _("Expected ![what is seen](picture) in the text, and picture(axes, values) under ## Variants.")
            self.reader.complain(self.parts[""].first, found, expected)


_VALUES: Final[dict[Kind, tuple[Callable[[Any], object], str]]] = {
    Kind.NUMBER: (as_number, _("one number, or @{name} for a value that draw returns")),
    Kind.MATRIX: (as_matrix, _("a list of numbers, or of rows of numbers, as in [[1, 2], [3, 4]]")),
    Kind.TRUE_FALSE: (as_truth, _("true or false")),
}
