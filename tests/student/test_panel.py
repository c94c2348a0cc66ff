from html.parser import HTMLParser

import pytest

from softmark.student import Panel
from softmark.student.findings import Finding, Mark
from softmark.student.safe_text import one_line, safe_text


class Page(HTMLParser):
    """Tags with their attributes, and the text."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(html)

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data


ALL = Panel(
    (
        Finding(Mark.PASSED, "It has a head."),
        Finding(Mark.FAILED, "It learns.", "Its loss stays at 0.69.", "Train longer."),
        Finding(Mark.ERROR, "It predicts.", "Your code raised ValueError: no."),
        Finding(Mark.NOT_ATTEMPTED, "It stops.", "`stop`: still as it was handed out.", "Write it."),
    )
)


def test_html_says_each_state_in_a_word():
    """Neither colour nor sign carries it alone: the sign is hidden from screen readers, the word is not."""
    html = ALL._repr_html_()
    for mark in Mark:
        assert f"<strong>{mark.word}:</strong>" in html
    signs = [attributes for tag, attributes in Page(html).tags if tag == "span"]
    assert len(signs) == 4
    assert all(attributes["aria-hidden"] == "true" for attributes in signs)


def test_html_is_a_status_with_a_list():
    """A screen reader announces it and counts its items."""
    tags = Page(ALL._repr_html_()).tags

    assert tags[0][1]["role"] == "status"
    assert tags[0][1]["aria-label"]
    assert [tag for tag, _ in tags].count("li") == 4


def test_html_needs_nothing_from_elsewhere():
    """No script, no style sheet, no address."""
    html = ALL._repr_html_()

    assert {tag for tag, _ in Page(html).tags} <= {"div", "strong", "ul", "li", "span", "code"}
    assert "http" not in html
    assert "url(" not in html


def test_html_escapes_every_text():
    """A message holds what students' objects say of themselves."""
    attack = '<script>alert(1)</script><img src=x onerror=alert(1)>" onmouseover="x`<b>`'
    panel = Panel((Finding(Mark.FAILED, attack, attack, attack),), notice="")

    page = Page(panel._repr_html_())
    assert {tag for tag, _ in page.tags} <= {"div", "strong", "ul", "li", "span", "code"}
    assert not any(name.startswith("on") for _, attributes in page.tags for name in attributes)
    assert page.text.count("<script>alert(1)</script>") == 3


def test_text_and_html_say_the_same():
    """Whoever reads plain text misses nothing."""
    plain = " ".join(repr(ALL).split()).replace("`", "")
    for finding in ALL.findings:
        for text in (finding.mark.word, finding.line, finding.seen):
            assert text.replace("`", "") in plain
            assert text.replace("`", "") in Page(ALL._repr_html_()).text
    assert "Next step: Train longer." in plain


def test_the_summary_never_claims_that_all_passed():
    """Also when every public check did."""
    panel = Panel((Finding(Mark.PASSED, "a"), Finding(Mark.PASSED, "b")))

    assert panel.summary == "2 of 2 public checks passed. Hidden checks run when your work is graded."
    assert panel.passed


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("a\x1b[31mred\x1b[0m", "ared"),
        ("\x1b]8;;http://x\x07link\x1b]8;;\x07", "link"),
        ("gnp.\u202eexe", "gnp.exe"),
        ("a\x00b\x08c\x9b31md", "abc31md"),
        ("two\nlines\r\nthree\tend", "two\nlines\nthree\tend"),
        ("x" * 50, "x" * 19 + "…"),
        ("한국어 α ≤ 0.5", "한국어 α ≤ 0.5"),
    ],
)
def test_safe_text_keeps_the_words_alone(text, shown):
    """Colours, links, reversed writing and control characters go; length is bounded."""
    assert safe_text(text, 20) == shown


def test_one_line_is_one():
    """However its parts were separated."""
    assert one_line("a\n\n b\tc", 20) == "a b c"
