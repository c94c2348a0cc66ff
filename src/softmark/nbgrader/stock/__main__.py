"""``python -P -m softmark.nbgrader.stock``: stock nbgrader in a process of its own.

A job comes in on standard input (see :mod:`softmark.nbgrader.stock.running`), a line of JSON goes out for each
submission. The course's settings are read with softmark's line undone.
"""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, Final

import softmark.nbgrader
from softmark.model import Limits
from softmark.nbgrader.configuring import find_programs
from softmark.nbgrader.stock.told import outputs_of

# The last line of a traceback, and what follows it; in nbgrader's log it is indented.
_ERROR: Final = re.compile(r"^ *(?:\w+\.)*(\w*(?:Error|Exception|Exit)): *(.*(?:\n(?!\[).+)*)", re.MULTILINE)
_STEPS: Final = ("source", "submitted", "release", "autograded", "feedback", "solution")


def main() -> None:
    """Release the copy of the assignment, then grade the copies of its submissions, one after the other."""
    job = json.load(sys.stdin)
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what the course's own lines print is no answer

    from nbgrader.apps.api import NbGraderAPI
    from nbgrader.preprocessors import execute

    from softmark.nbgrader.stock.kernels import WalledKernelManager
    from softmark.sandbox.tier import Tier, ask_for

    ask_for(Tier(job["tier"]))
    execute.AsyncKernelManager = WalledKernelManager
    WalledKernelManager.limits = Limits(**job["limits"])
    course, assignment = Path(job["folder"]), job["assignment"]
    api = NbGraderAPI(config=_settings(Path(job["course"]), course))
    api.log_level = 30
    released = api.generate_assignment(assignment)
    _tell(answers, {"release": "" if released["success"] else _problem(released)})
    if not released["success"]:
        return
    for name, seed in job["seeds"].items():
        WalledKernelManager.seed = seed
        graded = api.autograde(assignment, name)
        problem = "" if graded["success"] else _problem(graded)
        _tell(answers, {"problem": problem, "notebooks": dict(_notebooks(api, course, assignment, name))})


def _tell(answers: Any, what: Mapping[str, object]) -> None:
    answers.write(json.dumps(what) + "\n")
    answers.flush()


def _settings(course: Path, copy: Path) -> Any:
    """The course's settings without softmark's, for its copy."""
    from nbgrader.apps.autogradeapp import AutogradeApp

    find_programs()
    softmark.nbgrader.configure = lambda c: None
    app = AutogradeApp()
    app.initialize([], root=str(course))
    config = app.config
    folders = config.CourseDirectory
    folders.root = str(copy)
    folders.db_url = f"sqlite:///{copy / 'gradebook.db'}"
    folders.directory_structure = str(Path("{nbgrader_step}", "{student_id}", "{assignment_id}"))
    folders.notebook_id = "*"
    folders.groupshared = False
    for step in _STEPS:
        folders[f"{step}_directory"] = step
    for name in ("header", "footer"):  # nbgrader looks for them from the course's folder
        if config.IncludeHeaderFooter.get(name):
            config.IncludeHeaderFooter[name] = str(course / config.IncludeHeaderFooter[name])
    return config


def _problem(outcome: Mapping[str, Any]) -> str:
    """The error that nbgrader ended with: ``"DeadKernelError: Kernel died"``."""
    for text in (outcome.get("log", ""), outcome.get("error", "")):
        if told := [*_ERROR.finditer(text)]:
            return f"{told[-1][1]}: {told[-1][2]}"
    return "NbGraderException: "


def _notebooks(api: Any, course: Path, assignment: str, name: str) -> Iterator[tuple[str, dict[str, Any]]]:
    import nbformat
    from nbgrader.api import MissingEntry

    folder = course / "autograded" / name / assignment
    with api.gradebook as gradebook:
        try:
            submission = gradebook.find_submission(assignment, name)
        except MissingEntry:  # it ended before nbgrader noted anything
            return
        points = {book.name: {grade.name: grade.auto_score for grade in book.grades} for book in submission.notebooks}
    for notebook, grades in points.items():
        path = folder / f"{notebook}.ipynb"
        cells: dict[str, dict[str, Any]] = {cell: {"points": score} for cell, score in grades.items()}
        there, errors = set(), {}
        for place, cell in enumerate(nbformat.read(path, as_version=4).cells if path.is_file() else (), start=1):
            grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
            there.add(grade_id)
            found = outputs_of(cell)
            if grade_id in cells:
                cells[grade_id] |= found
            elif found["error"]:
                errors[grade_id or f"cell {place}"] = found["error"]
        yield notebook, {"cells": cells, "there": sorted(there), "errors": errors}


if __name__ == "__main__":
    main()
