"""The one door to more machines: work that is asked for in bytes, and answered in bytes.

Everything that decides a mark goes in through here (:mod:`softmark.grading.packing`), so that an
:class:`concurrent.futures.Executor` of any kind can carry it, and a store can know a result by what went in.
"""

from __future__ import annotations

import traceback
from copy import deepcopy
from pathlib import Path

from softmark.grading import controls
from softmark.grading.executed import as_text
from softmark.grading.notebooks import Graded, fault, grade_controlled, no_kernel
from softmark.grading.packing import Submission, pack, unpack, unpack_assignment, unpack_submission, write_files
from softmark.grading.retries import with_retries
from softmark.grading.session import KernelFailed
from softmark.model import Seed
from softmark.model.plain import to_plain
from softmark.sandbox.places import temporary_folder


def run_control(assignment: bytes, transcript: bytes) -> bytes:
    """Run the reference of a packed assignment.

    Returns:
        Packed: ``control`` (see :func:`softmark.grading.controls.from_plain`), ``whole`` (whether the reference has
        passed every check), ``repeatable`` and ``transcript``; or ``no_kernel`` or ``fault`` with the reason.
    """
    known = unpack_assignment(assignment)
    try:
        found = controls.control(known.source, known.limits, transcript)
    except KernelFailed as error:
        return pack({"no_kernel": str(error)})
    except Exception as error:  # a person is asked; 0 would be a lie
        return pack({"fault": f"{type(error).__name__}: {error}\n\n{traceback.format_exc()}"})
    told = {"control": controls.to_plain(found), "whole": found.whole, "repeatable": found.repeatable}
    return pack({**told, "transcript": found.transcript})


def run_submission(assignment: bytes, control: bytes, submission: bytes, transcript: bytes) -> bytes:
    """Grade a packed submission.

    Args:
        assignment: see :func:`softmark.grading.packing.pack_assignment`.
        control: what :func:`run_control` gave for it.
        submission: see :func:`softmark.grading.packing.pack_submission`.
        transcript: of an earlier run of this submission, or nothing.

    Returns:
        Packed: ``result`` (see :func:`softmark.model.plain.to_plain`), ``outputs`` (position of a
        cell: its outputs, see :func:`softmark.grading.executed.as_text`), ``withheld`` (positions), ``repeatable``,
        ``transcript``.
    """
    handed = unpack_submission(submission)
    if not handed.files:
        graded = _grade(assignment, control, handed, None, transcript)
    else:
        with temporary_folder("files") as folder:
            write_files(handed.files, folder)
            graded = _grade(assignment, control, handed, folder, transcript)
    cells = enumerate(graded.notebook.cells)
    return pack(
        {
            "result": to_plain(graded.result),
            "outputs": {place: as_text(cell.outputs) for place, cell in cells if cell.get("outputs")},
            "withheld": sorted(graded.withheld),
            "repeatable": graded.repeatable,
            "transcript": graded.transcript if graded.repeatable else b"",
        }
    )


def _grade(assignment: bytes, control: bytes, handed: Submission, files: Path | None, transcript: bytes) -> Graded:
    known, found = unpack_assignment(assignment), unpack(control)
    if "control" not in found:
        failed = no_kernel if "no_kernel" in found else fault
        return failed(known.source, handed.notebook, found.get("no_kernel") or found["fault"])
    controlled = controls.from_plain(found["control"])

    def run(seed: Seed) -> Graded:
        # Each run fills a notebook of its own; what was recorded is of the first seed's.
        notebook = deepcopy(handed.notebook)
        recorded = transcript if seed == handed.seed else b""
        return grade_controlled(known.source, notebook, controlled, files, seed, known.limits, recorded)

    return with_retries(run, handed.seed, controlled.controls, known.limits.retries)
