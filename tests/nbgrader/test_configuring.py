"""``configure(c)``: one line, and what a course has set itself stays where it can."""

import dataclasses
import os
import shutil
import sys
from pathlib import Path

import pytest
from traitlets.config import Config
from traitlets.utils.importstring import import_item

from softmark.model import Limits
from softmark.nbgrader import configure

OURS = "softmark.nbgrader"


def steps(config: Config) -> list[str]:
    names = [step if isinstance(step, str) else step.__name__ for step in config.Autograde.autograde_preprocessors]
    return [name.rpartition(".")[2] for name in names]


def test_every_name_can_be_imported() -> None:
    """All classes that are named in the configuration exist and have the base class that nbgrader asks for."""
    from nbconvert.exporters import Exporter
    from nbgrader.plugins import ExportPlugin
    from nbgrader.preprocessors import NbGraderPreprocessor

    c = Config()
    configure(c)
    for name in (*c.Autograde.sanitize_preprocessors, *c.Autograde.autograde_preprocessors):
        # nbgrader leaves any other preprocessor switched off without a word.
        assert issubclass(import_item(name), NbGraderPreprocessor)
    for section in ("Autograde", "GenerateAssignment", "GenerateSolution", "GenerateFeedback"):
        assert issubclass(import_item(c[section].exporter_class), Exporter)
    assert issubclass(import_item(c.ExportApp.plugin_class), ExportPlugin)


def test_steps_of_the_course_stay_in_their_place() -> None:
    """A preprocessor of the course's own stays; ours stand where nbgrader's stood."""
    c = Config()
    stock = "nbgrader.preprocessors"
    c.Autograde.autograde_preprocessors = [
        f"{stock}.Execute",
        "course.steps.Rename",
        f"{stock}.IgnorePattern",
        f"{stock}.SaveAutoGrades",
    ]
    configure(c)
    assert steps(c) == ["GradeStep", "Rename", "SaveGrades"]


def test_steps_are_never_lost() -> None:
    """A list without nbgrader's own steps gets ours all the same: no submission is run beside the judge."""
    c = Config()
    c.Autograde.autograde_preprocessors = ["course.steps.Rename"]
    c.Autograde.sanitize_preprocessors = ["nbgrader.preprocessors.OverwriteCells", "course.steps.Count"]
    configure(c)
    assert steps(c) == ["GradeStep", "SaveGrades", "Rename"]
    assert c.Autograde.sanitize_preprocessors == ["course.steps.Count"]


def test_twice_is_once() -> None:
    """A second call changes nothing."""
    once, twice = Config(), Config()
    configure(once)
    configure(twice)
    configure(twice)
    assert once == twice


def test_choices_of_the_course_stay() -> None:
    """A course's own feedback and export are kept."""
    c = Config()
    c.GenerateFeedback.exporter_class = "course.pages.Html"
    c.ExportApp.plugin_class = "course.Moodle"
    configure(c)
    assert c.GenerateFeedback == {"exporter_class": "course.pages.Html"}
    assert c.ExportApp.plugin_class == "course.Moodle"


def test_alembic_is_found(monkeypatch: pytest.MonkeyPatch) -> None:
    """nbgrader starts alembic from PATH, also in a virtual environment that was not activated."""
    monkeypatch.setenv("PATH", "/usr/bin:/bin")
    configure(Config())
    found = shutil.which("alembic")
    assert found is not None
    assert Path(found).parent == Path(sys.executable).parent
    before = os.environ["PATH"]
    configure(Config())
    assert os.environ["PATH"] == before


def test_every_limit_can_be_set() -> None:
    """Each limit has a setting of its name, with its own value as the standard one."""
    from softmark.nbgrader.settings import Budgets

    assert Budgets().limits("any") == Limits()
    for field in dataclasses.fields(Limits):
        one, other = (int(getattr(Limits(), field.name)) * 3 // 4 + n for n in (1, 2))
        config = Config({"Budgets": {field.name: one, "assignments": {"other": {field.name: other}}}})
        budgets = Budgets(config=config)
        assert getattr(budgets.limits("any"), field.name) == one
        assert getattr(budgets.limits("other"), field.name) == other
