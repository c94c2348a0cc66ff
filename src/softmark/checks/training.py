"""Training as it happened: what the recorder beside the student's code has seen.

All of it is *claimed*: it comes from the process that ran the student's code, and is read here as hostile data.
"""

import math
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Any, Literal, TypeVar, overload

from softmark.checks.optimizers import Optimizer, told_optimizer

Scalar = str | int | float | bool | None
RUNS = 200
_ENTRIES = 1_000
_TEXT = 200
_Found = TypeVar("_Found")


@dataclass(frozen=True)
class Callback:
    """A callback of one run.

    Attributes:
        kind: Keras's class, ``"EarlyStopping"`` say; of an own class, the nearest of its bases in Keras.
        name: its own class.
        settings: its plain attributes after the training: ``monitor``, ``patience``, ``restore_best_weights``,
            ``start_from_epoch``, ``save_best_only``, ``factor`` ..., and what it found out, as ``stopped_epoch``
            (0: it did not stop) and ``best_epoch``. ``direction`` is ``"min"`` or ``"max"``: what it took for better.
        stops: whether code of the student's in it names ``stop_training``.
        restores: whether code of the student's in it puts weights back.
    """

    kind: str
    name: str
    settings: Mapping[str, Scalar] = field(default_factory=dict)
    stops: bool = False
    restores: bool = False


@dataclass(frozen=True)
class Validation:
    """The validation data of one run.

    Attributes:
        kind: ``"given"`` as ``validation_data``, ``"split"`` off by ``validation_split``, ``"none"``, or
            ``"unknown"``: of an own loop, or where the recorder could not tell.
        rows: their number; ``None`` for datasets and generators, which are not looked into.
        shared: share of these rows that stand in the training data, too; ``None`` if that is not known.
        twins: share of the training rows that stand there more than once: what is to be expected of ``shared``
            in data where rows repeat.
        is_training_data: whether they are training rows: the same object, equal values, or more shared rows than
            chance explains; ``None`` if that is not known.
    """

    kind: Literal["given", "split", "none", "unknown"] = "unknown"
    rows: int | None = None
    shared: float | None = None
    twins: float | None = None
    is_training_data: bool | None = None


@dataclass(frozen=True)
class Training:
    """One run: a call of ``fit``, or the steps of an own loop with one optimizer.

    Attributes:
        kind: ``"fit"``, or ``"loop"`` for ``train_on_batch`` and ``GradientTape`` with ``optimizer.apply``.
        model: the model's name; of a loop perhaps ``""``.
        epochs: that ``fit`` was asked for, without those before ``initial_epoch``.
        epochs_done: that it came to; ``None`` for a loop.
        steps: changes of the weights.
        rows, batch_size, shuffle: of the training data; ``None`` for datasets and generators.
        class_weight: class -> weight, or ``None``.
        sample_weight: whether rows were weighted.
        validation: see there.
        callbacks: without those that Keras adds by itself.
        optimizer, optimizer_after: at the beginning and at the end.
        history: metric -> one value an epoch; empty for a loop.
        finished: whether it ended without an error.
    """

    kind: Literal["fit", "loop"]
    model: str = ""
    epochs: int | None = None
    epochs_done: int | None = None
    steps: int | None = None
    rows: int | None = None
    batch_size: int | None = None
    shuffle: bool | None = None
    class_weight: Mapping[int, float] | None = None
    sample_weight: bool = False
    validation: Validation = Validation()
    callbacks: tuple[Callback, ...] = ()
    optimizer: Optimizer | None = None
    optimizer_after: Optimizer | None = None
    history: Mapping[str, tuple[float, ...]] = field(default_factory=dict)
    finished: bool = True


class Trainings(Sequence[Training]):
    """All runs so far, the first one first; read anew whenever it is looked at.

    Args:
        ask: gives the runs as plain data; with a model, the positions of those that trained weights it holds.
        when_none: called where there is no run to show; it may raise.
    """

    def __init__(self, ask: Callable[..., object], when_none: Callable[[], None] = lambda: None) -> None:
        self._ask = ask
        self._when_none = when_none

    def _all(self) -> tuple[Training, ...]:
        return self._shown(read_trainings(self._ask()))

    def _shown(self, runs: tuple[Training, ...]) -> tuple[Training, ...]:
        if not runs:
            self._when_none()
        return runs

    def of(self, model: object) -> tuple[Training, ...]:
        """The runs that trained weights that ``model`` holds, be it that of a part of it.

        For a model that was saved and loaded again, or copied, those of models of its name. Empty if there is none.
        """
        if model is None:
            return ()
        runs, places = read_trainings(self._ask()), _list(self._ask(model))
        ours = {place for place in places if type(place) is int}
        return self._shown(tuple(run for place, run in enumerate(runs) if place in ours))

    def __len__(self) -> int:
        return len(self._all())

    def __iter__(self) -> Iterator[Training]:
        return iter(self._all())

    @overload
    def __getitem__(self, place: int) -> Training: ...
    @overload
    def __getitem__(self, place: slice) -> tuple[Training, ...]: ...
    def __getitem__(self, place: int | slice) -> Training | tuple[Training, ...]:
        return self._all()[place]

    def __repr__(self) -> str:
        return f"<{len(read_trainings(self._ask()))} trainings>"


