"""HTML from a submission: nh3 cuts what isn't allowed; what is left is written anew from an allow-list."""

import re
from collections.abc import Callable, Mapping
from html import escape
from html.parser import HTMLParser
from urllib.parse import unquote

import nh3

from softmark.messages import _
from softmark.pages.pictures import Picture, picture_of_uri
from softmark.pages.text import MARK_CLOSE, MARK_OPEN, clean_block

#: Longer HTML isn't looked at: no table of a notebook is, and cleaning must end.
MAX_HTML = 300_000
_MAX_TAGS = 20_000
_MAX_DEPTH = 60

_TAGS_TEXT = """
    a abbr b blockquote br caption cite code col colgroup dd del details dfn div dl dt em figcaption
    figure h1 h2 h3 h4 h5 h6 hr i img ins kbd li mark ol p pre q s samp small span strike strong sub
    summary sup table tbody td tfoot th thead tr tt u ul var wbr
"""
_TAGS = frozenset(_TAGS_TEXT.split())
_VOID = frozenset({"br", "col", "hr", "img", "wbr"})
# These go with all that is in them; of other tags that aren't allowed the text stays.
_DROPPED_TEXT = """
    script style template noscript iframe object embed applet svg math title head textarea select
    option form button input audio video source track canvas map area frameset frame noframes
    noembed xmp plaintext listing dialog slot base link meta portal marquee
"""
_DROPPED = frozenset(_DROPPED_TEXT.split())
_NUMBER = re.compile(r"[0-9]{1,4}")
_WORD = re.compile(r"left|right|center|justify|row|col|rowgroup|colgroup")
_LINK = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f]{1,2000}", re.IGNORECASE)
_NUMBERS = {
    "td": {"colspan", "rowspan"},
    "th": {"colspan", "rowspan"},
    "ol": {"start"},
    "col": {"span"},
    "colgroup": {"span"},
    "img": {"width", "height"},
}
_COLOUR = r"#[0-9a-f]{3,8}|[a-z]{3,24}|(?:rgb|hsl)a?\([0-9.,%/ ]{1,40}\)"
#: What a style may say: how text looks, never where it stands, how big it is or what is fetched.
_STYLES = {
    name: re.compile(pattern, re.IGNORECASE)
    for name, pattern in {
        "color": _COLOUR,
        "background-color": _COLOUR,
        "font-weight": r"normal|bold|bolder|lighter|[1-9]00",
        "font-style": r"normal|italic|oblique",
        "font-family": r"monospace|serif|sans-serif",
        "text-align": r"left|right|center|justify|start|end",
        "text-decoration": r"none|underline|line-through",
        "white-space": r"normal|nowrap|pre|pre-wrap|pre-line",
    }.items()
}
_CLEANER = nh3.Cleaner(
    tags=set(_TAGS),
    clean_content_tags=set(_DROPPED),
    attributes={
        "*": {"style", "title"},
        "a": {"href"},
        "img": {"src", "alt", "width", "height"},
        "td": {"colspan", "rowspan", "align"},
        "th": {"colspan", "rowspan", "align", "scope"},
        "ol": {"start"},
        "col": {"span"},
        "colgroup": {"span"},
    },
    strip_comments=True,
    link_rel="noopener noreferrer nofollow",
    url_schemes={"http", "https", "mailto", "data", "attachment"},
    url_relative="deny",
)
# Signs that Markdown and TeX know; written as references they are mere characters.
_INERT = str.maketrans({sign: f"&#{ord(sign)};" for sign in "$\\`*_[]()!~|^#:\n\t{}"})
_REFERENCE_OR_TEXT = re.compile(r"(&(?:#x27|[a-z]+);)|[^&]+")
_MARK = re.compile(f"{MARK_OPEN}([0-9]+){MARK_CLOSE}")


def clean_html(
    html: str,
    *,
    attachments: Mapping[str, Picture] | None = None,
    inert: bool = False,
    fill: Callable[[int], str] | None = None,
) -> str:
    """``html`` with nothing in it that runs, fetches, positions or poses as a part of the page around it.

    Args:
        html: any text.
        attachments: pictures that ``attachment:name`` may point to.
        inert: write signs that Markdown and TeX know, and line breaks, as character references, so that the
            result stays what it is when it is read as Markdown.
        fill: gives the trusted HTML for the ``n``-th mark (:data:`MARK_OPEN`) in the text.

    Returns:
        Balanced HTML of allowed tags; a short note in place of what is too long.
    """
    if len(html) > MAX_HTML or html.count("<") > _MAX_TAGS:
        return "<p>" + escape(_("[output cut: too much HTML]")) + "</p>"
    writer = _Writer(attachments or {}, inert, fill)
    writer.feed(_CLEANER.clean(html))
    writer.close()
    return writer.result()


