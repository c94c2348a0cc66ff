"""Be there before the student's first training in JupyterLab: watch Keras as soon as it is imported."""

from __future__ import annotations

import importlib.abc
import importlib.machinery
import sys
from collections.abc import Sequence
from types import ModuleType


def watch_when_imported() -> None:
    """Watch Keras now, if it has been imported, or else once it is. Imports nothing of it."""
    if "keras" in sys.modules:
        _watch(sys.modules["keras"])
    elif not any(isinstance(finder, _Finder) for finder in sys.meta_path):
        sys.meta_path.insert(0, _Finder())


def _watch(keras: ModuleType) -> None:
    from softmark.training import recorder  # it imports numpy, which `import softmark` need not wait for

    recorder.watch(keras)


class _Finder(importlib.abc.MetaPathFinder):
    """Finds ``keras`` by the ordinary finder, and has it watched when it is loaded."""

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        """Find Keras; everything else is for the finders after this one."""
        if fullname != "keras":
            return None
        spec = importlib.machinery.PathFinder.find_spec(fullname, path, target)
        if spec is None or spec.loader is None:
            return spec
        execute = spec.loader.exec_module

        def exec_module(module: ModuleType) -> None:
            execute(module)
            sys.meta_path.remove(self)  # not before: TensorFlow first only looks whether there is a Keras
            _watch(module)

        spec.loader.exec_module = exec_module  # type: ignore[method-assign]  # one module, one loader
        return spec
