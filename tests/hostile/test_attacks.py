"""Hostile submissions, each through the real kernel and the real judge: none earns a point, none tells a secret.

What only a sandbox stops (reading the disk, other processes' memory, the network) is not tried here.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from softmark.model import Basis, EventKind, State

pytestmark = pytest.mark.filterwarnings("ignore:Passing unrecognized arguments to super:DeprecationWarning:traitlets")

ATTACKS = sorted((Path(__file__).parent / "attacks").glob("*.py"))
# In hidden test text, messages, files, expected values and inputs; and nowhere that a student may look.
SECRETS = ("SECRET", "918273", "459137", "918269", "7316", "564738")


@pytest.mark.parametrize("name", ["numbers", "network", "compares"])
def test_right_answers_keep_full_marks(hostile_course: Any, name: str) -> None:
    """A course that attacks are tried on gives full marks for right answers."""
    course = hostile_course(name)
    cells = course.grade(course.right()).result.cells
    assert {cell.grade_id: cell.points for cell in cells} == {cell.grade_id: cell.maximum for cell in cells}


@pytest.mark.parametrize("name", ["numbers", "compares"])
def test_right_answers_do_not_rest_on_claims(hostile_course: Any, name: str) -> None:
    """What the attacks could win there is computed by the judge."""
    course = hostile_course(name)
    cells = course.grade(course.right()).result.cells
    assert {check.basis for cell in cells for check in cell.checks} == {Basis.COMPUTED}


@pytest.mark.parametrize("name", ["changes_arguments", "patches_libraries", "exits_call"])
def test_next_student_is_graded_as_ever(hostile_course: Any, graded_attack: Any, name: str) -> None:
    """An honest submission after an attack, with the same control and on the same machine, has its full marks."""
    graded_attack(Path(__file__).parent / "attacks" / f"{name}.py")
    course = hostile_course("numbers")
    cells = course.grade(course.right()).result.cells
    assert all(cell.state is State.PASSED for cell in cells)


def test_untouched_release_earns_nothing(hostile_course: Any) -> None:
    """The points that an attack could win are not there for the taking."""
    course = hostile_course("numbers")
    assert [cell.points for cell in course.grade(course.release({})).result.cells] == [0] * 11


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_earns_nothing(graded_attack: Any, path: Path) -> None:
    """An attack gets 0 in every cell, not called *not graded*; what it only claims is marked as that."""
    attack, graded = graded_attack(path)
    for cell in graded.result.cells:
        if cell.grade_id in attack.line("Claims"):
            assert {check.basis for check in cell.checks if check.points} == {Basis.CLAIMED}
            continue
        assert (cell.grade_id, cell.points) == (cell.grade_id, 0.0), [c for c in cell.checks if c.points]
        assert cell.state in (State.FAILED, State.NOT_ATTEMPTED)


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_tells_no_secret(graded_attack: Any, student_sees: Any, path: Path) -> None:
    """Nothing that is hidden gets into what the student receives."""
    _, graded = graded_attack(path)
    text = student_sees(graded)
    assert [(secret, text[: text.find(secret)][-200:]) for secret in SECRETS if secret in text] == []


@pytest.mark.parametrize("path", ATTACKS, ids=lambda path: path.stem)
def test_did_what_it_tried(graded_attack: Any, path: Path) -> None:
    """The attack's own cells ran, so that its 0 is not for a typing error in it."""
    attack, graded = graded_attack(path)
    errors = {event.detail for event in graded.result.events if event.kind is EventKind.CELL_ERROR}
    assert errors == attack.line("Raises")


def test_failing_cells_spell_nothing(graded_attack: Any) -> None:
    """Of a submission's own cells that fail once hidden inputs have come, one is told of, and not which."""
    _, graded = graded_attack(Path(__file__).parent / "attacks" / "fails_by_inputs.py")
    (event,) = [event for event in graded.result.events if event.kind is EventKind.CELL_ERROR]
    assert event.cell == ""
    assert event.message == "A cell of your own below the checks stopped with an error."
