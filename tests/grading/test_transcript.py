"""Changed checks are judged from what a kernel has answered before; where that does not say, it runs again."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from softmark.grading import Engine, SourceNotebook
from softmark.grading.store import Kind, Store
from softmark.grading.transcript import Replay, Unrecorded
from softmark.model import State

# Printed by the submission's kernel: the same twice only if it did not run twice.
CLOCK = "import time\nprint(time.time_ns())\n"
ANSWER = (
    f"{CLOCK}calls = 0\ndef double(n):\n    global calls\n    calls += 1\n    return 2 * n\nrows = [1, 2]\nname = 'kim'"
)
HIDDEN = "### BEGIN HIDDEN TESTS\n{}\n### END HIDDEN TESTS"
FIRST = "def test_double(double, rows):\n    assert double(4) == 8\n    assert double(5) == 10\n    assert rows[0] == 1"


@pytest.fixture
def notebook(small_course: Any, make_cell: Callable[..., Any], make_test_cell: Callable[..., Any]) -> Any:
    """Makes a source notebook from its hidden checks, each in a cell of its own."""

    def make(*checks: str) -> SourceNotebook:
        tests = [make_test_cell(f"test-{n}", HIDDEN.format(check)) for n, check in enumerate(checks)]
        solution = make_cell("solution", "double", ANSWER, "# YOUR CODE")
        made: SourceNotebook = small_course.notebook([solution, *tests])
        return made

    return make


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def _grade(store: Store, small_course: Any, source: SourceNotebook, answer: str = ANSWER) -> tuple[str, list[State]]:
    """What the submission's kernel has printed, and the states of its cells."""
    graded = Engine(store).grade(source, small_course.submission(source, {"double": answer}), student="kim")
    printed = "".join(output.get("text", "") for cell in graded.notebook.cells for output in cell.get("outputs", ()))
    return printed, [cell.state for cell in graded.result.cells]


@pytest.mark.parametrize(
    ("old", "new", "state"),
    [
        ("== 8", "< 9", State.PASSED),
        ("rows[0] == 1", "rows[0] == 2", State.COULD_NOT_CHECK),
        ("double(5) == 10", "double(5) == 11", State.COULD_NOT_CHECK),
        ("    assert double(4)", "    assert rows == [1, 2]\n    assert double(4)", State.PASSED),
    ],
    ids=["another bound", "fails on a value", "fails on a call", "reads first"],
)
def test_changed_check_is_judged_without_running_the_submission(
    small_course: Any, notebook: Any, store: Store, old: str, new: str, state: State
) -> None:
    """Be it that it passes or fails now."""
    before, passed = _grade(store, small_course, notebook(FIRST))
    assert passed == [State.PASSED]
    assert _grade(store, small_course, notebook(FIRST.replace(old, new))) == (before, [state])


@pytest.mark.parametrize(
    "checks",
    [
        [FIRST.replace("double(5) == 10", "double(6) == 12")],
        [FIRST + "\n    assert double(6) == 12"],
        [FIRST.replace("    assert double(5) == 10\n", ""), "assert calls == 1"],
        [FIRST.replace("rows[0] == 1", "rows[0] == 1 and True"), "assert name == 'kim'"],
    ],
    ids=["another input", "one more input", "one input less, and its traces", "another name"],
)
def test_what_nobody_has_asked_is_asked(small_course: Any, notebook: Any, store: Store, checks: list[str]) -> None:
    """A transcript never stands in for what the submission would have answered otherwise."""
    before, _states = _grade(store, small_course, notebook(FIRST))
    after, found = _grade(store, small_course, notebook(*checks))
    assert after != before
    assert found == [State.PASSED] * len(checks)


def test_verdicts_on_a_replay_are_those_of_a_run(
    small_course: Any, notebook: Any, store: Store, tmp_path: Path
) -> None:
    """For right and wrong answers, with points, messages and what the instructor reads."""
    changed = notebook(FIRST.replace("== 8", "<= 8"), "assert isinstance(rows, list)")
    for answer in (ANSWER, ANSWER.replace("2 * n", "n + 4"), ANSWER.replace("[1, 2]", "[3]"), "# YOUR CODE"):
        results = []
        for place, first in ((store, True), (Store(tmp_path / "other"), False)):
            if first:
                _grade(place, small_course, notebook(FIRST, "assert isinstance(rows, list)"), answer)
            node = small_course.submission(changed, {"double": answer})
            results.append(Engine(place).grade(changed, node, student="kim").result)
        told = [re.sub(r"seconds=[\d.e-]+|at 0x\w+", "", repr(result)) for result in results]
        assert told[0] == told[1]


@pytest.mark.parametrize("odd", [b"", b"no transcript", b"x\x9c\x03\x00\x00\x00\x00\x01"])
def test_what_is_no_transcript_answers_nothing(odd: bytes) -> None:
    with pytest.raises(Unrecorded):
        Replay(odd).run("1 + 1")


def test_damaged_transcript_only_costs_time(small_course: Any, notebook: Any, store: Store) -> None:
    _before, _states = _grade(store, small_course, notebook(FIRST))
    for entry in store.entries():
        if entry.kind is Kind.TRANSCRIPT:
            entry.path.write_bytes(entry.path.read_bytes()[:-9])
    _after, found = _grade(store, small_course, notebook(FIRST.replace("== 8", "< 9")))
    assert found == [State.PASSED]


NETWORK = """import time, keras
import numpy as np
print(time.time_ns())
model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(4, "relu"), keras.layers.Dense(1, "sigmoid")])
model.compile("adam", "binary_crossentropy")
model.fit(np.zeros((4, 2)), np.zeros(4), verbose=0)"""
JUDGES = """import numpy as np
def test_rows(model):
    assert model.predict(np.ones((3, 2)), verbose=0).shape == (3, 1)
    assert model.count_params() {}"""


def test_network_is_judged_again_without_running(
    small_course: Any, make_cell: Callable[..., Any], make_test_cell: Callable[..., Any], store: Store
) -> None:
    """Rebuilt, and held against what it answered when it was rebuilt before."""
    printed = []
    for bound, state in (("== 17", State.PASSED), ("> 16", State.PASSED), ("> 17", State.COULD_NOT_CHECK)):
        test = make_test_cell("test-network", HIDDEN.format(JUDGES.format(bound)))
        source = small_course.notebook([make_cell("solution", "double", NETWORK, "# YOUR CODE"), test])
        told, found = _grade(store, small_course, source, NETWORK)
        printed.append(told)
        assert found == [state]
    assert len(set(printed)) == 1


TRAINED = """import numpy as np
def test_trained(model, trainings):
    assert [run.epochs for run in trainings.of(model)] == {}"""


def test_trainings_are_replayed_once_they_were_asked_for(
    small_course: Any, make_cell: Callable[..., Any], make_test_cell: Callable[..., Any], store: Store
) -> None:
    """A check that newly asks for them has the submission run; the next one is judged from what came then."""
    printed = []
    first = JUDGES.format("== 17")
    for check, state in (
        (first, State.PASSED),
        (TRAINED.format("[1]"), State.PASSED),
        (TRAINED.format("[2]"), State.COULD_NOT_CHECK),
        (TRAINED.format("[1, 1][:1]"), State.PASSED),
    ):
        test = make_test_cell("test-network", HIDDEN.format(check))
        source = small_course.notebook([make_cell("solution", "double", NETWORK, "# YOUR CODE"), test])
        told, found = _grade(store, small_course, source, NETWORK)
        printed.append(told)
        assert found == [state]
    ran, again, *replayed = printed
    assert ran != again
    assert replayed == [again, again]
