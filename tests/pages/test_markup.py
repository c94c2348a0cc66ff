"""Sanitised HTML and TeX, fuzzed."""

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from softmark.pages import tex
from softmark.pages.markdown import student_answer, student_markdown
from softmark.pages.markup import clean_foreign_html, clean_html
from softmark.pages.pictures import picture

PIECES = [
    *" \n\t\x00\x0cé\u202e",
    *"""
    < > </ /> <!-- --> --!> <![CDATA[ ]]> <? " ' = & &lt; &#60 &#x3c; &colon; ` $ $$ \\ * _ [ ]( ) ![ ~~~ ``` - | # x 1
    script style svg math mtext mglyph template noscript textarea title iframe img a p b div span table td pre details
    select option xmp form base onerror onload href src srcset class id tex2jax_process attachment:a
    javascript: data:text/html, data:image/png;base64,AA== http://e.test/ position:fixed url(
    \\href{ \\text{ \\begin{align} \\end{align} }
    """.split(),
]
MARKUP = st.lists(st.sampled_from(PIECES), max_size=40).map("".join)

MATHML = {"math", "mrow", "mi", "mo", "mn", "mtext", "mtable", "mtr", "mtd", "msub", "msup", "mspace", "mstyle"}
ALLOWED = set(
    """
    a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption figure h1 h2 h3 h4
    h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub summary sup table tbody td tfoot th
    thead tr tt u ul var wbr
    """.split()
)
ATTRIBUTES = {"href", "rel", "title", "style", "src", "alt", "colspan", "rowspan", "align", "scope", "start", "span"}


class Reader(HTMLParser):
    """Checks each tag and attribute against lists that are written here once more."""

    def __init__(self, html, tags=ALLOWED, classes=()):
        super().__init__()
        self.tags, self.classes, self.depth = tags, classes, []
        self.feed(html)
        assert self.depth == []

    def handle_starttag(self, tag, attrs):
        assert tag in self.tags
        for name, value in attrs:
            assert name in ATTRIBUTES or (name == "class" and value in self.classes) or tag in MATHML
            assert not re.search("url|position|expression", value) or name not in ("style",)
            assert name != "href" or re.match("https?://|mailto:", value)
            assert name != "src" or value.startswith("data:image/")
        if tag not in ("br", "hr", "img", "col", "wbr"):
            self.depth.append(tag)

    def handle_endtag(self, tag):
        assert self.depth.pop() == tag

    def handle_comment(self, data):
        raise AssertionError("a comment got through")

    handle_decl = handle_pi = unknown_decl = handle_comment


@given(MARKUP)
def test_html_of_any_shape_becomes_balanced_allowed_tags(markup):
    """Only the listed tags and attributes come out, each closed in order, and they are clean already."""
    clean = clean_html(markup)
    Reader(clean)
    assert clean_html(clean) == clean


@given(MARKUP)
def test_markdown_of_any_shape_becomes_one_inert_line(markup):
    """A student's Markdown has no sign left that could be read as Markdown or TeX outside of tags."""
    html = student_markdown(markup)
    Reader(html, classes=("tex2jax_ignore mathjax_ignore", "tex2jax_process mathjax_process"))
    assert not re.search(r"[\n$\\`*\[\]|]", html)
    assert student_markdown(html) == html


@given(MARKUP)
def test_answers_for_the_feedback_page_hold_html_and_mathml_only(markup):
    """The same without MathJax: formulas are MathML or text."""
    Reader(student_answer(markup), tags=ALLOWED | MATHML)


@given(
    st.lists(st.sampled_from([*"\\{}[]()$ a1", "href", "text", "frac", "begin", "end", "{align}", "\n"])).map("".join)
)
def test_no_macro_that_is_not_listed_survives(formula):
    r"""No reader of TeX finds ``\(`` or ``\[``, and none ``\href``, however it pairs backslashes up."""
    tame = tex.tame(formula)
    assert not {"\\(", "\\)", "\\[", "\\]"} & set(re.findall(r"\\(?:[A-Za-z]+|.)", tame, re.DOTALL))
    assert "\\href" not in tame


@pytest.mark.parametrize(
    "address",
    [
        "javascript:x",
        "JaVaScRiPt:x",
        "java&#10;script:x",
        "&#1;javascript:x",
        "data:text/html,x",
        "vbscript:x",
        "//e.test",
    ],
)
def test_links_lead_to_the_web_or_nowhere(address):
    """Whatever its spelling, an address that isn't http, https or mailto is dropped and its text stays."""
    assert clean_html(f"<a href='{address}'>x</a>") == '<a rel="noopener noreferrer nofollow">x</a>'
    assert "href" not in student_markdown(f"[x]({address}) <a href='{address}'>x</a>").replace("href&#", "")


def test_harmless_tex_is_left_as_it_is():
    """What a course on networks writes is all in the list."""
    formulas = [
        r"\hat{y} = \sigma(\mathbf{w}^\top \mathbf{x} + b)",
        r"L = -\frac{1}{N}\sum_{i=1}^{N} \left[ y_i \log \hat y_i + (1-y_i)\log(1-\hat y_i) \right]",
        r"\operatorname{softmax}(z)_i = \frac{e^{z_i}}{\sum_j e^{z_j}}, \quad \forall i \in \{1, \dots, K\}",
        r"\begin{aligned} a &= 1 \\ b &= \begin{cases} 0 & x<0 \\[2pt] x & \text{else} \end{cases} \end{aligned}",
        r"\nabla_\theta J \approx \mathbb{E}\left\lVert x - \overline{x} \right\rVert_2^2 \cdot 10\,\%",
    ]
    assert [tex.tame(formula) for formula in formulas] == formulas


def test_mathml_carries_no_markup_of_its_author():
    """Text of formulas is escaped, links and styles are dropped, what can't be read is None."""
    assert tex.to_mathml("$x$") == '<math display="inline"><mrow><mi>x</mi></mrow></math>'
    assert "href" not in tex.to_mathml(r"$\href{javascript:x}{y}$")
    assert tex.to_mathml(r"$\text{<img src=x onerror=y>}$") is None
    assert tex.to_mathml(r"$\text{</math></div>}$") is None
    assert tex.to_mathml("$\\frac$") is None


@pytest.mark.parametrize(
    "style", ["position:fixed", "background:url(x)", "color:red;width:expression(x)", "color:var(--x)"]
)
def test_styles_say_how_text_looks_and_no_more(style):
    """Places, sizes, addresses and functions are dropped; a colour is kept."""
    clean = clean_html(f'<p style="{style}">x</p>')
    assert clean in ("<p>x</p>", '<p style="color: red">x</p>')


def test_html_that_is_too_much_is_not_looked_at():
    """Cleaning ends: a page of a million tags is a note."""
    assert "output cut" in clean_foreign_html("<b>" * 30_000)
    assert "output cut" in clean_foreign_html("x" * 700_000)


def test_deep_nesting_is_flattened():
    """Browsers and parsers get slow with depth."""
    assert clean_html("<div>" * 500 + "x").count("<div>") <= 60


@pytest.mark.parametrize("mime", ["image/svg+xml", "image/gif", "text/html"])
def test_only_png_and_jpeg_are_pictures(mime, make_png):
    """The type must be one of two, and the bytes of that type."""
    assert picture(mime, make_png()) is None
    assert picture("image/jpeg", make_png()) is None
    assert picture("image/png", make_png()) is not None
