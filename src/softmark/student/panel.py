"""The panel that ``check()`` shows: the same findings as HTML, as plain text and as an error."""

import re
import textwrap
from dataclasses import dataclass
from html import escape

from softmark.messages import _, ngettext
from softmark.student.findings import Finding, Mark

_WIDTH = 79  # columns; nbgrader's Validate cuts lines at 83
_SHOWN = 50  # checks

# JupyterLab's own colours, with fallbacks that are legible on white and on black. They only colour what a sign
# and a word say, too.
_COLOURS = {
    Mark.PASSED: "var(--jp-success-color1, #388e3c)",
    Mark.FAILED: "var(--jp-error-color1, #d84315)",
    Mark.ERROR: "var(--jp-error-color1, #d84315)",
    Mark.NOT_ATTEMPTED: "var(--jp-ui-font-color2, #767676)",
}
_BOX = (
    "font-family: var(--jp-ui-font-family, sans-serif); font-size: var(--jp-content-font-size1, 14px);"
    " line-height: 1.45; color: var(--jp-ui-font-color1, inherit); border: 1px solid var(--jp-border-color2, #8a8a8a);"
    " border-radius: 4px; padding: 8px 12px; margin: 4px 0; max-width: 52em;"
)
_LIST = "list-style: none; margin: 6px 0 0; padding: 0;"
_CODE = re.compile(r"`([^`\n]+)`")


class ChecksFailed(AssertionError):
    """Public checks failed, where a failing cell must raise: its text is the panel's."""

    def _render_traceback_(self) -> list[str]:
        """What IPython shows instead of a traceback."""
        return str(self).splitlines()


@dataclass(frozen=True)
class Panel:
    """What ``check()`` found.

    Attributes:
        findings: one for each public check, in the cell's order.
        notice: a sentence that stands in the place of findings where there is nothing to check.
    """

    findings: tuple[Finding, ...] = ()
    notice: str = ""

    @property
    def passed(self) -> bool:
        """Whether no public check failed; the hidden ones are another matter."""
        return all(finding.mark is Mark.PASSED for finding in self.findings)

    @property
    def summary(self) -> str:
        """How many public checks passed, and that there are others."""
        return f"{self._count} {_('Hidden checks run when your work is graded.')}"

    @property
    def step(self) -> str:
        """The one thing to do next: that of the first check that did not pass."""
        return next((finding.step for finding in self.findings if finding.step), "")

    @property
    def _count(self) -> str:
        if self.notice:
            return self.notice
        total = len(self.findings)
        passed = sum(finding.mark is Mark.PASSED for finding in self.findings)
        untouched = sum(finding.mark is Mark.NOT_ATTEMPTED for finding in self.findings)
        count = ngettext("{passed} of {total} public check passed", "{passed} of {total} public checks passed", total)
        rest = _(", {untouched} not attempted") if untouched else ""
        return (count + rest + ".").format(passed=passed, total=total, untouched=untouched)

    def __repr__(self) -> str:
        lines = textwrap.wrap(self.summary, _WIDTH)
        for finding in self.findings[:_SHOWN]:
            head = f"{finding.mark.value} {finding.mark.word}: {finding.line}"
            lines += textwrap.wrap(head, _WIDTH, initial_indent="  ", subsequent_indent="    ")
            for line in finding.seen.splitlines():
                lines += textwrap.wrap(line, _WIDTH, initial_indent="    ", subsequent_indent="    ")
        if self.step:
            lines += textwrap.wrap(_("Next step: {step}").format(step=self.step), _WIDTH)
        return "\n".join(lines)

    def _repr_html_(self) -> str:
        items = "".join(_item(finding) for finding in self.findings[:_SHOWN])
        others = _("Hidden checks run when your work is graded.")
        parts = [
            f'<div style="{_BOX}" role="status" aria-label="{escape(_("Result of the public checks"))}">',
            f"<div><strong>{escape(self._count)}</strong> {escape(others)}</div>",
            f'<ul role="list" style="{_LIST}">{items}</ul>' if items else "",
        ]
        if self.step:
            step = _("Next step: {step}").format(step=self.step)
            parts.append(f'<div style="margin-top: 6px;">{_marked_up(step)}</div>')
        return "".join((*parts, "</div>"))

    def _repr_mimebundle_(self, include: object = None, exclude: object = None) -> dict[str, str]:
        return {"text/plain": repr(self), "text/html": self._repr_html_()}


def _item(finding: Finding) -> str:
    colour = _COLOURS[finding.mark]
    seen = f'<div style="white-space: pre-wrap;">{_marked_up(finding.seen)}</div>' if finding.seen else ""
    return (
        f'<li style="margin: 4px 0; padding: 2px 0 2px 10px; border-left: 4px solid {colour};">'
        f'<span aria-hidden="true" style="display: inline-block; width: 1.2em; font-weight: bold; color: {colour};">'
        f"{finding.mark.value}</span>"
        f"<strong>{escape(finding.mark.word)}:</strong> {_marked_up(finding.line)}{seen}</li>"
    )


def _marked_up(text: str) -> str:
    """Escaped, and with what stands between backticks as code."""
    return _CODE.sub(r'<code style="font-size: 0.95em;">\1</code>', escape(text))
