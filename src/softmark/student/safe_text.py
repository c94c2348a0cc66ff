"""Text that is safe to show: bounded, and without what could move, recolour or reorder its surroundings."""

import re

# Escape sequences of terminals: CSI (colours, cursor), OSC (titles, links), and the short ones.
_ANSI = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
# Other control characters but tab and newline, and the marks that change the direction of writing.
_CONTROLS = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")


def safe_text(text: str, limit: int) -> str:
    """``text`` without control sequences, cut to ``limit`` characters."""
    text = text[: 4 * limit].replace("\r\n", "\n")
    text = _CONTROLS.sub("", _ANSI.sub("", text)).strip()
    return text if len(text) <= limit else text[: limit - 1].rstrip() + "…"


def one_line(text: str, limit: int) -> str:
    """The same, with every run of white space as one blank."""
    return safe_text(" ".join(safe_text(text, 4 * limit).split()), limit)
