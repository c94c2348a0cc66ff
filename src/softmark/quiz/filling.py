"""Placeholders in texts: ``@{name}`` and ``@{name:.2f}``, which neither LaTeX nor Python nor Markdown has a use for."""

import re
from collections.abc import Mapping
from typing import Any

import numpy as np

from softmark.messages import _

PLACEHOLDER = re.compile(r"@\{([A-Za-z_]\w*)(?::([^{}\n]*))?\}")
_PLAIN = ".10g"  # hides what binary fractions add to 0.1 + 0.2


class Unfilled(ValueError):
    """A placeholder that cannot be filled.

    Attributes:
        offset: its position in the text, in lines from 0.
    """

    def __init__(self, offset: int, found: str, expected: str) -> None:
        super().__init__(found)
        self.offset = offset
        self.found = found
        self.expected = expected


def fill(text: str, values: Mapping[str, Any]) -> str:
    """The text with its placeholders filled.

    A format is one of Python's; of an array it is applied to each number, and ``tex`` gives a LaTeX matrix. Without
    one, numbers have up to ten significant digits.

    >>> fill("@{n} rows, $x = @{x:.2f}$, $@{a:tex}$", {"n": 3, "x": 0.125, "a": [[1, 2.5]]})
    '3 rows, $x = 0.12$, $\\\\begin{bmatrix}1 & 2.5\\\\end{bmatrix}$'

    Raises:
        Unfilled: if there is no such value, or it cannot be written in that format.
    """

    def filled(match: re.Match[str]) -> str:
        name, spec = match[1], match[2] or ""
        offset = text.count("\n", 0, match.start())
        if name not in values:
            known = ", ".join(sorted(values)) or _("none")
            raise Unfilled(
                offset,
                _("{placeholder} has no value.").format(placeholder=match[0]),
                _("Expected one of the names that draw returns: {names}.").format(names=known),
            )
        try:
            return written(values[name], spec)
        except (TypeError, ValueError) as error:
            raise Unfilled(
                offset,
                _("{placeholder} cannot be written: {why}.").format(placeholder=match[0], why=error),
                _("Expected a format of Python, as in @{{rate:.3f}}, or @{{matrix:tex}}.").format(),
            ) from error

    return PLACEHOLDER.sub(filled, text)


def written(value: Any, spec: str = "") -> str:
    """A value as students see it (see :func:`fill`)."""
    if isinstance(value, list | tuple | np.ndarray):
        if spec == "tex":
            rows = np.atleast_2d(np.asarray(value))
            lines = r" \\ ".join(" & ".join(written(one) for one in row) for row in rows.tolist())
            return rf"\begin{{bmatrix}}{lines}\end{{bmatrix}}"
        parts = value.tolist() if isinstance(value, np.ndarray) else value
        return f"[{', '.join(written(one, spec) for one in parts)}]"
    if isinstance(value, np.generic):
        value = value.item()
    if isinstance(value, float) and not spec:
        spec = _PLAIN
    shown = format(value, spec)
    return shown[1:] if re.fullmatch(r"-0(\.0*)?", shown) else shown


def raw(template: str, values: Mapping[str, Any]) -> Any:
    """The value itself where a template is a single placeholder without a format, else its text.

    Raises:
        Unfilled: as :func:`fill`.
    """
    match = PLACEHOLDER.fullmatch(template.strip())
    if match and not match[2] and match[1] in values:
        return values[match[1]]
    return fill(template, values).strip()
