"""HTML from a submission: nh3 cuts what isn't allowed; what is left is written anew from an allow-list."""

import re
from collections.abc import Callable, Mapping
from html import escape
from html.parser import HTMLParser
from urllib.parse import unquote

import nh3

from softmark.messages import _
from softmark.pages.pictures import Picture, lift_pictures, picture_of_uri
from softmark.pages.text import clean_block

#: Marks a span whose text is TeX; MathJax's own word for what it may read within what it must ignore.
FORMULA_CLASS = "tex2jax_process"
#: Longer HTML, pictures apart, isn't looked at: no table of a notebook is, and cleaning must end.
MAX_HTML = 600_000
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
    allowed_classes={"span": {FORMULA_CLASS}},
)
# Signs that Markdown and TeX know; written as references they are mere characters.
_INERT = str.maketrans({sign: f"&#{ord(sign)};" for sign in "$\\`*_[]()!~|^#:\n\t{}"})
_BOX = '<div class="tex2jax_ignore mathjax_ignore" style="overflow-x: auto">'
_BOX_END = "</div>"
_REFERENCE_OR_TEXT = re.compile(r"(&(?:#x27|[a-z]+);)|[^&]+")


def clean_html(
    html: str,
    *,
    attachments: Mapping[str, Picture] | None = None,
    inert: bool = False,
    formula: Callable[[str], str] | None = None,
) -> str:
    """``html`` with nothing in it that runs, fetches, positions or poses as a part of the page around it.

    Args:
        html: any text.
        attachments: pictures that ``attachment:name`` may point to.
        inert: write signs that Markdown and TeX know, and line breaks, as character references, so that the
            result stays what it is when it is read as Markdown.
        formula: gives the HTML for the text of each span of :data:`FORMULA_CLASS`, whoever wrote it; without,
            such text is like any other.

    Returns:
        Balanced HTML of allowed tags; a short note in place of what is too long.
    """
    html, inline = lift_pictures(html)
    if len(html) > MAX_HTML or html.count("<") > _MAX_TAGS:
        return "<p>" + escape(_("[output cut: too much HTML]")) + "</p>"
    writer = _Writer({**(attachments or {}), **inline}, inert, formula)
    writer.feed(_CLEANER.clean(html))
    writer.close()
    return writer.result()


def clean_foreign_html(html: str) -> str:
    """HTML that the submission's code gave out, cleaned, in a box that MathJax leaves alone."""
    inner = unboxed(html)
    # clean_block cuts nothing here: it takes ANSI sequences and controls out.
    text = clean_block(html if inner is None else inner, 4 * MAX_HTML)
    return boxed(clean_html(text))


def boxed(html: str) -> str:
    """Cleaned HTML in a box of its own, in which MathJax reads nothing but spans of :data:`FORMULA_CLASS`."""
    return f"{_BOX}{html}{_BOX_END}"


def unboxed(html: str) -> str | None:
    """What stands in the box, if ``html`` is one (cleaned before, or made to look like it); else ``None``."""
    if html.startswith(_BOX) and html.endswith(_BOX_END):
        return html[len(_BOX) : -len(_BOX_END)]
    return None


class _Writer(HTMLParser):
    """Writes allowed tags, attributes and texts, each of them escaped; knows no other way to write."""

    def __init__(self, attachments: Mapping[str, Picture], inert: bool, formula: Callable[[str], str] | None) -> None:
        super().__init__(convert_charrefs=True)
        self._attachments = attachments
        self._inert = inert
        self._formula = formula
        self._tex: list[str] = []
        self._spans = 0  # how many are open within a formula, itself included
        self._out: list[str] = []
        self._open: list[str] = []

    def result(self) -> str:
        return "".join(self._out) + "".join(f"</{tag}>" for tag in reversed(self._open))

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _TAGS or len(self._open) >= _MAX_DEPTH:
            return
        values = {name: value or "" for name, value in attrs}
        if self._spans:
            self._spans += tag == "span"
            return
        if self._formula and tag == "span" and values.get("class") == FORMULA_CLASS:
            self._spans = 1
            return
        if tag == "img":
            self._image(values)
            return
        kept = {name: self._attribute(tag, name, value) for name, value in values.items()}
        if tag in ("td", "th"):
            # Formgrader's style sheet takes the padding from all tables.
            kept["style"] = "; ".join(filter(None, (kept.get("style"), "padding: 0.1em 0.6em")))
        if tag == "a":
            kept["rel"] = "noopener noreferrer nofollow"
        self._out.append(self._tag(tag, kept))
        if tag not in _VOID:
            self._open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if self._spans:
            self._spans -= tag == "span"
            if not self._spans and self._formula:
                self._out.append(self._formula("".join(self._tex)))
                self._tex.clear()
        elif tag in self._open:
            while (last := self._open.pop()) != tag:
                self._out.append(f"</{last}>")
            self._out.append(f"</{tag}>")

    def handle_data(self, data: str) -> None:
        if self._spans:
            self._tex.append(data)
        else:
            self._out.append(self._text(data))

    def _text(self, text: str) -> str:
        return self._neutral(escape(text))

    def _neutral(self, escaped: str) -> str:
        """Escaped text as it is written; the ``#`` of its own references must not be spelt again."""
        if not self._inert:
            return escaped
        return _REFERENCE_OR_TEXT.sub(lambda m: m[1] or m[0].translate(_INERT), escaped)

    def _tag(self, tag: str, attributes: Mapping[str, str | None]) -> str:
        written = [f' {name}="{self._neutral(escape(value))}"' for name, value in attributes.items() if value]
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
