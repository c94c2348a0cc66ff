"""Export to QTI 1.2 as Canvas reads it, written by text2qti (https://github.com/gpoore/text2qti)."""

import hashlib
from collections.abc import Iterator, Sequence
from typing import Any, Final

from softmark.messages import _
from softmark.pages.tex import bare
from softmark.quiz.formats.carried import Asked, Loss, kind_refusals, penalty
from softmark.quiz.formats.texts import with_picture
from softmark.quiz.formats.tolerances import around, exact
from softmark.quiz.question import Kind, Question
from softmark.quiz.variant import Variant

_KINDS: Final = (Kind.SINGLE, Kind.MULTIPLE, Kind.TRUE_FALSE, Kind.NUMBER, Kind.TEXT)
_TITLE: Final = "softmark"
_PLACES = 4  # decimals that text2qti writes of a number


def refusals(asked: Asked) -> Iterator[Loss]:
    """What of a question Canvas, or text2qti, has no place for."""
    question, found = asked.question, list(kind_refusals(asked, _KINDS, "text2qti"))
    yield from found
    if found:
        return
    if question.units:
        yield Loss(question.id, _("its unit: Canvas takes nothing but a number"))
    if question.mistakes:
        yield Loss(question.id, _("the feedback of its mistakes: text2qti has none for numbers and words"))
    right = sum(item.right for item in question.items)
    if question.kind is Kind.MULTIPLE and penalty(right, len(question.items) - right) > 1 / right:
        yield Loss(question.id, _("the rule of points: Canvas takes less for a wrong option"))
    halves = 1 if len(asked.variants) > 1 else 2
    if not (question.points * halves).is_integer():
        what = _("its {n:g} points: text2qti takes halves, of several variants whole ones")
        yield Loss(question.id, what.format(n=question.points), whole=True)
        return
    for variant in asked.variants:
        if why := _unfit(question, variant):
            yield Loss(question.id, why, whole=True)
            return


def document(asked: Sequence[Asked]) -> bytes:
    """The zip; several variants of a question are a group, of which Canvas picks one."""
    from text2qti.qti import QTI

    parts = [f"Quiz title: {_TITLE}"]
    for one in asked:
        texts = [_text(one.question, variant, name) for name, variant in zip(one.names, one.variants, strict=True)]
        if len(texts) > 1:
            texts = [f"GROUP\npick: 1\npoints per question: {int(one.question.points)}", *texts, "END_GROUP"]
        parts += texts
    quiz = _quiz("\n\n".join(parts) + "\n")
    for one in asked:
        for name, variant in zip(one.names, one.variants, strict=True):
            if variant.seen.picture:
                image = _image(name, variant)
                quiz.images[image.id] = image
    written: bytes = QTI(quiz).zip_bytes()
    return written


def _quiz(text: str) -> Any:
    from text2qti.config import Config
    from text2qti.quiz import Quiz

    return Quiz(text, config=Config())


def _image(name: str, variant: Variant) -> Any:
    from text2qti.markdown import Image

    return Image(f"{name}.png", variant.seen.picture)


def _unfit(question: Question, variant: Variant) -> str:
    """Why text2qti does not take a variant; empty if it does."""
    from text2qti.err import Text2qtiError

    key = variant.key
    if question.kind is Kind.NUMBER:
        distance = around(key.right, key.tolerance)
        ends = (key.right - distance, key.right, key.right + distance)
        if any(abs(round(end, _PLACES) - end) > 0.05 * distance + 1e-12 for end in ends):
            return _("the answer {n}: text2qti writes four decimals").format(n=exact(key.right))
    try:
        _quiz(_text(question, variant, question.id) + "\n")
    except Text2qtiError as error:
        return _("text2qti says: {why}").format(why=" ".join(str(error).split()))
    return ""


def _text(question: Question, variant: Variant, name: str) -> str:
    """A variant in text2qti's own format: each text is one line of HTML, in which Markdown finds nothing to read."""
    key = variant.key
    source = _image(name, variant).src_path if variant.seen.picture else ""
    lines = [f"Title: {name}", f"Points: {exact(question.points)}"]
    # text2qti takes two questions with the same text for one, whatever their options are.
    mark = hashlib.sha256(name.encode()).hexdigest()[:8]
    lines.append(f'1.  <div class="q{mark}">{_html(variant.seen.text, variant.seen.picture, source)}</div>')
    if key.explanation:
        lines.append(f"... {_html(key.explanation)}")
    for choice in variant.seen.choices:
        right = choice.label in key.right
        mark = f"{'*' if right else ''}{choice.label})"
        if question.kind is Kind.MULTIPLE:
            mark = "[*]" if right else "[ ]"
        lines.append(f"{mark} {_html(choice.text)}")
        if key.feedback[choice.label]:
            lines.append(f"... {_html(key.feedback[choice.label])}")
    match question.kind:
        case Kind.TRUE_FALSE:
            lines += [f"{'*' if key.right is value else ''}{value!s:.1}) {value}".lower() for value in (True, False)]
        case Kind.NUMBER:
            lines.append(f"= {exact(key.right)} +- {exact(around(key.right, key.tolerance))}")
        case Kind.TEXT:
            lines += [f"* {text}" for text in key.right]
    return "\n".join(lines)


def _html(markdown: str, picture: bytes = b"", source: str = "") -> str:
    return with_picture(markdown, picture, source, _formula, inert=True)


def _formula(formula: str) -> str:
    """Within a line; text2qti knows no displayed formulas. It makes a picture's address of the TeX as it stands."""
    inner, _display = bare(formula)
    return f"${' '.join(inner.split())}$"
