"""What a notebook imports that is slow to import."""

from typing import Any

import pytest

from softmark.grading.imports import slow_imports


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("import numpy as np, os\nfrom sklearn.svm import SVC", {"numpy", "sklearn.svm"}),
        ("%matplotlib inline\nif True:\n    import matplotlib.pyplot", {"matplotlib.pyplot"}),
        ("from . import numpy\nfrom .keras import x\nimport kerastuner", set()),
        ("this is no Python", set()),
        ("", set()),
    ],
)
def test_slow_modules_are_found(small_course: Any, make_cell: Any, text: str, expected: set[str]) -> None:
    """Absolute imports of the slow libraries, wherever they stand in the instructor's cells."""
    source = small_course.notebook([make_cell("locked", "imports", text, text)])
    assert set(slow_imports(source.cells)) == expected


def test_notebooks_with_keras_share_their_parents(small_course: Any, make_cell: Any) -> None:
    """TensorFlow and Keras, however they are imported, give the same usual modules."""
    found = set()
    for text in ("import keras", "import tensorflow as tf", "from keras import layers\nimport pandas"):
        source = small_course.notebook([make_cell("locked", "imports", text, text)])
        found.add(slow_imports(source.cells))
    assert len(found) == 1
    assert "sklearn.model_selection" in found.pop()
