"""Questions on paper: one self-contained page of HTML, or a PDF that Chromium prints of it; with the key or without."""

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from functools import cache
from pathlib import Path
from typing import Any, Final

import jinja2
from markupsafe import escape

from softmark.messages import _
from softmark.pages.markdown import instructor_markdown
from softmark.pages.tex import to_mathml
from softmark.quiz.filling import written
from softmark.quiz.formats.carried import Asked, Loss
from softmark.quiz.formats.texts import with_picture
from softmark.quiz.proving import key_answers
from softmark.quiz.question import Kind, Question
from softmark.quiz.reading import wanted
from softmark.quiz.rendering import MATCH, points_told
from softmark.quiz.variant import Variant

_BROWSERS: Final = ("chromium", "chromium-browser", "google-chrome", "chrome", "msedge")
_SECONDS = 120
_LINES = {Kind.CODE: 8, Kind.MATRIX: 3}  # height of the box for an answer


def refusals(asked: Asked) -> Iterator[Loss]:
    """Nothing: whatever can be asked can be printed."""
    return iter(())


def document(asked: Sequence[Asked], *, key: bool, pdf: bool) -> bytes:
    """The page.

    Args:
        asked: in the order in which they are printed.
        key: with the answers, all feedback and explanations.
        pdf: as PDF.

    Raises:
        OSError: for a PDF, if there is no Chromium, or it does not print.
    """
    questions = [
        _shown(one.question, variant, name, number, key)
        for number, (one, name, variant) in enumerate(_numbered(asked), 1)
    ]
    title = _("Questions with answers") if key else _("Questions")
    page = _template().render(title=title, questions=questions, key=key, match=MATCH, _=_, css=_css()).encode()
    return _printed(page) if pdf else page


def _numbered(asked: Sequence[Asked]) -> Iterator[tuple[Asked, str, Variant]]:
    for one in asked:
        for name, variant in zip(one.names, one.variants, strict=True):
            yield one, name, variant


def _shown(question: Question, variant: Variant, name: str, number: int, key: bool) -> dict[str, Any]:
    """What the template writes; of the key, nothing unless it is wanted."""
    seen = variant.seen
    plain: dict[str, Any] = {
        "title": _("Question {n}").format(n=number),
        "points": points_told(question.points),
        "text": _html(seen.text, seen.picture),
        "lefts": [_html(left.text) for left in seen.lefts],
        "choices": [{"text": _html(choice.text)} for choice in seen.choices],
        "start": seen.start,
        "code": seen.kind is Kind.CODE,
        "wanted": wanted(seen),
        "lines": _LINES.get(seen.kind, 2),
    }
    if key:
        plain |= _key(variant) | {"source": name}
    return plain


def _key(variant: Variant) -> dict[str, Any]:
    key, single = variant.key, variant.seen.kind in (Kind.SINGLE, Kind.MULTIPLE)
    choices = [
        {
            "text": _html(choice.text),
            "right": single and choice.label in key.right,
            "feedback": _html(key.feedback.get(choice.label, "")),
        }
        for choice in variant.seen.choices
    ]
    answer = key_answers(variant)
    right = " / ".join(answer) if variant.seen.kind is Kind.TEXT else answer[0]
    mistakes = [{"value": _told(one.value), "text": _html(one.feedback)} for one in key.mistakes]
    if variant.seen.kind is Kind.MATCHING:  # whose feedback belongs to the left sides
        mistakes = [{"value": f"{left}.", "text": _html(said)} for left, said in key.feedback.items() if said]
    units = f" {variant.seen.units[0]}" if variant.seen.units else ""
    return {
        "choices": choices,
        "answer": right if variant.seen.kind is Kind.CODE else _told(right) + units,
        "mistakes": mistakes if variant.seen.kind is not Kind.CODE else [],
        "explanation": _html(key.explanation),
    }


def _told(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else written(value)


def _html(markdown: str, picture: bytes = b"") -> str:
    return with_picture(markdown, picture, "", _mathml) if picture else instructor_markdown(markdown)


def _mathml(formula: str) -> str:
    return to_mathml(formula) or f"<code>{escape(formula)}</code>"


def _printed(page: bytes) -> bytes:
    browser = next(filter(None, map(shutil.which, _BROWSERS)), None)
    if browser is None:
        raise OSError(_("there is no Chromium here: write html, and print it from any browser"))
    with tempfile.TemporaryDirectory() as folder:
        (source, target) = (Path(folder) / "page.html", Path(folder) / "page.pdf")
        source.write_bytes(page)
        options = ["--headless", "--disable-gpu", f"--user-data-dir={folder}/profile", "--no-pdf-header-footer"]
        try:
            subprocess.run(
                [browser, *options, f"--print-to-pdf={target}", source.as_uri()],
                capture_output=True,
                timeout=_SECONDS,
                check=True,
            )
            return target.read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise OSError(_("Chromium does not print: write html, and print it from any browser")) from error


@cache
def _template() -> jinja2.Template:
    folder = jinja2.FileSystemLoader(Path(__file__).parent)
    return jinja2.Environment(loader=folder, autoescape=True, trim_blocks=True).get_template("printed.html.j2")


@cache
def _css() -> str:
    return (Path(__file__).parent / "printed.css").read_text(encoding="utf-8")
