"""quiz.toml: what it may say; and for whatever it may not, a line, what was found, what was expected."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from softmark.quiz.question import Kind, QuestionError
from softmark.quiz.quizfile import Mode, Pick, read_quiz

WHOLE = """title = "Midterm"
mode = "exam"
text = "Good luck."
variants = 7
order = "shuffled"
void = "badly-put"

[[questions]]
id = ["one", "two"]

[[questions]]
topic = "losses"
goals = ["Q2", "S0-01"]
type = ["single", "number"]
pick = 3
points = 1.5
"""


@pytest.fixture
def read(tmp_path):
    def reading(text):
        file = tmp_path / "midterm" / "quiz.toml"
        file.parent.mkdir(exist_ok=True)
        file.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_quiz(file)

    return reading


def test_everything_is_read(read):
    quiz = read(WHOLE)
    assert (quiz.name, quiz.title, quiz.mode, quiz.variants, quiz.shuffled) == (
        "midterm", "Midterm", Mode.EXAM, 7, True,
    )  # fmt: skip
    assert (quiz.text, quiz.voided) == ("Good luck.", ("badly-put",))
    assert quiz.picks == (
        Pick(ids=("one", "two"), line=8),
        Pick((), ("losses",), ("Q2", "S0-01"), (Kind.SINGLE, Kind.NUMBER), 3, 1.5, 11),
    )


@pytest.mark.parametrize(
    ("change", "line", "told"),
    [
        (("points = 1.5", 'void = "one"'), 16, "above the first [[questions]]"),
        (('"Good luck."', "[" * 5000), 1, "nested too deeply"),
        (("Midterm", 'Mid"term'), 1, "no TOML"),
        (('"exam"', '"test"'), 2, "exam, practice"),
        (("title", "titel"), 1, "titel"),
        (('"Midterm"', '" "'), 1, "no title"),
        (("variants = 7", "variants = 0"), 4, "from 1 to 200"),
        (("variants = 7", 'variants = "many"'), 4, "many"),
        (('"shuffled"', "true"), 5, "fixed, shuffled"),
        (('["one", "two"]', "[1, 2]"), 9, "[1, 2]"),
        (('id = ["one", "two"]', ""), 8, "names no questions"),
        (('id = ["one", "two"]', "ids = 3"), 9, "ids"),
        (('"single"', '"singel"'), 14, "singel"),
        (("pick = 3", "pick = -1"), 15, "-1"),
        (("pick = 3", "pick = true"), 15, "True"),
        (("1.5", "0"), 16, "above 0"),
        (("1.5", "nan"), 16, "above 0"),
        (("[[questions]]", "[questions]"), 11, "no TOML"),
    ],
)
def test_mistake_is_told_with_its_line(read, change, line, told):
    with pytest.raises(QuestionError) as raised:
        read(WHOLE.replace(*change))
    assert any(problem.line == line and told in str(problem) for problem in raised.value.problems), raised.value


@pytest.mark.parametrize("text", ["", 'title = "Empty"', b"\xff\xfe", 'title = "A"\nquestions = 3'])
def test_quiz_that_asks_nothing(read, text):
    with pytest.raises(QuestionError) as raised:
        read(text)
    assert all(problem.line >= 1 and problem.expected for problem in raised.value.problems)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None, max_examples=150)
@given(data=st.data())
def test_no_file_ends_in_a_traceback(read, data):
    """Lines left out, doubled, cut and exchanged."""
    lines = WHOLE.splitlines()
    for _change in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(lines) - 1))
        other = data.draw(st.sampled_from([*WHOLE.splitlines(), "[", "[[questions]]", "a = {", "'''", "\u0000"]))
        cut = data.draw(st.integers(0, len(lines[at])))
        lines[at] = data.draw(st.sampled_from([other, lines[at][:cut], lines[at] + other, other + lines[at]]))
    problems = ()
    try:
        quiz = read("\n".join(lines))
    except QuestionError as error:
        problems = error.problems
    assert problems or (quiz.title.strip() and quiz.picks)
    assert all(1 <= problem.line <= len(lines) + 1 and problem.expected for problem in problems)
