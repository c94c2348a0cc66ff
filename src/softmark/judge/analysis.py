"""What a cell's text binds, needs and changes, found without running it."""

from __future__ import annotations

import ast
import builtins
import re
import symtable
from dataclasses import dataclass

from softmark.parsing import parse

_MAGIC = re.compile(r"^\s*[%!].*$", re.MULTILINE)
_BUILTINS = frozenset(dir(builtins))
# Calls whose result is thrown away and which change none of their arguments.
_HARMLESS = frozenset({"print", "display", "plt", "show", "assert", "check"})


@dataclass(frozen=True)
class CellFacts:
    """Names in one cell.

    Attributes:
        binds: names that the cell assigns, imports or defines at its top level.
        imports: those of them that an import statement binds.
        needs: names that must exist before the cell's top level can run; built-in names are left out.
        changes: names whose objects the cell may change in place.
        tests: ``test_*`` functions that it defines, in order.
        valid: whether the text is Python at all.
    """

    binds: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()
    needs: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    tests: tuple[str, ...] = ()
    valid: bool = True


def without_magics(source: str) -> str:
    """The text with IPython's ``%`` and ``!`` lines emptied: the judge has no IPython.

    In a text that is Python, such a line is the rest of an expression, and stays.
    """
    try:
        parse(source)
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        pass
    else:
        return source
    return _MAGIC.sub(lambda found: found.group()[: len(found.group()) - len(found.group().lstrip())] + "pass", source)


def analyse(source: str) -> CellFacts:
    """Find out about one cell's text."""
    try:
        tree = parse(without_magics(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return CellFacts(valid=False)
    bound: set[str] = set()
    needs: set[str] = set()
    changes: set[str] = set()
    imports: set[str] = set()
    for statement in tree.body:
        names = _Names()
        names.visit(statement)
        needs |= names.loads - bound - _BUILTINS
        bound |= names.stores
        changes |= names.changes
        imports |= names.imports
    functions = (node for node in tree.body if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef))
    tests = tuple(dict.fromkeys(node.name for node in functions if node.name.startswith("test_")))
    return CellFacts(frozenset(bound), frozenset(imports), frozenset(needs), frozenset(changes), tests)


def read_later(source: str) -> frozenset[str]:
    """Global names that functions, lambdas and classes of a cell read when they are called."""
    try:
        table = symtable.symtable(without_magics(source), "<cell>", "exec")
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return frozenset()
    found = set()
    scopes = list(table.get_children())
    while scopes:
        scope = scopes.pop()
        scopes += scope.get_children()
        found |= {symbol.get_name() for symbol in scope.get_symbols() if symbol.is_global() and symbol.is_referenced()}
    return frozenset(found)


def import_statements(source: str) -> dict[str, str]:
    """Name -> the import statement that binds it, for the imports at a cell's top level."""
    try:
        tree = parse(without_magics(source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return {}
    found = {}
    for node in tree.body:
        if isinstance(node, ast.Import | ast.ImportFrom):
            for alias in node.names:
                name = alias.asname or alias.name.partition(".")[0]
                found[name] = ast.unparse(node)
    return found


class _Names(ast.NodeVisitor):
    """Collects the names of one top-level statement; bodies of functions run later and do not count."""

    def __init__(self) -> None:
        self.loads: set[str] = set()
        self.stores: set[str] = set()
        self.changes: set[str] = set()
        self.imports: set[str] = set()

    def visit_Name(self, node: ast.Name) -> None:
        (self.loads if isinstance(node.ctx, ast.Load) else self.stores).add(node.id)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        if isinstance(node.target, ast.Name):
            self.loads.add(node.target.id)
        self.generic_visit(node)

    def visit_Import(self, node: ast.Import | ast.ImportFrom) -> None:
        names = {alias.asname or alias.name.partition(".")[0] for alias in node.names}
        self.stores |= names
        self.imports |= names

    visit_ImportFrom = visit_Import

    def visit_FunctionDef(self, node: ast.FunctionDef | ast.AsyncFunctionDef) -> None:
        self.stores.add(node.name)
        for part in (*node.decorator_list, *node.args.defaults, *filter(None, node.args.kw_defaults)):
            self.visit(part)

    visit_AsyncFunctionDef = visit_FunctionDef

    def visit_Lambda(self, node: ast.Lambda) -> None:
        for part in (*node.args.defaults, *filter(None, node.args.kw_defaults)):
            self.visit(part)

    def visit_ClassDef(self, node: ast.ClassDef) -> None:
        self.stores.add(node.name)
        inner = _Names()
        for statement in node.body:
            inner.visit(statement)
        self.loads |= inner.loads - inner.stores
        for part in (*node.decorator_list, *node.bases, *(keyword.value for keyword in node.keywords)):
            self.visit(part)

    def _visit_comprehension(self, node: ast.ListComp | ast.SetComp | ast.GeneratorExp | ast.DictComp) -> None:
        inner = _Names()
        inner.generic_visit(node)
        self.loads |= inner.loads - inner.stores
        self.changes |= inner.changes - inner.stores

    visit_ListComp = visit_SetComp = visit_GeneratorExp = visit_DictComp = _visit_comprehension

    def visit_ExceptHandler(self, node: ast.ExceptHandler) -> None:
        if node.name:
            self.stores.add(node.name)
        self.generic_visit(node)

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if not isinstance(node.ctx, ast.Load):
            self._change(node.value)
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if not isinstance(node.ctx, ast.Load):
            self._change(node.value)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        if isinstance(node.func, ast.Attribute):
            self._change(node.func.value)
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        call = node.value
        if isinstance(call, ast.Call) and _root(call.func) not in _HARMLESS:
            for argument in (*call.args, *(keyword.value for keyword in call.keywords)):
                self._change(argument)
        self.generic_visit(node)

    def _change(self, node: ast.expr) -> None:
        root = _root(node)
        if root is not None:
            self.changes.add(root)


def _root(node: ast.expr) -> str | None:
    """The name at the left end of ``name.attribute[index].call()``."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None
