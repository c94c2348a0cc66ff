"""What a reader would warn of in an assignment's checks, found from their text."""

from __future__ import annotations

import ast
import builtins
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from softmark.grading import SourceCell, SourceNotebook
from softmark.judge.analysis import analyse, read_later, without_magics
from softmark.messages import _
from softmark.parsing import parse

_FIXTURES: Final = frozenset(
    "hidden trainings capsys capfd caplog monkeypatch recwarn request tmp_path tmp_path_factory".split()
)
_CLOCKS: Final = frozenset(
    {"time", "perf_counter", "monotonic", "process_time", "time_ns", "perf_counter_ns", "timeit"}
)
_MEASURES: Final = frozenset(
    "accuracy f1 macro_f1 score evaluate accuracy_score f1_score roc_auc_score r2_score mean_squared_error "
    "mean_absolute_error cross_entropy".split()
)
_DRAWN: Final = frozenset({"default_rng", "RandomState", "rand", "randn", "make_classification", "make_regression"})


class Lint(StrEnum):
    """What is warned of."""

    UNKNOWN_NAME = "a name that students may not have"
    LAYER_NAME = "the name of a layer"
    WALL_TIME = "the clock"
    EXACT_FLOAT = "an exact fraction"
    GIVEN_DATA = "data that students hold"
    NOISE = "a threshold inside the noise"


@dataclass(frozen=True)
class Warned:
    """One warning.

    Attributes:
        lint: its kind.
        cell: the test cell.
        test: the test, or ``""`` for a line outside of all tests.
        line: number of the line in the cell, from 1.
        message: what stands there, why that is a risk, and what to do.
    """

    lint: Lint
    cell: str
    test: str
    line: int
    message: str


def warnings_of(source: SourceNotebook) -> list[Warned]:
    """Warnings about a notebook's test cells, in their order."""
    return [warned for cell in source.cells if cell.test for warned in _of_cell(source, cell)]


def _of_cell(source: SourceNotebook, cell: SourceCell) -> Iterator[Warned]:
    try:
        tree = parse(without_magics(cell.source))
    except SyntaxError:
        return
    released, given = _names(source, cell)
    for statement in tree.body:
        test = statement if isinstance(statement, ast.FunctionDef) and statement.name.startswith("test_") else None
        name = test.name if test else ""
        for lint, line, message in _in_statement(statement):
            yield Warned(lint, cell.grade_id, name, line, message)
        if test is not None:
            for lint, line, message in _in_test(test, released, given):
                yield Warned(lint, cell.grade_id, name, line, message)


def _names(source: SourceNotebook, cell: SourceCell) -> tuple[frozenset[str], frozenset[str]]:
    """Names that a student has who has changed nothing; those of them that given cells bind to data."""
    known: set[str] = set(dir(builtins)) | {"__name__", "get_ipython", "display", "_"}
    given: set[str] = set()
    for other in source.cells:
        if other.cell_type != "code":
            continue
        text = other.source if other.locked or other.test or not other.grade_id else other.released
        facts = analyse(text)
        known |= facts.binds
        functions = {node.name for node in _tree(text).body if isinstance(node, ast.FunctionDef | ast.ClassDef)}
        if other.locked and not other.test and other.position < cell.position:
            given |= facts.binds - facts.imports - functions
    return frozenset(known), frozenset(given)


def _tree(text: str) -> ast.Module:
    try:
        return parse(without_magics(text))
    except SyntaxError:
        return ast.Module([], [])


Found = Iterator[tuple[Lint, int, str]]


def _in_statement(statement: ast.stmt) -> Found:
    for node in ast.walk(statement):
        match node:
            case ast.Call(func=ast.Attribute(attr="get_layer")) as call:
                yield Lint.LAYER_NAME, call.lineno, _layer_name()
            case ast.Compare(left=left, comparators=[right]) as compare:
                pair = (left, right)
                if any(_is_name(part) for part in pair) and any(_is_text(part) for part in pair):
                    yield Lint.LAYER_NAME, compare.lineno, _layer_name()
                elif any(isinstance(op, ast.Eq | ast.NotEq) for op in compare.ops) and any(map(_fraction, pair)):
                    told = _("Fractions are compared exactly. The last digit differs between machines: pytest.approx.")
                    yield Lint.EXACT_FLOAT, compare.lineno, told
            case ast.Call(func=ast.Attribute(value=ast.Name(id="time" | "timeit"), attr=clock)) if clock in _CLOCKS:
                yield Lint.WALL_TIME, node.lineno, _wall_time()
            case ast.Call(func=ast.Name(id=clock)) if clock in _CLOCKS - {"time"}:
                yield Lint.WALL_TIME, node.lineno, _wall_time()


