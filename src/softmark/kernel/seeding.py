"""The same random numbers in every run of a submission, whatever was imported before it."""

from __future__ import annotations

import contextlib
import functools
import importlib.abc
import importlib.machinery
import random
import sys
import warnings
from collections.abc import Callable, Iterator, Sequence
from types import ModuleType
from typing import Any, Final

import numpy.random.bit_generator  # numpy itself would load it when it is first used, which is too late here

LIBRARIES: Final = frozenset({"keras", "matplotlib", "pandas", "scipy", "sklearn", "tensorflow"})
"""What a warm process may have imported. Some of these draw numbers when they are imported."""
_CHANCE: Final = random.Random()  # noqa: S311  (nothing is kept secret by it)
"""Stands in for the operating system's chance, where generators without a seed ask for it."""


def install(seed: int, with_keras: Callable[[Any], None]) -> None:
    """Let imports of these libraries draw nothing from a notebook's generators, and seed Keras.

    Args:
        seed: of Keras, TensorFlow and new generators; Python's and NumPy's global ones are left as they are.
        with_keras: called with ``keras``: now, if a warm process has imported it, or else once it is.
    """
    _CHANCE.seed(seed)
    # What default_rng() without a seed starts at. NumPy has no public place for it; the tests see whether it holds.
    numpy.random.bit_generator.randbits = _CHANCE.getrandbits  # type: ignore[attr-defined]
    finder = _Finder(seed, with_keras)
    sys.meta_path.insert(0, finder)
    if "keras" in sys.modules:
        finder.begin(sys.modules["keras"])


def begin_anew(seed: int) -> None:
    """Seed all generators that a notebook may use without a seed of its own, whatever its cells have set so far."""
    _CHANCE.seed(seed)
    random.seed(seed)
    numpy.random.seed(seed)
    if "keras" in sys.modules:
        sys.modules["keras"].utils.set_random_seed(seed)
    elif "tensorflow" in sys.modules:
        sys.modules["tensorflow"].random.set_seed(seed)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds the libraries by the ordinary finder, and keeps the generators while they are loaded."""

    def __init__(self, seed: int, with_keras: Callable[[Any], None]) -> None:
        self._seed = seed
        self._with_keras = with_keras
        self._loading = False

    def begin(self, keras: Any) -> None:
        """Seed Keras, which seeds Python, NumPy and TensorFlow along with itself, and hand it over."""
        with _generators_kept():
            keras.utils.set_random_seed(self._seed % 2**32)
        # With deterministic operations Keras uses no XLA, and would tell of it as if the model were at fault.
        warnings.filterwarnings("ignore", "Model doesn't support `jit_compile=True`")
        if "tensorflow" in sys.modules:
            _seed_new_generators(sys.modules["tensorflow"])
        self._with_keras(keras)

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find one of the libraries' modules, unless it is loaded by another of them."""
        if fullname.partition(".")[0] not in LIBRARIES or (self._loading and fullname != "keras"):
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.loader is None:
            return spec
        execute = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            outer, self._loading = self._loading, True
            try:
                with _generators_kept():
                    execute(module)
            finally:
                self._loading = outer
            if fullname == "keras":
                self.begin(module)

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]  # one module, one loader
        return spec


def _seed_new_generators(tf: Any) -> None:
    """Give seeds to TensorFlow's generators that ask for none: with deterministic operations, it refuses them."""
    known = tf.random.get_global_generator

    def from_non_deterministic_state(kind: Any, alg: Any = None) -> Any:
        return kind.from_seed(_CHANCE.getrandbits(63), alg)

    @functools.wraps(known)
    def get_global_generator() -> Any:
        try:
            return known()
        except RuntimeError:
            tf.random.set_global_generator(tf.random.Generator.from_non_deterministic_state())
            return known()

    tf.random.Generator.from_non_deterministic_state = classmethod(from_non_deterministic_state)
    tf.random.get_global_generator = tf.random.experimental.get_global_generator = get_global_generator


@contextlib.contextmanager
def _generators_kept() -> Iterator[None]:
    python, legacy, chance = random.getstate(), numpy.random.get_state(), _CHANCE.getstate()
    try:
        yield
    finally:
        random.setstate(python)
        numpy.random.set_state(legacy)
        _CHANCE.setstate(chance)
