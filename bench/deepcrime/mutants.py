"""Which mutants are tried: of each operator the same number for each assignment, spread over its networks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from pathlib import Path
from typing import Final

from bench.deepcrime.operators import OPERATORS, Operator
from bench.deepcrime.program import Program
from softmark.grading import SourceNotebook
from softmark.grading.solutions import reference_text
from softmark.grading.variants import read_variant

ANSWERS: Final = Path(__file__).with_name("answers")
NETWORKS: Final[Mapping[str, tuple[str, ...]]] = {
    "05-binary-classification": ("model", "one-unit", "two-units"),
    "06-softmax-classifier": ("iris-net", "digit-net", "train-model"),
    "07-overfitting": ("big", "small", "dropout-net", "cure"),
}
"""Assignment -> its cells with networks that are mutated; of two that hold the same network, the first."""

TRAINING: Final = frozenset(cell for cells in NETWORKS.values() for cell in cells) | {"digit-class"}
"""Cells that train."""


@dataclass(frozen=True)
class Answer:
    """A right answer for one cell.

    Attributes:
        name: ``"reference"``, or the file's name among our other answers.
        cell: grade_id of the solution cell.
        text: its text.
    """

    name: str
    cell: str
    text: str


@dataclass(frozen=True)
class Mutant:
    """An answer after one operator.

    Attributes:
        operator: the operator.
        answer: what it was applied to.
        what: what was done, in a few words.
        text: the cell's text.
    """

    operator: Operator
    answer: Answer
    what: str
    text: str

    @property
    def name(self) -> str:
        """Its name in its assignment, which stays while the answer does."""
        among = "" if self.answer.name == "reference" else f" ({self.answer.name})"
        return f"{self.operator.code} {self.answer.cell}{among}: {self.what}"


def answers(assignment: str, sources: Sequence[SourceNotebook]) -> list[Answer]:
    """The reference's answers for an assignment's networks, then other right answers that its text names.

    A file ``reference.py`` stands for the reference where that leaves training to a given function.
    """
    found = {(cell, "reference"): text for cell, text in _references(assignment, sources).items()}
    for path in sorted((ANSWERS / assignment).glob("*.py")):
        variant = read_variant(path)
        found |= {(cell, variant.name): text for cell, text in variant.cells.items()}
    return [Answer(name, cell, text) for (cell, name), text in found.items()]


def _references(assignment: str, sources: Sequence[SourceNotebook]) -> dict[str, str]:
    cells = {cell.grade_id: cell for source in sources for cell in source.cells}
    return {name: reference_text(cells[name].source) for name in NETWORKS[assignment]}


def mutants_of(known: Sequence[Answer], at_most: int) -> list[Mutant]:
    """The mutants of an assignment.

    Args:
        known: its answers. Those that are not the reference count for operators that find no place in it.
        at_most: how many of each operator.
    """
    references = [answer for answer in known if answer.name == "reference"]
    others = [answer for answer in known if answer.name != "reference"]
    chosen: list[Mutant] = []
    for turn, operator in enumerate(OPERATORS):
        found = _in_turn(operator, references, turn) or _in_turn(operator, others, 0)
        chosen += found[:at_most]
    return chosen


def _in_turn(operator: Operator, known: Sequence[Answer], turn: int) -> list[Mutant]:
    """An operator's mutants: one of each answer in turn. Each operator begins with another answer."""
    if not known:
        return []
    begin = turn % len(known)
    rows = [list(_of(operator, answer)) for answer in (*known[begin:], *known[:begin])]
    # Each row begins with another of its mutants, so that not all have the operator's first parameter.
    turned = (row[at % len(row) :] + row[: at % len(row)] for at, row in enumerate(row for row in rows if row))
    return [mutant for column in zip_longest(*turned) for mutant in column if mutant is not None]


def _of(operator: Operator, answer: Answer) -> Iterator[Mutant]:
    seen: defaultdict[str, int] = defaultdict(int)
    texts = {answer.text}
    for what, text in operator.mutants(Program(answer.text)):
        if text not in texts:
            texts.add(text)
            seen[what] += 1
            yield Mutant(operator, answer, f"{what} #{seen[what]}" if seen[what] > 1 else what, text)
