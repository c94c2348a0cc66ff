"""A process that has imported what notebooks import, and forks: ``python -m softmark.sandbox.warm_parent``.

TensorFlow takes seconds to import; a fork of a process that has done it starts at once. A process that has run a
TensorFlow operation, or has any second thread, must not fork: its children would wait for threads that they do not
have. So this one only imports, tries whether its forks work (:mod:`softmark.sandbox.probe`), and holds nothing: no
notebook, no check, no data.

It talks over a socket of packets, JSON in both directions. First it says ``{"refusal"}``, why it must not fork, if it
must not. Then ``{"environment", "folder", "arguments", "walls"}`` with
three descriptors, to be the child's standard streams, gives ``{"pid"}`` with a descriptor of the child; ``{"reap":
pid}`` gives ``{"status"}``. When the grader has hung up, it ends. With walls, the child is the keeper of a grandchild
that is confined (:mod:`softmark.sandbox.keeper`).
"""

from __future__ import annotations

import contextlib
import gc
import importlib
import json
import os
import random
import socket
import sys
import tempfile
from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final, NoReturn

from softmark.sandbox.confine import Walls
from softmark.sandbox.keeper import adopt_orphans, keep, let_no_orphan_live
from softmark.sandbox.probe import refusal

PACKET: Final = 1 << 16
ROLES: Final = {"kernel": "softmark.kernel.__main__", "judge": "softmark.judge.__main__"}


def main(role: str, descriptor: str, *modules: str) -> None:
    """Import, then fork on request.

    Args:
        role: what children become, a key of :data:`ROLES`.
        descriptor: number of the socket's descriptor.
        modules: what to import; what can't be imported is left to the child, whose author is told.
    """
    control = socket.socket(fileno=int(descriptor))
    # A kernel watches whether its parent is still there; ipykernel reads the number when it is imported.
    os.environ["JPY_PARENT_PID"] = str(os.getpid())
    program = importlib.import_module(ROLES[role])
    serve: Callable[[], None] = program.main
    for name in modules:
        with contextlib.suppress(Exception):
            importlib.import_module(name)
    program.prepare()
    adopt_orphans()
    gc.collect()
    gc.freeze()  # children share these pages as long as nobody's collector touches them
    refused = refusal()
    control.send(json.dumps({"refusal": refused}).encode())
    children: set[int] = set()
    while not refused:
        data, descriptors, _flags, _address = socket.recv_fds(control, PACKET, 3)
        if not data:
            return
        request = json.loads(data)
        if "reap" in request:
            children.discard(request["reap"])
            _pid, status = os.waitpid(request["reap"], 0)
            let_no_orphan_live(children)
            control.send(json.dumps({"status": os.waitstatus_to_exitcode(status)}).encode())
            continue
        pid = os.fork()
        if pid == 0:
            _become(role, serve, request, descriptors)
        children.add(pid)
        for number in descriptors:
            os.close(number)
        child = os.pidfd_open(pid)
        socket.send_fds(control, [json.dumps({"pid": pid}).encode()], [child])
        os.close(child)


def _become(role: str, serve: Callable[[], None], request: Mapping[str, Any], streams: Sequence[int]) -> NoReturn:
    """In the child: take its own surroundings, then serve until the end; nothing of the parent's is cleaned up."""
    status = 1
    try:
        os.setsid()
        for number, descriptor in enumerate(streams):
            os.dup2(descriptor, number)
        os.closerange(3, os.sysconf("SC_OPEN_MAX"))
        os.chdir(request["folder"])
        os.environ.clear()
        os.environ.update(request["environment"], JPY_PARENT_PID=str(os.getppid()))
        if request["walls"] is not None:
            keep(Walls(**request["walls"]))
            os.environ["JPY_PARENT_PID"] = str(os.getppid())
        sys.argv[:] = [str(sys.modules[ROLES[role]].__file__), *request["arguments"]]
        sys.orig_argv[:] = [sys.executable, "-P", "-m", ROLES[role].removesuffix(".__main__"), *request["arguments"]]
        tempfile.tempdir = None  # the parent's, if an import has asked for it
        random.seed()
        if "numpy" in sys.modules:
            sys.modules["numpy"].random.seed()
        serve()
        status = 0
    except SystemExit as ended:
        status = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        sys.excepthook(*sys.exc_info())
    finally:
        with contextlib.suppress(Exception):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(status & 0xFF)


if __name__ == "__main__":
    main(*sys.argv[1:])
