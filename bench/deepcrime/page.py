"""The page ``docs/checks-benchmark.md``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from statistics import mean
from typing import Final

import jinja2

from bench.deepcrime.measuring import Compared
from bench.deepcrime.mutants import ANSWERS
from bench.deepcrime.operators import OPERATORS, Operator
from bench.deepcrime.verdicts import Judged, Verdict
from bench.machine import Machine

TARGET: Final = 0.9


@dataclass(frozen=True)
class Counts:
    """How many mutants there are, and what became of them."""

    killed: int
    equivalent: int
    survived: int

    @classmethod
    def of(cls, every: Sequence[Judged]) -> Counts:
        """Counted."""
        counted = Counter(one.verdict for one in every)
        return cls(counted[Verdict.KILLED], counted[Verdict.EQUIVALENT], counted[Verdict.SURVIVED])

    @property
    def applicable(self) -> int:
        """All of them."""
        return self.killed + self.equivalent + self.survived

    @property
    def score(self) -> float | None:
        """The share of those that are not equivalent that is killed; ``None`` if there are none."""
        wrong = self.killed + self.survived
        return self.killed / wrong if wrong else None


def page(every: Sequence[Judged], machine: Machine, *, command: str, at_most: int, runs: int, minutes: float) -> str:
    """The page as Markdown.

    Args:
        every: the mutants of all assignments.
        machine: what this ran on.
        command: what made the page.
        at_most: how many mutants of each operator and assignment were made.
        runs: seeds of each measured network.
        minutes: how long this took.
    """
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    jinja = jinja2.Environment(loader=loader, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    jinja.filters |= {"share": share, "numbers": numbers}
    by_operator = [(operator, Counts.of(_of(every, operator))) for operator in OPERATORS]
    assignments = dict.fromkeys(one.outcome.assignment for one in every)
    return jinja.get_template("checks-benchmark.md.j2").render(
        all=Counts.of(every),
        by_operator=by_operator,
        by_assignment=[
            (name, Counts.of([one for one in every if one.outcome.assignment == name])) for name in assignments
        ],
        survivors=[one for one in every if one.verdict is Verdict.SURVIVED],
        equivalents=[one for one in every if one.verdict is Verdict.EQUIVALENT],
        killed=[one for one in every if one.verdict is Verdict.KILLED],
        target=TARGET,
        answers=sorted(str(path.relative_to(ANSWERS).with_suffix("")) for path in ANSWERS.glob("*/*.py")),
        machine=machine,
        command=command,
        at_most=at_most,
        runs=runs,
        minutes=minutes,
        today=date.today(),
    )


def _of(every: Sequence[Judged], operator: Operator) -> list[Judged]:
    return [one for one in every if one.outcome.mutant.operator.code == operator.code]


def share(value: float | None) -> str:
    """A share in per cent, never rounded up to a target.

    >>> share(0.8999), share(1.0), share(None)
    ('89 %', '100 %', '–')
    """
    return "–" if value is None else f"{int(100 * value + 1e-9)} %"


def numbers(compared: Compared) -> str:
    """What was measured, in a line."""
    told = f"{compared.measure.what}: {mean(compared.mutant):.3f}, the answer's {mean(compared.answer):.3f}"
    goal = "" if compared.measure.goal is None else f"; goal {compared.measure.goal:g}"
    return f"{told}, {'worse' if compared.worse else 'no worse'}, p = {compared.p_value:.2g}{goal}"
