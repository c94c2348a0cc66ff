"""What a cell reads, writes and sets, found from its text."""

from __future__ import annotations

import ast
import builtins
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from softmark.judge.analysis import analyse, read_later, without_magics
from softmark.parsing import parse

_BUILTINS: Final = frozenset(dir(builtins))
_SHOWING: Final = frozenset({"print", "display", "plt", "pyplot", "check", "warnings"})
"""Roots of calls that only show something."""
_CHANGING: Final = frozenset(
    "adapt add append apply apply_gradients assign build clear compile discard drop_duplicates extend fill fit "
    "fit_predict fit_transform insert load_state_dict partial_fit pop popitem put remove reset_states resize reverse "
    "set_params set_weights setdefault shuffle sort step train_on_batch update".split()
)
"""Methods that change the object that they are called on, though their result may be used, too."""


@dataclass(frozen=True)
class Uses:
    """What a cell has to do with names.

    Attributes:
        reads: names that it needs from elsewhere, also when a function of its is called later; what a test's parameters
            stand for.
        calls: function or class that it defines -> the names that this reads when it is called.
        binds: names that it certainly binds anew.
        imports: names that it binds by an import.
        changes: other names that it may bind, or whose objects it may change.
        plain: functions and constants that it defines and that are the same whatever its other names stand for: no
            decorators, no computed defaults or values.
        sets: names at whose attributes it calls something without taking anything back: if they are a library's, that
            has an effect without a name, a seed or an option.
    """

    reads: frozenset[str] = frozenset()
    calls: Mapping[str, frozenset[str]] = field(default_factory=dict)
    binds: frozenset[str] = frozenset()
    imports: frozenset[str] = frozenset()
    changes: frozenset[str] = frozenset()
    plain: frozenset[str] = frozenset()
    sets: frozenset[str] = frozenset()

    def __or__(self, other: Uses) -> Uses:
        """A cell that may have either text."""
        both = self.binds & other.binds
        names = {*self.calls, *other.calls}
        return Uses(
            self.reads | other.reads,
            {name: self.calls.get(name, frozenset()) | other.calls.get(name, frozenset()) for name in names},
            both,
            self.imports | other.imports,
            self.changes | other.changes | (self.binds | other.binds) - both,
            self.plain & other.plain,
            self.sets | other.sets,
        )


@lru_cache(4096)
def uses_of(text: str, *, test: bool = False) -> Uses:
    """What a cell with this text uses; nothing if it is no Python.

    Args:
        text: the cell's text.
        test: whether it is a cell of checks. Their functions change nothing that other cells would see: they run in
            the judge, on what it was given.
    """
    try:
        tree = parse(without_magics(text))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return Uses()
    facts = analyse(text)
    certain = frozenset(name for statement in tree.body for name in _certainly(statement))
    changing = _Changing(facts.imports, functions=not test)
    changing.visit(tree)
    parameters = frozenset(arg for test in _tests(tree) for arg in _arguments(test))
    # A name that the cell binds itself is its own by the time that its functions run.
    later = (read_later(text) | parameters) - _BUILTINS - facts.binds
    definitions = [node for node in tree.body if isinstance(node, ast.FunctionDef | ast.ClassDef)]
    return Uses(
        reads=facts.needs | later,
        calls={node.name: read_later(ast.unparse(node)) - _BUILTINS for node in definitions},
        binds=certain,
        imports=facts.imports,
        changes=(facts.binds - certain) | changing.names,
        plain=_plain(tree),
        sets=frozenset(filter(None, map(_sets, tree.body))),
    )


def _plain(tree: ast.Module) -> frozenset[str]:
    bound: Counter[str] = Counter()
    plain = set()
    for statement in tree.body:
        match statement:
            case ast.FunctionDef(name=name):
                bound[name] += 1
                defaults = (*statement.args.defaults, *statement.args.kw_defaults)
                computed = [part for part in defaults if not isinstance(part, ast.Constant | None)]
                if not (computed or statement.decorator_list):
                    plain.add(name)
                continue
            case ast.Assign(targets=[ast.Name(id=name)], value=value):
                if not any(isinstance(part, ast.Name | ast.Call) for part in ast.walk(value)):
                    plain.add(name)
        stored = (part for part in ast.walk(statement) if isinstance(part, ast.Name))
        bound.update(part.id for part in stored if not isinstance(part.ctx, ast.Load))
    return frozenset(name for name in plain if bound[name] == 1)


