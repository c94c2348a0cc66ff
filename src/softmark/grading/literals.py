"""Read a submission instead of running it, where all that its cells do is to give names to literals: a quiz, say.

What such a notebook's kernel would answer stands in its text. So no process is needed, and nobody's code runs. Whatever
the text alone does not say is :class:`Unread`; then a kernel runs the submission, as any other.
"""

from __future__ import annotations

import ast
import json
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, Final

from nbformat import NotebookNode
from nbformat.v4 import new_output

from softmark.codec import CodecError, decode, encode
from softmark.grading.executed import Executed
from softmark.grading.session import FITS, Unanswered
from softmark.grading.source import SourceNotebook
from softmark.parsing import parse
from softmark.quiz.answered import GIVEN

_LONGEST: Final = 4_000
"""Characters of a cell that is read."""
_SHORT: Final = 300
"""Characters of a cell that is remembered."""
_HELPERS: Final = frozenset({"again", "ask", "check", "progress"})
_SILENT: Final = _HELPERS - {"ask"}
"""What shows nothing while softmark is grading."""
_OF_IPYTHON: Final = frozenset({"In", "Out", "exit", "quit", "get_ipython", "open"})
"""Names that a notebook has without a cell that binds them, besides those that begin with an underscore."""


class Unread(Unanswered):
    """The text does not say."""


class Literals:
    """Answers in a kernel's place, from the text of the cells; with the interface of :class:`Session`.

    Args:
        quiz: what students were given of the quiz, for the questions that ``ask`` shows.

    Raises:
        Unread: from any of its methods.
    """

    killed = False
    exceeded = ""
    overran = 0.0
    dead = ""

    def __init__(self, quiz: Mapping[str, Any]) -> None:
        self._quiz = quiz
        self._names: dict[str, object] = {}
        self._bound: set[str] = set()  # of the helpers

    def __enter__(self) -> Literals:
        self._names.clear()
        self._bound.clear()
        return self

    def __exit__(self, *exception: object) -> None:
        """Nothing is open."""

    def run(self, code: str, seconds: float | None = None) -> Executed:
        """Take over what a cell assigns."""
        outputs: list[NotebookNode] = []
        body = _statements(code)
        for statement in body:
            match statement:
                case ast.Assign(targets=[ast.Name(id=name)], value=value):
                    self._names[name] = ast.literal_eval(value)
                case ast.ImportFrom(names=names):
                    self._bound.update(one.name for one in names)
                case ast.Expr(value=ast.Call(func=ast.Name(id=helper), args=given)):
                    if helper not in self._bound:
                        raise Unread(helper)
                    if helper not in _SILENT:
                        shown = self._question(*(self._value(one) for one in given))
                        outputs += shown if statement is body[-1] else []  # as IPython does
        return Executed(outputs)

    def _value(self, node: ast.expr) -> object:
        if isinstance(node, ast.Name):
            if node.id not in self._names:
                raise Unread(node.id)
            return self._names[node.id]
        return ast.literal_eval(node)

    def _question(self, *given: Any) -> list[NotebookNode]:
        from IPython.core.formatters import DisplayFormatter

        from softmark.student.quizzes import asked

        try:
            parts = asked(self._quiz, *given).parts()
        except Exception as error:  # the kernel shall say it
            raise Unread(str(error)) from error
        drawn = (DisplayFormatter().format(part) for part in parts)
        return [new_output("display_data", data=data, metadata=metadata) for data, metadata in drawn]

    def ask(self, message: bytes, seconds: float) -> bytes:
        """What the agent would answer to who only reads a name."""
        from softmark.kernel.calls import CallServer
        from softmark.kernel.handles import Handles

        if message == FITS:
            return encode({"value": []})
        try:
            request = decode(message)
        except CodecError as error:  # it is about an object that has no place in a text
            raise Unread(str(error)) from error
        if isinstance(request, Mapping) and request.get("op") == "seed":
            return encode({"value": None})  # nothing is drawn
        if not isinstance(request, Mapping) or request.get("op") not in ("get", "has"):
            raise Unread(str(request))
        name = request["name"]
        if name not in self._names and (name in _OF_IPYTHON | self._bound or name.startswith("_")):
            raise Unread(name)
        return CallServer(self._names, Handles(), _nobody).serve(request)

    def hang_up(self) -> None:
        """There is no conversation to end."""

    def fits(self) -> object:
        """Nothing was trained."""
        return []

    def transcript(self) -> bytes:
        """Nothing: reading the text once more is as quick."""
        return b""


def literals(source: SourceNotebook, notebook: NotebookNode) -> Literals | None:
    """A stand-in for the kernel of a submission that only gives names to literals; ``None`` if it does anything else.

    Args:
        source: the instructor's notebook.
        notebook: the submission in its shape.
    """
    if GIVEN in source.editable:
        return None
    try:
        for cell in notebook.cells:
            if cell.cell_type == "code":
                known = source.cell(cell.metadata.get("nbgrader", {}).get("grade_id", ""))
                _statements(known.released if known is not None and known.test else cell.source)
        quiz = json.loads((source.folder / GIVEN).read_bytes())
    except (Unread, OSError, ValueError):
        return None
    return Literals(quiz) if isinstance(quiz, dict) else None


def _statements(code: str) -> list[ast.stmt]:
    """The statements of a cell.

    Raises:
        Unread: one of them is none of those whose outcome stands in their text.
    """
    return _known(code) if len(code) <= _SHORT else _read(code)


@lru_cache(512)
def _known(code: str) -> list[ast.stmt]:
    return _read(code)  # most cells are in all submissions of a class


def _read(code: str) -> list[ast.stmt]:
    # Python has warnings for some backslashes, and IPython shows nothing of a line that ends with a semicolon.
    if len(code) > _LONGEST or "\\" in code or ";" in code:
        raise Unread
    try:
        body = parse(code).body
        for statement in body:
            _require_plain(statement)
    except (SyntaxError, ValueError, TypeError, RecursionError, MemoryError, SystemError) as error:
        raise Unread(str(error)) from error
    if body and _by_ipython(code) != code.rstrip("\n") + "\n":
        raise Unread
    return body


def _require_plain(statement: ast.stmt) -> None:
    match statement:
        case ast.Assign(targets=[ast.Name(id=name)], value=value):
            if name.startswith("_") or name in _HELPERS | _OF_IPYTHON:
                raise Unread(name)
            _require_literal(value)
        case ast.ImportFrom(module="softmark", level=0, names=names):
            if any(one.asname or one.name not in _HELPERS for one in names):
                raise Unread
        case ast.Expr(value=ast.Call(func=ast.Name(id=helper), args=given, keywords=[])) if helper in _HELPERS:
            for one in given:
                if not isinstance(one, ast.Name):
                    _require_literal(one)
        case _:
            raise Unread


def _require_literal(value: ast.expr) -> None:
    if any(isinstance(node, ast.Call) for node in ast.walk(value)):  # literal_eval would take set() for one
        raise Unread
    ast.literal_eval(value)


def _by_ipython(code: str) -> str:
    from IPython.core.inputtransformer2 import TransformerManager

    return str(TransformerManager().transform_cell(code)).rstrip("\n") + "\n"


def _nobody(request: dict[str, object]) -> object:
    raise Unread(str(request))
