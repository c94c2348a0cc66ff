"""Reading question files: what is written is what is read, and what is broken is told with its line."""

from __future__ import annotations

import tomllib
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from softmark.quiz import Kind, QuestionError, draw, parse_question, read_bank, read_question
from softmark.quiz.question import Tolerance

FOLDER = Path(__file__).parent
QUESTIONS = Path(__file__).parents[2] / "questions"
BROKEN = sorted((FOLDER / "broken").glob("*.md"))
EXPECTED = tomllib.loads((FOLDER / "broken" / "expected.toml").read_text())
TEXTS = [
    file.read_text().replace(f"id: {file.stem}", "id: q").replace(f"topic: {file.parent.name}", "topic: t")
    for file in sorted(QUESTIONS.glob("*/*.md"))
]

CHOICE = """\
---
id: q
topic: t
type: single
goals: [S0-06, E03]
points: 1.5
difficulty: 3
order: fixed
---
Which of them?

```python
## no heading
```

## Options
- [ ] one: First
  line of two.
  > Why
  > not.
- [X] two-b:
  ```python
  - [x] c: no option
  ```

## Explanation
Because.
"""


def test_all_of_a_file_is_read():
    """Front matter, texts of several lines, blocks that look like something else, feedback, line numbers."""
    question = parse_question(CHOICE, "t/q.md")
    assert (question.id, question.topic, question.kind, question.goals) == ("q", "t", Kind.SINGLE, ("S0-06", "E03"))
    assert (question.points, question.difficulty, question.shuffled) == (1.5, 3, False)
    assert question.text == "Which of them?\n\n```python\n## no heading\n```"
    one, two = question.items
    assert (one.id, one.text, one.feedback, one.right, one.line) == (
        "one",
        "First\nline of two.",
        "Why\nnot.",
        False,
        17,
    )
    assert (two.id, two.text, two.right) == ("two-b", "```python\n- [x] c: no option\n```", True)
    assert question.explanation == "Because."


@pytest.mark.parametrize("change", [("\n", "\r\n"), ("---\nid", "\ufeff---\nid"), ("Because.\n", "Because.")])
def test_line_ends_and_marks_of_other_systems_change_nothing(change, tmp_path):
    """Windows' line ends, a byte order mark, no newline at the end."""
    (tmp_path / "t").mkdir()
    (tmp_path / "t" / "q.md").write_bytes(CHOICE.replace(*change).encode())
    assert read_question(tmp_path / "t" / "q.md", tmp_path) == parse_question(CHOICE, "t/q.md")


@pytest.mark.parametrize(
    ("written", "tolerance"),
    [("0.01", Tolerance(0.01)), ("1%", Tolerance(relative=0.01)), ("0.005 or 1 %", Tolerance(0.005, 0.01))],
)
def test_tolerances(ask, written, tolerance):
    """Absolute, relative, or both."""
    assert ask("number", "How much?\n\n## Answer\n3\n", f"tolerance: {written}\n").tolerance == tolerance


def test_words_of_yaml_stay_texts(ask):
    """`no` is no truth value, 1e3 no number: a unit is what is written."""
    assert ask("number", "How much?\n\n## Answer\n3\n", "unit: [no, 1e3, 2024-01-01]\n").units == (
        "no", "1e3", "2024-01-01",
    )  # fmt: skip


@pytest.mark.parametrize("file", BROKEN, ids=lambda file: file.stem)
def test_broken_file_is_told_with_its_line(file):
    """Where it is, what was found there, what was expected."""
    with pytest.raises(QuestionError) as raised:
        draw(read_question(file, FOLDER), 0)
    problem = raised.value.problems[0]
    told = {"line": problem.line, "found": problem.found, "expected": problem.expected}
    assert (problem.path, told) == (f"broken/{file.name}", EXPECTED[file.stem])


