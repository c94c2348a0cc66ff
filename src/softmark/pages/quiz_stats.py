"""The page of a quiz's statistics: for the instructor, with the questions and the names of students to look after."""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup

from softmark.messages import _, ngettext
from softmark.pages.markdown import instructor_markdown
from softmark.pages.text import clean_text
from softmark.quiz.flags import Flag, FlagKind, flags
from softmark.quiz.rendering import question_markdown
from softmark.quiz.sheets import QuizClass
from softmark.quiz.statistics import MINIMUM, OfQuestion, Statistics
from softmark.quiz.variant import Variant

_NAMED: Final = 10
_BINS: Final = 10


@dataclass(frozen=True)
class _Bar:
    """A bar of the histogram: students with a score from ``low`` to ``high`` percent; ``height`` from 0 to 1."""

    low: int
    high: int
    count: int
    height: float


@dataclass(frozen=True)
class _Shown:
    """A question as the template shows it."""

    found: OfQuestion
    anchor: str
    flags: tuple[Flag, ...]
    text: Markup

    @property
    def named(self) -> bool:
        """Whether the plot names it: not for too few answers alone, which a small class has in all its questions."""
        return any(flag.kind is not FlagKind.TOO_FEW for flag in self.flags)


def notes(held: QuizClass, found: Statistics) -> list[str]:
    """What is said of a quiz as a whole, on the page and by the command; a sentence or two each."""
    n = len(held.sheets)
    told = [ngettext("{n} student answered.", "{n} students answered.", n).format(n=n)]
    if found.scores:
        mean = sum(found.scores) / len(found.scores)
        told[0] += " " + _("Mean score: {mean:.0%} of the points.").format(mean=mean)
    if any(one.figures.n < MINIMUM for one in found.questions):
        why = _("Fewer than {n} students were asked some questions: of these, no more is said than the figures.")
        told.append(why.format(n=MINIMUM))
    alpha = found.alpha
    if alpha.value is None:
        told.append(_("No Cronbach's alpha. {why}").format(why=alpha.why_not))
    else:
        told.append(_("Cronbach's alpha: {alpha:.2f}.").format(alpha=alpha.value))
    if held.otherwise:
        text = _(
            "Answers of {names} have other points than their text gets by the key. Either the key has changed: run "
            "'softmark regrade --dry-run {quiz}'. Or something else in the notebook changed the answer."
        )
        told.append(text.format(names=_some(held.otherwise), quiz=held.name))
    for one in held.strangers:
        text = _("The student_id in the notebook of {student} cannot be read. Look at it.")
        if one.told:
            text = _("The notebook of {student} has '{told}' as student_id, and so other questions. Look at it.")
        told.append(text.format(student=one.student, told=one.told))
    told += [_("{student} is left out. {why}").format(student=one.student, why=one.why) for one in held.left_out]
    return told


def _some(names: tuple[str, ...]) -> str:
    more = len(names) - _NAMED
    shown = ", ".join(names[:_NAMED])
    return _("{names} and {n} more").format(names=shown, n=more) if more > 0 else shown


def render_statistics(held: QuizClass, found: Statistics) -> str:
    """The whole page as HTML: no scripts, no requests, everything that it needs inside."""
    shown = [
        _Shown(one, f"question-{at}", flags(one), _text(held.examples[one.asked.question]))
        for at, one in enumerate(found.questions, 1)
    ]
    html: str = _template().render(
        quiz=clean_text(held.name, 120),
        notes=[clean_text(line, 1000) for line in notes(held, found)],
        bars=_histogram(found.scores),
        questions=shown,
        plotted=[
            one
            for one in shown
            if one.found.figures.facility is not None and one.found.figures.discrimination is not None
        ],
    )
    return html


def _histogram(scores: Sequence[float]) -> list[_Bar]:
    counts = [0] * _BINS
    for score in scores:
        counts[min(int(score * _BINS + 1e-9), _BINS - 1)] += 1
    most = max(counts)
    width = 100 // _BINS
    return [_Bar(at * width, (at + 1) * width, n, n / most if most else 0.0) for at, n in enumerate(counts)]


def _text(variant: Variant) -> Markup:
    """The question as a student sees it."""
    picture = f"data:image/png;base64,{base64.b64encode(variant.seen.picture).decode('ascii')}"
    return Markup(instructor_markdown(question_markdown(variant.seen, "", picture)))


def _template() -> Any:
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    here = Path(__file__).parent
    environment = Environment(
        loader=FileSystemLoader(here), autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    css = (here / "feedback.css").read_text("utf-8") + (here / "quiz_stats.css").read_text("utf-8")
    environment.globals |= {"_": _, "css": Markup(css)}
    return environment.get_template("quiz_stats.html.j2")
