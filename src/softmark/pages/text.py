"""Text from a submission, without the characters that draw over, hide or reorder other text."""

import re

from softmark.messages import _

_ANSI = re.compile(
    # OSC, DCS and their kin, to their end if they have one
    r"(?:\x1b[\]PX^_]|[\x90\x98\x9d-\x9f])(?:[^\x07\x1b\x9c]{0,4096}(?:\x07|\x1b\\|\x9c))?"
    r"|(?:\x1b\[|\x9b)[0-?]{0,64}[ -/]{0,16}[@-~]?"  # CSI: colours and cursor movements
    r"|\x1b[ -/]{0,16}[0-~]?"  # all other escapes
)
_RETURNS = re.compile(r"^[^\n]*\r(?=[^\n])", re.MULTILINE)
_INVISIBLE = re.compile(
    "["
    "\x00-\x08\x0b-\x1f\x7f-\x9f"  # C0 and C1 controls but tab and newline
    "\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"  # direction marks, overrides and isolates
    "\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180e\u200b\u2060-\u2065\u206a-\u206f"  # no width
    "\u3164\ufeff\uffa0"  # no width, or fillers that show nothing
    "\ufdd0-\ufdef\ufff0-\ufffb\ufffe\uffff"  # noncharacters and interlinear annotation
    "\U0001d173-\U0001d17a\U000e0000-\U000e0fff"  # invisible music signs, tags
    "]"
)
# Joiners shape emoji and many scripts; between ASCII characters they can only hide.
_IDLE_JOINER = re.compile("(?<![\u0100-\U0010ffff])[\u200c\u200d]+|[\u200c\u200d]+(?![\u0100-\U0010ffff])")
_SURROGATE = re.compile("[\ud800-\udfff]")


def clean_block(text: str, limit: int = 20_000) -> str:
    """``text`` of several lines, as a terminal would have left it, at most ``limit`` characters.

    Carriage returns overwrite their line (progress bars). What is cut is said in the last line.
    """
    head = _without_tricks(text[: 4 * limit])
    cut = max(len(head) - limit, 0) + max(len(text) - 4 * limit, 0)
    if not cut:
        return head
    note = _("[output cut: {number} more characters]").format(number=f"{cut:,}")
    return f"{head[:limit]}\n{note}"


def clean_text(text: str, limit: int = 2_000) -> str:
    """``text`` for messages, names and tables, at most ``limit`` characters.

    ANSI sequences, controls (but newline and tab), bidirectional controls and characters without width are
    gone, lone surrogates are U+FFFD, a longer text ends with an ellipsis.
    """
    clean = _without_tricks(text[: 4 * limit])
    if len(clean) <= limit and len(text) <= 4 * limit:
        return clean
    return clean[: max(limit - 1, 0)] + "…"


def show_invisible(source: str) -> str:
    r"""Code as it is to be shown: each invisible character is spelt out, as in ``\u202e``.

    Code without any is returned unchanged.
    """
    lines = source.replace("\r\n", "\n").replace("\r", "\n") if "\r" in source else source

    def spell(match: re.Match[str]) -> str:
        return "".join(f"\\u{ord(c):04x}" if ord(c) < 0x10000 else f"\\U{ord(c):08x}" for c in match[0])

    for pattern in (_IDLE_JOINER, _INVISIBLE, _SURROGATE):
        lines = pattern.sub(spell, lines)
    return lines


def _without_tricks(text: str) -> str:
    text = _ANSI.sub("", text).replace("\r\n", "\n")
    text = _RETURNS.sub("", text)
    text = text.replace("\u2028", "\n").replace("\u2029", "\n").replace("\x85", "\n")
    return _SURROGATE.sub("\ufffd", _IDLE_JOINER.sub("", _INVISIBLE.sub("", text)))
