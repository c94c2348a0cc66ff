"""The one line of ``nbgrader_config.py``."""

import os
import shutil
import sys
from pathlib import Path
from typing import Any

_HERE = "softmark.nbgrader"
_STOCK = "nbgrader.preprocessors"
GRADE_STEP = f"{_HERE}.grade_step.GradeStep"
CLEAR_ANSWERS = f"{_HERE}.clear_answers.ClearAnswers"
SAVE_GRADES = f"{_HERE}.save_grades.SaveGrades"
CHECK_METADATA = f"{_HERE}.check_metadata.CheckedMetadata"
# Reading a submission includes what these do.
_REPLACED_SANITIZERS = {"ClearOutput", "DeduplicateIds", "OverwriteKernelspec", "OverwriteCells"}
# Points don't come from outputs any more; and cleaning keeps no metadata but nbgrader's and ours.
_NEEDLESS_STEPS = {"IgnorePattern", "ClearMetadataPreprocessor"}


def configure(c: Any) -> None:
    """Let a course be graded by softmark. Put it at the end of ``nbgrader_config.py``.

    Preprocessors that the course has added itself stay; an exporter or plugin class that it has chosen for
    feedback or export stays, too.

    Args:
        c: nbgrader's configuration, as ``get_config()`` gives it.
    """
    find_programs()
    c.Autograde.exporter_class = f"{_HERE}.autograding.SubmissionExporter"
    c.Autograde.sanitize_preprocessors = _sanitizers(c.Autograde.get("sanitize_preprocessors"))
    c.Autograde.autograde_preprocessors = _steps(c.Autograde.get("autograde_preprocessors"))
    c.GenerateAssignment.preprocessors = _releasing(c.GenerateAssignment.get("preprocessors"))
    c.GenerateAssignment.exporter_class = f"{_HERE}.releasing.ReleaseExporter"
    c.GenerateSolution.exporter_class = f"{_HERE}.releasing.WithoutHidden"
    _unless_set(c.GenerateFeedback, "exporter_class", f"{_HERE}.feedback.FeedbackExporter")
    if c.GenerateFeedback.exporter_class == f"{_HERE}.feedback.FeedbackExporter":
        _unless_set(c.GenerateFeedback, "preprocessors", [])
    _unless_set(c.ExportApp, "plugin_class", f"{_HERE}.csv_export.CsvExport")


def find_programs() -> None:
    """Put this interpreter's programs on PATH.

    nbgrader starts ``alembic`` from PATH when it makes a gradebook; in a virtual environment that was not
    activated there is none (nbgrader 0.9.6).
    """
    folder = str(Path(sys.executable).parent)
    found = shutil.which("alembic")
    if found is None or str(Path(found).parent) != folder:
        os.environ["PATH"] = os.pathsep.join([folder, os.environ.get("PATH", os.defpath)])


def _unless_set(section: Any, name: str, value: Any) -> None:
    if name not in section:
        section[name] = value


def _name(step: Any) -> str:
    """A preprocessor's class name; the course may give the class or its dotted name."""
    return step.rpartition(".")[2] if isinstance(step, str) else getattr(step, "__name__", "")


def _sanitizers(chosen: Any) -> list[Any]:
    steps = chosen if isinstance(chosen, list) else [f"{_STOCK}.CheckCellMetadata"]
    kept = [step for step in steps if _name(step) not in _REPLACED_SANITIZERS]
    return [CHECK_METADATA if _name(step) == "CheckCellMetadata" else step for step in kept]


def _releasing(chosen: Any) -> list[Any]:
    from nbgrader.converters import GenerateAssignment

    steps = chosen if isinstance(chosen, list) else GenerateAssignment.preprocessors.default()
    return [CLEAR_ANSWERS if _name(step) == "ClearSolutions" else step for step in steps]


def _steps(chosen: Any) -> list[Any]:
    standard = ["Execute", "LimitOutput", "SaveAutoGrades", "AssignLatePenalties", "CheckCellMetadata"]
    steps = chosen if isinstance(chosen, list) else [f"{_STOCK}.{name}" for name in standard]
    ours = {"Execute": GRADE_STEP, "SaveAutoGrades": SAVE_GRADES, "CheckCellMetadata": CHECK_METADATA}
    steps = [ours.get(_name(step), step) for step in steps if _name(step) not in _NEEDLESS_STEPS]
    if GRADE_STEP not in steps:
        steps.insert(0, GRADE_STEP)
    if SAVE_GRADES not in steps:
        steps.insert(steps.index(GRADE_STEP) + 1, SAVE_GRADES)
    return steps
