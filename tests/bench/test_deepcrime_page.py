"""Verdicts on mutants, and the page's numbers."""

from __future__ import annotations

import pytest

from bench.deepcrime.measuring import MEASURES, Compared, Measure
from bench.deepcrime.mutants import NETWORKS, Answer, Mutant, answers, mutants_of
from bench.deepcrime.operators import OPERATORS
from bench.deepcrime.page import Counts, page, share
from bench.deepcrime.trying import Outcome, sources_of
from bench.deepcrime.verdicts import Judged, Verdict, read_reasons, stale, verdict
from bench.machine import this_machine

ANSWER = Answer("reference", "model", "model.fit(X, y, epochs=9)")
REASONS = {
    "05": {
        "free": {"HBS model: free": "The text asks for none."},
        "measured": {"HBS model: harmless": "As good.", "HBS model: harmful": "As good, it seemed."},
        "survived": {"HBS model: known": "The check looks at one row only."},
    }
}


def outcome(what: str, *lost: str) -> Outcome:
    (operator,) = (one for one in OPERATORS if one.code == "HBS")
    return Outcome("05", Mutant(operator, ANSWER, what, "text"), lost)


def compared(mutant: Mutant) -> Compared:
    values = (0.5, 0.51, 0.49) if mutant.what == "harmful" else (0.9, 0.91, 0.89)
    return Compared(Measure("accuracy", lambda names, hidden: 0.0), (0.9, 0.92, 0.88), values)


@pytest.mark.parametrize(
    ("what", "lost", "expected"),
    [
        ("other", ("test_a",), Verdict.KILLED),
        ("other", (), Verdict.SURVIVED),
        ("known", (), Verdict.SURVIVED),
        ("free", (), Verdict.EQUIVALENT),
        ("harmless", (), Verdict.EQUIVALENT),
        ("harmful", (), Verdict.SURVIVED),
        ("harmful", ("test_a",), Verdict.KILLED),
    ],
)
def test_verdict(what: str, lost: tuple[str, ...], expected: Verdict) -> None:
    """What passes survives, unless it was said to be equivalent, and its networks are no worse where that was said."""
    one = verdict(outcome(what, *lost), REASONS, compared)
    assert one.verdict is expected
    assert bool(one.reason) == (expected is not Verdict.KILLED)


def test_right_mutant_that_fails() -> None:
    """What the text leaves free and a check fails is no success of the check."""
    one = verdict(outcome("free", "test_a"), REASONS, compared)
    assert one.wrongly_failed
    assert "## Right, and yet failed" in written([one])


def test_less_may_be_better() -> None:
    """Of a loss, more is worse."""
    loss = Measure("loss", lambda names, hidden: 0.0, -1)
    assert Compared(loss, (0.9, 0.91), (1.9, 1.91)).worse
    assert not Compared(loss, (1.9, 1.91), (0.9, 0.91)).worse


def test_stale_reasons_are_named() -> None:
    """A reason for a mutant that is not there says so."""
    every = [verdict(outcome("free"), REASONS, compared)]
    assert "05: HBS model: known" in stale(every, REASONS)
    assert "05: HBS model: free" not in stale(every, REASONS)


def written(every: list[Judged]) -> str:
    return page(every, this_machine(), command="make it", at_most=3, runs=5, minutes=1.0)


def test_page_counts() -> None:
    """The page's numbers are those of the verdicts; its table has all operators, and survivors come first."""
    whats = [("other", ("test_a",))] * 3 + [("free", ()), ("known", ())]
    text = written([verdict(outcome(what, *lost), REASONS, compared) for what, lost in whats])
    assert "**3 of 4 mutants that are wrong lose points: 75 % (aim: 90 %, not reached).**" in text
    assert "| HBS | hyperparameters: another batch size | 5 | 3 | 1 | 1 |" in text
    assert "| | **all** | 5 | 3 | 1 | 1 |" in text
    assert all(f"\n| {one.code} |" in text for one in OPERATORS)
    assert text.index("The check looks at one row only.") < text.index("The text asks for none.")
    rows = {line.count("|") for line in text.splitlines() if line.startswith("|")}
    assert rows == {7}


def test_share_is_not_rounded_up() -> None:
    """A target is not reached by rounding."""
    assert share(Counts(899, 0, 101).score) == "89 %"
    assert share(Counts(0, 3, 0).score) == "–"


@pytest.fixture(scope="module")
def chosen() -> dict[str, list[Mutant]]:
    """The mutants of all assignments."""
    return {name: mutants_of(answers(name, sources_of(name)), 3) for name in NETWORKS}


def test_absent_operators_say_why(chosen: dict[str, list[Mutant]]) -> None:
    """An operator without any mutant says why; one with mutants says nothing of the kind."""
    used = {mutant.operator.code for mutants in chosen.values() for mutant in mutants}
    assert {one.code for one in OPERATORS if not one.absent} == used


def test_mutants_are_spread(chosen: dict[str, list[Mutant]]) -> None:
    """Names are unique, all are programs, none has more than its share, and each network has some."""
    for name, mutants in chosen.items():
        assert len({mutant.name for mutant in mutants}) == len(mutants)
        assert {mutant.answer.cell for mutant in mutants} == set(NETWORKS[name])
        assert set(NETWORKS[name]) <= set(MEASURES)
        for operator in OPERATORS:
            assert sum(mutant.operator.code == operator.code for mutant in mutants) <= 3
        for mutant in mutants:
            compile(mutant.text, mutant.name, "exec")
            assert mutant.text != mutant.answer.text


def test_reasons_fit_the_mutants(chosen: dict[str, list[Mutant]]) -> None:
    """Each reason is given for a mutant that is there, and once."""
    for name, kinds in read_reasons().items():
        told = [mutant for names in kinds.values() for mutant in names]
        assert set(told) <= {mutant.name for mutant in chosen[name]}
        assert len(set(told)) == len(told)
