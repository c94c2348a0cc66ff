"""Record training runs as they happen, for the learning curves on the feedback page.

What it records is a claim: it runs in the submission's process.
"""

from __future__ import annotations

import functools
from typing import Any, Final

from IPython.core.getipython import get_ipython

RUNS: Final = 30
EPOCHS: Final = 1_000
METRICS: Final = 12

_runs: list[dict[str, object]] = []


def recorded() -> list[dict[str, object]]:
    """The runs so far, bounded: ``model``, ``history`` (metric -> one float an epoch), the ``request`` that ran it."""
    return _runs[:RUNS]


def watch(keras: Any) -> None:
    """Wrap ``Model.fit``."""
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
