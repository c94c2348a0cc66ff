"""Text without the characters that draw over, hide or reorder."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmark.pages import clean_block, clean_text
from softmark.pages.text import show_invisible


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        ("\x1b[1;31mred\x1b[0m", "red"),
        ("\x9b31mred", "red"),
        ("\x1b]8;;http://a.test\x07link\x1b]8;;\x1b\\", "link"),
        ("\x1b[2J\x1b[Htop", "top"),
        ("a\x08\x07b\x00c\x7f", "abc"),
        ("user\u202egnp.exe\u202c", "usergnp.exe"),
        ("\u2066a\u2069\u200f\u061c", "a"),
        ("pass\u200bed\ufeff\u2060", "passed"),
        ("a\u200db", "ab"),
        ("\U000e0041tag", "tag"),
        ("\ud800x", "\ufffdx"),
        ("10%\r100%", "100%"),
        ("a\r\nb", "a\nb"),
        ("two\nlines\tand", "two\nlines\tand"),
        ("Zoë 민수 👩\u200d🔬 می\u200cخواهم", "Zoë 민수 👩\u200d🔬 می\u200cخواهم"),
    ],
)
def test_what_a_reader_sees_is_what_there_is(given_text, expected):
    """Sequences that draw, hide or reorder go; words in any script and joined emoji stay."""
    assert clean_text(given_text) == expected


def test_long_text_ends_with_an_ellipsis():
    """Names and messages are bounded."""
    assert clean_text("x" * 100, limit=10) == "x" * 9 + "…"
    assert clean_block("x" * 100, limit=10) == "x" * 10 + "\n[output cut: 90 more characters]"


@given(st.text(), st.integers(1, 50))
def test_clean_text_stays_within_its_limit_and_can_be_written(text, limit):
    """Never longer than asked, always valid UTF-8, and cleaning twice changes nothing."""
    clean = clean_text(text, limit)
    assert len(clean) <= limit
    clean.encode()
    assert clean_text(clean, limit) == clean


def test_code_without_tricks_is_returned_as_it_is():
    """Solution cells keep their checksums."""
    source = "x = '€'\n\tif x:\n        pass\n"
    assert show_invisible(source) is source
    assert show_invisible("if admin\u2066:\x0c") == "if admin\\u2066:\\u000c"
