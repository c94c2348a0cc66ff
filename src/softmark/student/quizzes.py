"""A quiz in the student's notebook: questions are shown, answers confirmed or, in practice, judged."""

import json
import os
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from html import escape
from pathlib import Path
from typing import Any, Final

from softmark.messages import _
from softmark.quiz.answered import GIVEN, no_student, student_of
from softmark.quiz.choosing import number_for
from softmark.quiz.judging import State, Verdict, judge
from softmark.quiz.quizfile import Mode
from softmark.quiz.reading import read, wanted
from softmark.quiz.rendering import PICTURE, question_markdown
from softmark.quiz.stored import seen_of_json, variant_of_json
from softmark.quiz.variant import Seen, Variant

GRADING: Final = "SOFTMARK_GRADING"
_SIGNS: Final = {State.RIGHT: "✓", State.PARTLY: "◐", State.WRONG: "✗", State.NOT_ATTEMPTED: "–", State.MALFORMED: "!"}


class QuizError(Exception):
    """A quiz that cannot be shown; shown as one sentence."""

    def _render_traceback_(self) -> list[str]:
        return [str(self)]


@dataclass
class _Session:
    """What has been answered since the notebook was started.

    Attributes:
        shown: the number of the variant that ``again`` showed last, by place.
        verdicts: of each place, and of each new variant, the last one.
    """

    shown: dict[str, int] = field(default_factory=dict)
    verdicts: dict[tuple[str, int], Verdict] = field(default_factory=dict)


_session = _Session()


@dataclass(frozen=True)
class Shown:
    """Something to read in a notebook: Markdown, with a picture if there is one, and as plain text."""

    markdown: str
    picture: bytes = b""

    def __repr__(self) -> str:
        return self.markdown

    def parts(self) -> list[Any]:
        """What IPython displays, one after the other."""
        from IPython.display import Image, Markdown

        before, mark, after = self.markdown.partition("![](picture)\n")
        return [Markdown(before), *([Image(data=self.picture), Markdown(after)] if mark else [])]

    def _ipython_display_(self) -> None:
        from IPython.display import display

        for part in self.parts():
            display(part)


def ask(name: str, student_id: Any = ...) -> Shown:
    """Show an exam's question: the variant that belongs to a student.

    Args:
        name: of the question, as in ``ask("q3", student_id)``.
        student_id: the student's.

    Raises:
        QuizError: the quiz's file is not there, or has no such question.
    """
    with _quiz() as quiz:
        return asked(quiz, name, student_id)


def asked(quiz: Mapping[str, Any], name: str, student_id: Any = ...) -> Shown:
    """What :func:`ask` shows; ``quiz`` is what the file holds.

    Raises:
        QuizError: there is no such question.
    """
    place = _place(quiz, name)
    if student_of(student_id) is None:
        who = _("**Who are you?** Write your id into the cell `student_id = ...` above, run it, then this one.")
        return Shown(who)
    seen = _seen(quiz, name, place, student_id)
    return _question(seen, _("Your answer: {form}.").format(form=wanted(seen)))


def confirm(name: str, names: Mapping[str, Any]) -> Shown | None:
    """What ``check("q3")`` says of the answer in a notebook.

    Args:
        name: of the question.
        names: the notebook's names.

    Returns:
        In an exam how the answer was read, in practice also what it is worth, and why.

    Raises:
        QuizError: the quiz's file is not there, or has no such question.
    """
    with _quiz() as quiz:
        place = _place(quiz, name)
        answer = names.get(f"answer_{name}", ...)
        if quiz["mode"] == Mode.EXAM:
            if place["personal"] and student_of(names.get("student_id", ...)) is None:
                return Shown("– " + no_student())
            return _confirmed(_seen(quiz, name, place, names.get("student_id", ...)), answer)
        return _judged(name, 0, variant_of_json(place["variants"][0]), answer)


def again(name: str, answer: Any = ...) -> Shown | None:
    """In practice: ask another variant of a question, or judge the answer to it.

    The answer in the notebook's own cell, which counts, stays what it is.

    Args:
        name: of the question.
        answer: to the variant that was shown last; without one, the next one is shown.

    Raises:
        QuizError: this is an exam, or there is no such question.
    """
    if os.environ.get(GRADING) == "1":
        return None
    with _quiz() as quiz:
        place = _place(quiz, name)
        if quiz["mode"] == Mode.EXAM:
            raise QuizError(_("In an exam each question is asked once."))
        variants = place["variants"]
        if len(variants) < 2:
            return Shown(_("This question has no other variant."))
        now = _session.shown.get(name, 0)
        if answer is not ...:
            if not now:
                return Shown(_('First run `again("{name}")`: it shows a new variant.').format(name=name))
            return _judged(name, now, variant_of_json(variants[now]), answer)
        following = now % (len(variants) - 1) + 1  # round and round, but for the first: that is the notebook's own
        _session.shown[name] = following
        seen = variant_of_json(variants[following]).seen
        title = _("Question {n}, a new variant").format(n=name.removeprefix("q"))
        form = _('Answer by `again("{name}", ...)`: {form}.').format(name=name, form=wanted(seen))
        return _question(seen, form, title)


