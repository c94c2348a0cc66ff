"""What a class answered in a quiz: points from the gradebook, answers from the texts of their cells."""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final, TypeGuard

from softmark.messages import _
from softmark.nbgrader.course import Course
from softmark.nbgrader.gradebook import Mark, standings
from softmark.nbgrader.plain_files import NotPlain, TooLarge, read_file
from softmark.nbgrader.source import CourseError
from softmark.quiz.answered import student_of
from softmark.quiz.choosing import number_for
from softmark.quiz.judging import State, judge
from softmark.quiz.question import Kind
from softmark.quiz.sheets import OTHER, RIGHT, Answer, Asked, Given, LeftOut, QuizClass, Sheet, Stranger
from softmark.quiz.stored import variant_of_json
from softmark.quiz.variant import Variant
from softmark.testing.hidden import HIDDEN_FOLDER

_BYTES: Final = 64 << 20
_LONGEST: Final = 20_000  # characters of an answer cell that are parsed
_COMPUTED: Final = object()
_ARROW: Final = " > "


def read_class(course: Course, name: str) -> QuizClass:
    """Read what a class answered in a quiz, as it was graded last.

    Raises:
        CourseError: there is no such quiz, it is not built, or nobody has been graded.
    """
    quiz = _Key(course, name)
    known = {student: standing.marks for student, standing in standings(course.coursedir, name).items()}
    if not any(known.values()):
        told = _("Nobody's '{name}' has been graded yet. Run 'softmark grade {name}' first.")
        raise CourseError(told.format(name=name))
    sheets, strangers, left_out, otherwise = [], [], [], []
    for student, all_marks in sorted(known.items()):
        marks = {mark.cell: mark for mark in all_marks if mark.notebook == name}
        folder = course.coursedir.format_path(course.coursedir.autograded_directory, student, name)
        try:
            _require_points(quiz, marks)
            notebook = _Notebook(Path(folder, f"{name}.ipynb"))
            told = student
            if quiz.personal:
                claimed = student_of(notebook.answer("student-id", "student_id"))
                if claimed != student_of(student):
                    strangers.append(Stranger(student, claimed))
                if claimed is None:
                    raise _Unusable(_("It holds no student_id, so nobody knows its questions."))
                told = claimed
            reader = _Reader(quiz, notebook, told, marks)
            sheet = Sheet(student, {place: reader.answer(place) for place in quiz.places})
        except _Unusable as error:
            left_out.append(LeftOut(student, str(error)))
            continue
        if reader.otherwise:
            otherwise.append(student)
        if all(answer.given is Given.NOT_ATTEMPTED for answer in sheet.answers.values()):
            left_out.append(LeftOut(student, _("Nothing was answered.")))
        else:
            sheets.append(sheet)
    points = {place: float(held["points"]) for place, held in quiz.places.items()}
    return QuizClass(
        name, points, quiz.asked, quiz.examples, tuple(sheets), tuple(strangers), tuple(left_out), tuple(otherwise)
    )


class _Unusable(Exception):
    """A submission about which nothing can be said; the text says why."""


def _require_points(quiz: _Key, marks: Mapping[str, Mark]) -> None:
    open_places = [place for place in quiz.places if place not in marks or _earned(marks[place]) is None]
    if open_places:
        told = _("The gradebook has no points for {places}.")
        raise _Unusable(told.format(places=", ".join(open_places)))


def _earned(mark: Mark) -> float | None:
    """The share of the points, without what a person gave as extra credit."""
    points = mark.auto if mark.manual is None else mark.manual
    return None if points is None else min(max(points / mark.maximum, 0.0), 1.0)


class _Key:
    """A quiz's ``hidden/quiz.json``."""

    def __init__(self, course: Course, name: str) -> None:
        folder = Path(course.coursedir.format_path(course.coursedir.source_directory, ".", name))
        file = folder / HIDDEN_FOLDER / "quiz.json"
        if not folder.is_dir():
            raise CourseError(_("There is no quiz '{name}': {folder} does not exist.").format(name=name, folder=folder))
        try:
            plain = json.loads(file.read_text(encoding="utf-8"))
            self.name: str = plain["quiz"]
            self.voided = frozenset(plain["voided"])
            held = plain["questions"]
            self.places: dict[str, Any] = {place: held[place] for place in sorted(held, key=lambda q: int(q[1:]))}
            self.variants = {place: [variant_of_json(one) for one in held[place]["variants"]] for place in self.places}
        except FileNotFoundError:
            told = _("'{name}' is no quiz, or not built: {file} does not exist. Run 'softmark quiz build {name}'.")
            raise CourseError(told.format(name=name, file=file)) from None
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            told = _("{file} cannot be read ({why}). Run 'softmark quiz build {name}' again.")
            why = f"{type(error).__name__}: {error}"
            raise CourseError(told.format(name=name, file=file, why=why)) from None
        self.personal = any(place["personal"] for place in self.places.values())
        self.examples: dict[str, Variant] = {}
        asked: dict[str, Asked] = {}
        for place, variants in self.variants.items():
            for variant in variants if self.places[place]["personal"] else variants[:1]:
                name = variant.question
                before = asked[name].options if name in asked else {}
                options = {**before, **_options(variant)}
                asked[name] = Asked(name, place, variant.seen.kind, options, name in self.voided)
                self.examples.setdefault(name, variant)
        self.asked = tuple(asked.values())


