"""Hidden data: files in ``source/<assignment>/hidden/`` that only checks can read."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

HIDDEN_FOLDER: Final = "hidden"
KEPT_BACK: Final = (HIDDEN_FOLDER, "quiz.toml")
"""What stands in ``source/<assignment>`` and is for nobody but the instructor."""


class HiddenDataMissing(Exception):
    """A check asked for a hidden file that is not there; an instructor's mistake, never a student's."""


class HiddenFolder:
    """What the ``hidden`` parameter of a check holds: call it with a file's name.

    ``hidden("holdout.npz")`` is a dict of arrays, ``.npy`` an array, ``.csv`` a pandas frame, ``.json`` what JSON
    says, anything else the file's text. ``hidden.path(name)`` is its path.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __call__(self, name: str) -> Any:
        """Read one file.

        Raises:
            HiddenDataMissing: there is no such file.
        """
        path = self.path(name)
        match path.suffix:
            case ".npz" | ".npy":
                import numpy as np

                loaded = np.load(path, allow_pickle=False)
                return loaded if path.suffix == ".npy" else {key: loaded[key] for key in loaded.files}
            case ".csv":
                import pandas as pd

                return pd.read_csv(path)
            case ".json":
                import json

                return json.loads(path.read_text(encoding="utf-8"))
        return path.read_text(encoding="utf-8")

    def path(self, name: str) -> Path:
        """The path of one file.

        Raises:
            HiddenDataMissing: there is no such file in the folder.
        """
        path = self._folder / name
        if not path.is_file():
            raise HiddenDataMissing(
                f"the hidden file {name!r} is not in {self._folder}; was it left out of the course?"
            )
        return path