def progress() -> Shown | None:
    """In practice: how many questions of each topic were answered rightly, new variants included."""
    if os.environ.get(GRADING) == "1":
        return None
    with _quiz() as quiz:
        asked = Counter(place["topic"] for place in quiz["questions"].values())
        right: Counter[str] = Counter()
        more: Counter[str] = Counter()
        for (name, number), verdict in _session.verdicts.items():
            counter = more if number else right
            counter[quiz["questions"][name]["topic"]] += verdict.state is State.RIGHT
        lines = [_("| topic | questions | right | right among new variants |"), "|:--|--:|--:|--:|"]
        lines += [
            f"| {escape(topic)} | {count} | {right[topic]} | {more[topic]} |" for topic, count in sorted(asked.items())
        ]
        lines += ["", _("Counted is what you checked since you started the notebook.")]
        return Shown("\n".join(lines))


def _question(seen: Seen, form: str, title: str = "") -> Shown:
    return Shown(_with_picture(question_markdown(seen, title)) + f"\n\n*{form}*", seen.picture)


def _with_picture(text: str) -> str:
    """The text with the mark at which :class:`Shown` shows the picture; what it shows in words stays."""
    before, mark, after = text.partition(PICTURE)
    if not mark:
        return text
    start = before.rfind("![")
    return f"{before[:start]}*{before[start + 2 :]}*\n\n![](picture)\n{after}"


def _confirmed(seen: Seen, answer: Any) -> Shown:
    reading = read(seen, answer)
    if reading.blank or reading.malformed:
        return Shown(f"{'–' if reading.blank else '!'} {reading.told}")
    # No sign: a tick would say that the answer is right.
    return Shown(f"{reading.told} " + _("Whether it is right, you learn after grading."))


def _judged(name: str, number: int, variant: Variant, answer: Any) -> Shown:
    verdict = judge(variant, answer)
    if verdict.state not in (State.NOT_ATTEMPTED, State.MALFORMED):
        _session.verdicts[name, number] = verdict
    parts = [f"{_SIGNS[verdict.state]} {verdict.told}", verdict.message]
    if verdict.state is State.PARTLY:
        parts.insert(1, _("**Partly right: {percent:.0f} % of the points.**").format(percent=100 * verdict.share))
    if verdict.state is State.RIGHT:
        parts.append(variant.key.explanation)
    elif verdict.state in (State.WRONG, State.PARTLY):
        parts.append(
            _('Change your answer and check again, or try another variant: `again("{name}")`.').format(name=name)
        )
    return Shown("\n\n".join(part for part in parts if part))


def _seen(quiz: Mapping[str, Any], name: str, place: Mapping[str, Any], student: Any) -> Seen:
    known = student_of(student) if place["personal"] else None
    number = number_for(quiz["quiz"], name, known, len(place["variants"])) if known else 0
    return seen_of_json(place["variants"][number])


@contextmanager
def _quiz() -> Iterator[Mapping[str, Any]]:
    """The quiz beside the notebook; whatever turns out to be odd about it while it is used ends as one sentence."""
    try:
        data = Path(GIVEN).read_bytes()
    except OSError:
        told = _("The file {file} is not beside this notebook. Fetch the assignment again, and open it there.")
        raise QuizError(told.format(file=GIVEN)) from None
    try:
        yield json.loads(data)
    except (ValueError, LookupError, TypeError, AttributeError, ArithmeticError, RecursionError) as error:
        told = _("The file {file} beside this notebook is damaged. Fetch the assignment again; your answers stay.")
        raise QuizError(told.format(file=GIVEN)) from error


def _place(quiz: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    places = quiz["questions"]
    if not isinstance(name, str) or name not in places:
        told = _('This quiz has no question "{name}". It has {names}.')
        raise QuizError(told.format(name=name, names=", ".join(places)))
    found: Mapping[str, Any] = places[name]
    return found
