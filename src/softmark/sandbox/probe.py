"""Whether forks of this process work: tried with one of them, not hoped.

A child of a process that has run a TensorFlow operation, or that holds a lock, answers as if all were well until it
first needs TensorFlow; then it waits for ever. So a child that runs a few operations says more than any rule of when
forks are safe.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any, Final

from softmark.sandbox.forked import readable

SECONDS: Final = 30.0
"""How long a fork may take to answer: half a second is usual, and a machine under load takes some times that."""
_RIGHT: Final = b"45 45"


def refusal() -> str:
    """Why this process must not fork; ``""`` if it may.

    All that it tries, it tries in a child: this process is left as it is, without a thread or an operation.
    """
    if len(os.listdir("/proc/self/task")) > 1:
        return "it has more than one thread"
    if not _child_answers():
        return "a process that was forked from it did not get a right answer from TensorFlow"
    return ""


def _child_answers() -> bool:
    read, write = os.pipe()
    pid = os.fork()  # what a library does in each new child is part of the trial
    if pid == 0:
        try:
            os.write(write, _answer())
        finally:
            os._exit(0)
    os.close(write)
    try:
        return readable(read, SECONDS) and os.read(read, 2 * len(_RIGHT)) == _RIGHT
    finally:
        os.close(read)
        os.kill(pid, signal.SIGKILL)
        os.waitpid(pid, 0)


def _answer() -> bytes:
    """The same number twice: by an operation at once, and by a compiled one with a pipeline of data, as in training."""
    tf: Any = sys.modules.get("tensorflow")  # Keras imports it, too
    if tf is None:
        return _RIGHT

    def pipeline() -> Any:
        return tf.data.Dataset.range(10).reduce(tf.constant(0, tf.int64), lambda total, number: total + number)

    at_once = tf.tensordot(tf.range(10), tf.ones(10, tf.int32), 1)
    return b"%d %d" % (at_once.numpy(), tf.function(pipeline)().numpy())
