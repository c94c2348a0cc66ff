"""Outputs of a cell that is run for grading, from a real kernel."""

from __future__ import annotations

from typing import Any

import pytest

from softmark.model import EventKind, Limits

LIVE = """from IPython.display import clear_output, display
for epoch in range(50):
    clear_output(wait={wait})
    print("epoch", epoch, "." * 900)"""
REDRAWN = """from IPython.display import display
handle = display("x" * 900, display_id=True)
print("training")
for epoch in range(50):
    handle.update(f"epoch {epoch} " + "." * 900)"""


def _outputs(small_course: Any, make_cell: Any, make_test_cell: Any, code: str) -> tuple[list[Any], list[EventKind]]:
    cells = [make_cell("solution", "a", "a = 1", "a = None"), make_test_cell("test-a", "assert a == 1", 2.0)]
    graded = small_course.grade(
        small_course.notebook(cells), {"a": f"a = 1\n{code}"}, Limits(output_bytes=4_000, check_seconds=30)
    )
    assert graded.result.cells[0].points == 2.0
    return graded.notebook.cells[0].outputs, [event.kind for event in graded.result.events]


@pytest.mark.parametrize("wait", [True, False])
def test_cleared_output_makes_room(small_course: Any, make_cell: Any, make_test_cell: Any, wait: bool) -> None:
    """Of a picture or text that is drawn anew each epoch, the last one stays, however many there were."""
    outputs, events = _outputs(small_course, make_cell, make_test_cell, LIVE.format(wait=wait))
    assert [output.text.split(" .")[0] for output in outputs] == ["epoch 49"]
    assert events == []


def test_display_is_redrawn_in_its_place(small_course: Any, make_cell: Any, make_test_cell: Any) -> None:
    """An output with an id changes where it stands, and takes its room but once."""
    outputs, events = _outputs(small_course, make_cell, make_test_cell, REDRAWN)
    assert [output.output_type for output in outputs] == ["display_data", "stream"]
    assert outputs[0].data["text/plain"].startswith("'epoch 49 ")
    assert events == []


def test_too_much_output_is_cut(small_course: Any, make_cell: Any, make_test_cell: Any) -> None:
    """What stays at one time is bounded, and the student is told."""
    outputs, events = _outputs(small_course, make_cell, make_test_cell, 'for n in range(50):\n    print("." * 900)')
    assert sum(len(output.text) for output in outputs) <= 4_000
    assert events == [EventKind.OUTPUT_CUT]
