"""Compiling and running the text of a cell as pytest would: with explained assertions.

Compiled code puts a few names that begin with ``@`` into its namespace; no program can spell them.
"""

import ast
import inspect
import linecache
import tokenize
import warnings
from io import StringIO
from types import CodeType

from _pytest.assertion.rewrite import rewrite_asserts

from softmark.messages import _
from softmark.testing import authored, measuring

_VALUE = "@softmark_value"


class NotPlainPython(SyntaxError):
    """The cell needs IPython: ``%magic``, ``!command``, a question mark, or ``await`` outside a function."""


def compile_cell(source: str, path: str) -> CodeType:
    """Compile a cell's text so that its failing assertions explain themselves.

    Args:
        source: the cell's text.
        path: the name it gets in tracebacks; its lines are registered with :mod:`linecache` under this name.

    Raises:
        NotPlainPython: if only IPython can run it.
        SyntaxError: if it is no Python at all.
    """
    return _compile(source, path, keep_value=False)


def test_functions(source: str) -> tuple[str, ...]:
    """Names of the ``test_*`` functions that a cell's text defines at its top level, in their order.

    Raises:
        SyntaxError: as :func:`compile_cell` does.
    """
    names = [node.name for node in _parse(source, "<cell>").body if isinstance(node, ast.FunctionDef)]
    return tuple(dict.fromkeys(name for name in names if name.startswith("test_")))


test_functions.__test__ = False  # type: ignore[attr-defined]  # pytest would take it for a test by its name


def run_cell(source: str, namespace: dict[str, object], path: str) -> object:
    """Run a cell's text in ``namespace``; the value of its last line if that is an expression, else ``None``.

    As in a notebook, a semicolon at the very end means that there is no value.

    Raises:
        NotPlainPython: if only IPython can run it.
        BaseException: whatever the cell raises.
    """
    __tracebackhide__ = True
    code = _compile(source, path, keep_value=not _ends_with_semicolon(source))
    try:
        exec(code, namespace)  # noqa: S102 - running cells is what this is for
        return namespace.get(_VALUE)
    finally:
        namespace.pop(_VALUE, None)


def _compile(source: str, path: str, *, keep_value: bool) -> CodeType:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about an odd backslash, say: nobody is there to read it
        tree = _parse(source, path)
        if keep_value and tree.body and isinstance(last := tree.body[-1], ast.Expr):
            target = ast.Name(_VALUE, ast.Store())
            tree.body[-1] = ast.copy_location(ast.Assign([target], last.value), last)
        tree = _Recording().visit(tree)
        measuring.mark(tree)
        _import_recorders(tree)
        ast.fix_missing_locations(tree)
        rewrite_asserts(tree, source.encode(), path)
        tree = measuring.Measuring().visit(tree)
        try:
            code = compile(tree, path, "exec", dont_inherit=True)
        except SyntaxError:
            _refuse_await(tree, path)
            raise
    lines = source.splitlines(keepends=True)
    # No modification time: linecache then never looks for a file, and keeps the entry.
    linecache.cache[path] = (len(source), None, lines, path)
    return code


def _parse(source: str, path: str) -> ast.Module:
    try:
        return ast.parse(source, filename=path)
    except SyntaxError as error:
        _refuse_ipython(source, path, error)
        raise


class _Recording(ast.NodeTransformer):
    """Leads every message that the author wrote through :mod:`softmark.testing.authored`."""

    def visit_Assert(self, node: ast.Assert) -> ast.AST:
        """``assert x, message``."""
        self.generic_visit(node)
        if node.msg is not None:
            node.msg = _heard(authored.whole.__name__, node.msg)
        return node

    def visit_Raise(self, node: ast.Raise) -> ast.AST:
        """``raise AssertionError(message)``."""
        self.generic_visit(node)
        match node.exc:
            case ast.Call(func=ast.Name(id="AssertionError"), args=[message], keywords=[]):
                if not isinstance(message, ast.Starred):
                    node.exc.args[0] = _heard(authored.whole.__name__, message)
        return node

    def visit_Call(self, node: ast.Call) -> ast.AST:
        """``numpy.testing.assert_allclose(a, b, err_msg=message)`` and its like."""
        self.generic_visit(node)
        match node.func:
            case ast.Name(id=name) | ast.Attribute(attr=name) if name.startswith("assert"):
                for keyword in node.keywords:
                    if keyword.arg in ("err_msg", "msg"):
                        keyword.value = _heard(authored.part.__name__, keyword.value)
                for place, value in enumerate(node.args[2:], start=2):
                    if isinstance(value, ast.JoinedStr) or (
                        isinstance(value, ast.Constant) and isinstance(value.value, str)
                    ):
                        node.args[place] = _heard(authored.part.__name__, value)
        return node


def _heard(how: str, message: ast.expr) -> ast.expr:
    hear = ast.Attribute(ast.Name(authored.RECORDER, ast.Load()), how, ast.Load())
    return ast.copy_location(ast.Call(hear, [message], []), message)


def _import_recorders(tree: ast.Module) -> None:
    """Import the recorders where ``__future__`` imports and a docstring allow it."""
    if not tree.body:
        return
    place = 0
    for place, node in enumerate(tree.body):
        match node:
            case ast.ImportFrom(module="__future__", level=0):
                continue
            case ast.Expr(value=ast.Constant(value=str())) if place == 0:
                continue
        break
    else:
        place += 1
    names = [ast.alias(module.__name__, module.RECORDER) for module in (authored, measuring)]
    tree.body.insert(place, ast.copy_location(ast.Import(names), tree.body[0]))


def _refuse_ipython(source: str, path: str, error: SyntaxError) -> None:
    from IPython.core.inputtransformer2 import TransformerManager

    try:
        ast.parse(TransformerManager().transform_cell(source))
    except Exception:  # IPython's transformers raise what they like on text that is no Python either
        return
    raise NotPlainPython(
        _("This cell uses a notebook command (%, ! or ?), which only a notebook can run."),
        (path, error.lineno, error.offset, error.text),
    ) from None


def _refuse_await(tree: ast.Module, path: str) -> None:
    try:
        code = compile(tree, path, "exec", flags=ast.PyCF_ALLOW_TOP_LEVEL_AWAIT, dont_inherit=True)
    except SyntaxError:
        return
    if code.co_flags & inspect.CO_COROUTINE:
        raise NotPlainPython(
            _("This cell uses await outside a function, which only a notebook can run."),
            (path, None, None, None),
        ) from None


def _ends_with_semicolon(source: str) -> bool:
    silent = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.ENDMARKER, tokenize.DEDENT}
    try:
        tokens = list(tokenize.generate_tokens(StringIO(source).readline))
    except (tokenize.TokenError, SyntaxError):
        return False
    return [token.string for token in tokens if token.type not in silent][-1:] == [";"]
