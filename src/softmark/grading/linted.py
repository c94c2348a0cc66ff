"""Test cells with how the control has them judged, and with what their text shows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from softmark.grading.controls import Controlled
from softmark.grading.lint import Finding, lint
from softmark.grading.raw import Mode
from softmark.grading.source import SourceNotebook
from softmark.messages import _


@dataclass(frozen=True)
class Linted:
    """A test cell.

    Attributes:
        notebook: its notebook.
        cell: its name.
        outside: whether it is judged outside the submission's process.
        judged: how it is judged, in words.
        why: what the reference ended with in the judge; ``""`` if it passed there.
        findings: lines that cannot be judged outside.
    """

    notebook: str
    cell: str
    outside: bool
    judged: str
    why: str
    findings: tuple[Finding, ...]

    @property
    def worth_telling(self) -> bool:
        """Whether there is anything to be done."""
        return not self.outside or bool(self.findings)


def linted(source: SourceNotebook, control: Controlled | None) -> Iterator[Linted]:
    """Every test cell of a notebook; without a control, what the texts show."""
    for cell in source.cells:
        if not cell.test:
            continue
        known = control.controls.get(cell.grade_id) if control else None
        mode = control.modes.get(cell.grade_id, Mode()) if control else Mode()
        if known is None or not known.passed:
            errors = [line[1:].strip() for line in known.detail.splitlines() if line.startswith("E ")] if known else []
            outside, judged, why = False, _("could not check: the reference does not pass."), " ".join(errors[:1])
        elif mode.outside:
            outside, judged, why = True, _("judged outside, all the same."), ""
        else:
            outside, judged, why = False, _("judged in the student's kernel: claimed."), mode.why
        findings = tuple(lint(source, cell, partial=bool(known and known.partial)))
        yield Linted(source.notebook, cell.grade_id, outside, judged, why, findings)
