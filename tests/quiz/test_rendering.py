"""What a student reads of a variant."""

from __future__ import annotations

from softmark.quiz import draw
from softmark.quiz.formats import printed
from softmark.quiz.formats.carried import Asked
from softmark.quiz.rendering import question_markdown

PAIRS = """\
Match.

## Pairs
- one: One => odd
- two: Two => even
- three: Three => odd
- none: => neither
"""


def test_matching_says_how_often_a_right_side_may_stand(ask):
    """In the notebook and on paper, in the same words."""
    question = ask("matching", PAIRS)
    variant = draw(question, 0)
    rule = "Match each with one of these; one may belong to several, or to none:"
    assert rule in question_markdown(variant.seen, "Question 1")
    assert rule in printed.document([Asked(question, (variant,))], key=False, pdf=False).decode()
