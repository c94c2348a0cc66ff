"""Lines of test cells that no process but the submission's own can judge, and how to write them better.

What is said here of a line was tried: the control (:mod:`softmark.grading.controls`) takes a cell with such a line into
the submission's kernel. Text alone proposes; the control decides.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from softmark.grading.files import plain_files
from softmark.grading.source import SourceCell, SourceNotebook
from softmark.judge.analysis import without_magics
from softmark.messages import _
from softmark.parsing import parse
from softmark.testing.hidden import KEPT_BACK

_MAGIC: Final = re.compile(r"^\s*(?:[\w.,\s]+=\s*)?[%!]\s*\w")
_TEXT_OF: Final = {"getsource", "getsourcelines", "getsourcefile", "getfile", "findsource"}
_COMPILED: Final = {"__code__", "__defaults__", "__kwdefaults__", "__globals__", "__closure__"}
_READERS: Final = {
    "open", "Path", "exists", "isfile", "isdir", "getsize", "stat", "listdir", "load", "loadtxt", "genfromtxt",
    "read_csv", "read_json", "read_excel", "read_parquet", "read_pickle", "load_model", "imread",
}  # fmt: skip
_OF_ALL_NAMES: Final = {"globals", "locals", "vars", "dir"}
_KINDS: Final = {"FunctionType", "LambdaType", "MethodType", "GeneratorType", "CoroutineType"}
_ASKS_KIND: Final = {"isfunction", "ismethod", "isgenerator", "isgeneratorfunction", "iscoroutinefunction"}
_FIGURES: Final = {"gcf", "gca", "get_fignums"}
_INNARDS: Final = {"pickle.dumps", "copy.copy", "copy.deepcopy", "inspect.getmembers", "id"}


_Match = tuple[int, str]
"""A line's number, and the rule that it matches."""


@dataclass(frozen=True)
class Finding:
    """A line of a test cell.

    Attributes:
        line: its number in the cell, from 1.
        text: the line.
        what: why it cannot be judged outside the submission's process.
        better: how to write it so that it can.
    """

    line: int
    text: str
    what: str
    better: str


def lint(source: SourceNotebook, cell: SourceCell, *, partial: bool = False) -> list[Finding]:
    """Look at one test cell.

    Args:
        source: its notebook.
        cell: the cell; its hidden part is looked at, too.
        partial: whether the reference's last value is the cell's points (see ``Control.partial``).
    """
    lines = cell.source.splitlines()
    found: dict[_Match, Finding] = {}
    for number, rule in _matches(source, cell, partial):
        what, better = _said()[rule]
        found.setdefault((number, rule), Finding(number, lines[number - 1].strip(), what, better))
    return [found[key] for key in sorted(found)]


def _said() -> Mapping[str, tuple[str, str]]:
    """Rule -> what it says of a line, and what is better."""
    return {
        "magic": (
            _("a magic or a shell command: the judge runs Python, not IPython"),
            _("write it in plain Python, or leave it out; what only shows something belongs in another cell"),
        ),
        "source text": (
            _("the text or the compiled code of the student's function: only its own process has it"),
            _("check what the function does; inspect.signature and a callback that counts its calls work outside"),
        ),
        "file": (
            _("a file that students are not given, so one that their code writes: it is in their folder alone"),
            _("let the answer be a value, or a function that reads the file and gives back what is in it"),
        ),
        "all names": (
            _("the whole of the notebook's names: the judge fetches each name when it is used"),
            _("use the name itself, or write 'name' in globals()"),
        ),
        "__main__": (
            _("the module __main__: in the judge it is the judge's own"),
            _("use the name itself; to replace a function for a while, bind its name in the test cell"),
        ),
        "kind": (
            _("whether it is a function or a generator of Python's own: in the judge a stand-in takes its place"),
            _("ask what it can do: callable(x), next(x), list(x)"),
        ),
        "figure": (
            _("matplotlib's current figure: the student's is in their own process"),
            _("let the answer bind fig, ax = plt.subplots(), and look at ax"),
        ),
        "innards": (
            _("what an object is made of, or where it lies: in the judge a stand-in takes its place"),
            _("ask for its attributes by name; compare objects with 'is'"),
        ),
        "replaced": (
            _("something of the test's own process is replaced or listened to: the student's code runs in another"),
            _("let the function take it as an argument, and hand over your own"),
        ),
        "given class": (
            _("a class of a locked cell: the student's class derives from the one in their own process"),
            _("check what its objects do, or ask isinstance(object, class)"),
        ),
        "credit": (
            _("the last value is the credit; one of numpy's prints as np.float64(1.0), for which nbgrader gives all"),
            _("write float(...) around it"),
        ),
    }


