"""Record training runs as they happen: each `fit`, and the steps of own loops.

A recorder never breaks or changes the training that it watches, draws no random number, reads no dataset, and keeps
no model alive.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import sys
import threading
import weakref
from collections.abc import Callable, Iterable, Iterator
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from softmark.checks.optimizers import read_optimizer
from softmark.training.settings import callback_told, callbacks_of, data_told

RUNS: Final = 200
CURVES: Final = 30
"""Runs of which the feedback page shows learning curves."""
EPOCHS: Final = 1_000
METRICS: Final = 12
VALUES: Final = 100_000
"""Values of all histories together."""
VARIABLES: Final = 2_000

_WATCHED: Final = "softmark_watched"


@dataclass
class _Counter:
    """How often an optimizer has changed weights: by its own count, less what it did in ``fit``."""

    iterations: Any
    in_fits: int = 0

    @property
    def steps(self) -> int:
        return max(0, int(self.iterations) - self.in_fits)


@dataclass
class _Run:
    """One run.

    Attributes:
        told: what is known of it.
        variables: weak references to what it trains.
        request: of the kernel's client, that began it.
        optimizer, counter: of an own loop, the first as a weak reference.
        batches: first variable and number of variables of the steps that were seen.
    """

    told: dict[str, object]
    variables: list[Any]
    request: str
    optimizer: Any = None
    counter: _Counter | None = None
    batches: set[tuple[int, int]] = field(default_factory=set)


@dataclass
class _Log:
    runs: list[_Run] = field(default_factory=list)
    counters: weakref.WeakKeyDictionary[Any, _Counter] = field(default_factory=weakref.WeakKeyDictionary)
    loops: weakref.WeakKeyDictionary[Any, _Run] = field(default_factory=weakref.WeakKeyDictionary)
    values: int = 0


_log = _Log()
_thread = threading.local()


def watch(keras: Any) -> None:
    """Wrap what trains: ``Model.fit``, ``Model.train_on_batch`` and ``Optimizer.apply``. Once is enough."""
    if not hasattr(keras.Model.fit, _WATCHED):
        _wrap(keras.Model, "fit", _fitting)
        _wrap(keras.Model, "train_on_batch", _one_batch)
        _wrap(keras.optimizers.Optimizer, "apply", _one_step)


def ask(*model: Any) -> object:
    """What :class:`softmark.checks.training.Trainings` asks: all runs, or which of them are a model's."""
    return runs_of(*model) if model else told()


def told() -> list[dict[str, object]]:
    """The runs so far as plain data, for :func:`softmark.checks.training.read_trainings`."""
    return [_as_told(run) for run in _log.runs]


def runs_of(model: Any) -> list[int]:
    """Positions of the runs that trained weights that ``model`` holds.

    A model that was saved and loaded again, or copied, holds none of them: then those of models of its name.
    """
    held = {id(variable) for variable in getattr(model, "variables", ())}
    found = [place for place, run in enumerate(_log.runs) if any(id(one()) in held for one in run.variables)]
    name = str(getattr(model, "name", ""))
    return found or [place for place, run in enumerate(_log.runs) if name and run.told["model"] == name]


def curves() -> list[dict[str, object]]:
    """For the feedback page: ``model``, ``history`` and the ``request`` that ran it, of each ``fit``."""
    fits = [run for run in _log.runs if run.told["kind"] == "fit" and run.told["history"]]
    return [
        {"model": run.told["model"], "history": run.told["history"], "request": run.request} for run in fits[:CURVES]
    ]


def _wrap(owner: Any, name: str, around: Callable[..., Any]) -> None:
    original = getattr(owner, name)

    @functools.wraps(original)  # its module, too: by that TensorFlow knows not to rewrite what it traces
    def wrapped(self: Any, *args: Any, **kwargs: Any) -> Any:
        return around(original, self, *args, **kwargs)

    setattr(wrapped, _WATCHED, True)
    setattr(owner, name, wrapped)


def _fitting(original: Any, model: Any, *args: Any, **kwargs: Any) -> Any:
    finish = _quietly(_begin, original, model, args, kwargs)
    done = False
    try:
        with _inside():
            history = original(model, *args, **kwargs)
        done = True
        return history
    finally:
        if finish:
            _quietly(finish, done)


def _one_batch(original: Any, model: Any, *args: Any, **kwargs: Any) -> Any:
    with _inside() as outermost:
        answer = original(model, *args, **kwargs)
    if outermost:  # afterwards: some models are built by their first batch
        _quietly(lambda: _note_step(model.optimizer, model.trainable_variables, str(model.name)[:60]))
    return answer


