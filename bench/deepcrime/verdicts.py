"""What each mutant is: killed, equivalent or a survivor; and why, where no check says it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Final

from bench.deepcrime.measuring import Compared
from bench.deepcrime.mutants import Mutant
from bench.deepcrime.trying import Outcome

KEPT: Final = Path(__file__).with_name("verdicts.toml")
FREE, MEASURED, SURVIVED = "free", "measured", "survived"

Reasons = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Assignment -> :data:`FREE`, :data:`MEASURED` or :data:`SURVIVED` -> name of a mutant -> why."""


class Verdict(StrEnum):
    """What a mutant is."""

    KILLED = "killed"
    EQUIVALENT = "equivalent"
    SURVIVED = "survived"


@dataclass(frozen=True)
class Judged:
    """A mutant and its verdict.

    Attributes:
        outcome: what the checks said.
        verdict: what it is.
        reason: of one that is not killed, why.
        compared: its networks beside the answer's, if that was measured.
    """

    outcome: Outcome
    verdict: Verdict
    reason: str = ""
    compared: Compared | None = None

    @property
    def wrongly_failed(self) -> bool:
        """Whether checks fail it although it is right."""
        return self.verdict is Verdict.EQUIVALENT and bool(self.outcome.lost)


def read_reasons() -> Reasons:
    """The reasons that are kept beside this module."""
    return tomllib.loads(KEPT.read_text(encoding="utf-8"))


def verdict(outcome: Outcome, reasons: Reasons, compare: Callable[[Mutant], Compared]) -> Judged:
    """The verdict on one mutant.

    A mutant that passes is a survivor, unless the text leaves free what it changes, or its networks are no worse than
    the answer's by DeepCrime's own test. Both must have been said of it beforehand, and the second must be true.

    Args:
        outcome: what the checks said of it.
        reasons: what is said of mutants that the checks are not expected to kill.
        compare: measures its networks.
    """
    said = reasons.get(outcome.assignment, {})
    name = outcome.mutant.name
    if name in said.get(FREE, {}):
        return Judged(outcome, Verdict.EQUIVALENT, said[FREE][name])
    if name in said.get(MEASURED, {}):
        compared = compare(outcome.mutant)
        if not compared.worse:
            return Judged(outcome, Verdict.EQUIVALENT, said[MEASURED][name], compared)
        return _unless_killed(outcome, "It was thought to do no harm, but its networks are worse.", compared)
    return _unless_killed(outcome, said.get(SURVIVED, {}).get(name, "Nobody has looked into it yet."))


def _unless_killed(outcome: Outcome, reason: str, compared: Compared | None = None) -> Judged:
    if outcome.lost:
        return Judged(outcome, Verdict.KILLED)
    return Judged(outcome, Verdict.SURVIVED, reason, compared)


def stale(every: Iterable[Judged], reasons: Reasons) -> list[str]:
    """Names of mutants that reasons speak of, and that are not there."""
    there = {(one.outcome.assignment, one.outcome.mutant.name) for one in every}
    return sorted(
        f"{assignment}: {name}"
        for assignment, kinds in reasons.items()
        for names in kinds.values()
        for name in names
        if (assignment, name) not in there
    )
