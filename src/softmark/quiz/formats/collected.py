"""What an import has read so far: question files that the linter accepts, and what could not be carried."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace

from softmark.messages import _
from softmark.quiz.formats.carried import Loss
from softmark.quiz.formats.texts import is_whole
from softmark.quiz.formats.writing import distinct, question_text, slug
from softmark.quiz.linting import lint_question
from softmark.quiz.parse import parse_question
from softmark.quiz.question import Item, Kind, Problem, Question, QuestionError
from softmark.quiz.sections import shown

_SEEDS = 2  # an imported question has no parameters: a second draw only mixes its options


class Lost(Exception):
    """The question that is read cannot be carried; the message says why."""


@dataclass
class Collected:
    """The questions of one file.

    Attributes:
        path: of the file, as messages name it.
        topic: of all its questions.
        goals: that each of them gets.
        known_goals: the bank's list; ``None`` if it has none.
        taken: ids that are in use.
        asked: where each question stands that the bank asks already, by its texts (see :func:`texts_of`).
        texts: the text of each question's file, by its id.
        losses: what was not carried.
        filled: what was written for want of better, in words.
    """

    path: str
    topic: str
    goals: tuple[str, ...] = ()
    known_goals: dict[str, str] | None = None
    taken: Collection[str] = ()
    asked: dict[tuple[str, ...], str] = field(default_factory=dict)
    texts: dict[str, str] = field(default_factory=dict)
    losses: list[Loss] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)

    def error(self, line: int, found: str, expected: str) -> QuestionError:
        """The file is not as its format wants it."""
        return QuestionError([Problem(self.path, line, found, expected)])

    def lose_whole(self, name: str, line: int, why: str) -> None:
        """Note that a question cannot be carried."""
        self.losses.append(Loss(_("{name} (line {line})").format(name=shown(name), line=line), why, whole=True))

    def add(self, name: str, question: Question, line: int, losses: Sequence[str] = ()) -> None:
        """Add a question that was read.

        Args:
            name: its title or its id; a stable id is made from it.
            question: without id, topic and path.
            line: of the file that is read, where it begins.
            losses: what it is without.
        """
        made = distinct(slug(name) or "question", {*self.taken, *self.texts})
        goals = tuple(dict.fromkeys((*question.goals, *self.goals)))
        question = replace(question, id=made, topic=self.topic, path=f"{self.topic}/{made}.md", goals=goals)
        whole, filled = _filled(question)
        note = _("Imported. To be written: {parts}.").format(parts=", ".join(filled)) if filled else ""
        text = question_text(whole, note)
        if why := self._unfit(text, whole):
            self.lose_whole(name, line, why)
            return
        self.losses += [Loss(made, one) for one in dict.fromkeys(losses)]
        self.asked[texts_of(whole)] = question.path
        self.texts[made] = text
        if filled:
            self.filled.append(f"{made}: {', '.join(filled)}")

    def _unfit(self, text: str, meant: Question) -> str:
        """Why a question's file is not accepted; empty if it is."""
        if not is_whole(text):
            return _("half of a character, which no file can hold")
        try:
            read = parse_question(text, meant.path)
            # Before anything is drawn: a block of Python that a text smuggles in would run.
            if _without_lines(read) != _without_lines(meant):
                return _("a text that a question's file cannot hold as it is")
            findings = [one for one in lint_question(read, self.known_goals, _SEEDS).findings if not one.warning]
        except QuestionError as error:
            findings = list(error.problems)
        if findings:
            return f"{findings[0].found} {findings[0].expected}"
        if twin := self.asked.get(texts_of(meant)):
            return _("{path} asks the same, in the same words").format(path=twin)
        return ""


def texts_of(question: Question) -> tuple[str, ...]:
    """What two questions must not have in common."""
    texts = (question.text, *sorted(item.text for item in question.items))
    return tuple(" ".join(text.split()) for text in texts)


def _filled(question: Question) -> tuple[Question, list[str]]:
    """The question with a sentence wherever the linter wants one, and what was missing."""
    missing = []
    if not question.explanation:
        missing.append(_("the explanation"))
        question = replace(question, explanation=_("The source of this question has no explanation."))
    wrong = (*question.mistakes, *(item for item in question.items if not item.right))
    if question.kind in (Kind.SINGLE, Kind.MULTIPLE) or question.mistakes:
        if count := sum(not item.feedback for item in wrong):
            missing.append(_("the feedback of {n} wrong answers").format(n=count))
        question = replace(
            question,
            items=tuple(map(_with_feedback, question.items)),
            mistakes=tuple(map(_with_feedback, question.mistakes)),
        )
    return question, missing


def _with_feedback(item: Item) -> Item:
    return item if item.right or item.feedback else replace(item, feedback=_("This is not right."))


def _without_lines(question: Question) -> Question:
    return replace(
        question,
        lines={},
        items=tuple(replace(item, line=1) for item in question.items),
        mistakes=tuple(replace(item, line=1) for item in question.mistakes),
    )
