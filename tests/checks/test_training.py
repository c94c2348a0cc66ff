"""What is told of trainings is read warily, and judged for what it means."""

import math
from typing import Any

import pytest

from softmark.checks import Callback, Training, Trainings, Validation, early_stopping
from softmark.checks.training import RUNS, read_trainings

CURVES = {"loss": (1.0, 0.5), "val_loss": (1.0, 0.9), "val_accuracy": (0.5, 0.6)}


@pytest.mark.parametrize(
    "told", [None, 7, "fit", {"kind": "fit"}, [], [None, 3, "fit", ["kind"]], (), {1: {2: 3}}], ids=repr
)
def test_no_list_of_runs_is_none(told: object) -> None:
    assert read_trainings(told) == ()


HOSTILE: dict[str, list[Any]] = {
    "epochs": [-1, 1.5, True, "3", 1 << 70, None, [3]],
    "epochs_done": [-1, math.nan, "3"],
    "steps": [-5, 2.5, {}],
    "batch_size": ["32", -32],
    "rows": [1 << 60, ()],
    "shuffle": [1, "yes"],
    "class_weight": [[1, 2], "balanced", 3],
    "sample_weight": [1, "yes", [1]],
    "validation": ["given", {"kind": "other", "same": True}, [], {"kind": ["given"]}],
    "callbacks": ["EarlyStopping", {"kind": "EarlyStopping"}, [3, "EarlyStopping", None]],
    "optimizer": ["adam", {"kind": 3}, ["Adam"]],
    "optimizer_after": [{}, {"learning_rate": 0.1}],
    "history": [[1.0], "loss", {"loss": [1.0, "x"]}, {"loss": 3.0}, {3: [1.0]}, {"loss": [1]}],
    "model": [3, ["net"], b"net"],
    "kind": [3, "FIT", None],
}


@pytest.mark.parametrize(("name", "told"), [(name, value) for name, values in HOSTILE.items() for value in values])
def test_wrong_types_are_left_out(name: str, told: object) -> None:
    """The run is as if nothing had been told of it."""
    assert read_trainings([{name: told}]) == (Training("fit"),)


def test_what_is_told_is_bounded() -> None:
    long = {"model": "x" * 9_999, "history": {f"m{n}": [0.5] * 9_999 for n in range(2_000)}, "callbacks": [{}] * 9_999}
    found = read_trainings([long] * 999)
    assert len(found) == RUNS
    assert len(found[0].model) <= 200
    assert len(found[0].callbacks) <= 1_000
    assert len(found[0].history) <= 1_000
    assert {len(curve) for curve in found[0].history.values()} == {1_000}
    assert read_trainings([{"class_weight": {0: math.inf, 1: 2, "2": 3.0, 3: 1 << 2_000}}])[0].class_weight == {1: 2.0}


def test_positions_that_are_none_are_left_out() -> None:
    answers = [0, 0, True, -1, 5, "1", None, 1.0]
    trainings = Trainings(lambda *model: answers if model else [{"model": "a"}, {"model": "b"}])
    assert [run.model for run in trainings.of(object())] == ["a"]
    assert [run.model for run in trainings] == ["a", "b"]
    assert trainings[-1].model == "b"
    assert len(Trainings(lambda *model: None)) == 0


@pytest.mark.parametrize(
    ("rows", "shared", "twins", "expected"),
    [
        (100, 0.0, 0.0, False),
        (100, 0.01, 0.0, False),
        (100, 0.05, 0.0, True),
        (100, 0.2, 0.2, False),
        (100, 0.5, 0.2, True),
        (20, 1.0, 0.0, True),
        (100, 1.0, 1.0, None),
        (100, None, None, None),
    ],
)
def test_shared_rows_count_beyond_chance(rows: int, shared: Any, twins: Any, expected: bool | None) -> None:
    told = {"kind": "given", "rows": rows, "shared": shared, "twins": twins}
    assert read_trainings([{"validation": told}])[0].validation.is_training_data is expected


