"""Starts the kernels of stock nbgrader behind softmark's walls."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, ClassVar

from jupyter_client.manager import AsyncKernelManager

from softmark.grading.files import copy_tree
from softmark.grading.session import FIXED
from softmark.model import Limits
from softmark.sandbox.kernelspec import OneKernel, transport
from softmark.sandbox.places import new_folder

# As nbgrader would have it: check() runs what it finds, a library may say all it likes on standard error.
_STOCK = {"NBGRADER_EXECUTION": "autograde", "SOFTMARK_GRADING": "", "TF_CPP_MIN_LOG_LEVEL": ""}


class WalledKernelManager(AsyncKernelManager):  # type: ignore[misc]  # jupyter_client has no types
    """A kernel for one submission: in a copy of its folder, behind walls, with the seed that softmark gives it.

    Attributes:
        seed: of the submission that is graded next.
        limits: of memory, disk and processes; nbgrader bounds the time.
    """

    seed: ClassVar[int] = 0
    limits: ClassVar[Limits] = Limits()

    def __init__(self, **settings: Any) -> None:
        self._root = new_folder("stock")
        home = self._root / "home"
        for folder in (home / "temporary", self._root / "run"):
            folder.mkdir(parents=True)
        extra = {"SOFTMARK_SEED": str(self.seed), **FIXED, **_STOCK}
        extra["TF_CPP_MIN_LOG_LEVEL"] = os.environ.get("TF_CPP_MIN_LOG_LEVEL", "0")
        settings |= {
            "kernel_name": "softmark",
            # Nothing is imported beforehand: what libraries print then is part of what nbgrader sees.
            "kernel_spec_manager": OneKernel(str(home), extra, (), self.limits),
            "connection_file": str(self._root / "kernel.json"),
        }
        super().__init__(**settings, **transport(self._root))

    async def start_kernel(self, **settings: Any) -> None:
        """Start it in a copy of the folder: nbgrader itself writes there, and would follow a link."""
        work = self._root / "work"
        work.mkdir()
        copy_tree(Path(settings["cwd"]), work)
        with (self._root / "kernel.log").open("wb") as log:
            await super().start_kernel(**settings | {"cwd": str(work), "stdout": log, "stderr": log})
