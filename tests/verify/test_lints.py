"""What a reader would warn of."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from softmark.grading import SourceNotebook
from softmark.verify import warnings_of
from softmark.verify.lints import Lint

Make = Callable[..., SourceNotebook]

DATA = ("locked", "data", "import numpy as np\nX_test = np.ones((3, 2))\ny_test = np.ones(3)\ndef helper():\n    pass")
MODEL = ("solution", "net", "model = build()\nanswer = 1\nextra = 2", "model = None\nanswer = None")


def lints(notebook: Make, test: str) -> list[tuple[Lint, int]]:
    """Kind and line of the warnings about a test cell."""
    return [(warned.lint, warned.line) for warned in warnings_of(notebook(DATA, MODEL, ("test", "t", test)))]


@pytest.mark.parametrize(
    ("lint", "line", "test"),
    [
        (Lint.LAYER_NAME, 2, "def test_a(model):\n    assert model.get_layer('dense')"),
        (Lint.LAYER_NAME, 2, "def test_a(model):\n    assert model.layers[0].name == 'hidden'"),
        (Lint.LAYER_NAME, 2, "def test_a(model):\n    assert type(model.layers[0]).__name__ == 'Dense'"),
        (Lint.LAYER_NAME, 1, "assert model.layers[0].name != 'hidden'"),
        (Lint.WALL_TIME, 3, "import time\ndef test_a(model):\n    start = time.perf_counter()"),
        (Lint.WALL_TIME, 3, "from time import monotonic\ndef test_a(model):\n    start = monotonic()"),
        (Lint.EXACT_FLOAT, 2, "def test_a(answer):\n    assert answer == 0.3"),
        (Lint.EXACT_FLOAT, 1, "assert -0.25 == answer"),
        (Lint.UNKNOWN_NAME, 1, "def test_a(extra):\n    assert extra"),
        (Lint.UNKNOWN_NAME, 2, "\ndef test_a(model):\n    assert model == extra"),
        (Lint.GIVEN_DATA, 1, "def test_a(model):\n    assert accuracy(y_test, model.predict(X_test)) > 0.9"),
        (Lint.GIVEN_DATA, 1, "def test_a(model):\n    found = model.score(X_test, y_test)\n    assert 0.9 < found"),
        (Lint.GIVEN_DATA, 2, "LEAST = 0.9\ndef test_a(model):\n    assert f1(y_test, model.predict(X_test)) >= LEAST"),
    ],
)
def test_lint_is_told(notebook: Make, lint: Lint, line: int, test: str) -> None:
    """With the line that it is about."""
    assert (lint, line) in lints(notebook, test)


@pytest.mark.parametrize(
    "test",
    [
        "def test_a(model):\n    assert model is not None",
        "def test_a(answer):\n    assert answer == pytest.approx(0.3)",
        "def test_a(answer):\n    assert abs(answer - 0.3) < 1e-6",
        "def test_a(answer):\n    assert answer == 1.0",
        "def test_a(model, hidden):\n    assert accuracy(hidden('y.npy'), model.predict(X_test)) > 0.9",
        "def test_a(model):\n    rows = np.random.default_rng(0).normal(size=(3, 2))\n"
        "    assert accuracy(rows, model.predict(X_test)) > 0.9",
        "def test_a(model, answer):\n    assert answer == accuracy(y_test, model.predict(X_test))",
        "def test_a(model, capsys, tmp_path):\n    helper()\n    capsys.readouterr()",
        "@pytest.mark.parametrize('size, width', [(1, 2)])\ndef test_a(answer, size, width):\n    assert answer",
        "LIMIT = 3\ndef test_a(answer):\n    assert answer < LIMIT",
        "def helped(extra):\n    return extra\ndef test_a(answer):\n    assert helped(answer)",
        "assert time == 3",
        "def test_a(:\n",
        "%timeit model",
    ],
)
def test_nothing_is_told_of_what_is_right(notebook: Make, test: str) -> None:
    """Nor of a text that is no Python."""
    assert lints(notebook, f"import pytest\nfrom softmark.checks import accuracy\ntime = 3\n{test}") == []
