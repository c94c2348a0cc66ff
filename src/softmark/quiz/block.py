"""The Python of a question: ``draw(rng)``, which makes its variants differ, and ``picture(axes, values)``."""

import ast
import io
import math
import traceback
from collections.abc import Mapping
from functools import lru_cache
from types import CodeType
from typing import Any, Final

import numpy as np

from softmark.messages import _
from softmark.quiz.question import Question, QuestionError
from softmark.quiz.sections import Reader, shown

PICTURE: Final = "](picture)"
SECTION: Final = "Variants"
_LIBRARIES = ("collections", "fractions", "functools", "itertools", "math", "numpy", "statistics")
_PARAMETERS = {"draw": 1, "picture": 2}
# What another machine, or another process, would give something else for.
_UNSTEADY = frozenset({"hash", "id", "open", "input", "exec", "eval", "__import__", "globals"})
_INCHES, _DOTS = (6.0, 3.6), 110


class Reject(Exception):
    """Raised by ``draw``: these parameters make no good question. Others are drawn."""


def look(reader: Reader, source: str, first_line: int) -> bool:
    """Look at a block's text, without running it: whether it draws a picture."""
    try:
        tree = ast.parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        line = first_line + (getattr(error, "lineno", None) or 1) - 1
        why = getattr(error, "msg", "") or type(error).__name__
        reader.complain(line, _("This is no Python: {why}.").format(why=why), _("Expected lines that Python can read."))
        return False
    for node in ast.walk(tree):
        found = _unsteady(node)
        if found:
            reader.complain(
                first_line + getattr(node, "lineno", 1) - 1,
                _("The block uses {found}.").format(found=found),
                _("Expected chance from rng alone, and of libraries only {names}.").format(names=", ".join(_LIBRARIES)),
            )
    functions = {node.name: node for node in tree.body if isinstance(node, ast.FunctionDef)}
    if not functions.keys() & _PARAMETERS.keys():
        reader.complain(first_line, _("The block defines no draw(rng)."), _("Expected draw, or picture, or both."))
    for name, number in _PARAMETERS.items():
        if name in functions and len(functions[name].args.args) != number:
            reader.complain(
                first_line + functions[name].lineno - 1,
                _("{name} has {n} parameters.").format(name=name, n=len(functions[name].args.args)),
                _("Expected {form}.").format(form="draw(rng)" if name == "draw" else "picture(axes, values)"),
            )
    return "picture" in functions


def _unsteady(node: ast.AST) -> str:
    """What a node uses that would make variants differ between machines; empty if nothing."""
    match node:
        case ast.Import(names=names):
            return next((one.name for one in names if not _allowed(one.name)), "")
        case ast.ImportFrom(module=module, names=names):
            whole = [f"{module}.{one.name}" for one in names]
            return next((name for name in whole if node.level or not _allowed(name)), "")
        case ast.Attribute(value=ast.Name(id=("np" | "numpy") as library), attr="random"):
            return f"{library}.random"
        case ast.Name(id=name) if name in _UNSTEADY:
            return name
        case ast.Global():
            return "global"
    return ""


def _allowed(module: str) -> bool:
    return module.split(".")[0] in _LIBRARIES and not module.startswith("numpy.random")


def has_parameters(question: Question) -> bool:
    """Whether a question has parameters."""
    return "draw" in _defined(question.block)


def parameters_of(question: Question, rng: np.random.Generator) -> Mapping[str, Any]:
    """Parameters, right values and mistakes of one variant, by name; nothing if the question has no ``draw``.

    Raises:
        Reject: if ``draw`` does.
        QuestionError: if it fails, or gives something else.
    """
    if not has_parameters(question):
        return {}
    values = _called(question, "draw", rng)
    if not isinstance(values, Mapping) or not all(isinstance(name, str) and name.isidentifier() for name in values):
        raise question.error(
            question.line(SECTION),
            _("draw returned {found}.").format(found=shown(repr(values))),
            _("Expected a dictionary: the names that placeholders use, and their values."),
        )
    return values


def picture(question: Question, values: Mapping[str, Any]) -> bytes:
    """The question's picture for one variant, as PNG; empty if it has none.

    Raises:
        QuestionError: if it cannot be drawn.
    """
    if "picture" not in _defined(question.block):
        return b""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure

    figure = Figure(figsize=_INCHES, dpi=_DOTS, layout="tight")
    FigureCanvasAgg(figure)
    _called(question, "picture", figure.subplots(), dict(values))
    held = io.BytesIO()
    figure.savefig(held, format="png", metadata={"Software": None})
    return held.getvalue()


def _called(question: Question, name: str, *arguments: object) -> Any:
    """Call a function of the block, in a namespace of its own: no variant can leave anything behind for the next."""
    try:
        return _names(question)[name](*arguments)
    except Reject:
        raise
    except Exception as error:
        raise _failed(question, name, error) from error


def _names(question: Question) -> dict[str, Any]:
    names: dict[str, Any] = {"__name__": "question", "np": np, "math": math, "Reject": Reject}
    try:
        exec(_compiled(question.block, question.path, question.line(SECTION)), names)  # noqa: S102 - the author's block
    except Exception as error:
        raise _failed(question, "block", error) from error
    return names


@lru_cache(maxsize=64)
def _defined(source: str) -> frozenset[str]:
    return frozenset(node.name for node in ast.parse(source).body if isinstance(node, ast.FunctionDef))


@lru_cache(maxsize=64)
def _compiled(source: str, path: str, opening: int) -> CodeType:
    # Blank lines in front make Python count as the file does; the opening line is the fence.
    return compile("\n" * opening + source, path, "exec", dont_inherit=True)


def _failed(question: Question, name: str, error: Exception) -> QuestionError:
    places = [frame.lineno for frame in traceback.extract_tb(error.__traceback__) if frame.filename == question.path]
    return question.error(
        (places[-1] if places else None) or question.line(SECTION),
        _("{name} ended with {error}: {why}.").format(name=name, error=type(error).__name__, why=shown(str(error))),
        _("Expected it to run. For parameters that make no good question, raise Reject."),
    )
