"""What a student sees of a variant, as Markdown."""

import string
from collections.abc import Sequence
from typing import Final

from softmark.messages import _, ngettext
from softmark.quiz.question import Kind
from softmark.quiz.variant import Choice, Seen

PICTURE: Final = "](picture)"
MATCH: Final = _("Match each with one of these; one may belong to several, or to none:")


def points_told(points: float) -> str:
    """Points in words."""
    return ngettext("{n:g} point", "{n:g} points", 1 if points == 1 else 2).format(n=points)


def question_markdown(seen: Seen, title: str, picture: str = "picture") -> str:
    """A variant as a Markdown text.

    Args:
        title: of its heading; none if it is empty.
        picture: where the picture is: an attachment or an address.
    """
    parts = [f"### {title}"] if title else []
    parts.append(seen.text.strip().replace(PICTURE, f"]({picture})"))
    if seen.lefts:
        parts += [_listed(seen.lefts), MATCH]
    if seen.choices:
        parts.append(_listed(seen.choices))
    if seen.kind is Kind.MULTIPLE:
        parts.append(_("*More than one may be right.*"))
    return "\n\n".join(parts)


def _listed(choices: Sequence[Choice]) -> str:
    lines = []
    for choice in choices:
        mark = f"({choice.label})" if choice.label in string.ascii_letters else f"{choice.label}."
        lines.append(f"- **{mark}** " + choice.text.strip().replace("\n", "\n  "))
    return "\n".join(lines)
