"""Which questions of a bank stand at each place of a quiz, and the variants that are drawn of them."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from softmark.messages import _
from softmark.quiz.bank import Bank
from softmark.quiz.drawing import draw
from softmark.quiz.question import Kind, Problem, Question, QuestionError
from softmark.quiz.quizfile import Mode, Pick, Quiz
from softmark.quiz.variant import Seen, Variant

_TRIES = 4  # seeds that are drawn for each variant that is wanted


@dataclass(frozen=True)
class Place:
    """One place of a quiz: what can be asked there.

    Attributes:
        name: ``"q1"`` and so on.
        variants: at least one; the first is what the notebook shows if all students get the same.
    """

    name: str
    points: float
    topic: str
    variants: tuple[Variant, ...]

    @property
    def kind(self) -> Kind:
        """The type of its questions; code questions share a place with no other."""
        return self.variants[0].seen.kind


def number_for(quiz: str, name: str, student: str, count: int) -> int:
    """Which of a place's variants a student gets: from 0, the same whenever and wherever it is asked.

    Args:
        quiz: the quiz's name.
        name: the place's.
        student: the student's id, as :func:`softmark.quiz.answered.student_of` has it.
        count: how many variants there are.
    """
    digest = hashlib.sha256(f"{quiz}\n{name}\n{student}".encode()).digest()
    return int.from_bytes(digest[:8], "big") % count


def places_of(quiz: Quiz, bank: Bank) -> tuple[Place, ...]:
    """Choose a quiz's questions from a bank, and draw their variants.

    Where a table picks some of many, all that fit are dealt out to its places: so in an exam neighbours get different
    questions, nobody gets one twice, and in practice a new variant may be another question.

    Code questions stand at the end.

    Raises:
        QuestionError: there are no such questions, or not enough; or a question cannot be drawn.
    """
    places: list[Place] = []
    problems: list[Problem] = []
    taken: set[str] = set()
    for at, pick in enumerate(quiz.picks):
        try:
            dealt = _dealt(quiz, pick, at, bank, taken)
        except QuestionError as error:
            problems += error.problems
            continue
        taken.update(question.id for questions in dealt for question in questions)
        places += [_place(quiz, pick, questions) for questions in dealt]
    asked = {variant.question for place in places for variant in place.variants}
    for name in quiz.voided:
        if name not in asked and not problems:
            found = _("The quiz does not ask the question {id}, which void names.").format(id=name)
            problems.append(Problem(quiz.path, 1, found, _("Expected the id of a question that it asks.")))
    if problems:
        raise QuestionError(problems)
    if quiz.shuffled:
        places = [places[at] for at in _chance(quiz.name).permutation(len(places))]
    # Code questions come last. Their hidden inputs reach the student's code, and from there on no message may hold
    # more than a few letters of an answer.
    places.sort(key=lambda place: place.kind is Kind.CODE)
    return tuple(replace(place, name=f"q{number}") for number, place in enumerate(places, 1))


def _dealt(quiz: Quiz, pick: Pick, at: int, bank: Bank, taken: set[str]) -> list[list[Question]]:
    known = {question.id for question in bank.questions}
    for name in pick.ids:
        if name not in known:
            found = _("There is no question {id}.").format(id=name)
            raise _error(quiz, pick, found, _("Expected the id of a question of the bank."))
    goals = {goal for name in pick.goals for goal in bank.pools.get(name, (name,))}
    fitting = [question for question in bank.questions if question.id not in taken and _fits(question, pick, goals)]
    if pick.ids:
        fitting.sort(key=lambda question: pick.ids.index(question.id))
    count = pick.count or len(fitting)
    if not fitting or count > len(fitting):
        found = _("Of the bank's {all} questions, {n} fit here and are not asked above.")
        expected = _("Expected at least {n}.").format(n=max(count, 1))
        raise _error(quiz, pick, found.format(all=len(bank.questions), n=len(fitting)), expected)
    if not pick.count:
        return [[question] for question in fitting]
    shuffled = [fitting[place] for place in _chance(f"{quiz.name} {at}").permutation(len(fitting))]
    places = [[question] for question in shuffled[:count]]
    # The answer to a code question is a cell of its own, with its own checks: the same for all students.
    shared = [place for place in places if place[0].kind is not Kind.CODE]
    others = [question for question in shuffled[count:] if question.kind is not Kind.CODE]
    for number, question in enumerate(others if shared else ()):
        shared[number % len(shared)].append(question)
    return places


def _fits(question: Question, pick: Pick, goals: set[str]) -> bool:
    return (
        (not pick.ids or question.id in pick.ids)
        and (not pick.topics or question.topic in pick.topics)
        and (not goals or not goals.isdisjoint(question.goals))
        and (not pick.kinds or question.kind in pick.kinds)
    )


def _place(quiz: Quiz, pick: Pick, questions: Sequence[Question]) -> Place:
    points = {pick.points or question.points for question in questions}
    if len(points) > 1 and quiz.mode is Mode.EXAM:
        found = _("The questions that fit here are worth {points} points.")
        told = found.format(points=", ".join(f"{one:g}" for one in sorted(points)))
        raise _error(quiz, pick, told, _("Expected points = ..., as neighbours get different ones of them."))
    wanted = 1 if questions[0].kind is Kind.CODE else quiz.variants
    drawn = [tuple(_different(question, -(-wanted // len(questions)))) for question in questions]
    # The first variant of each question first: a new one is another question, as long as there is one.
    variants = [one[at] for at in range(max(map(len, drawn))) for one in drawn if at < len(one)]
    return Place("", pick.points or questions[0].points, questions[0].topic, tuple(variants))


def _different(question: Question, wanted: int) -> Iterable[Variant]:
    """As many variants as there are that look different, up to ``wanted``."""
    seen: set[Seen] = set()
    for seed in range(wanted * _TRIES):
        variant = draw(question, seed)
        if variant.seen not in seen:
            seen.add(variant.seen)
            yield variant
        if len(seen) == wanted:
            return


def _chance(name: str) -> np.random.Generator:
    return np.random.Generator(np.random.PCG64(int.from_bytes(hashlib.sha256(name.encode()).digest()[:8], "big")))


def _error(quiz: Quiz, pick: Pick, found: str, expected: str) -> QuestionError:
    return QuestionError([Problem(quiz.path, pick.line, found, expected)])
