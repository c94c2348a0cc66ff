"""Markdown to the HTML of other systems, and theirs to Markdown; formulas stay TeX."""

import base64
import html
import re
from collections.abc import Callable, Mapping

from softmark.messages import _
from softmark.pages.markdown import foreign_html
from softmark.pages.markup import MAX_HTML, clean_html
from softmark.pages.pictures import Picture
from softmark.pages.tex import bare
from softmark.quiz.rendering import PICTURE

PICTURE_NAME = "picture.png"
_FORMULA = re.compile(r"\\\((.+?)\\\)|\\\[(.+?)\\\]|\$\$(.+?)\$\$", re.DOTALL)
_DOLLARS = re.compile(rf"{_FORMULA.pattern}|(?<!\\)\$((?:\\.|[^$\\])+)\$", re.DOTALL)
_LINK = re.compile(r"\[([^\[\]]*)\]\((https?://[^\s()<>\"]+)\)")
_MARK = re.compile("\ue000(\\d+)\ue001")
_PRIVATE = re.compile("[\ue000\ue001]")
# What text has no words for. Of other elements the text stays.
_SHOWN = frozenset("audio canvas embed iframe img math object svg video".split())
_DROPPED = frozenset("button form input script select style textarea".split())
_NO_TEXT = ("code", "kbd", "pre", "samp", "tt")
# Signs that Markdown would read, where it would.
_SIGNS = re.compile(
    r"[\\`~]|\*(?=\S)|(?<=\S)\*|(?<!\w)_|_(?!\w)|<(?=[A-Za-z/!?])|&(?=#?\w+;)|\](?=[\[(:])|\|"
    r"|^\s*(?:[#>+=-](?=[\s#>=-]|$)|\d+(?=[.)]\s))",
    re.MULTILINE,
)


class Unreadable(ValueError):
    """HTML that Markdown cannot say; the message says why."""


def html_of(markdown: str, picture: bytes = b"", source: str = "") -> str:
    r"""Markdown as HTML with formulas between ``\(`` and ``\)``, or ``\[`` and ``\]``, as MathJax reads them.

    Args:
        markdown: of a variant.
        picture: PNG of the variant, which the text shows as ``](picture)``.
        source: its address; without, the picture stands in the HTML itself.
    """
    return with_picture(markdown, picture, source, _for_mathjax)


def with_picture(
    markdown: str, picture: bytes, source: str, formula: Callable[[str], str], *, inert: bool = False
) -> str:
    """The same, with formulas of any form (see :func:`softmark.pages.markdown.foreign_html`)."""
    held = Picture("image/png", base64.b64encode(picture).decode("ascii"))
    attachments: Mapping[str, Picture] = {PICTURE_NAME: held} if picture else {}
    text = markdown.replace(PICTURE, f"](attachment:{PICTURE_NAME})")
    shown = foreign_html(text, formula, attachments, inert=inert)
    return (shown.replace(held.uri, source) if picture and source else shown).strip()


def _for_mathjax(formula: str) -> str:
    inner, display = bare(formula)
    tex = html.escape(inner, quote=False)
    return rf"\[{tex}\]" if display else rf"\({tex}\)"


def html_of_foreign(markdown: str) -> str:
    """Another system's Markdown as its HTML: there, dollars are no formulas.

    Raises:
        Unreadable: if it shows a picture.
    """
    if "![" in markdown or "<img" in markdown.lower():
        raise Unreadable(_("<{name}>: a question's file holds text, and draws its pictures").format(name="img"))
    return foreign_html(markdown, lambda formula: html.escape(formula, quote=False))


def plain_of(markdown: str) -> str:
    """Markdown as a line of text without any formatting."""
    from bs4 import BeautifulSoup

    return " ".join(BeautifulSoup(html_of(markdown), "html.parser").get_text().split())


