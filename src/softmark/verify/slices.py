"""The part of a notebook that a change of some answers can matter to.

A solution of one task need not wait for the training of all others: only cells run that the changed ones depend on, or
that depend on them. What a cell has to do with names is found from its text (:mod:`softmark.verify.uses`). A notebook
whose cells meet in other places (files, the namespace as a whole, IPython's commands) is not cut.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import reduce
from operator import or_

from softmark.grading import SourceCell, SourceNotebook
from softmark.judge.analysis import analyse, without_magics
from softmark.parsing import parse
from softmark.verify.uses import Uses, uses_of

# Files that are only read are the same for every part of a notebook.
_ELSEWHERE = re.compile(
    r"^\s*[%!]|(?<![.\w])(?:open|exec|eval|globals|locals|vars|get_ipython)\s*\(|"
    r"\.(?:save|savez|savetxt|save_weights|to_csv|to_json|to_pickle|write_text|write_bytes|dump)\s*\(",
    re.MULTILINE,
)


def cut(source: SourceNotebook, answers: Mapping[str, str]) -> SourceNotebook:
    """The notebook without the cells that these answers have nothing to do with.

    Args:
        source: the instructor's notebook.
        answers: solution cell -> another text for it.

    Returns:
        A notebook whose cells are numbered anew; ``source`` itself if it cannot be cut safely, or if none of its cells
        is answered.
    """
    code = [cell for cell in source.cells if cell.cell_type == "code"]
    changed = {cell.position for cell in code if cell.grade_id in answers}
    if not changed or any(_ELSEWHERE.search(text) for cell in code for text in _texts(cell, answers)):
        return source
    found = {cell.position: reduce(or_, (uses_of(t, test=cell.test) for t in _texts(cell, answers))) for cell in code}
    tests = {cell.position for cell in code if cell.test}
    judged = _touched(_linked(found), changed) & (tests | changed)
    # Of the other cells of checks, those that are kept are kept for what they define.
    tools = {cell.position: _without_tests(cell) for cell in code if cell.position in tests - judged}
    uses = _linked({**found, **{place: uses_of(cell.source) for place, cell in tools.items()}})
    kept = _needed(uses, judged)
    cells = [tools.get(cell.position, cell) for cell in source.cells if cell.position in kept]
    numbered = tuple(replace(cell, position=index) for index, cell in enumerate(cells))
    return replace(source, cells=numbered, whole=source)


def _without_tests(cell: SourceCell) -> SourceCell:
    """A cell of checks as an ordinary one, which defines what it defines beside its tests."""
    try:
        tree = parse(without_magics(cell.source))
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        return cell
    if not analyse(cell.source).tests:  # plain asserts
        return cell
    tree.body = [node for node in tree.body if not _is_check(node)]
    text = ast.unparse(tree)
    return replace(cell, source=text, released=text, grade=False, points=0.0)


def _is_check(node: ast.stmt) -> bool:
    """A test, or a call whose result nobody takes, such as ``check()``."""
    if isinstance(node, ast.Expr):
        return isinstance(node.value, ast.Call)
    return isinstance(node, ast.FunctionDef) and node.name.startswith("test_")


def _texts(cell: SourceCell, answers: Mapping[str, str]) -> list[str]:
    return [cell.source, *([answers[cell.grade_id]] if cell.grade_id in answers else [])]


def _linked(uses: Mapping[int, Uses]) -> dict[int, Uses]:
    """Who reads a function reads what the function reads when it is called. What is imported, nobody changes."""
    imported = {name for use in uses.values() for name in use.imports}
    calls: dict[str, frozenset[str]] = {}
    for use in uses.values():
        for name, later in use.calls.items():
            calls[name] = calls.get(name, frozenset()) | later
    found = {}
    for position, use in uses.items():
        wanted, open_ = set(use.reads), list(use.reads)
        while open_:
            new = calls.get(open_.pop(), frozenset()) - wanted
            wanted |= new
            open_ += new
        found[position] = replace(
            use, reads=frozenset(wanted), changes=use.changes - imported, sets=use.sets & imported
        )
    return found


def _touched(uses: Mapping[int, Uses], changed: Iterable[int]) -> set[int]:
    """These cells, and all below that anything from them can reach, whether a check sees it or not."""
    touched, answered = set(changed), set(changed)
    tainted: set[str] = set()
    for position, use in sorted(uses.items()):
        if position in touched or use.reads & tainted:
            touched.add(position)
            # A function that is only defined here is the same as ever: what it reads, its callers read.
            tainted |= (use.binds | use.changes) - use.imports - (frozenset() if position in answered else use.plain)
        else:
            tainted -= use.binds
    return touched


def _needed(uses: Mapping[int, Uses], touched: set[int]) -> set[int]:
    """These cells, and all above that anything of them comes from."""
    first: dict[str, int] = {}
    for position, use in sorted(uses.items()):
        for name in use.imports:
            first.setdefault(name, position)
    needed = set(touched)
    wanted: set[str] = set()
    for position, use in sorted(uses.items(), reverse=True):
        imports = {name for name in use.imports if first[name] == position}
        if position in needed or wanted & (use.changes | (use.binds - use.imports) | imports) or use.sets:
            needed.add(position)
            wanted = (wanted - (use.binds - use.imports)) | use.reads
    return needed
