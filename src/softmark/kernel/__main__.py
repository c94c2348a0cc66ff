"""Start the kernel of a submission: ``python -P -m softmark.kernel -f connection.json``.

The agent and what it needs are imported before the submission's folder is on ``sys.path``, so that a file named
``numpy.py`` or ``softmark.py`` in the submission harms nobody but its own notebook.
"""

import os
import random
import sys

import ipykernel.debugger  # noqa: F401  (these three: each kernel imports them, which takes longer than its whole start)
import IPython.core.completerlib
import IPython.extensions.storemagic  # noqa: F401
import numpy as np
from ipykernel.iostream import IOPubThread
from ipykernel.kernelapp import IPKernelApp

import softmark.kernel.agent
import softmark.testing
from softmark.kernel import seeding
from softmark.kernel.tracebacks import keep_short
from softmark.training import recorder


def prepare() -> None:
    """In a process that will only be forked: nothing but the imports above."""


def main() -> None:
    """Seed, install the recorder of training runs, and serve."""
    IOPubThread._setup_pipe_in = _no_pipe
    os.register_at_fork(after_in_child=_print_nowhere)
    seed = int(os.environ.get("SOFTMARK_SEED", "0"))
    seeding.install(seed, recorder.watch)
    app = IPKernelApp.instance()
    app.initialize(
        [
            "--HistoryManager.enabled=False",
            "--InteractiveShell.colors=NoColor",
            "--InteractiveShell.enable_tip=False",  # each greeting with a tip draws a random number
            "--InteractiveShell.xmode=Context",
            *sys.argv[1:],
        ]
    )
    softmark.kernel.agent.attach(app.kernel)
    keep_short(app.kernel.shell)
    _find_files_beside_the_notebook()
    # Only now: what is started before may draw numbers, too.
    random.seed(seed)
    np.random.seed(seed)
    app.start()


def _no_pipe(thread: IOPubThread) -> None:
    """ipykernel would collect what forked processes print over the network, which there is none of."""
    thread._pipe_flag = False


def _print_nowhere() -> None:
    """In a forked process: what it prints must not go into sockets that it shares with the kernel."""
    sys.stdout, sys.stderr = sys.__stdout__, sys.__stderr__


def _find_files_beside_the_notebook() -> None:
    """Let ``import helper`` find ``helper.py``, as in JupyterLab; started with ``-P``, IPython leaves that out."""
    if "" not in sys.path:
        packages = (place for place, path in enumerate(sys.path) if path.endswith(("site-packages", "dist-packages")))
        sys.path.insert(next(packages, len(sys.path)), "")


if __name__ == "__main__":
    main()
