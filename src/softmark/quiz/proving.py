"""Whether a variant's key holds: its own answer gets everything, every wrong one less."""

from collections.abc import Iterator
from itertools import pairwise
from typing import Any

from softmark.messages import _
from softmark.quiz.judging import State, Verdict, judge
from softmark.quiz.question import Kind, Problem, Question
from softmark.quiz.sections import shown
from softmark.quiz.variant import Variant


def key_answers(variant: Variant) -> list[Any]:
    """What a student who knows the answer would write; several, where several are right."""
    right = variant.key.right
    match variant.seen.kind:
        case Kind.SINGLE | Kind.MULTIPLE:
            return [", ".join(sorted(right))]
        case Kind.MATCHING:
            return [" ".join(f"{left}{label}" for left, label in right.items())]
        case Kind.ORDERING:
            return [", ".join(right)]
        case Kind.NUMBER:
            return [right, repr(right)]
        case Kind.MATRIX:
            return [right, right.tolist()]
        case Kind.TEXT:
            return list(right)
    return [right]


def wrong_answers(variant: Variant) -> list[tuple[str, Any]]:
    """Wrong answers, with the id of the option or mistake where there is one."""
    key, kind = variant.key, variant.seen.kind
    labels = [choice.label for choice in variant.seen.choices]
    match kind:
        case Kind.SINGLE:
            return [(key.ids[label], label) for label in labels if label not in key.right]
        case Kind.MULTIPLE:
            return [("", labels), *((key.ids[label], sorted(key.right ^ {label})) for label in labels)]
        case Kind.TRUE_FALSE:
            return [("", not key.right)]
        case Kind.ORDERING:
            return [("", key.right[::-1]), *(("", _swapped(key.right, at)) for at in range(len(key.right) - 1))]
        case Kind.MATCHING:
            pairs = pairwise(key.right.items())
            return [
                (key.ids[one], {**key.right, one: two_right, two: one_right})
                for (one, one_right), (two, two_right) in pairs
                if one_right != two_right
            ]
    return [(mistake.id, mistake.value) for mistake in key.mistakes]


def unproven(question: Question, variant: Variant) -> Iterator[Problem]:
    """What does not hold of a variant's key."""
    if question.kind is Kind.CODE:
        yield from _unproven_code(question, variant)
        return
    section = next(name for name in ("Options", "Pairs", "Order", "Answer") if name in question.lines)
    for answer in key_answers(variant):
        verdict = judge(variant, answer)
        if verdict.share != 1 or verdict.state is not State.RIGHT:
            expected = _("Expected the key to earn all points.")
            yield _judged(question, question.line(section), variant, answer, verdict, expected)
    lines = {item.id: item.line for item in (*question.items, *question.mistakes)}
    for name, answer in wrong_answers(variant):
        verdict = judge(variant, answer)
        line = lines.get(name, question.line(section))
        # Of several parts, those that are right may count.
        parts = question.kind in (Kind.MULTIPLE, Kind.MATCHING, Kind.ORDERING)
        if verdict.state is not State.WRONG and not (parts and verdict.state is State.PARTLY):
            yield _judged(question, line, variant, answer, verdict, _("Expected this wrong answer to earn less."))
        elif name and question.mistakes and name not in verdict.chosen:
            expected = _("Expected the feedback of the mistake {name}.").format(name=name)
            yield _judged(question, line, variant, answer, verdict, expected)


def _judged(question: Question, line: int, variant: Variant, answer: Any, verdict: Verdict, expected: str) -> Problem:
    found = _("The variant of seed {seed} judges the answer {answer} as {state}.")
    told = found.format(seed=variant.seed, answer=shown(str(answer)), state=verdict.state)
    return Problem(question.path, line, told, expected)


def _unproven_code(question: Question, variant: Variant) -> Iterator[Problem]:
    path, key = question.path, variant.key
    failed = failing(key.right, key.checks)
    if failed:
        found = _("The solution of seed {seed} fails: {why}.").format(seed=variant.seed, why=shown(failed, 120))
        yield Problem(path, question.line("Answer"), found, _("Expected it to pass every check."))
    if earned := sorted(name for name, failed in tried(variant.seen.start, key.checks).items() if not failed):
        found = _("The untouched answer cell passes {names}.").format(names=", ".join(earned))
        yield Problem(path, question.line("Checks"), found, _("Expected every check to fail on it."))
    lines = {item.id: item.line for item in question.mistakes}
    wrong = [(lines[one.id], _("The mistake {id}").format(id=one.id), one.value) for one in key.mistakes]
    for line, what, answer in wrong:
        if not failing(answer, key.checks):
            found = _("{what} passes every check.").format(what=what)
            yield Problem(path, line, found, _("Expected a check that fails."))


def failing(answer: str, checks: str) -> str:
    """Which check an answer's code fails, and why; empty if none."""
    return next((f"{name}: {why}" if name else why for name, why in tried(answer, checks).items() if why), "")


def tried(answer: str, checks: str) -> dict[str, str]:
    """Why an answer's code fails each check, or an empty text. Both are the author's: they run right here."""
    from softmark.testing import compile_cell, run_tests

    names: dict[str, Any] = {"__name__": "__main__"}
    try:
        exec(compile_cell(answer, "<answer>"), names)  # noqa: S102 - the author's
        given = dict(names)
        exec(compile_cell(checks, "<checks>"), names)  # noqa: S102 - the author's
    except Exception as error:
        return {"": f"{type(error).__name__}: {error}"}
    tests = [value for name, value in names.items() if name.startswith("test_") and callable(value)]
    if not tests:
        return {"": _("there is no check: a function whose name begins with test_")}
    found = {}
    for outcome in run_tests(tests, given.__getitem__, path="<checks>"):
        said = [line[1:].strip() for line in outcome.detail.splitlines() if line.startswith("E ")]
        found[outcome.name] = "" if outcome.passed else outcome.message or " ".join(said) or _("failed")
    return found


def _swapped(order: tuple[str, ...], at: int) -> tuple[str, ...]:
    return (*order[:at], order[at + 1], order[at], *order[at + 2 :])