def _one_step(original: Any, optimizer: Any, *args: Any, **kwargs: Any) -> Any:
    with _inside() as outermost:
        answer = original(optimizer, *args, **kwargs)
    if outermost:
        given = args[1] if len(args) > 1 else kwargs.get("trainable_variables")
        _quietly(lambda: _note_step(optimizer, list(given or optimizer._trainable_variables), ""))
    return answer


def _begin(original: Any, model: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Callable[[bool], None]:
    """Note a ``fit`` that begins; what is returned notes how it ended."""
    bound = inspect.signature(original).bind(model, *args, **kwargs)
    bound.apply_defaults()
    given, optimizer, last = bound.arguments, getattr(model, "optimizer", None), getattr(model, "history", None)
    counter = _quietly(_counter, optimizer)
    before = counter.steps if counter else 0
    told: dict[str, object] = {
        "kind": "fit",
        "model": str(model.name)[:60],
        "epochs": int(given["epochs"]),
        "initial_epoch": int(given["initial_epoch"]),
        "optimizer": _quietly(_optimizer_told, optimizer),
        "history": {},
        **(_quietly(data_told, given) or {}),
    }
    run = _Run(told, _weakly(model.trainable_variables), _request())
    if len(_log.runs) < RUNS:
        _log.runs.append(run)

    def finish(done: bool) -> None:
        run.variables = run.variables or _weakly(model.trainable_variables)  # see _one_batch
        if counter:
            told["steps"] = counter.steps - before
            counter.in_fits += counter.steps - before
        told["finished"] = done
        told["optimizer_after"] = _quietly(_optimizer_told, optimizer)
        callbacks = (_quietly(callback_told, each) for each in callbacks_of(given["callbacks"]))
        told["callbacks"] = [one for one in callbacks if one]
        history = getattr(model, "history", None)
        if history is not None and history is not last:
            told["epochs_done"] = len(history.epoch)
            told["history"] = _history(history.history)

    return finish


def _note_step(optimizer: Any, variables: list[Any], model: str) -> None:
    """A step of an own loop. Of one that TensorFlow has traced, it is seen once: its optimizer counts the steps."""
    run = _log.loops.get(optimizer)
    if run is None:
        if len(_log.runs) >= RUNS:
            return
        told: dict[str, object] = {"kind": "loop", "model": model, "history": {}}
        told["optimizer"] = _quietly(_optimizer_told, optimizer)
        run = _Run(told, [], _request(), weakref.ref(optimizer), _counter(optimizer))
        _log.loops[optimizer] = run
        _log.runs.append(run)
    batch = (id(variables[0]), len(variables))
    if batch not in run.batches and len(run.variables) < VARIABLES:
        run.batches.add(batch)
        run.variables += _weakly(variables)


def _as_told(run: _Run) -> dict[str, object]:
    if run.counter is None:
        return run.told
    optimizer = run.optimizer()
    after = None if optimizer is None else _quietly(_optimizer_told, optimizer)
    return {**run.told, "steps": _quietly(lambda: run.counter and run.counter.steps), "optimizer_after": after}


def _counter(optimizer: Any) -> _Counter:
    return _log.counters.setdefault(optimizer, _Counter(optimizer.iterations))


def _optimizer_told(optimizer: Any) -> dict[str, object]:
    tf = sys.modules.get("tensorflow")
    with tf.init_scope() if tf else contextlib.nullcontext():  # out of a graph that is being traced
        return asdict(read_optimizer(optimizer))


def _weakly(variables: Iterable[Any]) -> list[Any]:
    return [weakref.ref(variable) for variable in list(variables)[:VARIABLES]]


def _history(curves: dict[str, Any]) -> dict[str, list[float]]:
    """Metric -> one value an epoch; metrics with several values at once are left out."""
    kept = {}
    for name, values in list(curves.items())[:METRICS]:
        one_each = _quietly(lambda values=values: [float(value) for value in values[:EPOCHS]])
        if one_each is not None and _log.values + len(one_each) <= VALUES:
            _log.values += len(one_each)
            kept[str(name)[:60]] = one_each
    return kept


def _request() -> str:
    """The message that the kernel is carrying out, if there is one."""
    ipython = sys.modules.get("IPython")
    message = _quietly(lambda: ipython and ipython.get_ipython().kernel.get_parent()["header"]["msg_id"])
    return message if isinstance(message, str) else ""


def _quietly(function: Callable[..., Any], *args: Any) -> Any:
    """What ``function`` gives, ``None`` if it fails."""
    try:
        return function(*args)
    except Exception:
        return None


@contextlib.contextmanager
def _inside() -> Iterator[bool]:
    """Whether no other training is going on around this one, in this thread."""
    outer = getattr(_thread, "inside", False)
    _thread.inside = True
    try:
        yield not outer
    finally:
        _thread.inside = outer