def read_trainings(told: object) -> tuple[Training, ...]:
    """The runs in what a recorder tells; what is of a wrong type or out of bounds is left out."""
    return tuple(_training(one) for one in _list(told)[:RUNS] if type(one) is dict)


def _training(told: dict[Any, Any]) -> Training:
    epochs, begin = _count(told.get("epochs")), _count(told.get("initial_epoch")) or 0
    weights = told.get("class_weight")
    return Training(
        kind="loop" if told.get("kind") == "loop" else "fit",
        model=_typed(told.get("model"), str, "")[:_TEXT],
        epochs=None if epochs is None else max(0, epochs - begin),
        epochs_done=_count(told.get("epochs_done")),
        steps=_count(told.get("steps")),
        rows=_count(told.get("rows")),
        batch_size=_count(told.get("batch_size")),
        shuffle=_typed(told.get("shuffle"), bool, None),
        class_weight=_mapping(weights, int, _finite) if type(weights) is dict else None,
        sample_weight=told.get("sample_weight") is True,
        validation=_validation(told.get("validation")),
        callbacks=tuple(_callback(one) for one in _list(told.get("callbacks"))[:_ENTRIES] if type(one) is dict),
        optimizer=told_optimizer(told.get("optimizer")),
        optimizer_after=told_optimizer(told.get("optimizer_after")),
        history=_mapping(told.get("history"), str, _curve),
        finished=told.get("finished") is not False,
    )


def _validation(told: object) -> Validation:
    kind = told.get("kind") if type(told) is dict else None
    if type(told) is not dict or kind not in ("given", "split"):
        return Validation("none" if kind == "none" else "unknown")
    rows, shared, twins = _count(told.get("rows")), _share(told.get("shared")), _share(told.get("twins"))
    same = told.get("same") is True or told.get("equal") is True
    return Validation(told["kind"], rows, shared, twins, True if same else _too_many(rows, shared, twins))


def _too_many(rows: int | None, shared: float | None, twins: float | None) -> bool | None:
    """Whether more rows are shared than four standard deviations above what repeated rows let expect."""
    if rows is None or shared is None or twins is None or (twins > 0.9 and shared > 0.9):
        return None
    return bool(shared * rows > twins * rows + 4 * math.sqrt(rows * twins * (1 - twins)) + 2)


def _callback(told: dict[Any, Any]) -> Callback:
    return Callback(
        kind=_typed(told.get("kind"), str, "")[:_TEXT],
        name=_typed(told.get("name"), str, "")[:_TEXT],
        settings=_mapping(told.get("settings"), str, _scalar),
        stops=told.get("stops") is True,
        restores=told.get("restores") is True,
    )


def _list(told: object) -> list[Any]:
    return told if type(told) is list else []


def _typed(told: object, kind: type[_Found], otherwise: Any) -> Any:
    return told if type(told) is kind else otherwise


def _count(told: object) -> int | None:
    return told if type(told) is int and 0 <= told < 1 << 53 else None


def _finite(told: object) -> float | None:
    return float(told) if type(told) in (int, float) and abs(told) < 1e300 else None  # type: ignore[arg-type]  # a number


def _share(told: object) -> float | None:
    return told if type(told) is float and 0 <= told <= 1 else None


def _scalar(told: object) -> object:
    return told[:_TEXT] if type(told) is str else told if type(told) in (bool, int, float) else None


def _curve(told: object) -> tuple[float, ...] | None:
    values = _list(told)[:_ENTRIES]
    return tuple(values) if values and all(type(value) is float for value in values) else None


def _mapping(told: object, key: type, value: Callable[[object], Any]) -> Mapping[Any, Any]:
    entries = list(told.items())[:_ENTRIES] if type(told) is dict else []
    read = {name: value(one) for name, one in entries if type(name) is key}
    return MappingProxyType({name: one for name, one in read.items() if one is not None})
