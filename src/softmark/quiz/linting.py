"""The linter of a bank: each question, its variants, its key; then the bank as a whole."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from softmark.messages import _, ngettext
from softmark.quiz.balance import bank_findings
from softmark.quiz.bank import Bank
from softmark.quiz.block import PICTURE, SECTION, has_parameters
from softmark.quiz.drawing import draw
from softmark.quiz.judging import judge
from softmark.quiz.marks import formula_problems
from softmark.quiz.proving import key_answers, unproven
from softmark.quiz.question import Kind, Problem, Question, QuestionError
from softmark.quiz.variant import Seen, Variant

SEEDS = 40
ENOUGH = 20  # variants of a question that has parameters
_LONG = 40  # characters from which the length of an option is noticed


@dataclass(frozen=True)
class Linted:
    """What the linter has seen of one question.

    Attributes:
        distinct: how many different variants there were; the order of options makes no difference.
    """

    question: Question
    variants: tuple[Variant, ...]
    distinct: int
    findings: tuple[Problem, ...]


@dataclass(frozen=True)
class LintedBank:
    """What the linter has seen of a bank; ``findings`` has those of its questions, too."""

    linted: tuple[Linted, ...]
    findings: tuple[Problem, ...]


def lint_bank(bank: Bank, seeds: int = SEEDS, advance: Callable[[], None] = lambda: None) -> LintedBank:
    """Draw ``seeds`` variants of every question, answer each by its key and wrongly, and look at the texts.

    ``advance`` is called after each question.
    """
    linted = []
    for question in bank.questions:
        linted.append(lint_question(question, bank.goals, seeds))
        advance()
    findings = list(bank.problems)
    findings += [finding for one in linted for finding in one.findings]
    findings += _twins(bank)
    findings += bank_findings([one.variants for one in linted if one.variants])
    return LintedBank(tuple(linted), tuple(sorted(findings, key=lambda one: (one.path, one.line))))


def lint_question(question: Question, goals: dict[str, str] | None = None, seeds: int = SEEDS) -> Linted:
    """Look at one question."""
    findings = [*_texts(question), *_formulas(question), *_goals(question, goals)]
    variants: list[Variant] = []
    try:
        for seed in range(seeds):
            variants.append(draw(question, seed))
    except QuestionError as error:
        findings += error.problems
        return Linted(question, (), 0, tuple(findings))
    distinct = len({variant.seen.content for variant in variants})
    findings += _steady(question, variants)
    if has_parameters(question) and distinct < min(ENOUGH, seeds / 2):
        found = ngettext(
            "Of {seeds} variants, students see only {n} that differs.",
            "Of {seeds} variants, students see only {n} that differ.",
            distinct,
        ).format(seeds=seeds, n=distinct)
        expected = _("Expected at least {enough}: draw from more parameters, or write no draw.").format(enough=ENOUGH)
        findings.append(Problem(question.path, question.line(SECTION), found, expected))
    unproved: dict[tuple[int, str], Problem] = {}  # each kind once, of the first variant that shows it
    for variant in {variant.seen: variant for variant in reversed(variants)}.values():
        for problem in unproven(question, variant):
            unproved[problem.line, problem.expected] = problem
    findings += unproved.values()
    return Linted(question, tuple(variants), distinct, tuple(findings))


def _twins(bank: Bank) -> Iterator[Problem]:
    first: dict[tuple[str, ...], Question] = {}
    for question in bank.questions:
        items = sorted(item.text for item in question.items)
        twin = first.setdefault(tuple(" ".join(text.split()) for text in (question.text, *items)), question)
        if twin is not question:
            found = _("The question {path} asks the same, in the same words.").format(path=twin.path)
            yield Problem(question.path, question.line(""), found, _("Expected it to be asked once."))


def _texts(question: Question) -> Iterator[Problem]:
    if not question.explanation:
        found = _("There is no explanation.")
        yield Problem(question.path, 1, found, _("Expected ## Explanation: why the answer is right."))
    if question.kind in (Kind.SINGLE, Kind.MULTIPLE):
        for option in question.items:
            if not option.right and not option.feedback:
                found = _("The wrong option {id} has no feedback.").format(id=option.id)
                yield Problem(question.path, option.line, found, _("Expected > why it is wrong, indented below."))
    for mistake in question.mistakes:
        if not mistake.feedback:
            found = _("The mistake {id} has no feedback.").format(id=mistake.id)
            yield Problem(question.path, mistake.line, found, _("Expected > what went wrong, indented below."))
    if PICTURE in question.text and f"![{PICTURE}" in question.text:
        found = _("The picture has no description.")
        expected = _("Expected ![what kind of picture it is](picture), for whoever cannot see it.")
        yield Problem(question.path, question.line(""), found, expected)
    if has_parameters(question) and question.kind in (Kind.NUMBER, Kind.MATRIX) and not question.mistakes:
        found = _("No mistake is named.")
        expected = _("Expected ## Mistakes: values that known misconceptions lead to, with feedback.")
        yield Problem(question.path, question.line("Answer"), found, expected, warning=True)
    yield from _lengths(question)


def _lengths(question: Question) -> Iterator[Problem]:
    right = [len(option.text) for option in question.items if option.right]
    wrong = [len(option.text) for option in question.items if not option.right]
    if question.kind is Kind.SINGLE and right[0] > max(_LONG, 1.5 * max(wrong)):
        found = _("The right option is by far the longest one.")
        expected = _("Expected options of about one length: a long one is chosen without knowing.")
        yield Problem(question.path, question.line("Options"), found, expected, warning=True)


def _goals(question: Question, goals: dict[str, str] | None) -> Iterator[Problem]:
    if goals is None:
        return
    line = question.line("goals")
    if not question.goals:
        found = _("No learning goal is named.")
        yield Problem(question.path, line, found, _("Expected goals: [...], ids from goals.toml."))
    for goal in question.goals:
        if goal not in goals:
            found = _("There is no learning goal {goal}.").format(goal=goal)
            yield Problem(question.path, line, found, _("Expected an id from goals.toml."))


def _steady(question: Question, variants: Sequence[Variant]) -> Iterator[Problem]:
    if draw(question, variants[0].seed).seen != variants[0].seen:
        found = _("The same seed gave two different variants.")
        expected = _("Expected chance from rng alone (not the order of a set, say).")
        yield Problem(question.path, question.line(SECTION), found, expected)
    if question.kind is Kind.CODE:
        return
    first: dict[Seen, Variant] = {}
    for variant in variants:
        twin = first.setdefault(variant.seen, variant)
        if judge(variant, key_answers(twin)[0]).share < 1:
            found = _("The variants of seeds {one} and {other} look the same, and have different answers.")
            told = found.format(one=twin.seed, other=variant.seed)
            yield Problem(question.path, question.line(""), told, _("Expected all that decides the answer to be seen."))
            return


def _formulas(question: Question) -> Iterator[Problem]:
    texts = [(question.line(""), question.text), (question.line("Explanation"), question.explanation)]
    for item in (*question.items, *question.mistakes):
        held = [item.feedback, item.partner] if question.kind is Kind.CODE else [item.text, item.partner, item.feedback]
        texts += [(item.line, text) for text in held]
    for line, text in texts:
        for problem in formula_problems(text):
            yield Problem(question.path, line, problem, _("Expected formulas that LaTeX can read."))
