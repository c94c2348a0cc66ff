"""Drawing variants: the same for a seed everywhere, different for others, and never one that cannot be asked."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from softmark.quiz import Kind, QuestionError, draw
from softmark.quiz.filling import fill

QUESTIONS = Path(__file__).parents[2] / "questions"
SUM = """\
What is @{a} + @{b}?

## Answer
@{total}

## Mistakes
- product: @{product}
  > You multiplied @{a} and @{b}.

## Variants
```python
def draw(rng):
    a, b = (int(one) for one in rng.integers(1, 4, size=2))
    return {"a": a, "b": b, "total": a + b, "product": a * b}
```
"""
CHOICES = """\
Which?

## Options
- [x] one: First.
- [ ] two: Second.
- [ ] three: Third.
- [ ] four: Fourth.
"""


def test_same_seed_gives_the_same_variant(examples):
    """Also a picture, to the byte."""
    for question in examples.values():
        one, other = draw(question, 3), draw(question, 3)
        assert one.seen == other.seen
        assert str(one.key) == str(other.key)


def test_variants_do_not_depend_on_the_process():
    """The order of sets and the hash of texts differ between processes; what students see does not."""
    program = (
        "import hashlib, sys; from pathlib import Path; from softmark.quiz import draw, read_bank\n"
        "seen = [draw(q, s).seen for q in read_bank(Path(sys.argv[1])).questions for s in range(3)]\n"
        "print(hashlib.sha256(repr(seen).encode()).hexdigest())"
    )
    told = {
        subprocess.run(
            [sys.executable, "-c", program, str(QUESTIONS)], capture_output=True, text=True, check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("1", "2")
    }  # fmt: skip
    assert len(told) == 1


def test_variants_stay_what_they_are(ask):
    """A release is graded by the variants that it was made with: how seeds are used may not change."""
    question = ask("number", SUM)
    assert [draw(question, seed).seen.text for seed in range(4)] == [
        "What is 1 + 3?", "What is 2 + 3?", "What is 1 + 1?", "What is 3 + 2?",
    ]  # fmt: skip
    order = draw(ask("single", CHOICES), 4).seen.choices
    assert [choice.text for choice in order] == ["Second.", "Fourth.", "Third.", "First."]


def test_draws_in_which_a_mistake_is_right_are_drawn_again(ask):
    """2 + 2 is 2 times 2: nobody who multiplies could be told so."""
    drawn = {draw(ask("number", SUM), seed).seen.text for seed in range(200)}
    assert "What is 2 + 2?" not in drawn
    assert len(drawn) == 8


@pytest.mark.parametrize(
    ("mistakes", "rejected"),
    [
        ("- near: 0.8504", True),
        ("- far: 0.87", False),
        ("- one: 0.5\n  > x\n- other: 0.501", True),
        ("- one: 0.5\n  > x\n- other: 0.52", False),
    ],
)
def test_mistakes_differ_by_more_than_the_tolerance(ask, mistakes, rejected):
    """From the answer and from each other."""
    question = ask("number", f"How much?\n\n## Answer\n0.85\n\n## Mistakes\n{mistakes}\n  > x\n")
    if rejected:
        with pytest.raises(QuestionError, match="mistake"):
            draw(question, 0)
    else:
        assert draw(question, 0).key.right == 0.85


def test_rejecting_without_end_is_told(ask):
    """With the reasons that draw gave, most frequent first."""
    body = SUM.replace("    return", '    raise Reject("odd" if a % 2 else "even")\n    return')
    with pytest.raises(QuestionError) as raised:
        draw(ask("number", body), 7)
    (problem,) = raised.value.problems
    assert problem.line == 16
    assert "seed 7" in problem.found
    assert "odd (" in problem.found
    assert "even (" in problem.found


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("1.0", "1", True),
        ("$w$", "$W$", False),
        ("39760010", "39,760,011", False),
        ("a  b", "a b", True),
        ("-1", "1", False),
    ],
)
def test_options_that_look_the_same(ask, one, other, same):
    """Blanks and the way a number is written make no difference; a letter and a digit do."""
    question = ask("single", CHOICES.replace("First.", one).replace("Third.", other))
    if same:
        with pytest.raises(QuestionError, match="look the same"):
            draw(question, 0)
    else:
        assert len(draw(question, 0).seen.choices) == 4


def test_options_are_shuffled_and_keep_their_ids(ask):
    """Every option comes to every place, and the key goes with it; `order: fixed` keeps them."""
    question = ask("single", CHOICES)
    places = set()
    for seed in range(60):
        variant = draw(question, seed)
        (label,) = variant.key.right
        places.add(label)
        assert next(choice.text for choice in variant.seen.choices if choice.label == label) == "First."
        assert variant.key.ids[label] == "one"
    assert places == set("abcd")
    fixed = ask("single", CHOICES, "order: fixed\n")
    assert {draw(fixed, seed).seen for seed in range(20)} == {draw(fixed, 0).seen}


def test_steps_are_never_shown_in_their_order(ask):
    """Then there would be nothing to do."""
    question = ask("ordering", "Order.\n\n## Order\n1. x: One.\n2. y: Two.\n3. z: Three.\n")
    shown = {tuple(choice.text for choice in draw(question, seed).seen.choices) for seed in range(60)}
    assert len(shown) == 5
    assert ("One.", "Two.", "Three.") not in shown


def test_equal_right_sides_are_one(ask):
    """Two left sides may have the same right one; a right side may belong to nothing."""
    pairs = "- a: 1 => odd\n- b: 2 => even\n- c: 3 => odd\n- d: => neither\n"
    variant = draw(ask("matching", f"Match.\n\n## Pairs\n{pairs}"), 0)
    assert sorted(choice.text for choice in variant.seen.choices) == ["even", "neither", "odd"]
    assert variant.key.right["1"] == variant.key.right["3"] != variant.key.right["2"]


def test_what_is_seen_decides_whether_variants_are_equal(ask):
    """Not the parameters, nor the order of the options."""
    hidden = SUM.replace("What is @{a} + @{b}?", "How much?")
    assert len({draw(ask("number", hidden), seed).seen for seed in range(20)}) == 1
    options = {draw(ask("single", CHOICES), seed).seen for seed in range(40)}
    assert len(options) > 10
    assert len({seen.content for seen in options}) == 1


def test_pictures_differ_where_their_values_do(examples):
    """A PNG, and another one for another seed."""
    one, other = (draw(examples["confusion-recall"], seed).seen.picture for seed in (1, 2))
    assert one.startswith(b"\x89PNG")
    assert one != other


def test_nothing_seen_tells_the_answer(examples):
    """What goes into an exam's release: no id of an option, no feedback, no mark, no explanation, no solution."""
    for question in examples.values():
        # An id may be a word of the text ("epoch"), so each gets a name that no text has.
        items, mistakes = (
            tuple(replace(item, id=f"zz-{item.id}") for item in each) for each in (question.items, question.mistakes)
        )
        seen = repr(draw(replace(question, items=items, mistakes=mistakes), 0).seen)
        assert "zz-" not in seen
        assert question.explanation[:30] not in seen
        for item in (*items, *mistakes):
            assert not item.feedback or item.feedback[:30] not in seen
        one = draw(question, 0).seen
        if question.kind in (Kind.SINGLE, Kind.MULTIPLE):
            turned = replace(question, items=tuple(replace(item, right=not item.right) for item in question.items))
            assert draw(turned, 0).seen == one


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        (r"$\frac{@{n}}{2} + x^{@{n}}$", r"$\frac{3}{2} + x^{3}$"),
        ("`{{n}} {n} @ {n} f\"{n}\"` $e^{{x}}$", "`{{n}} {n} @ {n} f\"{n}\"` $e^{{x}}$"),
        (r"\begin{tabular}{@{}l@{\quad}l@{}}", r"\begin{tabular}{@{}l@{\quad}l@{}}"),
        ("@{x} @{x:.2f} @{big:,} @{share:.0%}", "0.3 0.30 12,345 25%"),
        ("@{a} @{a:.1f} @{a:tex}", 
         r"[[1, 2.5], [3, 4]] [[1.0, 2.5], [3.0, 4.0]] \begin{bmatrix}1 & 2.5 \\ 3 & 4\end{bmatrix}"),
        ("@{zero:.1f} @{flag} @{word}", "0.0 True cat"),
    ],
)  # fmt: skip
def test_placeholders(text, filled):
    """Braces of LaTeX and Python stay; binary fractions look like decimal ones; no minus before 0."""
    import numpy as np

    values = {
        "n": np.int64(3), "x": 0.1 + 0.2, "big": 12345, "share": 0.25, "a": np.array([[1, 2.5], [3, 4]]),
        "zero": -0.04, "flag": True, "word": np.str_("cat"),
    }  # fmt: skip
    assert fill(text, values) == filled


def test_variants_leave_nothing_for_each_other(ask):
    """A block that counts its own draws counts to 1."""
    body = SUM.replace("def draw", "seen = []\n\n\ndef draw").replace(
        '"total"', '"n": seen.append(1) or len(seen), "total"'
    )
    question = ask("number", body.replace("What is", "@{n}:"))
    assert {draw(question, seed).seen.text[:2] for seed in range(5)} == {"1:"}


def test_question_can_be_asked_without_what_reads_it(ask):
    """A student's machine has numpy, IPython, msgpack and pytest: enough to draw and to judge."""
    question = ask("number", SUM)
    program = (
        "import sys\n"
        "for name in 'yaml matplotlib pandas sklearn tensorflow keras click rich nbformat nbgrader scipy'.split():\n"
        "    sys.modules[name] = None\n"
        "from softmark.quiz import *\n"
        "from softmark.quiz.question import *\n"
        f"question = {question!r}\n"
        "variant = draw(question, 1)\n"
        "print(variant.seen.text, judge(variant, '5').state, sys.modules['nbgrader'])\n"
    )
    program = program.replace("<Kind.NUMBER: 'number'>", "Kind.NUMBER")
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert done.stdout.split("\n")[0] == "What is 2 + 3? right None", done.stderr
