"""A kernel provisioner that starts a kernel in a throw-away folder with a throw-away home, behind walls if it can."""

from __future__ import annotations

import contextlib
import os
import signal
import site
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from jupyter_client.provisioning import LocalProvisioner
from traitlets import Bool, Dict, List, Unicode

from softmark.model import Limits

# What a kernel may know of the grader's environment.
_PASSED_ON: Final = ("PATH", "LANG", "LC_ALL", "LC_CTYPE", "TZ", "LD_LIBRARY_PATH", "SYSTEMROOT")


def kernel_environment(home: str, extra: Mapping[str, str]) -> dict[str, str]:
    """The environment of a submission's kernel: an allow-list, and a home of its own."""
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    return {
        **environment,
        "HOME": home,
        "IPYTHONDIR": f"{home}/.ipython",
        "JUPYTER_CONFIG_DIR": f"{home}/.jupyter",
        "JUPYTER_RUNTIME_DIR": f"{home}/.runtime",
        "JOBLIB_MULTIPROCESSING": "0",  # a process for each core of a large machine would not fit into the memory
        "KERAS_HOME": f"{home}/.keras",
        "MPLCONFIGDIR": f"{home}/.matplotlib",
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
        "OMP_NUM_THREADS": "1",
        "PYDEVD_USE_FRAME_EVAL": "NO",  # nobody debugs here; it would watch every frame
        "PYTHONDONTWRITEBYTECODE": "1",
        "PYTHONHASHSEED": "0",
        **_packages_of_the_user(),
        "SOFTMARK_GRADING": "1",
        "TF_CPP_MIN_LOG_LEVEL": "3",
        "TF_ENABLE_ONEDNN_OPTS": "0",
        "TF_NUM_INTEROP_THREADS": "1",
        "TF_NUM_INTRAOP_THREADS": "1",
        "TMPDIR": f"{home}/temporary",
        "XDG_CACHE_HOME": f"{home}/.cache",
        **extra,
    }


def _packages_of_the_user() -> dict[str, str]:
    """Where ``pip install --user`` has put packages, if the grader itself uses such: the home is another one.

    What a submission installs goes there then, as it goes into a virtual environment otherwise.
    """
    if site.ENABLE_USER_SITE and site.getusersitepackages() in sys.path:
        return {"PYTHONUSERBASE": site.getuserbase()}
    return {"PYTHONNOUSERSITE": "1"}


class ThrowawayProvisioner(LocalProvisioner):  # type: ignore[misc]  # jupyter_client has no types
    """Starts the kernel as the leader of a process group of its own, and ends the whole group with it."""

    home = Unicode(help="The throw-away home.").tag(config=True)
    extra = Dict(help="Further environment variables.").tag(config=True)
    modules = List(Unicode(), help="What the notebook imports; see softmark.sandbox.warm.").tag(config=True)
    limits = Dict(help="Fields of :class:`softmark.model.Limits`.").tag(config=True)
    alone = Bool(False, help="Whether it is forked from a process that forks nobody else.").tag(config=True)

    async def pre_launch(self, **kwargs: Any) -> dict[str, Any]:
        """Replace the environment that jupyter_client would pass on."""
        kwargs["env"] = kernel_environment(self.home, self.extra)
        kwargs["start_new_session"] = True
        prepared: dict[str, Any] = await super().pre_launch(**kwargs)
        prepared["env"] = kernel_environment(self.home, self.extra)
        return prepared

    async def launch_kernel(self, cmd: list[str], **kwargs: Any) -> Any:
        """Start the kernel: as a fork of a warm process if there can be one, as a fresh process if not."""
        from softmark.sandbox.tier import walls
        from softmark.sandbox.warm import NotWarm, fork

        root = Path(self.home).parent
        around = walls((root,), (Path(kwargs["cwd"]), Path(self.home), root / "run"), Limits(**self.limits))
        arguments = cmd[cmd.index("softmark.kernel") + 1 :]
        log = kwargs["stdout"].fileno()
        try:
            self.process = fork(
                "kernel",
                self.modules,
                arguments,
                kwargs["cwd"],
                kwargs["env"],
                log=log,
                piped=False,
                walls=around,
                alone=self.alone,
            )
        except NotWarm:
            if around is not None:
                raise
            return await super().launch_kernel(cmd, **kwargs)
        self.pid = self.process.pid
        if around is None:
            self.pgid = self.pid
        self.cwd = kwargs["cwd"]
        return self.connection_info

    async def send_signal(self, signum: int) -> None:
        """Send a signal; the one that ends it ends all that it has started."""
        if signum == signal.SIGKILL and self.process is not None and not self.pgid:
            self.process.kill()
        else:
            await super().send_signal(signum)

    async def cleanup(self, restart: bool = False) -> None:
        """End what the kernel has left running in its group."""
        group = getattr(self, "pgid", None)
        if self.process is not None:
            self.process.kill()
        if group and group != os.getpgid(0):
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(group, signal.SIGKILL)
        await super().cleanup(restart)
