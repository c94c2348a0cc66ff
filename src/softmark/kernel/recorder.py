"""Record training runs as they happen, for the learning curves on the feedback page.

What it records is a claim: it runs in the submission's process.
"""

from __future__ import annotations

import functools
import importlib.abc
import importlib.machinery
import random
import sys
from collections.abc import Sequence
from types import ModuleType
from typing import Any, Final

import numpy as np
from IPython.core.getipython import get_ipython

RUNS: Final = 30
EPOCHS: Final = 1_000
METRICS: Final = 12

_runs: list[dict[str, object]] = []


def install(seed: int) -> None:
    """Seed ``keras`` and wrap its ``Model.fit``: now, if a warm process has imported it; or else once it is."""
    if "keras" in sys.modules:
        _watch(sys.modules["keras"], seed)
    else:
        sys.meta_path.insert(0, _KerasFinder(seed))


def recorded() -> list[dict[str, object]]:
    """The runs so far, bounded: ``model``, ``history`` (metric -> one float an epoch), the ``request`` that ran it."""
    return _runs[:RUNS]


def _watch(keras: Any, seed: int) -> None:
    _wrap_fit(keras)
    # Keras seeds Python and NumPy along with itself. What a notebook draws must not depend on when it imports Keras.
    python, numpy = random.getstate(), np.random.get_state()
    keras.utils.set_random_seed(seed % 2**32)
    random.setstate(python)
    np.random.set_state(numpy)


def _wrap_fit(keras: Any) -> None:
    original = keras.Model.fit

    @functools.wraps(original)
    def fit(self: Any, *args: Any, **kwargs: Any) -> Any:
        history = original(self, *args, **kwargs)
        _record(self, history)
        return history

    keras.Model.fit = fit


def _record(model: Any, history: Any) -> None:
    try:
        metrics = {
            str(name)[:60]: [float(value) for value in values[:EPOCHS]]
            for name, values in list(history.history.items())[:METRICS]
        }
        if len(_runs) < RUNS:
            request = get_ipython().kernel.get_parent()["header"]["msg_id"]
            _runs.append({"model": str(model.name)[:60], "history": metrics, "request": request})
    except Exception:  # noqa: S110  (a recorder never breaks the training it watches)
        pass


class _KerasFinder(importlib.abc.MetaPathFinder):
    """Runs a hook once ``keras`` has been imported, however that came about."""

    def __init__(self, seed: int) -> None:
        self._seed = seed

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find ``keras`` by the ordinary finders, and load it with the hook behind it."""
        if fullname != "keras":
            return None
        sys.meta_path.remove(self)
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.loader is None:
            return spec
        execute = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            execute(module)
            _watch(module, self._seed)

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]  # one module, one loader
        return spec
