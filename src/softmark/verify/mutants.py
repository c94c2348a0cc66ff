"""Mutants: the reference solution with one small mistake, of the kinds that students make.

A check that no mutant fails may be looking at nothing; a mutant that no check fails shows what is not looked at.
"""

from __future__ import annotations

import ast
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import zip_longest

from softmark.grading import SourceNotebook
from softmark.grading.solutions import reference_text, solved_lines
from softmark.parsing import parse
from softmark.verify.operators import edits


@dataclass(frozen=True)
class Mutant:
    """A reference answer with one mistake.

    Attributes:
        cell: grade_id of the solution cell.
        operator: kind of mistake.
        before, after: what stands in the reference, and what in its place.
        number: which of several such places in the cell it is, from 1.
        text: the cell's text.
    """

    cell: str
    operator: str
    before: str
    after: str
    number: int
    text: str

    @property
    def name(self) -> str:
        """Its name, which stays while the reference does."""
        again = f" #{self.number}" if self.number > 1 else ""
        return f"{self.cell}: {self.before} -> {self.after}{again}"


def mutants_of(source: SourceNotebook, at_most: int | None = None) -> list[Mutant]:
    """Mutants of a notebook's reference.

    Args:
        source: the instructor's notebook.
        at_most: how many; if there are more, each cell and each kind of mistake gets its share.
    """
    found: dict[str, list[Mutant]] = {}
    for cell in source.cells:
        if cell.solution and not cell.grade and cell.cell_type == "code":
            found[cell.grade_id] = list(_of_cell(cell.grade_id, reference_text(cell.source), solved_lines(cell.source)))
    every = [mutant for mutants in found.values() for mutant in mutants]
    return every if at_most is None or len(every) <= at_most else _shared(found.values(), at_most)


def _of_cell(name: str, text: str, lines: frozenset[int]) -> Iterator[Mutant]:
    try:
        tree = parse(text)
    except SyntaxError:  # IPython's own commands
        return
    seen: defaultdict[tuple[str, str], int] = defaultdict(int)
    texts = {text}
    for edit in edits(tree, text):
        if edit.line not in lines:
            continue
        mutated = edit.applied(text)
        if mutated in texts or not _valid(mutated):
            continue
        texts.add(mutated)
        before, after = _short(edit.before(text)), _short(edit.new)
        seen[before, after] += 1
        yield Mutant(name, edit.operator, before, after, seen[before, after], mutated)


def _valid(text: str) -> bool:
    try:
        compile(text, "<mutant>", "exec", ast.PyCF_ONLY_AST)
    except (SyntaxError, ValueError):
        return False
    return True


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 60 else f"{line[:40]} … {line[-17:]}"


def _shared(cells: Iterable[list[Mutant]], at_most: int) -> list[Mutant]:
    """Some of each cell, and of each of its kinds, in turn."""
    turns = []
    for mutants in cells:
        kinds: defaultdict[str, list[Mutant]] = defaultdict(list)
        for mutant in mutants:
            kinds[mutant.operator].append(mutant)
        turns.append(list(_in_turn(kinds.values())))
    return list(_in_turn(turns))[:at_most]


def _in_turn(lists: Iterable[list[Mutant]]) -> Iterator[Mutant]:
    for row in zip_longest(*lists):
        yield from (mutant for mutant in row if mutant is not None)
