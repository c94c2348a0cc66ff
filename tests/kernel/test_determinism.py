"""A submission gives the same numbers whenever, wherever and beside whomever it is graded."""

from __future__ import annotations

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from softmark.grading.mend import mend
from softmark.grading.notebooks import seed_of
from softmark.grading.session import Session
from softmark.model import Limits
from softmark.sandbox import tier, warm

GIVEN = """
import hashlib, random
import numpy as np
import keras
import tensorflow as tf
from sklearn.neural_network import MLPClassifier
"""
# Everything that teaching notebooks leave to chance: data, its order and its augmentation, weights, dropout, sets.
ANSWER = """
x = np.random.rand(60, 4).astype("float32")
y = np.random.default_rng().integers(0, 3, 60)
data = tf.data.Dataset.from_tensor_slices((x, y)).shuffle(60)
left, right = keras.utils.split_dataset(data, 0.8, shuffle=True)
noisy = left.map(lambda a, b: (a + tf.random.normal((4,)), b), num_parallel_calls=tf.data.AUTOTUNE)
seen = np.stack([a.numpy() for a, b in noisy])
net = keras.Sequential([
    keras.Input((4,)), keras.layers.Dense(16, "relu"), keras.layers.Dropout(0.4), keras.layers.Dense(3, "softmax")])
net.compile("adam", "sparse_categorical_crossentropy")
net.fit(x, y, epochs=2, verbose=0)
perceptron = MLPClassifier((8,), max_iter=5).fit(x, y)
words = list({f"word {number}" for number in range(30)})
random.shuffle(words)
drawn = [
    *net.get_weights(), *perceptron.coefs_, x, y, np.array(words),
    np.random.RandomState().rand(3), seen,
    tf.random.uniform((3,)).numpy(), tf.random.get_global_generator().normal((3,)).numpy(),
    tf.random.Generator.from_non_deterministic_state().normal((3,)).numpy(), np.array([random.random()])]
pieces = [hashlib.sha256(np.ascontiguousarray(array).tobytes()).hexdigest()[:12] for array in drawn]
digest = hashlib.sha256("".join(pieces).encode()).hexdigest()
print(digest, *pieces)
"""
UNTRAINED = 'digest = ""'
# Half of all digests end below 8: a mark that depends on all that is drawn.
TEST = "def test_digest():\n    assert len(digest) == 64 and int(digest[-1], 16) < 8"
MODULES = ("keras", "sklearn.neural_network", "tensorflow")
LIMITS = Limits(check_seconds=120, start_seconds=120)


@pytest.fixture(scope="module")
def grade(small_course: Any, make_cell: Any, make_test_cell: Any) -> Any:
    """Grades the submission of a student; gives what it printed, and its points."""
    cells = [
        make_cell("locked", "given", GIVEN, GIVEN),
        make_cell("solution", "answer", "digest = '0' * 64", UNTRAINED),
        make_test_cell("test", TEST, 2.0),
    ]
    source = small_course.notebook(cells)

    def run(student: str = "kim") -> tuple[str, float | None]:
        node = mend(small_course.submission(source, {"answer": ANSWER}), source).notebook
        graded = small_course.engine.grade(source, node, student=student, limits=LIMITS)
        return _text(graded.notebook.cells[1].outputs), graded.result.cells[0].points

    return run


def _text(outputs: list[Any]) -> str:
    """What was printed, or the error; without warnings."""
    told = (out for out in outputs if out.get("name") != "stderr")
    return "".join(out.get("text", f"{out.get('ename')}: {out.get('evalue')}") for out in told)


def _in_a_session(seed: int, *codes: str, alone: bool = False) -> str:
    with Session(lambda folder: None, seed, LIMITS, MODULES, alone=alone) as session:
        return "".join(_text(session.run(code).outputs) for code in codes)


def test_twenty_gradings_give_the_same_weights_and_marks(grade: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """Forks of one parent, one by one and two at once; of another parent; and a fresh process without walls."""
    with ThreadPoolExecutor(2) as two, ThreadPoolExecutor(3) as three:
        one_by_one = [grade() for _ in range(2)]
        found = [*one_by_one, *two.map(lambda _: grade(), range(10)), *three.map(lambda _: grade(), range(6))]
    text, points = found[0]
    seed = seed_of("small", "kim")
    texts = [text, _in_a_session(seed, GIVEN, ANSWER, alone=True)]
    with monkeypatch.context() as patched:
        patched.setattr(tier, "tier", lambda: tier.Tier.NONE)
        patched.setattr(warm, "can_fork", lambda: False)
        texts.append(_in_a_session(seed, GIVEN, ANSWER))
    assert len(text.split()) == 16
    assert points == (2.0 if int(text.split()[0][-1], 16) < 8 else 0.0)
    assert Counter(found) == {(text, points): 18}
    assert Counter(texts) == {text: 3}


def test_seed_is_of_the_student_and_the_assignment(grade: Any) -> None:
    """Neither do two students draw the same, nor does one in two assignments."""
    pieces = [grade(student)[0].split()[1:] for student in ("kim", "robin")]
    assert len(pieces[0]) == len(pieces[1]) == 15
    alike = [first == second for first, second in zip(*pieces, strict=True)]
    assert not any(alike)
    assert len({seed_of(work, who) for work in ("one", "two") for who in ("kim", "robin")}) == 4


def test_own_seeds_win() -> None:
    """Whoever sets seeds in the notebook draws from these, whoever it is."""
    code = "keras.utils.set_random_seed(0)\nrng = np.random.default_rng(0)"
    draw = "print(keras.random.normal((2,)).numpy(), tf.random.normal((2,)).numpy(), "
    draw += "np.random.rand(), random.random(), rng.random())"
    texts = [_in_a_session(seed, GIVEN, code, draw) for seed in (1, 2)]
    assert texts[0] == texts[1]
    assert "Error" not in texts[0]
    other = "import tensorflow as tf; tf.random.set_seed(5); print(tf.random.normal((2,)).numpy(), "
    other += "tf.random.Generator.from_seed(5).normal((2,)).numpy())"
    texts = [_in_a_session(seed, other) for seed in (1, 2)]
    assert texts[0] == texts[1]
