"""A question as the text of its file: what :func:`softmark.quiz.parse_question` reads as the same question again."""

import json
import re
import unicodedata
from collections.abc import Container, Iterable
from dataclasses import replace

from softmark.quiz.formats.tolerances import exact
from softmark.quiz.question import Item, Kind, Question, Tolerance

_PLAIN = re.compile(r"[A-Za-z][\w-]*")
_LONGEST = 48  # letters of an id


def question_text(question: Question, note: str = "") -> str:
    """The file of a question without parameters and code.

    Args:
        question: of any type that has no code.
        note: for authors.
    """
    parts = [_front(question, note) + question.text]
    heading = {Kind.MATCHING: "Pairs", Kind.ORDERING: "Order"}.get(question.kind, "Options")
    if question.items:
        parts.append(f"## {heading}\n" + "\n".join(_entry(question.kind, item) for item in question.items))
    if question.kind is Kind.TEXT:
        parts.append("## Answer\n" + "\n".join(f"- {answer}" for answer in question.answers))
    elif question.answers:
        parts.append(f"## Answer\n{question.answers[0]}")
    if question.mistakes:
        parts.append("## Mistakes\n" + "\n".join(_entry(question.kind, item) for item in question.mistakes))
    parts.append(f"## Explanation\n{question.explanation}")
    return "\n\n".join(parts) + "\n"


def slug(title: str) -> str:
    """Small letters, digits and hyphens that recall a title; empty if it has no Latin letters and digits."""
    plain = unicodedata.normalize("NFKD", title).encode("ascii", "ignore").decode().lower()
    words = re.findall(r"[a-z0-9]+", plain)
    short = ""
    for word in words:
        if short and len(short) + len(word) >= _LONGEST:
            break
        short = f"{short}-{word}"[: _LONGEST + 1] if short else word[:_LONGEST]
    return short


def distinct(name: str, taken: Container[str]) -> str:
    """The name, with a number behind it if it is taken."""
    number, tried = 1, name
    while tried in taken:
        number += 1
        tried = f"{name}-{number}"
    return tried


def named(items: Iterable[Item], fallback: str) -> tuple[Item, ...]:
    """Items with ids made from their texts."""
    made: dict[str, Item] = {}
    for item in items:
        name = slug(item.text or item.partner) or fallback
        if not name[0].isalpha():
            name = f"{fallback}-{name}"
        name = distinct(name, made)
        made[name] = replace(item, id=name)
    return tuple(made.values())


def tolerance_text(tolerance: Tolerance) -> str:
    """A tolerance as the front matter has it."""
    absolute, relative = f"{tolerance.absolute:.12g}", f"{100 * tolerance.relative:.12g}%"
    if tolerance.absolute and tolerance.relative:
        return f"{absolute} or {relative}"
    return relative if tolerance.relative else absolute


def _front(question: Question, note: str) -> str:
    entries = {"id": question.id, "topic": question.topic, "type": question.kind.value}
    if question.goals:
        entries["goals"] = _list(question.goals)
    entries |= {"points": exact(question.points), "difficulty": str(question.difficulty)}
    if question.tolerance is not None:
        entries["tolerance"] = tolerance_text(question.tolerance)
    if question.units:
        entries["unit"] = _list(question.units)
    if not question.shuffled:
        entries["order"] = "fixed"
    if note:
        entries["note"] = json.dumps(note, ensure_ascii=False)
    return "---\n" + "".join(f"{name}: {value}\n" for name, value in entries.items()) + "---\n"


def _list(texts: Iterable[str]) -> str:
    # JSON's texts are YAML's.
    return f"[{', '.join(one if _PLAIN.fullmatch(one) else json.dumps(one, ensure_ascii=False) for one in texts)}]"


def _entry(kind: Kind, item: Item) -> str:
    mark = "1. " if kind is Kind.ORDERING else "- "
    if kind in (Kind.SINGLE, Kind.MULTIPLE):
        mark += "[x] " if item.right else "[ ] "
    text = f"{item.text} => {item.partner}".strip() if kind is Kind.MATCHING else item.text
    first, _newline, rest = text.partition("\n")
    if first.startswith(("```", "~~~")):
        first, rest = "", text
    lines = [f"{mark}{item.id}: {first}".rstrip()]
    indent = "   " if kind is Kind.ORDERING else "  "
    lines += [(indent + line).rstrip() if line.strip() else "" for line in rest.split("\n")] if rest else []
    lines += [f"{indent}> {line}".rstrip() for line in item.feedback.split("\n")] if item.feedback else []
    return "\n".join(lines)
