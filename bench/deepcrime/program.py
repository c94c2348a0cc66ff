"""A student's program as the operators see it: its layers, its ``compile`` and ``fit`` calls, and edits of its text."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from softmark.parsing import parse

_WITH_KERNEL: Final = ("Dense", "Conv1D", "Conv2D")


@dataclass(frozen=True)
class Edit:
    """What takes the place of the characters from ``start`` to ``end`` of a text."""

    start: int
    end: int
    new: str


@dataclass(frozen=True)
class Fit:
    """A training call: the statement that it stands in, the call, and the texts of its rows and labels."""

    statement: ast.stmt
    call: ast.Call
    rows: str
    labels: str


@dataclass(frozen=True)
class Program:
    """One cell of a student's."""

    text: str

    @cached_property
    def tree(self) -> ast.Module:
        """Its syntax tree."""
        return parse(self.text)

    @cached_property
    def _calls(self) -> list[ast.Call]:
        found = [node for node in ast.walk(self.tree) if isinstance(node, ast.Call)]
        return sorted(found, key=lambda call: (call.lineno, call.col_offset))

    def calls(self, *names: str) -> list[ast.Call]:
        """Calls of what has one of these names, in the order of the text."""
        return [call for call in self._calls if _called(call.func) in names]

    @property
    def layers(self) -> list[ast.Call]:
        """Calls that make a layer with a kernel."""
        return self.calls(*_WITH_KERNEL)

    @property
    def compiles(self) -> list[ast.Call]:
        """Calls of a model's ``compile`` that name an optimizer and a loss."""
        found = (call for call in self._calls if isinstance(call.func, ast.Attribute) and call.func.attr == "compile")
        return [call for call in found if keyword(call, "optimizer") and keyword(call, "loss")]

    @property
    def fits(self) -> list[Fit]:
        """Calls of a model's ``fit`` with rows and labels."""
        return list(self._fits(self.tree))

    def _fits(self, node: ast.AST) -> Iterator[Fit]:
        for child in ast.iter_child_nodes(node):
            yield from self._fits(child)
        if not isinstance(node, ast.Assign | ast.Expr | ast.Return):
            return
        for call in ast.walk(node):
            match call:
                case ast.Call(func=ast.Attribute(attr="fit"), args=[rows, labels]):
                    yield Fit(node, call, ast.unparse(rows), ast.unparse(labels))

    def replaced(self, node: ast.expr, new: str) -> Edit:
        """The edit that puts a text in the place of a node."""
        return Edit(*self._span(node), new)

    def with_keyword(self, call: ast.Call, name: str, new: str) -> Edit:
        """The edit that gives a call this keyword, whether it has one of the name or not."""
        if found := keyword(call, name):
            return self.replaced(found.value, new)
        end = self._span(call)[1] - 1
        comma = "" if self.text[:end].rstrip().endswith((",", "(")) else ", "
        return Edit(end, end, f"{comma}{name}={new}")

    def before(self, statement: ast.stmt, lines: str) -> Edit:
        """The edit that puts lines before a statement, as far to the right."""
        start = self._place(statement.lineno, statement.col_offset)
        indented = lines.replace("\n", "\n" + " " * statement.col_offset)
        return Edit(start, start, indented + "\n" + " " * statement.col_offset)

    def applied(self, *edits: Edit) -> str:
        """The text with edits that do not overlap."""
        text = self.text
        for edit in sorted(edits, key=lambda edit: edit.start, reverse=True):
            text = text[: edit.start] + edit.new + text[edit.end :]
        return text

    def _span(self, node: ast.expr) -> tuple[int, int]:
        end_line, end_column = node.end_lineno, node.end_col_offset
        assert end_line is not None  # a tree that was parsed has all places
        assert end_column is not None
        return self._place(node.lineno, node.col_offset), self._place(end_line, end_column)

    def _place(self, line: int, column: int) -> int:
        lines = self.text.splitlines(keepends=True)
        # ast counts bytes of UTF-8.
        return sum(map(len, lines[: line - 1])) + len(lines[line - 1].encode()[:column].decode())


def keyword(call: ast.Call, name: str) -> ast.keyword | None:
    """A call's keyword of this name."""
    return next((found for found in call.keywords if found.arg == name), None)


def constant(call: ast.Call, name: str) -> object:
    """The value of a call's keyword; ``None`` if it has none or another expression."""
    found = keyword(call, name)
    return found.value.value if found and isinstance(found.value, ast.Constant) else None


def _called(function: ast.expr) -> str:
    match function:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
    return ""
