"""Reading an answer from the text of its cell."""

import pytest

from softmark.nbgrader.quiz_class import _COMPUTED, literal


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ('answer_q1 = "b"  # why', "b"),
        ("answer_q1 = ...", ...),
        ("answer_q1: list = [1, -2.5]", [1, -2.5]),
        ("x = answer_q1 = {'a': True}", {"a": True}),
        ("answer_q1 = 1\nprint(answer_q1)\nanswer_q1 = 2\nanswer_q11 = 3", 2),
    ],
)
def test_plain_values(text, answer):
    """The last one that is assigned at the cell's top level."""
    assert literal(text, "answer_q1") == answer


@pytest.mark.parametrize(
    "text",
    [
        "",
        "answer_q1: str",
        "answer_q1 = 1 + 1",
        "answer_q1 = 'a'\nanswer_q1 = f()",
        "answer_q1 = 'a'\nanswer_q1 += 'b'",
        "answer_q1, x = 'a', 'b'",
        "answer_q1 = (",
        "answer_q1 = 'a'\nif True:\n    answer_q1 = 'b'",
        "answer_q1 = 'a'\nfor answer_q1 in 'xyz': pass",
        "answer_q1 = " + "[" * 5000,
        "answer_q1 = " + "-" * 15000 + "1",
        "answer_q1 = '" + 30_000 * "a" + "'",
        "answer_q1 = 'a\0'",
    ],
)
def test_everything_else_is_computed(text):
    """Also what no parser gets through, and what is assigned in other ways, too."""
    assert literal(text, "answer_q1") is _COMPUTED
