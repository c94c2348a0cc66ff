"""From what checks gave to what it means: states, points and the sentences that students read."""

from __future__ import annotations

import ast
import builtins
import math
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from nbformat import NotebookNode

from softmark.grading.matching import plain_text
from softmark.grading.raw import RawCell
from softmark.grading.source import SourceCell, SourceNotebook
from softmark.messages import _
from softmark.model import Basis, CellResult, CheckResult, Measured, State
from softmark.parsing import parse

_MESSAGE = 1_000


@dataclass(frozen=True)
class Control:
    """What the reference solution gave in one graded cell, in the same infrastructure.

    Attributes:
        shares: check name -> part of its points that the reference earned, from 0 to 1.
        weights: check name -> its share of the cell's points, relative to the others.
        lines: check name -> what it is about, in its author's words; ``""`` for a plain cell.
        measured: check name -> the comparisons that it made.
        partial: whether the cell's last value is partial credit (the reference's is the maximum).
        detail: why the reference failed, for the instructor.
    """

    shares: Mapping[str, float]
    weights: Mapping[str, float]
    lines: Mapping[str, str]
    measured: Mapping[str, tuple[Measured, ...]] = field(default_factory=dict)
    partial: bool = False
    detail: str = ""

    @property
    def passed(self) -> bool:
        """Whether the reference earned all of the cell's points."""
        return bool(self.shares) and all(share >= 1.0 for share in self.shares.values())


def control_from(cell: SourceCell, raw: RawCell) -> Control:
    """What the reference's run says about one graded cell."""
    shares = {outcome["name"]: share(outcome) for outcome in raw.outcomes}
    weights = {outcome["name"]: float(outcome.get("weight") or 1.0) for outcome in raw.outcomes}
    lines = {outcome["name"]: "" if raw.plain else outcome["line"] for outcome in raw.outcomes}
    partial = raw.value is not None and cell.points > 0 and float(raw.value) == cell.points
    detail = raw.broken or "\n".join(outcome["detail"] for outcome in raw.outcomes if not outcome["passed"])
    measured = {outcome["name"]: _measured(outcome) for outcome in raw.outcomes}
    return Control(shares, weights, lines, measured, partial, detail[:4_000])


def _measured(outcome: Mapping[str, Any]) -> tuple[Measured, ...]:
    return tuple(Measured(**one) for one in outcome.get("measured", ()))  # what a kernel claims has none


def share(outcome: Mapping[str, Any]) -> float:
    """The part of a check's points that was earned, from 0 to 1."""
    return (outcome["cases_passed"] + outcome["partly"]) / outcome["cases"] if outcome["cases"] else 0.0


def decide(
    source: SourceNotebook, cell: SourceCell, raw: RawCell, control: Control, notebook: NotebookNode
) -> CellResult:
    """The result of one graded cell.

    Args:
        source: the instructor's notebook.
        cell: the graded cell.
        raw: what its checks gave on the submission.
        control: what they gave on the reference.
        notebook: the submission, in the source's shape.
    """
    names = list(control.shares) or [outcome["name"] for outcome in raw.outcomes] or [cell.grade_id]
    outcomes = {outcome["name"]: outcome for outcome in raw.outcomes}
    # The reference's: what a check weighs is not for a submission's kernel to say.
    weights = {name: control.weights.get(name, 1.0) for name in names}
    whole = sum(weights.values())
    checks = []
    for name in names:
        maximum = cell.points * weights[name] / whole
        outcome = outcomes.get(name)
        if outcome is None:
            checks.append(_broken(cell, name, maximum, raw, control))
        else:
            checks.append(_decided(source, cell, outcome, maximum, raw, control, notebook))
    return CellResult(cell.grade_id, cell.points, tuple(checks))


def _broken(cell: SourceCell, name: str, maximum: float, raw: RawCell, control: Control) -> CheckResult:
    """A check that gave nothing: the kernel or the judge ended, or the time was up."""
    fair = control.shares.get(name, 0.0) >= 1.0
    return CheckResult(
        name=name,
        line=_line(cell, name, control),
        state=State.FAILED if fair else State.COULD_NOT_CHECK,
        points=0.0,
        maximum=maximum,
        message=(raw.reason or _("The check could not finish on your answer.")) if fair else _could_not(),
        detail="\n\n".join([raw.broken if fair else control.detail, *raw.notes]),
        basis=Basis.CLAIMED if raw.claimed else Basis.COMPUTED,
        hidden=cell.source != cell.released,
    )


