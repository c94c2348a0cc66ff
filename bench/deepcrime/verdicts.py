"""What each mutant is: killed, equivalent or a survivor; and why, where no check says it."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Final

from bench.deepcrime.measuring import Compared
from bench.deepcrime.mutants import Mutant
from bench.deepcrime.trying import Outcome

KEPT: Final = Path(__file__).with_name("verdicts.toml")

Reasons = Mapping[str, Mapping[str, Mapping[str, str]]]
"""Assignment -> ``free``, ``wrong`` or ``why`` -> pattern of mutants' names -> a sentence."""

_NO_WORSE: Final = "Its networks are no worse."
_GOOD_ENOUGH: Final = "Its networks are worse, but a check of a score asks only whether something was learnt."


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
        compared: its networks beside the answer's, if that counts.
    """

    outcome: Outcome
    verdict: Verdict
    reason: str = ""
    compared: Compared | None = None


def read_reasons() -> Reasons:
    """The reasons that are kept beside this module."""
    return tomllib.loads(KEPT.read_text(encoding="utf-8"))


def verdict(outcome: Outcome, reasons: Reasons, compare: Callable[[Mutant], Compared]) -> Judged:
    """The verdict on one mutant.

    One that passes every check is a survivor if the text rules out what was changed. Else its networks are measured: it
    is equivalent if they are no worse than the answer's, or if the text leaves free what was changed and they reach the
    goal that it names.

    Args:
        outcome: what the checks said of it.
        reasons: what the texts of the assignments say.
        compare: measures its networks.
    """
    if outcome.lost:
        return Judged(outcome, Verdict.KILLED)
    said = reasons.get(outcome.assignment, {})
    free, wrong, why = (_of(said.get(kind, {}), outcome.mutant.name) for kind in ("free", "wrong", "why"))
    if wrong:
        return Judged(outcome, Verdict.SURVIVED, wrong)
    compared = compare(outcome.mutant)
    if not compared.worse or (free and compared.reaches_goal):
        return Judged(outcome, Verdict.EQUIVALENT, free or _NO_WORSE, compared)
    return Judged(outcome, Verdict.SURVIVED, why or _GOOD_ENOUGH, compared)


def _of(sentences: Mapping[str, str], name: str) -> str:
    return next((sentence for pattern, sentence in sentences.items() if fnmatchcase(name, pattern)), "")


def stale(names: Iterable[tuple[str, str]], reasons: Reasons) -> list[str]:
    """Patterns that fit none of these mutants, each an assignment and a name."""
    there = list(names)
    return [
        f"{assignment}: {pattern}"
        for assignment, kinds in reasons.items()
        for sentences in kinds.values()
        for pattern in sentences
        if not any(of == assignment and fnmatchcase(name, pattern) for of, name in there)
    ]