def _tests(tree: ast.Module) -> list[ast.FunctionDef]:
    return [node for node in tree.body if isinstance(node, ast.FunctionDef) and node.name.startswith("test_")]


def _arguments(test: ast.FunctionDef) -> list[str]:
    given = test.args
    several = [part for part in (given.vararg, given.kwarg) if part is not None]
    return [part.arg for part in (*given.posonlyargs, *given.args, *given.kwonlyargs, *several)]


def _certainly(statement: ast.stmt) -> list[str]:
    """Names that a top-level statement binds in any case."""
    match statement:
        case ast.FunctionDef(name=name) | ast.AsyncFunctionDef(name=name) | ast.ClassDef(name=name):
            return [name]
        case ast.Import(names=names) | ast.ImportFrom(names=names):
            return [alias.asname or alias.name.partition(".")[0] for alias in names]
        case ast.Assign(targets=targets):
            found = targets
        case ast.AnnAssign(target=target, value=ast.expr()):
            found = [target]
        case _:
            return []
    nodes = [node for target in found for node in _unpacked(target)]
    return [node.id for node in nodes if isinstance(node, ast.Name)]


def _unpacked(target: ast.expr) -> list[ast.expr]:
    if isinstance(target, ast.Starred):
        return _unpacked(target.value)
    if isinstance(target, ast.Tuple | ast.List):
        return [node for part in target.elts for node in _unpacked(part)]
    return [target]


def _sets(statement: ast.stmt) -> str | None:
    """At whose attribute a statement calls something, and takes nothing back."""
    match statement:
        case ast.Expr(value=ast.Call(func=ast.Attribute() as function)):
            root = _root(function)
            return None if root in _SHOWING else root
        case _:
            return None


class _Changing(ast.NodeVisitor):
    """Collects names whose objects a cell may change.

    A library's function leaves its arguments alone unless its result is thrown away; one of the notebook's own may
    train the model that it is given. Bodies of functions count, too, but for their own names: who calls them is not
    known.
    """

    def __init__(self, imports: frozenset[str], *, functions: bool) -> None:
        self._imports = imports
        self._functions = functions
        self.names: set[str] = set()

    def visit_FunctionDef(self, node: ast.FunctionDef) -> None:
        if not self._functions:
            return
        inner = _Changing(self._imports, functions=True)
        inner.generic_visit(node)
        stored = (part for part in ast.walk(node) if isinstance(part, ast.Name) and not isinstance(part.ctx, ast.Load))
        self.names |= inner.names - {*_arguments(node), *(part.id for part in stored)}

    def visit_Attribute(self, node: ast.Attribute) -> None:
        if not isinstance(node.ctx, ast.Load):
            self._add(node.value)
        self.generic_visit(node)

    def visit_Subscript(self, node: ast.Subscript) -> None:
        if not isinstance(node.ctx, ast.Load):
            self._add(node.value)
        self.generic_visit(node)

    def visit_AugAssign(self, node: ast.AugAssign) -> None:
        self._add(node.target)
        self.generic_visit(node)

    def visit_Call(self, node: ast.Call) -> None:
        match node.func:
            case ast.Attribute(value=target, attr=method) if method in _CHANGING:
                self._add(target)
            case ast.Name(id=name) if name not in _BUILTINS and name not in self._imports and not name[:1].isupper():
                self._add_arguments(node)
        self.generic_visit(node)

    def visit_Expr(self, node: ast.Expr) -> None:
        match node.value:
            case ast.Call(func=function) as call if _root(function) not in _SHOWING:
                self._add(function)
                self._add_arguments(call)
        self.generic_visit(node)

    def _add_arguments(self, node: ast.Call) -> None:
        for argument in (*node.args, *(keyword.value for keyword in node.keywords)):
            if isinstance(argument, ast.Name):
                self._add(argument)

    def _add(self, node: ast.expr) -> None:
        root = _root(node)
        if root is not None and root not in self._imports and root not in _BUILTINS:
            self.names.add(root)


def _root(node: ast.expr) -> str | None:
    """The name at the left end of ``name.attribute[index].call()``."""
    while isinstance(node, ast.Attribute | ast.Subscript | ast.Call):
        node = node.func if isinstance(node, ast.Call) else node.value
    return node.id if isinstance(node, ast.Name) else None