class _Notebook:
    """A graded notebook of a submission."""

    def __init__(self, file: Path) -> None:
        try:
            plain = json.loads(read_file(file, _BYTES))
            self._texts = {
                cell["metadata"].get("nbgrader", {}).get("grade_id", ""): "".join(cell["source"])
                for cell in plain["cells"]
            }
        except FileNotFoundError:
            raise _Unusable(_("{file} does not exist.").format(file=file)) from None
        except (OSError, NotPlain, TooLarge, ValueError, KeyError, TypeError, AttributeError, RecursionError):
            raise _Unusable(_("{file} cannot be read.").format(file=file)) from None

    def holds_only(self, cell: str, start: str) -> bool:
        """Whether a cell has no other code than it began with; comments are none."""
        return _code(self._texts.get(cell, "")) == _code(start)

    def answer(self, cell: str, name: str) -> Any:
        """The literal that a cell binds to a name, or ``_COMPUTED``."""
        return literal(self._texts.get(cell, ""), name)


class _Reader:
    """The answers of one student.

    Attributes:
        otherwise: whether an answer's points are not those that its text gets by the key.
    """

    def __init__(self, quiz: _Key, notebook: _Notebook, told: str, marks: Mapping[str, Mark]) -> None:
        self._quiz, self._notebook, self._told, self._marks = quiz, notebook, told, marks
        self.otherwise = False

    def answer(self, place: str) -> Answer:
        quiz, mark = self._quiz, self._marks[place]
        share = _earned(mark)
        variants = quiz.variants[place]
        number = number_for(quiz.name, place, self._told, len(variants)) if quiz.places[place]["personal"] else 0
        variant = variants[number]
        voided = variant.question in quiz.voided
        cell = f"{place}-answer"
        answer = self._notebook.answer(cell, f"answer_{place}")
        if answer is _COMPUTED or variant.seen.kind is Kind.CODE:
            known = None if voided else share
            if self._notebook.holds_only(cell, variant.seen.start):
                return Answer(variant.question, number, known, Given.NOT_ATTEMPTED)
            return Answer(variant.question, number, known, Given.COMPUTED, None)
        verdict = judge(variant, answer)
        given = {State.NOT_ATTEMPTED: Given.NOT_ATTEMPTED, State.MALFORMED: Given.MALFORMED}.get(
            verdict.state, Given.READ
        )
        expected = 1.0 if voided else verdict.share
        if mark.auto is not None and abs(mark.auto - expected * mark.maximum) > 0.005:
            # Another cell changes the answer, its own did not run, or the key is not the one that graded it.
            self.otherwise = True
            if not voided:
                return Answer(variant.question, number, share, Given.COMPUTED, None)
        chosen = _chosen(variant.seen.kind, verdict.state, verdict.share, verdict.chosen)
        return Answer(variant.question, number, verdict.share if voided else share, given, chosen)


def literal(text: str, name: str) -> Any:
    """What a cell's last assignment at its top level binds to a name, if it is a literal; else ``_COMPUTED``.

    Where the name is bound in any other way, too, nobody knows without running it.
    """
    try:
        tree = ast.parse(text if len(text) <= _LONGEST else "")
        values = [
            node.value
            for node in tree.body
            if (isinstance(node, ast.Assign) and any(_is(target, name) for target in node.targets))
            or (isinstance(node, ast.AnnAssign) and _is(node.target, name))
        ]
        bound = sum(_is(node, name) and isinstance(node.ctx, ast.Store) for node in ast.walk(tree))
        last = values[-1] if values and len(values) == bound else None
        return _COMPUTED if last is None else ast.literal_eval(last)
    except (SyntaxError, ValueError, TypeError, MemoryError, RecursionError):
        return _COMPUTED


def _code(text: str) -> str | None:
    """What a text does as code; ``None`` if it is none."""
    try:
        return ast.dump(ast.parse(text)) if len(text) <= _LONGEST else None
    except (SyntaxError, ValueError, MemoryError, RecursionError):
        return None


def _is(node: ast.AST, name: str) -> TypeGuard[ast.Name]:
    return isinstance(node, ast.Name) and node.id == name


def _options(variant: Variant) -> dict[str, bool]:
    """What can be chosen, as :func:`_chosen` names it."""
    key = variant.key
    match variant.seen.kind:
        case Kind.SINGLE | Kind.MULTIPLE:
            return {key.ids[choice.label]: choice.label in key.right for choice in variant.seen.choices}
        case Kind.MATCHING:
            return {key.ids[left]: True for left in key.right}
        case Kind.ORDERING:
            return {_ARROW.join(key.ids[label] for label in key.right): True}
        case Kind.CODE:
            return {}
    return {RIGHT: True} | {mistake.id: False for mistake in key.mistakes}


def _chosen(kind: Kind, state: State, share: float, ids: tuple[str, ...]) -> tuple[str, ...]:
    if state in (State.NOT_ATTEMPTED, State.MALFORMED):
        return ()
    if kind is Kind.ORDERING:
        return (_ARROW.join(ids),)
    if kind in (Kind.SINGLE, Kind.MULTIPLE, Kind.MATCHING):
        return ids
    if share == 1:
        return (RIGHT,)
    # Of a true-false question there is but one wrong answer.
    return ("(wrong)",) if kind is Kind.TRUE_FALSE else ids or (OTHER,)