def test_corpus_of_broken_files_is_large():
    """Each file is expected to be broken in its own way."""
    assert len(BROKEN) >= 40
    assert {file.stem for file in BROKEN} == EXPECTED.keys()
    assert len({(told["found"], told["expected"]) for told in EXPECTED.values()}) > 60


def test_several_problems_are_told_at_once():
    """One reading of a file tells all of them, by line."""
    text = CHOICE.replace("1.5", "many").replace("[X] two-b:", "[ ] two-b:").replace("# Explanation", "# Reason")
    with pytest.raises(QuestionError) as raised:
        parse_question(text, "t/q.md")
    assert [problem.line for problem in raised.value.problems] == [6, 26]
    with pytest.raises(QuestionError) as raised:
        parse_question(CHOICE.replace("[X] two-b:", "[ ] two-b:").replace("id: q", "id: p"), "t/q.md")
    assert [problem.line for problem in raised.value.problems] == [2, 17]


def test_bank_reads_what_can_be_read(tmp_path):
    """A broken file, and the second of two with one id, do not keep the others from being read."""
    for topic in ("t", "u"):
        (tmp_path / topic).mkdir()
        (tmp_path / topic / "q.md").write_text(CHOICE.replace("topic: t", f"topic: {topic}"))
    (tmp_path / "t" / "README.md").write_text("Notes.")
    (tmp_path / "u" / "r.md").write_text("nothing")
    (tmp_path / "s.md").write_text(CHOICE)
    bank = read_bank(tmp_path)
    assert [question.path for question in bank.questions] == ["t/q.md"]
    assert [(problem.path, problem.found[:6]) for problem in bank.problems] == [
        ("s.md", "The fi"),
        ("u/q.md", "The id"),
        ("u/r.md", "The fi"),
    ]
    assert bank.goals is None


@pytest.mark.parametrize(
    ("held", "problems"),
    [('[goals]\n"S0-1" = "say"\n', 0), ("goals = 3\n", 1), ("[goals\n", 1), ("[goals]\na = 1\n", 1)],
)
def test_goals(tmp_path, held, problems):
    """A list of learning goals; a file that is none is told of."""
    (tmp_path / "goals.toml").write_text(held)
    bank = read_bank(tmp_path)
    assert len(bank.problems) == problems
    assert bank.goals == (None if problems else {"S0-1": "say"})


PIECES = st.sampled_from(
    ["---", "```", "```python", "## Options", "## Answer", "## Variants", "- [x] a: b", "- [ ]", "- a: b => c",
    "1. a: b",
     "  > text", "> text", "type: number", "goals: [[", "id: &a [*a]", "? !!python/none", "@{", "@{n:", "\x00",
     "\u2028",
     "[" * 500, "%", "\t", "tolerance: 1e999", "points: nan", "def draw(rng):", "  return {", "\\", "$"]
)  # fmt: skip


@st.composite
def mutated(draws):
    """A question's file with some lines lost, doubled, moved or replaced."""
    lines = draws(st.sampled_from(TEXTS)).split("\n")
    for _time in range(draws(st.integers(1, 6))):
        at = draws(st.integers(0, len(lines) - 1))
        new = draws(st.one_of(PIECES, st.text(max_size=20), st.sampled_from(lines)))
        lines[at : at + draws(st.integers(0, 3))] = [new]
    return "\n".join(lines)


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.one_of(mutated(), st.text(max_size=300), st.lists(PIECES, max_size=30).map("\n".join)))
def test_whatever_a_file_holds_it_is_read_or_told(text):
    """Never a traceback, and each line that is named exists."""
    try:
        question = parse_question(text, "t/q.md")
        if not question.block:  # a mutated program is not to be run
            draw(question, 0)
    except QuestionError as error:
        problems = error.problems
    else:
        return
    lines = text.replace("\r\n", "\n").replace("\r", "\n").count("\n") + 1
    assert problems
    assert all(1 <= problem.line <= lines and problem.found and problem.expected for problem in problems)
