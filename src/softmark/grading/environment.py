"""What of this machine and its software may decide a mark, besides assignment and submission."""

from __future__ import annotations

import os
import platform
import sys
from pathlib import Path

import softmark
from softmark.grading.packing import digest, pack
from softmark.sandbox.throwaway import kernel_environment
from softmark.sandbox.tier import tier


def environment() -> str:
    """A name for it: another processor, package, thread setting, time zone or tier has another one.

    Where programs are looked for is no part of it: that differs between a terminal and formgrader's server.
    """
    return digest(
        pack(
            {
                "softmark": _own_code(),
                "python": [sys.version, sys.implementation.cache_tag],
                "packages": _packages(),
                "machine": [platform.machine(), platform.system(), _processor()],
                "environment": {name: value for name, value in kernel_environment("", {}).items() if name != "PATH"},
                "tier": str(tier()),
            }
        )
    )


def _own_code() -> list[tuple[str, str]]:
    """By content: who works on softmark itself changes it without a new version."""
    folder = Path(softmark.__file__).parent
    return [(str(path.relative_to(folder)), digest(path.read_bytes())) for path in sorted(folder.rglob("*.py"))]


def _packages() -> list[str]:
    """Names and versions of what is installed, from the names of its folders, which is a hundred times quicker."""
    places = {place for place in sys.path if place.endswith(("site-packages", "dist-packages"))}
    names = (name for place in places if os.path.isdir(place) for name in os.listdir(place))
    return sorted(name for name in names if name.endswith((".dist-info", ".egg-info")))


def _processor() -> list[str]:
    """Its model and features: libraries choose their arithmetic by them."""
    try:
        lines = Path("/proc/cpuinfo").read_text().splitlines()
    except OSError:
        return [platform.processor()]
    parts = (line.partition(":") for line in lines)
    known = {name.strip(): value.strip() for name, _, value in parts}
    return [known.get(name, "") for name in ("model name", "flags", "CPU part", "Features")]