def _decided(
    source: SourceNotebook,
    cell: SourceCell,
    outcome: Mapping[str, Any],
    maximum: float,
    raw: RawCell,
    control: Control,
    notebook: NotebookNode,
) -> CheckResult:
    earned = share(outcome)
    fair = control.shares.get(outcome["name"], 0.0) >= 1.0
    if raw.plain and outcome["passed"] and control.partial:
        # No credit is what the reference does not give: no number, NaN, a negative one, more than the maximum.
        value = math.nan if raw.value is None else raw.value
        earned = min(value / cell.points, 1.0) if 0 <= value <= cell.points * (1 + 1e-9) else 0.0
    if earned >= 1.0:
        state, message = State.PASSED, ""
    elif not fair:
        state, message, earned = State.COULD_NOT_CHECK, _could_not(), 0.0
    elif earned == 0.0 and not_attempted(source, cell, outcome["name"], notebook):
        state, message = State.NOT_ATTEMPTED, _("Not attempted yet: the answer cell is still as you got it.")
    else:
        state, message = State.FAILED, _message(source, cell, outcome, raw)
    detail = outcome["detail"] if fair else f"The reference solution fails, too.\n\n{control.detail}"
    if raw.knowing and outcome["message"]:
        detail = f"Not shown to the student, as it may tell what is hidden: {outcome['message']}\n\n{detail}"
    notes = "\n".join(raw.notes)
    if state is State.PASSED:
        detail, notes = "", notes if raw.claimed else ""
    return CheckResult(
        name=outcome["name"],
        line=_line(cell, outcome["name"], control),
        state=state,
        points=maximum * earned,
        maximum=maximum,
        message=message[:_MESSAGE],
        detail="\n\n".join(part for part in (detail, notes) if part),
        basis=Basis.CLAIMED if outcome["claims"] or raw.claimed else Basis.COMPUTED,
        hidden=bool(outcome["hidden"]),
        seconds=float(outcome["seconds"]),
        measured=_measured(outcome),
    )


def _line(cell: SourceCell, name: str, control: Control) -> str:
    """What a check is about, in words: the reference's, for a kernel that runs a check may say anything."""
    line = control.lines.get(name, "")
    if line and not line.startswith("<"):  # a cell's path, where its functions could not be defined
        return line
    if name.startswith("test_"):
        return name.removeprefix("test_").replace("_", " ").capitalize()
    return (
        _("The tests of this cell")
        if cell.source == cell.released
        else _("The tests of this cell, hidden ones included")
    )


def _could_not() -> str:
    return _(
        "This could not be checked, and that is not your fault. Your instructor has been told; no points are lost."
    )


def _message(source: SourceNotebook, cell: SourceCell, outcome: Mapping[str, Any], raw: RawCell) -> str:
    """What the student reads for a failed check; nothing hidden is in it."""
    if raw.knowing:
        return _not_yet()
    missing = [name for name in dict.fromkeys(outcome["missing"]) if name in _student_names(source)]
    if missing:
        text = _(
            "The name {names} does not exist when this check runs. Define it in its answer cell, then run all cells."
        )
        return text.format(names=", ".join(f"'{name}'" for name in missing))
    if outcome["message"] and (not raw.plain or cell.source == cell.released):
        return str(outcome["message"])
    if outcome["exception"] in ("OutOfTime", "SubmissionError"):
        return _("Your code took too long here, or ended the program. Look for loops that do not end.")
    if _is_builtin_error(outcome["exception"]):
        text = _(
            "{error} was raised while this check used your answer. Try your code on other inputs of the same kind."
        )
        return text.format(error=outcome["exception"])
    if outcome["exception"]:
        return _(
            "An error was raised while this check used your answer. Try your code on other inputs of the same kind."
        )
    if outcome["cases"] > 1:
        text = _("{passed} of {cases} cases passed. Try your code on other inputs of the same kind.")
        return text.format(passed=outcome["cases_passed"], cases=outcome["cases"])
    return _not_yet()


def _not_yet() -> str:
    return _("Your answer did not pass this check yet. Read the task once more and try other inputs.")


def _is_builtin_error(name: str) -> bool:
    kind = getattr(builtins, name, None)
    return isinstance(kind, type) and issubclass(kind, Exception)


def _student_names(source: SourceNotebook) -> frozenset[str]:
    """Names that the reference's solution cells bind: those that students have been told of."""
    return frozenset(name for cell in source.cells if cell.solution for name in _bound(cell.source))


def not_attempted(source: SourceNotebook, cell: SourceCell, check: str, notebook: NotebookNode) -> bool:
    """Whether the answer that a check is about is still the text of the release.

    The answer is the last solution cell before the check that binds one of the names that the check uses; without
    such a cell, the last solution cell before it.
    """
    before = [other for other in source.cells[: cell.position] if other.solution and not other.grade]
    if not before:
        return False
    used = _used(cell.source, check)
    about = next((other for other in reversed(before) if used & _bound(other.source)), before[-1])
    texts = {c.metadata.get("nbgrader", {}).get("grade_id"): c.source for c in notebook.cells}
    return plain_text(texts.get(about.grade_id, about.released)) == plain_text(about.released)


def _bound(text: str) -> frozenset[str]:
    from softmark.judge.analysis import analyse

    return analyse(text).binds


def _used(text: str, check: str) -> set[str]:
    """Every name and parameter in a check: in one function, or in the whole of a plain cell."""
    try:
        tree: ast.AST = parse(text)
    except (SyntaxError, ValueError):
        return set()
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef) and node.name == check:
            tree = node
            break
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names | {node.arg for node in ast.walk(tree) if isinstance(node, ast.arg)}