def clean_foreign_html(html: str) -> str:
    """HTML that the submission's code gave out, cleaned, in a box that MathJax leaves alone."""
    # clean_block cuts nothing here: it takes ANSI, controls and the marks of clean_html out.
    body = clean_html(clean_block(html, 4 * MAX_HTML))
    return f'<div class="tex2jax_ignore mathjax_ignore" style="overflow-x: auto">{body}</div>'


class _Writer(HTMLParser):
    """Writes allowed tags, attributes and texts, each of them escaped; knows no other way to write."""

    def __init__(self, attachments: Mapping[str, Picture], inert: bool, fill: Callable[[int], str] | None) -> None:
        super().__init__(convert_charrefs=True)
        self._attachments = attachments
        self._inert = inert
        self._fill = fill
        self._out: list[str] = []
        self._open: list[str] = []

    def result(self) -> str:
        return "".join(self._out) + "".join(f"</{tag}>" for tag in reversed(self._open))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS or len(self._open) >= _MAX_DEPTH:
            return
        values = {name: value or "" for name, value in attrs}
        if tag == "img":
            self._image(values)
            return
        kept = {name: self._attribute(tag, name, value) for name, value in values.items()}
        if tag == "a":
            kept["rel"] = "noopener noreferrer nofollow"
        self._out.append(self._tag(tag, kept))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in self._open:
            while (last := self._open.pop()) != tag:
                self._out.append(f"</{last}>")
            self._out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        at = 0
        for mark in _MARK.finditer(data):
            self._out.append(self._text(data[at : mark.start()]))
            if self._fill:
                self._out.append(self._fill(int(mark[1])))
            at = mark.end()
        self._out.append(self._text(data[at:]))

    def _text(self, text: str) -> str:
        text = escape(text.replace(MARK_OPEN, "").replace(MARK_CLOSE, ""))
        return self._neutral(text)

    def _neutral(self, escaped: str) -> str:
        """Escaped text as it is written; the ``#`` of its own references must not be spelt again."""
        if not self._inert:
            return escaped
        return _REFERENCE_OR_TEXT.sub(lambda m: m[1] or m[0].translate(_INERT), escaped)

    def _tag(self, tag: str, attributes: Mapping[str, str | None]) -> str:
        written = [
            f' {name}="{self._neutral(escape(_MARK.sub("", value)))}"' for name, value in attributes.items() if value
        ]
        return f"<{tag}{''.join(written)}>"

    def _image(self, values: Mapping[str, str]) -> None:
        source = values.get("src", "")
        if source.startswith("attachment:"):
            image = self._attachments.get(unquote(source.removeprefix("attachment:")))
        else:
            image = picture_of_uri(source)
        alt = values.get("alt", "")[:500]
        if image is None:
            self._out.append(self._text("[" + (alt or _("picture")) + "]"))
            return
        sizes = {name: self._attribute("img", name, values.get(name, "")) for name in ("width", "height")}
        # The picture's URI is base64 that was written here: nothing in it needs to be spelt out.
        self._out.append(self._tag("img", {"alt": alt or _("picture"), **sizes})[:-1] + f' src="{image.uri}">')

    def _attribute(self, tag: str, name: str, value: str) -> str | None:
        if name in _NUMBERS.get(tag, ()):
            return value if _NUMBER.fullmatch(value) else None
        match tag, name:
            case ("a", "href"):
                return value if _LINK.fullmatch(value) else None
            case ("td" | "th", "align" | "scope"):
                return value if _WORD.fullmatch(value) else None
            case (_, "title"):
                return value[:500]
            case (_, "style"):
                return _style(value)
        return None


def _style(value: str) -> str | None:
    kept = []
    for declaration in value[:2_000].split(";"):
        name, _colon, setting = declaration.partition(":")
        name, setting = name.strip().lower(), setting.strip()
        if name in _STYLES and _STYLES[name].fullmatch(setting):
            kept.append(f"{name}: {setting}")
    return "; ".join(kept) or None