def _matches(source: SourceNotebook, cell: SourceCell, partial: bool) -> Iterator[_Match]:
    try:
        tree = parse(cell.source)
    except (SyntaxError, ValueError):
        for number, line in enumerate(cell.source.splitlines(), start=1):
            if _MAGIC.match(line):
                yield number, "magic"
        try:
            tree = parse(without_magics(cell.source))
        except (SyntaxError, ValueError):
            return
    given = {name for name, _path in plain_files(source.folder, leave_out=KEPT_BACK)}
    classes = _locked_classes(source, cell)
    asked = {id(part) for node in ast.walk(tree) for part in _one_name(node)}
    for node in ast.walk(tree):
        number = getattr(node, "lineno", 0)
        for rule, matches in _RULES.items():
            if matches(node):
                yield number, rule
        if isinstance(node, ast.Call):
            name = _dotted(node.func)
            if name in _OF_ALL_NAMES and not node.args and id(node) not in asked:
                yield number, "all names"
            if name.rpartition(".")[2] in _READERS and _constant(node.args) not in {"", *given}:
                yield number, "file"
            if name == "issubclass" and len(node.args) == 2 and _named(node.args[1]) & classes:
                yield number, "given class"
    last = tree.body[-1] if tree.body else None
    if partial and isinstance(last, ast.Expr) and _dotted(getattr(last.value, "func", last.value)) not in _PLAIN:
        yield last.lineno, "credit"


_PLAIN: Final = {"float", "int", "round", "len"}


def _dotted(node: ast.AST) -> str:
    """``inspect.getsource`` of the expression that says so; ``""`` for what is no dotted name."""
    if isinstance(node, ast.Attribute):
        return f"{_dotted(node.value)}.{node.attr}"
    return node.id if isinstance(node, ast.Name) else ""


def _called(node: ast.AST) -> str:
    return _dotted(node.func) if isinstance(node, ast.Call) else ""


def _constant(arguments: list[ast.expr]) -> str:
    """The first argument, if it is a text; a file's name as it stands in its folder."""
    first = arguments[0] if arguments else None
    text = first.value if isinstance(first, ast.Constant) and isinstance(first.value, str) else ""
    return text.removeprefix("./")


def _named(node: ast.AST) -> set[str]:
    return {part.id for part in ast.walk(node) if isinstance(part, ast.Name)}


def _one_name(node: ast.AST) -> list[ast.AST]:
    """Of ``globals()["x"]`` and ``"x" in globals()`` the mapping: such a question is about one name."""
    if isinstance(node, ast.Subscript):
        return [node.value]
    asks = isinstance(node, ast.Compare) and all(isinstance(part, ast.In | ast.NotIn) for part in node.ops)
    # ``dir()`` is a list, made before it is asked.
    return [part for part in node.comparators if _called(part) != "dir"] if asks else []  # type: ignore[attr-defined]


def _locked_classes(source: SourceNotebook, cell: SourceCell) -> set[str]:
    """Classes of the locked cells above."""
    found = set()
    for other in source.cells[: cell.position]:
        if other.locked and not other.grade and other.cell_type == "code":
            try:
                tree = parse(without_magics(other.source))
            except (SyntaxError, ValueError):
                continue
            found |= {node.name for node in tree.body if isinstance(node, ast.ClassDef)}
    return found


def _patched(node: ast.AST) -> str:
    """What ``mock.patch`` is asked to replace."""
    return _constant(node.args) if isinstance(node, ast.Call) and _called(node).rpartition(".")[2] == "patch" else ""


def _source_text(node: ast.AST) -> bool:
    name = _called(node)
    compiled = isinstance(node, ast.Attribute) and node.attr in _COMPILED
    return compiled or name.rpartition(".")[2] in _TEXT_OF or name.startswith("dis.")


def _main_module(node: ast.AST) -> bool:
    if isinstance(node, ast.Import):
        return any(alias.name == "__main__" for alias in node.names)
    if isinstance(node, ast.Subscript) and _dotted(node.value) == "sys.modules":
        return isinstance(node.slice, ast.Constant) and node.slice.value == "__main__"
    return _patched(node).startswith("__main__.")


def _kind(node: ast.AST) -> bool:
    asked = isinstance(node, ast.Attribute | ast.Name) and _dotted(node).rpartition(".")[2] in _KINDS
    return asked or _called(node).rpartition(".")[2] in _ASKS_KIND


def _figure(node: ast.AST) -> bool:
    return _called(node).rpartition(".")[2] in _FIGURES


def _innards(node: ast.AST) -> bool:
    of_object = isinstance(node, ast.Call) and _called(node) == "vars" and bool(node.args)
    return of_object or _called(node) in _INNARDS or (isinstance(node, ast.Attribute) and node.attr == "__dict__")


def _replaced(node: ast.AST) -> bool:
    targets = node.targets if isinstance(node, ast.Assign) else []
    if any(_dotted(target).startswith(("builtins.", "sys.std")) for target in targets):
        return True
    patches = _patched(node).startswith("builtins.")
    reads = isinstance(node, ast.Attribute) and _dotted(node) in ("os.environ", "sys.stdin")
    return patches or reads or _called(node).endswith((".addHandler", "os.getenv"))


_RULES: Final[Mapping[str, Callable[[ast.AST], bool]]] = {
    "source text": _source_text,
    "__main__": _main_module,
    "kind": _kind,
    "figure": _figure,
    "innards": _innards,
    "replaced": _replaced,
}
