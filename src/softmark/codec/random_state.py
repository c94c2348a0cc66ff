"""The states of the random generators that teaching code seeds, as plain data.

A test that seeds a generator and then calls the submission expects the submission to draw from that seed, as it
would if both ran in one process; so the state travels with the call, and back.
"""

from __future__ import annotations

import random
import sys
from collections.abc import Mapping
from typing import Any

import numpy as np


def random_state() -> dict[str, object]:
    """The states of ``numpy.random`` (legacy), ``random``, and TensorFlow's global seed if it is loaded."""
    kind, keys, position, has_gauss, gauss = np.random.get_state(legacy=True)
    version, words, gauss_next = random.getstate()
    return {
        "numpy": [str(kind), np.asarray(keys).tobytes(), int(position), int(has_gauss), float(gauss)],
        "python": [version, b"".join(word.to_bytes(4, "little") for word in words), gauss_next],
        "framework": _framework_seed(),
    }


def set_random_state(state: Mapping[str, Any]) -> None:
    """Put the generators into a state that :func:`random_state` gave.

    Raises:
        ValueError, KeyError, TypeError: the state is malformed.
    """
    seed = state.get("framework")
    if seed is not None and seed != _framework_seed() and "tensorflow" in sys.modules:
        sys.modules["tensorflow"].random.set_seed(seed)
    kind, keys, position, has_gauss, gauss = state["numpy"]
    np.random.set_state((kind, np.frombuffer(keys, dtype=np.uint32), position, has_gauss, gauss))
    version, packed, gauss_next = state["python"]
    words = tuple(int.from_bytes(packed[i : i + 4], "little") for i in range(0, len(packed), 4))
    random.setstate((version, words, gauss_next))


def _framework_seed() -> int | None:
    """TensorFlow's global seed, read where it keeps it; there is no public reader."""
    context = sys.modules.get("tensorflow.python.eager.context")
    seed = context.global_seed() if context is not None else None
    return seed if isinstance(seed, int) else None
