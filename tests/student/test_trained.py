"""Public checks of a training, in a notebook of the student's own."""

import os
from collections.abc import Iterator
from typing import Any

import pytest
from jupyter_client.manager import start_new_kernel

SECONDS = 120
GIVEN = """
import numpy as np
X, y = np.zeros((8, 2), "float32"), np.zeros(8)
def network():
    model = keras.Sequential([keras.Input((2,)), keras.layers.Dense(1)])
    model.compile("sgd", "mse")
    return model
net, late = network(), network()
"""
CHECK = """
from softmark import check
def test_trained(net, trainings):
    '''The network was trained.'''
    assert trainings.of(net)[-1].epochs == 3, "You asked for {} epochs.".format(trainings.of(net)[-1].epochs)
check()
"""


@pytest.fixture
def run() -> Iterator[Any]:
    """Runs cells in a kernel as JupyterLab would start it; gives what they print or show."""
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("NBGRADER", "SOFTMARK"))}
    manager, client = start_new_kernel(kernel_name="python3", env={**environment, "TF_CPP_MIN_LOG_LEVEL": "3"})

    def run(source: str) -> str:
        shown = []

        def hear(message: Any) -> None:
            content = message["content"]
            if message["msg_type"] in ("execute_result", "error"):
                shown.append(content["data"]["text/plain"] if "data" in content else content["evalue"])

        client.execute_interactive(source, output_hook=hear, timeout=SECONDS)
        return " ".join("".join(shown).split())

    try:
        yield run
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def test_trainings_are_seen_from_the_first_import_of_softmark_on(run: Any) -> None:
    """Nothing was recorded: that is not attempted, never failed. Keras may come before softmark."""
    assert run("import keras\n" + GIVEN) == ""
    assert run("early = late.fit(X, y, verbose=0)\nimport softmark") == ""
    not_yet = run(CHECK)
    assert "Not attempted" in not_yet
    assert "restart the kernel and run all cells" in not_yet
    assert run("net.fit(X, y, epochs=2, verbose=0);") == ""
    assert "You asked for 2 epochs." in run(CHECK)
    assert run("net.fit(X, y, epochs=3, verbose=0);") == ""
    assert "1 of 1" in run(CHECK)
    assert "Not attempted" in run(CHECK.replace("(net", "(late").replace("of(net)", "of(late)"))