def is_whole(text: str) -> bool:
    """Whether a text can be written to a file: without halves of characters (lone surrogates), which JSON can hold."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def markdown_of_text(text: str) -> str:
    """Plain text as Markdown that shows just that."""
    marks: list[str] = []
    return _unmarked(_escaped(_PRIVATE.sub("", text).strip(), marks), marks)


def markdown_of(source: str, *, dollars: bool = False) -> tuple[str, list[str]]:
    r"""HTML as Markdown, cleaned; and the names of the elements that were dropped with all they held.

    Args:
        source: HTML with formulas between ``\(`` and ``\)``, ``\[`` and ``\]``, or ``$$``.
        dollars: whether single dollars are formulas, too, and links may be written as in Markdown.

    Raises:
        Unreadable: if it shows what is no text, or Markdown would not say the same.
    """
    from bs4 import BeautifulSoup
    from markdownify import MarkdownConverter

    if len(source) > MAX_HTML:
        raise Unreadable(_("a text of {n} characters").format(n=len(source)))
    if not is_whole(source):
        raise Unreadable(_("half of a character, which no file can hold"))
    given = {tag.name for tag in BeautifulSoup(source, "html.parser").find_all()}
    if shown := sorted(given & _SHOWN):
        raise Unreadable(_("<{name}>: a question's file holds text, and draws its pictures").format(name=shown[0]))
    if dollars:
        source = _LINK.sub(r'<a href="\2">\1</a>', source)
    soup = BeautifulSoup(_PRIVATE.sub("", clean_html(source)), "html.parser")
    marks: list[str] = []
    for heading in soup.find_all(["h1", "h2"]):
        heading.name = "h3"  # those of the second level are the file's own
    for node in soup.find_all(string=True):
        if not node.find_parent(_NO_TEXT):
            node.replace_with(_marked(str(node), marks, _DOLLARS if dollars else _FORMULA))

    class Converter(MarkdownConverter):
        """With our own rule for what must be escaped."""

        def escape(self, text: str, parent_tags: object) -> str:
            return _escaped(text, marks)

    converter = Converter(heading_style="ATX", bullets="-", strip_document=None)
    wanted = _words(_unmarked(soup.get_text(), marks))
    markdown = _unmarked(converter.convert_soup(soup), marks).strip()
    markdown = re.sub(r"[ \t]+$", lambda blanks: "  " if len(blanks[0]) == 2 else "", markdown, flags=re.MULTILINE)
    markdown = re.sub(r"\n{3,}", "\n\n", markdown)
    rendered = foreign_html(markdown, lambda formula: html.escape(formula, quote=False))
    if _words(BeautifulSoup(rendered, "html.parser").get_text()) != wanted:
        raise Unreadable(_("a text that Markdown cannot hold as it is"))
    return markdown, sorted(given & _DROPPED)


def _marked(text: str, marks: list[str], formulas: re.Pattern[str]) -> str:
    """The text with a mark in place of each formula, which nothing is to change any more."""

    def mark(match: re.Match[str]) -> str:
        inline = match[1] or (match.lastindex == 4 and match[4])
        tex = " ".join((inline or match[2] or match[3]).split())
        marks.append(f"${tex}$" if inline else f"$${tex}$$")
        return f"\ue000{len(marks) - 1}\ue001"

    return formulas.sub(mark, text)


def _escaped(text: str, marks: list[str]) -> str:
    def mark(written: str) -> str:
        marks.append(written)
        return f"\ue000{len(marks) - 1}\ue001"

    def escape(sign: re.Match[str]) -> str:
        before, last = sign[0][:-1], sign[0][-1]
        return f"{sign[0]}\\" if last.isdigit() else f"{before}\\{last}"  # 1\. begins no list

    text = _SIGNS.sub(escape, text).replace("$", mark(r"\$"))
    return text.replace("@{", "@" + mark("&#123;"))  # else a placeholder


def _unmarked(text: str, marks: list[str]) -> str:
    return _MARK.sub(lambda match: marks[int(match[1])], text)


def _words(text: str) -> str:
    """What must not change: all but blanks."""
    return re.sub(r"\s+", "", text)
