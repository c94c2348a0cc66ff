"""Markdown to HTML: a student's, which may hold anything, and the instructor's, with formulas as MathML."""

import itertools
import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from html import escape

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import OptionsDict

from softmark.pages import tex
from softmark.pages.markup import FORMULA_CLASS, MAX_HTML, boxed, clean_html, unboxed
from softmark.pages.pictures import Picture, lift_pictures
from softmark.pages.text import clean_block

MAX_MARKDOWN = 60_000
_MAX_FORMULAS = 300
#: Longer formulas of students stay TeX where they would have to be converted by us.
_MAX_CONVERTED = 250

_ENVIRONMENT = rf"\\begin\{{([a-z]+\*?)\}}(?:(?!\\end\{{\1\}}).){{0,{tex.MAX_LENGTH}}}\\end\{{\1\}}"
_DISPLAY = rf"\$\$(?:\\.|[^$\\]){{1,{tex.MAX_LENGTH}}}\$\$"
_INLINE = rf"\$(?:\\.|[^$\\\n]|\n(?!\s*\n)){{1,{tex.MAX_LENGTH}}}\$"
_BLOCK_FORMULA = re.compile(f"{_DISPLAY}|{_ENVIRONMENT}", re.DOTALL)
_FORMULA = re.compile(f"{_DISPLAY}|{_INLINE}|{_ENVIRONMENT}", re.DOTALL)


def student_markdown(source: str, attachments: Mapping[str, Picture] | None = None) -> str:
    """A student's Markdown as one line of HTML that stays just that when it is read as Markdown again.

    Formulas stay TeX between dollars, for MathJax, without the macros that do more than draw.
    """
    return boxed(_render(source, attachments, inert=True, formula=_for_mathjax))


def student_answer(source: str) -> str:
    """The same for a page without scripts: formulas are MathML where they can be."""
    return _render(source, None, inert=False, formula=_answer_as_mathml)


def instructor_markdown(source: str, attachments: Mapping[str, Picture] | None = None) -> str:
    """The instructor's Markdown (text, a comment) as HTML for a page without scripts: formulas are MathML."""
    return _render(source, attachments, inert=False, formula=_as_mathml)


def foreign_html(
    source: str,
    formula: Callable[[str], str],
    attachments: Mapping[str, Picture] | None = None,
    *,
    inert: bool = False,
) -> str:
    """The instructor's Markdown as HTML for another system, which typesets formulas in its own way.

    Args:
        source: Markdown.
        formula: gives the HTML of a formula, which still has its delimiters (see :func:`softmark.pages.tex.bare`).
        attachments: pictures that ``attachment:name`` may point to.
        inert: as one line that stays what it is when it is read as Markdown.
    """
    return _render(source, attachments, inert=inert, formula=formula)


def _render(
    source: str, attachments: Mapping[str, Picture] | None, *, inert: bool, formula: Callable[[str], str]
) -> str:
    text, inline = lift_pictures(source)
    inner = unboxed(text)
    # What stands in a box was cleaned before: it holds no Markdown any more.
    html = clean_block(inner, MAX_HTML) if inner is not None else _parser().render(clean_block(text, MAX_MARKDOWN))
    number = itertools.count()

    def bounded(tex: str) -> str:
        return formula(tex) if next(number) < _MAX_FORMULAS else escape(tex.replace("$", ""))

    return clean_html(html, attachments={**(attachments or {}), **inline}, inert=inert, formula=bounded)


def _for_mathjax(formula: str) -> str:
    written = escape(tex.tame(formula))
    spelt = "".join(f"&#{ord(c)};" if c in "$\\`*_[]()!~|^\n\t{}:" else c for c in written)
    return f'<span class="{FORMULA_CLASS} mathjax_process">{spelt}</span>'


def _as_mathml(formula: str) -> str:
    mathml = tex.to_mathml(formula) if _FORMULA.fullmatch(formula) else None
    return mathml or f"<code>{escape(formula)}</code>"


def _answer_as_mathml(formula: str) -> str:
    tame = tex.tame(formula)
    return _as_mathml(tame) if len(tame) <= _MAX_CONVERTED else f"<code>{escape(tame)}</code>"


@cache
def _parser() -> MarkdownIt:
    parser = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
    # Before Markdown sees a formula's underscores, stars, backslashes and lines of equals signs.
    parser.block.ruler.before("table", "formula", _block_formula, {"alt": ["paragraph", "blockquote", "list"]})
    parser.inline.ruler.before("escape", "formula", _inline_formula)
    parser.add_render_rule("formula", _formula_span)
    return parser


def _block_formula(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    match = _BLOCK_FORMULA.match(state.src, state.bMarks[start] + state.tShift[start])
    if match is None:
        return False
    last = next((line for line in range(start, end) if state.eMarks[line] >= match.end()), None)
    if last is None or state.src[match.end() : state.eMarks[last]].strip():
        return False
    if not silent:
        token = state.push("formula", "", 0)
        token.block = True
        token.content = match[0]
        token.map = [start, last + 1]
        state.line = last + 1
    return True


def _inline_formula(state: StateInline, silent: bool) -> bool:
    match = _FORMULA.match(state.src, state.pos, state.posMax)
    if match is None:
        return False
    if not silent:
        state.push("formula", "", 0).content = match[0]
    state.pos = match.end()
    return True


def _formula_span(
    renderer: RendererHTML, tokens: Sequence[Token], index: int, options: OptionsDict, env: object
) -> str:
    span = f'<span class="{FORMULA_CLASS}">{escape(tokens[index].content)}</span>'
    return f"<p>{span}</p>" if tokens[index].block else span
