"""The least that a class can take: its notebooks' own code, in processes that have imported everything already.

``python -m bench.floor AT_ONCE NOTEBOOK...`` forks a process for each notebook, runs its code cells one after another,
and prints what each took, as JSON. There are no walls, no messages, no judge, no checks and no gradebook.
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final, NoReturn

from softmark.sandbox.throwaway import kernel_environment

_IMPORTS: Final = """IPython keras matplotlib.pyplot numpy pandas sklearn.datasets sklearn.metrics
sklearn.model_selection sklearn.preprocessing softmark tensorflow""".split()


@dataclass(frozen=True)
class Own:
    """What one notebook's own code took: wall seconds and seconds of processor time."""

    notebook: str
    seconds: float
    cpu: float


@dataclass(frozen=True)
class Floor:
    """What a class took: wall seconds of all, once everything was imported, and each notebook's."""

    seconds: float
    notebooks: tuple[Own, ...]


def environment(home: str) -> dict[str, str]:
    """The environment of a submission's kernel."""
    return kernel_environment(home, {})


def read(text: str) -> Floor:
    """What this program has printed."""
    plain: dict[str, Any] = json.loads(text.splitlines()[-1])
    return Floor(plain["seconds"], tuple(Own(**own) for own in plain["notebooks"]))


def run_all(at_once: int, paths: Sequence[Path]) -> Floor:
    """Run notebooks in forks of this process, so many at once."""
    waiting, running, done = list(paths), dict[int, tuple[Path, float]](), list[Own]()
    begun = time.monotonic()
    while waiting or running:
        if waiting and len(running) < at_once:
            path = waiting.pop(0)
            pid = os.fork()
            if pid == 0:
                _become(path)
            running[pid] = path, time.monotonic()
            continue
        pid, status, used = os.wait4(-1, 0)
        path, since = running.pop(pid)
        if status:
            raise SystemExit(f"{path} ended with {os.waitstatus_to_exitcode(status)}")
        done.append(Own(str(path), time.monotonic() - since, used.ru_utime + used.ru_stime))
    return Floor(time.monotonic() - begun, tuple(sorted(done, key=lambda own: own.notebook)))


def _become(path: Path) -> NoReturn:
    status = 1
    try:
        names: dict[str, Any] = {"__name__": "__main__"}
        with contextlib.redirect_stdout(sys.stderr):
            for cell in json.loads(path.read_text(encoding="utf-8"))["cells"]:
                if cell["cell_type"] == "code":
                    exec(compile("".join(cell["source"]), str(path), "exec"), names)  # noqa: S102  (the bench's own)
        status = 0
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        os._exit(status)


def main(at_once: str, *paths: str) -> None:
    """Import, run, print."""
    for name in _IMPORTS:
        importlib.import_module(name)
    gc.collect()
    gc.freeze()
    os.chdir(tempfile.gettempdir())
    print(json.dumps(asdict(run_all(int(at_once), [Path(path) for path in paths]))))


if __name__ == "__main__":
    main(*sys.argv[1:])
