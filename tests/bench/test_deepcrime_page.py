"""Verdicts on mutants, and the page's numbers."""

from __future__ import annotations

from fnmatch import fnmatchcase

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
        "free": {"HBS model: free*": "The text names no batch size."},
        "wrong": {"HBS model: ruled out": "The text names another."},
        "why": {"HBS model: known": "The check looks at one row only."},
    }
}
ACCURACY = Measure("accuracy", lambda names, hidden: 0.0, goal=0.8)
VALUES = {
    "as good": (0.9, 0.91, 0.89),
    "free, and reaches the goal": (0.83, 0.82, 0.81),
    "reaches the goal": (0.83, 0.82, 0.81),
    "ruled out": (0.9, 0.91, 0.89),
}


def outcome(what: str, *lost: str) -> Outcome:
    (operator,) = (one for one in OPERATORS if one.code == "HBS")
    return Outcome("05", Mutant(operator, ANSWER, what, "text"), lost)


def compared(mutant: Mutant) -> Compared:
    return Compared(ACCURACY, (0.9, 0.92, 0.88), VALUES.get(mutant.what, (0.5, 0.51, 0.49)))


@pytest.mark.parametrize(
    ("what", "lost", "expected"),
    [
        ("other", ("test_a",), Verdict.KILLED),
        ("free", ("test_a",), Verdict.KILLED),
        ("other", (), Verdict.SURVIVED),
        ("known", (), Verdict.SURVIVED),
        ("as good", (), Verdict.EQUIVALENT),
        ("reaches the goal", (), Verdict.SURVIVED),
        ("free", (), Verdict.SURVIVED),
        ("free, and reaches the goal", (), Verdict.EQUIVALENT),
        ("ruled out", (), Verdict.SURVIVED),
    ],
)
def test_verdict(what: str, lost: tuple[str, ...], expected: Verdict) -> None:
    """What passes survives, unless its networks are no worse, or the text leaves it free and its goal is reached."""
    one = verdict(outcome(what, *lost), REASONS, compared)
    assert one.verdict is expected
    assert bool(one.reason) == (expected is not Verdict.KILLED)


def test_goal_is_reached_by_most() -> None:
    """One very good network does not make up for two that fail."""
    assert Compared(ACCURACY, (0.9, 0.9, 0.9), (0.81, 0.82, 0.1)).reaches_goal
    assert not Compared(ACCURACY, (0.9, 0.9, 0.9), (0.79, 0.78, 1.0)).reaches_goal


def test_no_goal_is_reached_where_none_is_named() -> None:
    """Then only being no worse counts."""
    assert not Compared(Measure("accuracy", lambda names, hidden: 0.0), (0.9, 0.92), (0.5, 0.51)).reaches_goal


def test_less_may_be_better() -> None:
    """Of a loss, more is worse."""
    loss = Measure("loss", lambda names, hidden: 0.0, -1)
    assert Compared(loss, (0.9, 0.91), (1.9, 1.91)).worse
    assert not Compared(loss, (1.9, 1.91), (0.9, 0.91)).worse


def test_stale_reasons_are_named() -> None:
    """A reason for a mutant that is not there says so."""
    told = stale([("05", "HBS model: free, and more"), ("06", "HBS model: known")], REASONS)
    assert told == ["05: HBS model: ruled out", "05: HBS model: known"]


def written(every: list[Judged]) -> str:
    return page(every, this_machine(), command="make it", at_most=3, runs=5, minutes=1.0)


def test_page_counts() -> None:
    """The page's numbers are those of the verdicts; its table has all operators, and survivors come first."""
    whats = [("other", ("test_a",))] * 3 + [("free, and reaches the goal", ()), ("known", ())]
    text = written([verdict(outcome(what, *lost), REASONS, compared) for what, lost in whats])
    assert "**3 of 4 mutants that are wrong lose points: 75 % (aim: 90 %, not reached).**" in text
    assert "| HBS | hyperparameters: another batch size | 5 | 3 | 1 | 1 |" in text
    assert "| | **all** | 5 | 3 | 1 | 1 |" in text
    assert all(f"\n| {one.code} |" in text for one in OPERATORS)
    assert text.index("The check looks at one row only.") < text.index("The text names no batch size.")
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
    """Each pattern fits a mutant, and no mutant is free and wrong."""
    names = [(assignment, mutant.name) for assignment, mutants in chosen.items() for mutant in mutants]
    reasons = read_reasons()
    assert stale(names, reasons) == []
    for assignment, kinds in reasons.items():
        fits = {
            kind: {name for of, name in names if of == assignment and any(fnmatchcase(name, one) for one in patterns)}
            for kind, patterns in kinds.items()
        }
        assert not fits.get("free", set()) & fits.get("wrong", set())
