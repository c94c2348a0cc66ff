"""A narrow miss is given another chance under fresh seeds; nothing else is."""

from __future__ import annotations

from ast import literal_eval
from collections.abc import Callable
from operator import ne
from typing import Any

import pytest
from nbformat.v4 import new_notebook

from softmark.grading.deciding import Control
from softmark.grading.notebooks import Graded
from softmark.grading.retries import with_retries
from softmark.model import (
    Basis,
    CellResult,
    CheckResult,
    EventKind,
    Limits,
    Measured,
    NotebookResult,
    Seed,
    State,
)

BOUND, REFERENCE = 0.5, 0.9
CONTROLS = {
    "net": Control({"test_score": 1.0}, {}, {}, {"test_score": (Measured("s > T", 3, REFERENCE, BOUND, True),)})
}


def graded(value: float, *, basis: Basis = Basis.COMPUTED, state: State | None = None) -> Graded:
    """A submission whose score was held against the bound."""
    found = state or (State.PASSED if value > BOUND else State.FAILED)
    measured = Measured("s > T", 3, value, BOUND, above=True)
    check = CheckResult("test_score", "", found, 2.0 * (found is State.PASSED), 2.0, basis=basis, measured=(measured,))
    return Graded(NotebookResult("one", (CellResult("net", 2.0, (check,)),)), new_notebook(), repeatable=True)


def runs(*values: float, **rest: Any) -> tuple[Callable[[Seed], Graded], list[int]]:
    """A submission that scores these under seeds that follow each other; the seeds that it was run under."""
    asked: list[int] = []

    def run(seed: Seed) -> Graded:
        assert seed.each_answer == bool(asked)  # the first run is that of a student
        asked.append(seed.number)
        return graded(values[len(asked) - 1], **rest)

    return run, asked


@pytest.mark.parametrize(
    ("values", "seeds", "points"),
    [
        ((0.6,), [7], 2.0),
        ((0.45, 0.55), [7, 8], 2.0),
        ((0.45, 0.44, 0.55), [7, 8, 9], 2.0),
        ((0.45, 0.44, 0.46), [7, 8, 9], 0.0),
        ((0.45, 0.45), [7, 8], 0.0),  # an answer that sets its own seed: more runs would tell nothing new
        ((0.31, 0.8), [7, 8], 2.0),  # half of what the reference clears the bound by is 0.2
        ((0.29,), [7], 0.0),
        ((float("nan"),), [7], 0.0),
    ],
)
def test_runs_of_a_submission(values: tuple[float, ...], seeds: list[int], points: float) -> None:
    run, asked = runs(*values)
    found = with_retries(run, Seed(7), CONTROLS, retries=2)
    assert asked == seeds
    assert found.result.cells[0].points == points
    events = [event.kind for event in found.result.events]
    assert events == ([EventKind.RUN_AGAIN] if points and len(seeds) > 1 else [])


def test_what_is_claimed_or_not_attempted_is_not_run_again() -> None:
    for rest in ({"basis": Basis.CLAIMED}, {"state": State.NOT_ATTEMPTED}, {"state": State.COULD_NOT_CHECK}):
        run, asked = runs(0.45, 0.6, **rest)
        with_retries(run, Seed(7), CONTROLS, retries=2)
        assert asked == [7]


def test_course_may_have_no_retries() -> None:
    run, asked = runs(0.45, 0.6)
    assert with_retries(run, Seed(7), CONTROLS, retries=0).result.cells[0].points == 0.0
    assert asked == [7]


def test_seed_after_the_last_is_the_first() -> None:
    run, asked = runs(0.45, 0.6)
    with_retries(run, Seed(2**31 - 1), CONTROLS, retries=1)
    assert asked == [2**31 - 1, 0]


def test_result_of_a_second_run_that_cannot_be_relied_on_is_not_kept() -> None:
    def run(seed: Seed) -> Graded:
        one = graded(0.45 if seed.number == 7 else 0.6)
        return Graded(one.result, one.notebook, repeatable=seed.number == 7)

    assert not with_retries(run, Seed(7), CONTROLS, retries=1).repeatable


@pytest.mark.parametrize(
    "given", ["pass", "import numpy as np\nnp.random.seed(1)"], ids=["no seed", "seed of the course"]
)
def test_unlucky_submission_through_kernel_and_judge(
    small_course: Any, make_cell: Any, make_test_cell: Any, given: str
) -> None:
    """Its numbers differ with the seed; the points are those of the lucky run, and the student is told."""
    answer = "import numpy as np\nscore = 0.46 + 0.08 * np.random.rand()"
    test = "ENOUGH = 0.5\ndef test_score(score):\n    assert score > ENOUGH, 'Too low.'"
    net = make_cell("solution", "net", "score = 0.9", "score = None")
    source = small_course.notebook([make_cell("given", "data", given, given), net, make_test_cell("test", test, 2.0)])

    def once(student: str, retries: int) -> NotebookResult:
        notebook = small_course.submission(source, {"net": answer})
        limits = Limits(retries=retries)
        return small_course.engine.grade(source, notebook, student=student, limits=limits).result  # type: ignore[no-any-return]

    unlucky = next(name for name in map(str, range(20)) if once(name, 0).cells[0].points == 0.0)
    again = once(unlucky, 8)  # all of them unlucky: once in 256 courses, and the same in each run of this test
    assert again.cells[0].points == 2.0
    (event,) = again.events
    assert (event.kind, event.cell) == (EventKind.RUN_AGAIN, "test")
    assert again.cells[0].checks[0].state is State.PASSED


def test_each_answer_has_numbers_of_its_own(small_course: Any, make_cell: Any, make_test_cell: Any) -> None:
    """Under seeds that are tried, whatever the course sets; its data stay the same, and so does what a seed gives."""
    seeded = "import random\nimport numpy as np\nnp.random.seed(3)\nrandom.seed(3)\ndata = np.random.rand()"
    own = "np.random.seed(5)\nfirst = data, np.random.rand()"
    drawn = "second = np.random.rand(), random.random(), np.random.default_rng().random()"
    test = "def test_all(first, second):\n    assert first is None, repr((first, second))"
    cells = [make_cell("given", "data", seeded, seeded)]
    cells += [make_cell("solution", name, f"{name} = None", "pass") for name in ("first", "second")]
    source = small_course.notebook([*cells, make_test_cell("test", test, 1.0)])

    def numbers(seed: int) -> Any:
        notebook = small_course.submission(source, {"first": own, "second": drawn})
        found = small_course.engine.grade(source, notebook, seed=seed).result.cells[0].checks[0]
        return literal_eval(found.message.replace("np.float64", "").splitlines()[0].removeprefix("AssertionError: "))

    (data, seeded_by_itself), second = numbers(1)
    assert numbers(1) == ((data, seeded_by_itself), second)
    first, other = numbers(2)
    assert first == (data, seeded_by_itself)
    assert all(map(ne, second, other))
    assert len(set(second)) == 3
