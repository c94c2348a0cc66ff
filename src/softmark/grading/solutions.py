"""The reference solution as it stands in a source cell."""

from __future__ import annotations

import re

_DELIMITER = re.compile(r"^[ \t]*### (BEGIN|END) SOLUTION[ \t]*\n?", re.MULTILINE)


def reference_text(source: str) -> str:
    """A solution cell's text without nbgrader's delimiters."""
    return _DELIMITER.sub("", source)


def solved_lines(source: str) -> frozenset[int]:
    """Numbers, from 1, of the lines of :func:`reference_text` that stand between delimiters; all if there are none."""
    lines: list[int] = []
    number, inside, any_ = 1, False, False
    for line in source.splitlines():
        found = _DELIMITER.match(line)
        if found:
            inside = found[1] == "BEGIN"
            any_ = True
            continue
        if inside:
            lines.append(number)
        number += 1
    return frozenset(lines) if any_ else frozenset(range(1, number))
