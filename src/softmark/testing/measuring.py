"""Which numbers a test holds against which bounds: ``assert accuracy > 0.9`` compares an accuracy with 0.9.

Cells that :mod:`softmark.testing.cells` compiles lead their comparisons (``<``, ``<=``, ``>``, ``>=``) through this
module, so that a threshold can be held against what right solutions reach, without a word more in the check.
"""

from __future__ import annotations

import ast
import math
import operator
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, Final, NamedTuple

from softmark.model import Measured

# The name under which a compiled cell's globals hold this module.
RECORDER = "@softmark_measuring"
_MANY: Final = 200  # comparisons that are kept of a case
_LONG: Final = 120  # characters of a comparison's text
_HOW: Final[dict[type[ast.cmpop], str]] = {ast.Lt: "lt", ast.LtE: "le", ast.Gt: "gt", ast.GtE: "ge"}
_COMPARE: Final[dict[str, Callable[[Any, Any], Any]]] = {
    name: getattr(operator, name) for name in ("lt", "le", "gt", "ge")
}


_Kept = dict[tuple[str, int], Measured]
_HEARD: ContextVar[_Kept | None] = ContextVar("softmark_measured", default=None)


@contextmanager
def measuring() -> Iterator[Callable[[], tuple[Measured, ...]]]:
    """Note comparisons that are made meanwhile; of one that is made more than once, the nearest to its bound."""
    kept: _Kept = {}
    token = _HEARD.set(kept)
    try:
        yield lambda: tuple(kept.values())
    finally:
        _HEARD.reset(token)


def nearest(many: Iterator[Measured]) -> tuple[Measured, ...]:
    """Of each comparison, the one that came nearest to its bound."""
    kept: _Kept = {}
    for one in many:
        _keep(kept, one)
    return tuple(kept.values())


def _keep(kept: _Kept, one: Measured) -> None:
    place = one.text, one.line
    known = kept.get(place)
    if known is None and len(kept) >= _MANY:
        return
    # A value that is no number is the worst of all: it stays.
    if known is None or one.distance < known.distance or one.value != one.value:
        kept[place] = one


def compare(how: str, text: str, line: int, *, swapped: bool, left: Any, right: Any) -> Any:
    """Compare, and note what was compared: a compiled cell calls this."""
    __tracebackhide__ = True
    answer = _COMPARE[how](left, right)
    kept = _HEARD.get()
    if kept is not None:
        value, bound = (right, left) if swapped else (left, right)
        numbers = _number(value), _number(bound)
        # What is held against an infinite bound always passes, or never.
        if None not in numbers and abs(numbers[1]) != math.inf and not (_whole(value) and _whole(bound)):  # type: ignore[arg-type]
            above = how.startswith("g") is not swapped
            _keep(kept, Measured(text, line, *numbers, above))  # type: ignore[arg-type]  # None is not in it
    return answer


def _number(value: object) -> float | None:
    """A plain number or one of numpy's; asks nothing of other objects, which may be the submission's."""
    if type(value) in (int, float) or (type(value).__module__ == "numpy" and hasattr(type(value), "dtype")):
        try:
            return float(value) if getattr(value, "ndim", 0) == 0 else None  # type: ignore[arg-type]
        except (TypeError, ValueError, OverflowError):
            return None
    return None


def _whole(value: object) -> bool:
    return type(value) is int or getattr(getattr(value, "dtype", None), "kind", "f") in "iub"


class _Place(NamedTuple):
    """Where a comparison stands, and which of its sides is the bound."""

    text: str
    line: int
    swapped: bool


def mark(tree: ast.Module) -> None:
    """Remember how each comparison stands in the text, before pytest takes assertions apart."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Compare):
            parts = (node.left, *node.comparators)
            node.ops = [
                _marked(op, left, right) if type(op) in _HOW else op
                for op, left, right in zip(node.ops, parts, parts[1:], strict=False)
            ]


def _marked(op: ast.cmpop, left: ast.expr, right: ast.expr) -> ast.cmpop:
    sign = {ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}[type(op)]
    text = f"{ast.unparse(left)} {sign} {ast.unparse(right)}"
    own = type(op)()  # the parser's own is one for all comparisons; pytest keeps this one
    swapped = _is_bound(left) and not _is_bound(right)
    own.softmark = _Place(text[:_LONG], left.lineno, swapped)  # type: ignore[attr-defined]
    return own


def _is_bound(node: ast.expr) -> bool:
    """Whether it is made of constants and names in capitals alone."""
    match node:
        case ast.Constant():
            return True
        case ast.Name(id=name):
            return name.isupper()
        case ast.Subscript(value=value):
            return _is_bound(value)
        case ast.UnaryOp(operand=operand):
            return _is_bound(operand)
        case ast.BinOp(left=left, right=right):
            return _is_bound(left) and _is_bound(right)
    return False


class Measuring(ast.NodeTransformer):
    """Leads each marked comparison through :func:`compare`."""

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        """``a < b``; a chain stays as it is, unless pytest has taken it apart."""
        self.generic_visit(node)
        place = getattr(node.ops[0], "softmark", None)
        if place is None or len(node.ops) > 1:
            return node
        left, right = node.left, node.comparators[0]
        # Places are given to the new nodes alone: pytest's own have none of an end, which is nobody's to fill in.
        how, text, line, swapped = (ast.Constant(part) for part in (_HOW[type(node.ops[0])], *place))
        module = ast.Name(RECORDER, ast.Load())
        function = ast.Attribute(module, compare.__name__, ast.Load())
        named = [ast.keyword("swapped", swapped), ast.keyword("left", left), ast.keyword("right", right)]
        for new in (how, text, line, swapped, module, function, *named):
            ast.copy_location(new, node)
        return ast.copy_location(ast.Call(function, [how, text, line], named), node)
