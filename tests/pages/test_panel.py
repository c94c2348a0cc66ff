"""The results panel, as the student and as the instructor read it."""

from html.parser import HTMLParser

import pytest
from nbformat import v4

from softmark.model import Basis, CellResult, CheckResult, State
from softmark.pages import panel_output, render_cell_panel


class Text(HTMLParser):
    """The words of a page, one string for each text."""

    def __init__(self, html):
        super().__init__()
        self.words = []
        self.feed(html)

    def handle_data(self, data):
        if data.strip():
            self.words.append(data.strip())


def words(cell, audience):
    return " ".join(Text(render_cell_panel(cell, audience)).words)


def cell_of(*checks, maximum=4):
    return CellResult("net", maximum, checks)


FAILED = CheckResult(
    "test_recall",
    "Your network finds the tumours of new patients.",
    State.FAILED,
    0,
    3,
    message="Your model gave 0.5 for every row.\nLook at its last layer.",
    detail="hidden_rows = 17\nassert recall > 0.93",
    basis=Basis.CLAIMED,
    hidden=True,
)
PASSED = CheckResult("test_shape", "Your network gives one number per row.", State.PASSED, 1, 1)


def test_the_student_reads_state_line_points_and_message():
    """One line per check, in words, with what was seen and the points."""
    text = words(cell_of(PASSED, FAILED), "student")
    assert "passed in part · 1 / 4 points" in text
    assert "✓ Your network gives one number per row. passed · 1 / 1" in text
    assert "✗ Your network finds the tumours of new patients. not passed yet · 0 / 3" in text
    assert "Your model gave 0.5 for every row." in text


def test_the_student_reads_nothing_of_the_check_itself():
    """Pytest's detail, the check's name and its marks are the instructor's alone."""
    html = render_cell_panel(cell_of(FAILED), "student")
    for secret in ("hidden_rows", "0.93", "test_recall", "claimed", ">hidden<"):
        assert secret not in html


def test_the_instructor_reads_the_detail_and_what_it_rests_on():
    """The detail is there to open, claimed and hidden checks are marked."""
    text = words(cell_of(FAILED), "instructor")
    for part in ("claimed", "hidden", "test_recall", "hidden_rows = 17"):
        assert part in text


@pytest.mark.parametrize(
    ("state", "word"),
    [
        (State.PASSED, "passed"),
        (State.FAILED, "not passed yet"),
        (State.NOT_ATTEMPTED, "not attempted"),
        (State.COULD_NOT_CHECK, "could not check"),
    ],
)
def test_each_state_has_its_word(state, word):
    """Colour and sign never stand alone."""
    assert word in words(cell_of(CheckResult("t", "line", state, 0, 1)), "student")


def test_words_in_backticks_are_code_and_all_else_is_text():
    """Messages are plain text but for backticks; markup in them is shown as it is."""
    check = CheckResult("t", "`predict` <b>works</b>", State.FAILED, 0, 1, message="`a<b` & \x1b[31mc\u202e")
    html = render_cell_panel(cell_of(check), "student")
    assert "<code>predict</code> &lt;b&gt;works&lt;/b&gt;" in html
    assert "<code>a&lt;b</code> &amp; c</span>" in html


@pytest.mark.parametrize(
    ("checks", "expected"),
    [((PASSED, FAILED), 1.0), ((PASSED,), 1.0), ((FAILED,), 0.0), ((), 0.0)],
)
def test_nbgrader_reads_the_points_from_the_panel(checks, expected):
    """The output is what nbgrader takes a partial credit from; without a result it never gives full marks."""
    from nbgrader.utils import determine_grade

    meta = {"nbgrader": {"grade": True, "solution": False, "locked": True, "points": 4, "grade_id": "net"}}
    graded = v4.new_code_cell("check()", metadata=meta, outputs=[panel_output(cell_of(*checks))])
    assert determine_grade(graded) == (expected, 4.0)
