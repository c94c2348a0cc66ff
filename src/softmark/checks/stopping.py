"""Whether a network's training was stopped, or its best weights kept, by what the validation rows said."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from softmark.checks.training import Callback, Training
from softmark.messages import _

_BY_HAND = 3  # as many calls of `fit` look like a loop of the student's own around it
_GROWS = ("acc", "auc", "precision", "recall", "f1", "iou", "r2")


@dataclass(frozen=True)
class EarlyStopping:
    """How a training ends early, as far as it was seen. That it did end early is never asked for.

    Attributes:
        how: ``"callback"``; ``"own callback"``, a class or function of the student's; ``"checkpoint"`` of the best
            epoch; ``"by hand"``, an own loop, of which nothing more is known; ``"none"``.
        monitor: the metric that decides; ``""`` if not known.
        can_stop: whether it could have ended the training before its last epoch; ``None`` if not known.
        keeps_best: whether the weights of the best epoch are kept; ``None`` if not known.
        mismatch: what is wrong with it, in words for the student; empty if nothing is.
    """

    how: Literal["callback", "own callback", "checkpoint", "by hand", "none"]
    monitor: str = ""
    can_stop: bool | None = None
    keeps_best: bool | None = None
    mismatch: str = ""


def early_stopping(runs: Sequence[Training]) -> EarlyStopping:
    """Look for early stopping in the runs of one network; the best that is found.

    Args:
        runs: of one network, as ``trainings.of(model)`` gives them.
    """
    found = [stopping for run in runs for stopping in _in_run(run)]
    found += [EarlyStopping("by hand")] * (len(runs) >= _BY_HAND or any(run.kind == "loop" for run in runs))
    return min(
        found,
        key=lambda one: (bool(one.mismatch), one.keeps_best is False),
        default=EarlyStopping("none", mismatch=_NOTHING),
    )


def _in_run(run: Training) -> Iterator[EarlyStopping]:
    best_saved = any(one.kind == "ModelCheckpoint" and one.settings.get("save_best_only") for one in run.callbacks)
    for one in run.callbacks:
        monitor = str(one.settings.get("monitor", ""))
        if one.kind == "EarlyStopping":
            keeps = bool(one.settings.get("restore_best_weights")) or best_saved
            stops = _patience(one) < (run.epochs or 0)
            wrong = _wrong(run, one, monitor) or ("" if stops or keeps else _too_patient(run, one))
            yield EarlyStopping("callback", monitor, stops, keeps, wrong)
        elif one.kind == "ModelCheckpoint" and one.settings.get("save_best_only"):
            yield EarlyStopping("checkpoint", monitor, False, True, _wrong(run, one, monitor))
        elif one.stops or one.restores:
            yield EarlyStopping("own callback", monitor, one.stops, one.restores or None)


def _patience(stopping: Callback) -> int:
    """Epochs that must pass before it can stop anything."""
    parts = (stopping.settings.get(name) for name in ("patience", "start_from_epoch"))
    return sum(part for part in parts if type(part) is int)


def _wrong(run: Training, watching: Callback, monitor: str) -> str:
    """What is wrong with what a callback watches."""
    if not monitor.startswith("val_"):
        return _TRAINING_METRIC.format(name=watching.name, monitor=monitor)
    if run.history and monitor not in run.history:
        return _NOT_THERE.format(name=watching.name, monitor=monitor, curves=", ".join(sorted(run.history)))
    if run.validation.is_training_data:
        return TRAINING_DATA
    grows = any(word in monitor for word in _GROWS)
    direction = watching.settings.get("direction")
    if direction == "max" and ("loss" in monitor or "error" in monitor):
        return _WRONG_WAY.format(name=watching.name, monitor=monitor, mode="max", better=_("smaller"))
    if direction == "min" and grows and "loss" not in monitor:
        return _WRONG_WAY.format(name=watching.name, monitor=monitor, mode="min", better=_("larger"))
    return ""


def _too_patient(run: Training, stopping: Callback) -> str:
    return _TOO_PATIENT.format(waits=_patience(stopping), epochs=run.epochs or 0)


_NOTHING = _(
    "We looked at how your network was trained and saw nothing that could stop it early. Give `fit` an EarlyStopping "
    "callback that watches the validation loss."
)
_TRAINING_METRIC = _(
    "Your {name} watches `{monitor}`, which is measured on the training rows. That goes on getting better while the "
    "network learns them by heart. Watch a metric of the validation rows: its name begins with `val_`."
)
_NOT_THERE = _(
    "Your {name} watches `{monitor}`, but the training has only {curves}. So it never has anything to compare. Give "
    "`fit` validation data, and look at the metric's name."
)
TRAINING_DATA = _(
    "The validation data that you gave `fit` are rows that your network is trained on. So they cannot show that it "
    "learns by heart. Validate on rows that it has never seen."
)
_WRONG_WAY = _(
    "Your {name} has mode='{mode}', but a {better} `{monitor}` is the better one. So it takes progress for decline. "
    "Leave `mode` out, or change it."
)
_TOO_PATIENT = _(
    "Your EarlyStopping waits for {waits} epochs without progress, and the training has {epochs} in all. So it can "
    "never stop it. Choose a smaller patience, or more epochs."
)
