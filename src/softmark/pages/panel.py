"""The result of one graded cell as a small panel of HTML, for formgrader and for the feedback page."""

import re
from html import escape
from typing import Any, Literal

from softmark.messages import _
from softmark.model import Basis, CellResult, CheckResult, State
from softmark.pages.text import clean_block, clean_text
from softmark.pages.wording import points_of, saying

Audience = Literal["student", "instructor"]

_MAX_CHECKS = 200
_CODE = re.compile(r"`([^`\n]+)`")
_BOX = "margin: 0.3em 0; font-family: system-ui, sans-serif; font-size: 0.95em; line-height: 1.45; color: inherit"
_LINE = "margin: 0.45em 0; padding: 0.1em 0 0.1em 0.7em; list-style: none; border-left: 3px solid {colour}"
_NOTE = "display: block; white-space: pre-line; opacity: 0.85; overflow-wrap: anywhere"
_TAG = "border: 1px solid currentColor; border-radius: 0.6em; padding: 0 0.45em; font-size: 0.8em; opacity: 0.75"
_DETAIL = "white-space: pre-wrap; overflow-wrap: anywhere; max-height: 30em; overflow: auto; font-size: 0.85em"


def render_cell_panel(cell: CellResult, audience: Audience) -> str:
    """The panel of one graded cell: a line per check with state, points, what it is about and its message.

    Only the instructor's holds pytest's detail, which prints hidden sources and data, what the check is called,
    whether it is hidden, and whether its points rest on the submission's own claim. All text is escaped, styles
    are inline, colours come from the page around it.
    """
    total = saying(cell.state, partly=bool(cell.points))
    head = (
        f'<p style="margin: 0 0 0.3em"><span aria-hidden="true" style="color: {total.colour}">{total.sign}</span> '
        f"<strong>{escape(total.word)}</strong> · "
        f"{escape(_('{points} points').format(points=points_of(cell.points, cell.maximum)))}</p>"
    )
    lines = "".join(_line(check, audience) for check in cell.checks[:_MAX_CHECKS])
    more = len(cell.checks) - _MAX_CHECKS
    rest = f"<p>{escape(_('{number} more checks').format(number=more))}</p>" if more > 0 else ""
    return (
        f'<div class="tex2jax_ignore mathjax_ignore" style="{_BOX}">{head}'
        f'<ul style="margin: 0; padding: 0">{lines}</ul>{rest}</div>'
    )


def panel_output(cell: CellResult) -> Any:
    """The output that makes nbgrader record this result: to be the only output of the graded cell.

    nbgrader reads the points from an ``execute_result``'s ``text/plain`` and gives full marks for anything that is
    no number. So *not graded* is written as 0 too: whoever writes the gradebook has to leave the score open there.

    Returns:
        A NotebookNode ``execute_result`` of points (``text/plain``) and the instructor's panel (``text/html``).
    """
    from nbformat import v4

    earned = 0.0 if cell.points is None else cell.points
    data = {"text/plain": repr(float(earned)), "text/html": render_cell_panel(cell, "instructor")}
    return v4.new_output("execute_result", data=data, execution_count=None)


def _line(check: CheckResult, audience: Audience) -> str:
    shown = saying(check.state, partly=check.points > 0)
    title = clean_text(check.line or check.name, 500)
    parts = [
        f'<span aria-hidden="true" style="color: {shown.colour}; font-weight: bold">{shown.sign}</span> ',
        f"<strong>{_prose(title)}</strong> ",
        f'<span style="white-space: nowrap">{escape(shown.word)} · {_worth(check)}</span>',
    ]
    if audience == "instructor":
        parts += [f' <span style="{_TAG}">{escape(tag)}</span>' for tag in _tags(check)]
    if check.message:
        parts.append(f'<span style="{_NOTE}">{_prose(clean_block(check.message, 4_000))}</span>')
    if audience == "instructor" and check.detail:
        # Formgrader's style sheet takes the triangle from summaries.
        parts.append(
            f'<details><summary style="display: list-item; cursor: pointer">'
            f"{escape(_('Details for the instructor'))}</summary>"
            f'<pre style="{_DETAIL}">{escape(clean_block(check.detail))}</pre></details>'
        )
    return f'<li style="{_LINE.format(colour=shown.colour)}">{"".join(parts)}</li>'


def _prose(text: str) -> str:
    """Escaped text; what stands between backticks is code."""
    return _CODE.sub(r"<code>\1</code>", escape(text))


def _worth(check: CheckResult) -> str:
    earned = None if check.state is State.COULD_NOT_CHECK else check.points
    return escape(points_of(earned, check.maximum))


def _tags(check: CheckResult) -> list[str]:
    tags = [clean_text(check.name, 100)] if check.line else []
    if check.basis is Basis.CLAIMED:
        tags.append(_("claimed"))
    if check.hidden:
        tags.append(_("hidden"))
    return tags
