"""Answers as beginners write them: read for what they say, blank if nothing was said, malformed if nobody can tell."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from softmark.quiz import Kind, State, draw, judge, read, read_bank, wanted

QUESTIONS = Path(__file__).parents[2] / "questions"
OPTIONS = "Which?\n\n## Options\n" + "".join(
    f"- [{'x' if name in 'ac' else ' '}] {name}: {text}\n"
    for name, text in zip("abcd", ("Mean.", "$0.5$", "Two words", "Loss"), strict=True)
)
BODIES = {
    "single": OPTIONS.replace("[x] c", "[ ] c"),
    "multiple": OPTIONS,
    "true-false": "So?\n\n## Answer\ntrue\n",
    "number": "How long?\n\n## Answer\n0.25\n",
    "text": "Which?\n\n## Answer\n- over-fitting\n- None\n",
    "matching": "Match.\n\n## Pairs\n- p: one => 1\n- q: two => 2\n- r: three => 3\n",
    "ordering": "Order.\n\n## Order\n1. p: one\n2. q: two\n3. r: three\n4. s: four\n",
    "matrix": "Which?\n\n## Answer\n[[1, 2], [3, 4]]\n",
}
ALL = read_bank(QUESTIONS).questions


@pytest.fixture
def seen(ask):
    def shown(kind, front=""):
        fixed = "order: fixed\n" if kind in ("single", "multiple") else ""
        return draw(ask(kind, BODIES[kind], fixed + front), 0).seen

    return shown


@pytest.mark.parametrize(
    ("kind", "answer", "value"),
    [
        *(("single", form, {"b"}) for form in (
            "b", "B", "(b)", "b)", " b. ", "'b'", ["b"], ("b",), {"b"}, np.array("b"), np.str_("B"), "\uff22", "ⓑ",
            "b) because", {"a": False, "b": True}, 0.5, "0.5", np.float32(0.5),
        )),
        ("single", "two words", {"c"}), ("single", "LOSS", {"d"}), ("single", "mean", {"a"}),
        *(("multiple", form, {"a", "c"}) for form in (
            ["a", "c"], ("A", "C"), {"a", "c"}, frozenset("ac"), "a, c", "ac", "A and C", "a c", "(a), (c)", "a;c",
            "a/c",
            np.array(["c", "a"]), {"a": True, "b": False, "c": 1}, ["a", "c", "a"], "{a, c}",
        )),
        *(("true-false", form, True) for form in (True, np.True_, 1, "True", "true", "T", "yes", "O", "○", "✓", "1",
        [True])),
        *(("true-false", form, False) for form in (False, np.False_, 0, 0.0, "False", "f", "no", "X", "×", "0")),
        *(("number", form, 0.25) for form in (
            0.25, "0.25", "0,25", " .25 ", "25 %", "25%", np.float32(0.25), np.array([[0.25]]), [0.25], "2.5e-1",
            "= 0.25",
        )),
        *(("text", form, "overfitting") for form in ("overfitting", ["overfitting"], ("overfitting",))),
        *(("matching", form, {"1": "b", "2": "a", "3": "c"}) for form in (
            "1b 2a 3c", "1-b, 2-a, 3-c", "1: b, 2: a, 3: c", "1 -> b\n2 -> a\n3 -> c", "1→b 2→a 3→c", "1=B 2=A 3=C",
            "bac",
            "b, a, c", "b a c", ["b", "a", "c"], ("B", "A", "C"), {1: "b", 2: "a", 3: "c"}, {"1": "(b)", "2": "a",
            "3": "c"},
            [(1, "b"), (2, "a"), (3, "c")], np.array(["b", "a", "c"]), "(1) b (2) a (3) c", "3c 2a 1b",
        )),
        ("matching", {1: "b"}, {"1": "b"}), ("matching", ["b", None, "c"], {"1": "b", "3": "c"}),
        *(("ordering", form, ("c", "a", "d", "b")) for form in (
            "c, a, d, b", "cadb", "c a d b", "C > A > D > B", "c → a → d → b", "c->a->d->b", ["c", "a", "d", "b"],
            ("c", "a", "d", "b"), np.array(list("CADB")), "c < a < d < b",
        )),
        *(("matrix", form, [[1.0, 2.0], [3.0, 4.0]]) for form in (
            [[1, 2], [3, 4]], ((1, 2), (3, 4)), np.array([[1, 2], [3, 4]]), "[[1, 2], [3, 4]]", [["1", "2"], ["3",
            "4,0"]],
        )),
    ],
)  # fmt: skip
def test_forms_that_are_read(seen, kind, answer, value):
    """Each says the same as the plainest form."""
    reading = read(seen(kind), answer)
    found = reading.value.tolist() if isinstance(reading.value, np.ndarray) else reading.value
    assert found == value
    assert not reading.malformed
    assert not reading.blank


@pytest.mark.parametrize("kind", BODIES)
@pytest.mark.parametrize(
    "answer", [..., None, "", "  \n", "...", "…", "?", "-", [], (), {}, set(), [None, ...], {1: None}, {"a": False}]
)
def test_blank_is_not_attempted(ask, kind, answer):
    """The stub, nothing at all, and containers of nothing: no points, and no reproach."""
    verdict = judge(draw(ask(kind, BODIES[kind]), 0), answer)
    assert (verdict.state, verdict.share) == (State.NOT_ATTEMPTED, 0)
    assert "Not answered yet" in verdict.told


@pytest.mark.parametrize(
    ("kind", "answer", "told"),
    [
        ("single", "e", "“e”"), ("single", "a or b", "“a or b”"), ("single", ["a", "b"], "2 options"), ("single", 1,
        "“1”"),
        ("single", "not b", "“not b”"), ("single", object(), "object"), ("single", True, "“True”"),
        ("multiple", "a, x", "“a, x”"), ("multiple", 3.5, "3.5"),
        ("true-false", "maybe", "neither"), ("true-false", 2, "neither"), ("true-false", "", ""),
        ("number", "a quarter", "number"), ("number", [1, 2], "2 values"), ("number", True, "bool"),
        ("number", float("nan"), "finite"), ("number", "1/4", "number"), ("number", "0.25 s", "number"),
        ("text", 1j, "complex"), ("text", ["a", "b"], "list"), ("text", True, "bool"), ("text", "x" * 3000, "3000"),
        ("matching", "b a", "2 parts, for 3"), ("matching", "1b 2a 3z", "“z”"), ("matching", "1b 1a 2c", ""),
        ("matching", {4: "a"}, "“4”"), ("matching", {"b", "a", "c"}, "set"),
        ("ordering", {"a", "b", "c", "d"}, "no order"), ("ordering", "abc", "exactly once"), ("ordering", "aabc",
        "exactly once"),
        ("ordering", 7, ""),
        ("matrix", [[1, 2], [3]], "same length"), ("matrix", "[1, x]", "finite numbers"), ("matrix", [True, False],
        "finite"),
        ("matrix", [1, float("inf")], "finite"), ("matrix", {1: 2}, "finite"),
    ],
)  # fmt: skip
def test_malformed_says_which_form_is_wanted(ask, kind, answer, told):
    """Nobody guesses what was meant; the sentence names what was found and what to write."""
    if answer == "":
        return
    variant = draw(ask(kind, BODIES[kind], "order: fixed\n" if kind in ("single", "multiple") else ""), 0)
    verdict = judge(variant, answer)
    assert (verdict.state, verdict.share, verdict.message) == (State.MALFORMED, 0, "")
    assert told in verdict.told
    assert kind == "number" or wanted(variant.seen) in verdict.told


@pytest.mark.parametrize("answer", [12, "12", "12 ms", "12ms", "12 MS.", "12 milliseconds", "12.0 ms"])
def test_units(ask, answer):
    """A unit may be written or not, in each of its forms; another unit is not guessed at."""
    variant = draw(ask("number", "How long?\n\n## Answer\n12\n", "unit: [ms, milliseconds]\n"), 0)
    assert judge(variant, answer).state is State.RIGHT
    assert judge(variant, answer).told == "We read 12 ms."
    assert judge(variant, "12 s").state is State.MALFORMED


def test_word_none_may_be_an_answer(ask):
    """As a text, where a text is asked for; the value `None` is none."""
    variant = draw(ask("text", BODIES["text"]), 0)
    assert judge(variant, "None").state is State.RIGHT
    assert judge(variant, None).state is State.NOT_ATTEMPTED


def test_percent(ask):
    """Who writes % has said the unit; who does not has answered in the unit that is asked for."""
    share = draw(ask("number", "Which share?\n\n## Answer\n0.25\n"), 0)
    percent = draw(ask("number", "How many percent?\n\n## Answer\n25\n", "unit: '%'\n"), 0)
    assert judge(share, "25 %").state is judge(percent, "25 %").state is State.RIGHT
    assert judge(share, 0.25).state is judge(percent, 25).state is State.RIGHT
    assert judge(share, 25).state is judge(percent, 0.25).state is State.WRONG
    assert "100 times" in judge(share, 25).message


def test_choice_is_echoed(seen):
    """What an exam's check can confirm, in the student's own variant."""
    assert read(seen("single"), "B").told == "You chose (b): $0.5$"
    assert read(seen("multiple"), "ca").told == "You chose (a): Mean; (c): Two words"
    assert read(seen("ordering"), "dcba").told == "Your order: d, c, b, a."
    assert read(seen("matching"), {2: "a"}).told == "You matched 1–, 2a, 3–."
    assert read(seen("matrix"), [1, 2.5]).told == "We read “[1, 2.5]” (2)."


class _Hostile:
    def __getattr__(self, name):
        raise RuntimeError(name)

    def __array__(self, *_arguments, **_named):
        raise RuntimeError("no")

    def __str__(self):
        raise RuntimeError("no")

    __repr__ = __float__ = __len__ = __iter__ = __str__


@pytest.mark.parametrize("kind", BODIES)
def test_objects_that_answer_nothing_are_malformed(seen, kind):
    """Whatever they raise."""
    assert read(seen(kind), _Hostile()).malformed
    assert read(seen(kind), [_Hostile()]).malformed


PLAIN = st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12) | st.sampled_from("abcd1…%>")
ANSWERS = st.recursive(
    PLAIN,
    lambda inner: st.lists(inner, max_size=4) | st.tuples(inner, inner) | st.dictionaries(st.text("ab12",
    max_size=2), inner, max_size=3),
    max_leaves=8,
)  # fmt: skip
VARIANTS = [draw(question, 1) for question in ALL if question.kind is not Kind.CODE and "picture" not in question.block]


@settings(max_examples=400, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.sampled_from(VARIANTS), ANSWERS)
def test_whatever_the_answer_there_is_a_verdict(variant, answer):
    """Never an error; a share that fits the state; and the share is what the state says."""
    verdict = judge(variant, answer)
    assert 0 <= verdict.share <= 1
    assert (verdict.share == 1) == (verdict.state is State.RIGHT)
    assert (0 < verdict.share < 1) == (verdict.state is State.PARTLY)
    assert verdict.told