def _layer_name() -> str:
    return _(
        "A layer or class is known by its name, which is the student's to choose, and counts on when a cell runs "
        "twice. Look at what the model does: checks.describe(model)."
    )


def _wall_time() -> str:
    return _("The clock says more about the machine than about the answer. Count calls or operations instead.")


def _is_name(node: ast.expr) -> bool:
    """``layer.name``, ``type(layer).__name__``."""
    return isinstance(node, ast.Attribute) and node.attr in ("name", "__name__", "__qualname__")


def _is_text(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) and isinstance(node.value, str)


def _fraction(node: ast.expr) -> bool:
    if isinstance(node, ast.UnaryOp):
        node = node.operand
    return isinstance(node, ast.Constant) and isinstance(node.value, float) and not node.value.is_integer()


def _in_test(test: ast.FunctionDef, released: frozenset[str], given: frozenset[str]) -> Found:
    arguments = [part.arg for part in (*test.args.args, *test.args.kwonlyargs)]
    cases = {name for decorator in test.decorator_list for name in _parametrized(decorator)}
    read = (read_later(ast.unparse(test)) | set(arguments)) - _FIXTURES - cases
    for name in sorted(read - released):
        told = _(
            "It reads '{name}', which the release does not bind: who leaves the cell as it is, or calls it otherwise, "
            "has no such name. Give it in the stub (`{name} = None  # TODO`), and ask for it in the task."
        )
        yield Lint.UNKNOWN_NAME, test.lineno, told.format(name=name)
    measured = _measured_against_a_number(test)
    drawn = {_called(node) for node in ast.walk(test)} & _DRAWN
    held = sorted(read & given)
    if measured and held and "hidden" not in arguments and not drawn:
        told = _(
            "It measures ({measure}) on data that students hold ({names}): an answer can be fitted to them. Measure on "
            "data in the hidden folder."
        )
        yield Lint.GIVEN_DATA, test.lineno, told.format(measure=", ".join(measured), names=", ".join(held))


def _measured_against_a_number(test: ast.FunctionDef) -> list[str]:
    """The metrics that a test holds against a number of its own (a constant, or a name in capitals)."""
    named: dict[str, set[str]] = {}
    for node in ast.walk(test):
        match node:
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                named.setdefault(name, set()).update(_metrics(value))
    found: set[str] = set()
    for node in ast.walk(test):
        match node:
            case ast.Compare(left=left, ops=[ast.Lt() | ast.LtE() | ast.Gt() | ast.GtE()], comparators=[right]):
                for one, other in ((left, right), (right, left)):
                    if _number(other):
                        found |= _metrics(one)
                        names = (part.id for part in ast.walk(one) if isinstance(part, ast.Name))
                        found |= {measure for name in names for measure in named.get(name, ())}
    return sorted(found)


def _metrics(node: ast.expr) -> set[str]:
    return {_called(part) for part in ast.walk(node)} & _MEASURES


def _number(node: ast.expr) -> bool:
    return isinstance(node, ast.Constant) or (isinstance(node, ast.Name) and node.id.isupper())


def _parametrized(decorator: ast.expr) -> list[str]:
    match decorator:
        case ast.Call(func=ast.Attribute(attr="parametrize"), args=[ast.Constant(value=str(names)), *_]):
            return [name.strip() for name in names.split(",")]
        case ast.Call(func=ast.Attribute(attr="parametrize"), args=[ast.Tuple(elts=parts) | ast.List(elts=parts), *_]):
            return [part.value for part in parts if isinstance(part, ast.Constant) and isinstance(part.value, str)]
    return []


def _called(node: ast.AST) -> str:
    match node:
        case ast.Call(func=ast.Name(id=name) | ast.Attribute(attr=name)):
            return name
    return ""
