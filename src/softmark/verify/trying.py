"""Tries cases through the real kernel and the real judge, and says which of them went as they must."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace

from nbformat import NotebookNode

from softmark.grading import Engine, SourceNotebook
from softmark.grading.mend import mend
from softmark.grading.variants import submission
from softmark.messages import _
from softmark.model import Basis, CheckResult, Limits, NotebookResult, State
from softmark.verify.cases import Case, Kind


@dataclass(frozen=True)
class Tried:
    """What became of a case.

    Attributes:
        case: the case.
        results: of its notebooks.
        problem: why it did not go as it must; ``""`` if it did.
    """

    case: Case
    results: tuple[NotebookResult, ...]
    problem: str

    @property
    def checks(self) -> tuple[CheckResult, ...]:
        """The results of all checks that were run."""
        return tuple(check for one in self.results for cell in one.cells for check in cell.checks)

    @property
    def lost(self) -> frozenset[str]:
        """Names of the checks that it did not pass."""
        return frozenset(check.name for check in self.checks if check.state is not State.PASSED)


def try_all(engine: Engine, cases: Sequence[Case], limits: Limits, at_once: int) -> Iterator[Tried]:
    """Try cases, some at once; each as soon as it and those before it are done.

    Args:
        engine: grades.
        cases: what to try; those on the same notebooks should stand together.
        limits: budgets.
        at_once: cases that are on their way at any time.
    """
    waiting: deque[tuple[Case, list[tuple[SourceNotebook, NotebookNode]]]] = deque()
    for case in cases:
        handed = [(source, _handed_in(source, case)) for source in case.sources]
        for source, notebook in handed:
            engine.begin_control(source, limits)
            engine.begin(source, notebook, files=None, student="", limits=limits, seed=case.seed)
        waiting.append((case, handed))
        if len(waiting) >= at_once:
            yield _done(engine, *waiting.popleft(), limits)
    while waiting:
        yield _done(engine, *waiting.popleft(), limits)


def _handed_in(source: SourceNotebook, case: Case) -> NotebookNode:
    return mend(submission(source, case.answers, reference=case.on_reference), source).notebook


def _done(engine: Engine, case: Case, handed: Iterable[tuple[SourceNotebook, NotebookNode]], limits: Limits) -> Tried:
    graded = (engine.grade(source, notebook, limits=limits, seed=case.seed) for source, notebook in handed)
    tried = Tried(case, tuple(one.result for one in graded), "")
    return replace(tried, problem=_problem(tried))


def _problem(tried: Tried) -> str:
    case, checks = tried.case, tried.checks
    broken = [check for check in checks if check.state is State.COULD_NOT_CHECK]
    if broken:
        told = _("could not check {names}: {why}")
        return told.format(names=_names(broken), why=(broken[0].detail or broken[0].message).strip()[:500])
    if not checks:
        return _("has nothing to do with any check")
    lost = [check for check in checks if check.state is not State.PASSED]
    match case.kind:
        case Kind.REFERENCE | Kind.RIGHT:
            return _("loses {names}: {why}").format(names=_names(lost), why=lost[0].message) if lost else ""
        case Kind.BLANK:
            return _blank(tried)
        case Kind.WRONG:
            return _wrong(case, checks)
        case Kind.HOSTILE:
            earned = [check for check in checks if check.points > 0 and check.basis is Basis.COMPUTED]
            return _("earns points in {names}").format(names=_names(earned)) if earned else ""
        case Kind.MUTANT:
            return _mutant(case, lost)


def _blank(tried: Tried) -> str:
    earned = [check for check in tried.checks if check.points > 0]
    if earned:
        return _("earns points in {names}").format(names=_names(earned))
    taken = [check for check in tried.checks if check.state is not State.NOT_ATTEMPTED]
    if taken:
        return _("{names} does not say 'not attempted'").format(names=_names(taken))
    events = [event for one in tried.results for event in one.events]
    return _("does not run to its end: {event}").format(event=events[0].message) if events else ""


def _wrong(case: Case, checks: Sequence[CheckResult]) -> str:
    unknown = sorted(case.loses - {check.name for check in checks})
    if unknown:
        return _("has nothing to do with {names}").format(names=", ".join(unknown))
    lost = {check.name for check in checks if check.state is not State.PASSED}
    passed, more = sorted(case.loses - lost), [check for check in checks if check.name in lost - case.loses]
    told = []
    if passed:
        told.append(_("passes {names}").format(names=", ".join(passed)))
    if more:
        told.append(_("loses {names}, too: {why}").format(names=_names(more), why=more[0].message))
    return "; ".join(told)


def _mutant(case: Case, lost: Sequence[CheckResult]) -> str:
    if case.equivalent:
        return _("is called equivalent, but loses {names}").format(names=_names(lost)) if lost else ""
    return "" if lost else _("passes every check")


def _names(checks: Iterable[CheckResult]) -> str:
    return ", ".join(check.name for check in checks)
