"""Where jupyter_client learns how a submission's kernel is started, and over what it talks."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from dataclasses import asdict
from pathlib import Path

from jupyter_client.kernelspec import KernelSpec, KernelSpecManager

from softmark.model import Limits


def transport(root: Path) -> dict[str, str]:
    """Unix sockets in the throw-away folder, where their paths are short enough for the operating system."""
    path = str(root / "run" / "kernel")
    return {"transport": "ipc", "ip": path} if os.name == "posix" and len(path) < 95 else {}


class OneKernel(KernelSpecManager):  # type: ignore[misc]  # jupyter_client has no types
    """Knows one kernel, whatever is installed on the machine: ours."""

    def __init__(
        self, home: str, extra: dict[str, str], modules: Sequence[str], limits: Limits, *, alone: bool = False
    ) -> None:
        super().__init__()
        described = {"home": home, "extra": extra, "modules": list(modules), "limits": asdict(limits), "alone": alone}
        self._config = described

    def get_kernel_spec(self, kernel_name: str) -> KernelSpec:
        """The specification, with the provisioner that makes the throw-away surroundings."""
        provisioner = {"provisioner_name": "softmark-throwaway", "config": self._config}
        return KernelSpec(
            argv=[sys.executable, "-P", "-m", "softmark.kernel", "-f", "{connection_file}"],
            display_name="softmark",
            language="python",
            metadata={"kernel_provisioner": provisioner},
        )
