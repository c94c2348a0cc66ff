"""``quiz.toml``: which questions a quiz asks, in which order, for how many points."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from softmark.messages import _
from softmark.quiz.question import Kind, Problem, QuestionError
from softmark.quiz.sections import shown

QUIZ_FILE: Final = "quiz.toml"
VARIANTS: Final = 20
_ENTRIES: Final = {"title", "mode", "text", "variants", "order", "void", "questions"}
_MOST: Final = 200  # variants, and questions
_LINE = re.compile(r"at line (\d+)")
_TABLE = re.compile(r"^\s*\[\[\s*questions\s*\]\]")


class Mode(StrEnum):
    """What a quiz is for."""

    PRACTICE = "practice"
    EXAM = "exam"


@dataclass(frozen=True)
class Pick:
    """One table ``[[questions]]``: the questions that fit all of what it names, and how many of them to ask.

    Attributes:
        count: how many are asked; 0 for all.
        points: of each; 0 for what the question itself says.
        line: of the file.
    """

    ids: tuple[str, ...] = ()
    topics: tuple[str, ...] = ()
    goals: tuple[str, ...] = ()
    kinds: tuple[Kind, ...] = ()
    count: int = 0
    points: float = 0.0
    line: int = 1


@dataclass(frozen=True)
class Quiz:
    """What a ``quiz.toml`` says.

    Attributes:
        name: of its folder, and of the notebook.
        text: Markdown, the introduction.
        voided: ids of questions for which everybody gets the points, whatever was answered.
        variants: how many variants there are of each question of the quiz.
    """

    name: str
    path: str
    title: str
    mode: Mode
    picks: tuple[Pick, ...]
    text: str = ""
    variants: int = VARIANTS
    shuffled: bool = False
    voided: tuple[str, ...] = ()


def read_quiz(file: Path) -> Quiz:
    """Read a quiz's file.

    Raises:
        QuestionError: it cannot be read, or says what makes no sense: each with its line.
    """
    return _Reader(file).quiz()


class _Reader:
    def __init__(self, file: Path) -> None:
        self._file = file
        self._problems: list[Problem] = []
        self._text = ""

    def quiz(self) -> Quiz:
        table = self._table()
        for name in table:
            if name not in _ENTRIES:
                found = _("There is an entry {name}.").format(name=shown(name))
                self._complain(self._line(name), found, _expected_one_of(_ENTRIES))
        mode = self._choice(table, "mode", [one.value for one in Mode], Mode.PRACTICE.value)
        order = self._choice(table, "order", ["fixed", "shuffled"], "fixed")
        title = self._string(table, "title", "")
        if not title.strip():
            self._complain(self._line("title"), _("The quiz has no title."), _('Expected title = "..."'))
        variants = self._whole(table, "variants", VARIANTS, self._line("variants"))
        text = self._string(table, "text", "")
        voided = self._words(table, "void", 1)
        picks = self._picks(table.get("questions"))
        if self._problems:
            raise QuestionError(self._problems)
        return Quiz(
            self._file.parent.name,
            self._file.name,
            title,
            Mode(mode),
            picks,
            text,
            variants,
            order == "shuffled",
            voided,
        )

    def _table(self) -> dict[str, Any]:
        try:
            self._text = self._file.read_text(encoding="utf-8-sig")
            return tomllib.loads(self._text)
        except tomllib.TOMLDecodeError as error:
            line = _LINE.search(str(error))
            last = self._text.count("\n") + 1
            self._complain(int(line[1]) if line else last, _("This is no TOML: {why}.").format(why=error), _form())
        except RecursionError:
            self._complain(1, _("This is no TOML: {why}.").format(why=_("it is nested too deeply")), _form())
        except UnicodeDecodeError:
            self._complain(1, _("The file is no text in UTF-8."), _("Expected it to be saved as UTF-8."))
        except OSError as error:
            found = _("The file cannot be read ({why}).").format(why=error.strerror)
            self._complain(1, found, _("Expected source/<quiz>/quiz.toml."))
        raise QuestionError(self._problems)

    def _picks(self, tables: object) -> tuple[Pick, ...]:
        if not isinstance(tables, list) or not tables or not all(isinstance(one, dict) for one in tables):
            self._complain(self._line("questions"), _("The quiz asks nothing."), _form())
            return ()
        starts = [at for at, line in enumerate(self._text.splitlines(), 1) if _TABLE.match(line)]
        # Tables may also stand in one line: questions = [{...}].
        lines = starts if len(starts) == len(tables) else [self._line("questions")] * len(tables)
        return tuple(self._pick(table, line) for table, line in zip(tables, lines, strict=True))

    def _pick(self, table: Mapping[str, Any], line: int) -> Pick:
        names = {"id", "topic", "goals", "type", "pick", "points"}
        for name in table:
            if name not in names:
                found = _("There is an entry {name}.").format(name=shown(name))
                above = _("Expected it above the first [[questions]]: what follows belongs to that table.")
                self._complain(self._line(name, line), found, above if name in _ENTRIES else _expected_one_of(names))
        ids, topics, goals, kinds = (self._words(table, name, line) for name in ("id", "topic", "goals", "type"))
        if not (ids or topics or goals or kinds):
            self._complain(line, _("This table names no questions."), _form())
        for kind in kinds:
            if kind not in list(Kind):
                found = _("There is no type {kind}.").format(kind=shown(kind))
                self._complain(self._line("type", line), found, _expected_one_of([one.value for one in Kind]))
                kinds = ()
        points = table.get("points", 0.0)
        if type(points) not in (int, float) or not 0 <= points <= 1000 or ("points" in table and not points):
            found = _("The points are {found}.").format(found=shown(str(points)))
            self._complain(self._line("points", line), found, _("Expected a number above 0."))
            points = 0.0
        count = self._whole(table, "pick", 0, self._line("pick", line))
        return Pick(ids, topics, goals, tuple(Kind(kind) for kind in kinds), count, float(points), line)

    def _words(self, table: Mapping[str, Any], name: str, line: int) -> tuple[str, ...]:
        value = table.get(name, [])
        words = [value] if isinstance(value, str) else value
        if not isinstance(words, list) or not all(isinstance(one, str) and one for one in words):
            found = _("{name} is {found}.").format(name=name, found=shown(str(value)))
            self._complain(self._line(name, line), found, _('Expected "a text", or several: ["one", "another"].'))
            return ()
        return tuple(words)

    def _string(self, table: Mapping[str, Any], name: str, otherwise: str) -> str:
        value = table.get(name, otherwise)
        if not isinstance(value, str):
            found = _("{name} is {found}.").format(name=name, found=shown(str(value)))
            self._complain(self._line(name), found, _('Expected "a text".'))
            return otherwise
        return value

    def _choice(self, table: Mapping[str, Any], name: str, among: Sequence[str], otherwise: str) -> str:
        value = table.get(name, otherwise)
        if value not in among:
            found = _("{name} is {found}.").format(name=name, found=shown(str(value)))
            self._complain(self._line(name), found, _expected_one_of(among))
            return otherwise
        return str(value)

    def _whole(self, table: Mapping[str, Any], name: str, otherwise: int, line: int) -> int:
        value = table.get(name, otherwise)
        if type(value) is not int or not (1 if name in table else 0) <= value <= _MOST:
            found = _("{name} is {found}.").format(name=name, found=shown(str(value)))
            self._complain(line, found, _("Expected a whole number from 1 to {most}.").format(most=_MOST))
            return otherwise
        return value

    def _line(self, name: str, start: int = 1) -> int:
        lines = self._text.splitlines()[start - 1 :]
        at = (at for at, line in enumerate(lines, start) if re.match(rf"[\s\[\"']*{re.escape(name)}\b", line))
        return next(at, start)

    def _complain(self, line: int, found: str, expected: str) -> None:
        self._problems.append(Problem(self._file.name, line, found, expected))


def _expected_one_of(names: Sequence[str] | set[str]) -> str:
    return _("Expected one of {names}.").format(names=", ".join(sorted(names)))


def _form() -> str:
    return _('Expected title = "...", and below it tables [[questions]] with id = "..." or topic = "...".')
