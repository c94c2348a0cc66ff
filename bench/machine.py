"""What the figures were measured on."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path
from typing import Final

from softmark.sandbox.tier import tier

_LIBRARIES: Final = ("softmark", "nbgrader", "ipykernel", "keras", "numpy", "scikit-learn")


@dataclass(frozen=True)
class Machine:
    """What the figures were measured on."""

    cpu: str
    cores: int
    gigabytes: float
    kernel: str
    python: str
    libraries: dict[str, str]
    walls: str
    load: float


def this_machine() -> Machine:
    """A look at this one; ``load`` is what others do on it."""
    tensorflow = "tensorflow-cpu" if platform.machine() == "x86_64" else "tensorflow"
    return Machine(
        cpu=_field("/proc/cpuinfo", "model name") or platform.machine(),
        cores=len(os.sched_getaffinity(0)),
        gigabytes=int((_field("/proc/meminfo", "MemTotal") or "0").split()[0]) / (1 << 20),
        kernel=f"{platform.system()} {platform.release()}",
        python=platform.python_version(),
        libraries={name: version(name) for name in (*_LIBRARIES, tensorflow)},
        walls=tier().value,
        load=os.getloadavg()[0],
    )


def _field(path: str, name: str) -> str:
    for line in Path(path).read_text().splitlines():
        found, _, value = line.partition(":")
        if found.strip() == name:
            return value.strip()
    return ""