def run(*callbacks: Callback, **more: Any) -> Training:
    given = {"epochs": 20, "epochs_done": 20, "history": CURVES, "validation": Validation("given", 9, 0.0, 0.0, False)}
    return Training("fit", callbacks=callbacks, **{**given, **more})


def stop(monitor: str = "val_loss", patience: int = 3, kind: str = "EarlyStopping", **more: Any) -> Callback:
    return Callback(kind, kind, {"monitor": monitor, "patience": patience, "start_from_epoch": 0, **more})


SAVES = Callback("ModelCheckpoint", "ModelCheckpoint", {"monitor": "val_loss", "save_best_only": True})
OWN = Callback("Callback", "Patient", {}, stops=True)
RIGHT = {
    "never tripped": ([run(stop(direction="min"))], "callback"),
    "accuracy": ([run(stop("val_accuracy", direction="max"))], "callback"),
    "patience of all but one": ([run(stop(patience=19))], "callback"),
    "the best weights": ([run(stop(patience=99, restore_best_weights=True))], "callback"),
    "saved beside": ([run(stop(patience=99), SAVES)], "callback"),
    "checkpoint": ([run(SAVES)], "checkpoint"),
    "own callback": ([run(OWN)], "own callback"),
    "by hand": ([run(epochs=1)] * 5, "by hand"),
    "own loop": ([Training("loop", steps=90)], "by hand"),
    "mended": ([run(stop("loss")), run(stop())], "callback"),
    "rows that repeat": ([run(stop(), validation=Validation("given", 9, 1.0, 1.0, None))], "callback"),
}
WRONG = {
    "nothing": ([], "nothing that could stop"),
    "another callback": ([run(Callback("TensorBoard", "TensorBoard"))], "nothing that could stop"),
    "training loss": ([run(stop("loss"))], "`loss`, which is measured on the training rows"),
    "training accuracy": ([run(stop("accuracy"))], "`accuracy`"),
    "no such metric": ([run(stop("val_acc"))], "has only loss, val_accuracy, val_loss"),
    "loss upwards": ([run(stop(direction="max"))], "a smaller `val_loss`"),
    "accuracy downwards": ([run(stop("val_accuracy", direction="min"))], "a larger `val_accuracy`"),
    "too patient": ([run(stop(patience=20))], "waits for 20 epochs"),
    "begins too late": ([run(stop(patience=3, start_from_epoch=18))], "waits for 21 epochs"),
    "training rows": ([run(stop(), validation=Validation("given", 9, 1.0, 0.0, True))], "never seen"),
    "saves by loss": ([run(Callback("ModelCheckpoint", "M", {**SAVES.settings, "monitor": "loss"}))], "`loss`"),
    "saves every epoch": ([run(Callback("ModelCheckpoint", "M", {"monitor": "val_loss"}))], "nothing that could stop"),
    "trained twice": ([run(), run()], "nothing that could stop"),
}  # fmt: skip


@pytest.mark.parametrize(("runs", "how"), RIGHT.values(), ids=RIGHT)
def test_early_stopping_is_found(runs: list[Training], how: str) -> None:
    """However it is done; whether it tripped does not matter."""
    found = early_stopping(runs)
    assert (found.how, found.mismatch) == (how, "")


@pytest.mark.parametrize(("runs", "message"), WRONG.values(), ids=WRONG)
def test_early_stopping_that_cannot_work_is_named(runs: list[Training], message: str) -> None:
    assert message in early_stopping(runs).mismatch


def test_of_two_ways_to_stop_the_one_that_keeps_the_best_weights_counts() -> None:
    restores = Callback("Callback", "Restores", {}, restores=True)
    assert early_stopping([run(stop())]).keeps_best is False
    assert early_stopping([run(stop(), restores)]).keeps_best is True
    assert early_stopping([run(stop()), run(stop(restore_best_weights=True))]).keeps_best is True
