"""Values that may tell of hidden inputs do not stay in messages."""

from __future__ import annotations

import pytest

from softmark.judge.redacting import Redactor

CELL = '''
HINT = "Look at axis."


def test_sum(total):
    """The sum is right."""
    assert total == 3, "Your sum is {}, of {} rows. {}".format(total, 5, HINT)
    assert total, f"You gave {total!r} here"
    assert total, "%d rows are gone" % total
    assert total, "Set total."
'''


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("Set total.", "Set total."),
        ("Your sum is 4, of 5 rows. Look at axis.", "Your sum is 4, of 5 rows. Look at axis."),
        ("Your sum is [1, 2,\n 3, 4, 5, 6], of 5 rows. no", "Your sum is …, of 5 rows. no"),
        ("everything that it got: You gave 5 here", ""),
        ("You gave everything that it got: You gave 5 here here", "You gave … here"),
        ("You gave some: You gave a lot of what it got: You gave 5 here here here", "You gave … here"),
        ("1234567890123 rows are gone", "… rows are gone"),
        ("everything that it got", ""),
        ("You gave You gave 5 here and more here", "You gave … here"),
        ("", ""),
    ],
)
def test_keeps_the_authors_words(message: str, shown: str) -> None:
    """The author's words and short values stay; longer values, and texts that nobody wrote, do not."""
    assert Redactor([CELL]).without_values(message, 12) == shown


def test_names_the_case() -> None:
    """What the author calls a case stays before the author's words; nothing else may stand there."""
    redactor = Redactor([CELL])
    assert redactor.without_values("Case 2 of 3: You gave 'all that it got' here", 12, "Case 2 of 3") == (
        "Case 2 of 3: You gave … here"
    )
    assert redactor.without_values("Case 2 of 3: all that it got", 12, "Case 2 of 3") == ""
    assert redactor.without_values("Case 2 of 3: You gave 5 here", 12) == ""
