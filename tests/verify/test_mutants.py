"""Mistakes that are made in the reference by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from softmark.grading import SourceNotebook
from softmark.verify import mutants_of

Make = Callable[..., SourceNotebook]


def texts(notebook: Make, solution: str, operator: str = "") -> list[str]:
    """The mutants of a cell whose solution is this."""
    text = f"### BEGIN SOLUTION\n{solution}\n### END SOLUTION"
    source = notebook(("solution", "a", text, ""))
    return [mutant.text for mutant in mutants_of(source) if operator in ("", mutant.operator)]


@pytest.mark.parametrize(
    ("operator", "reference", "mutant"),
    [
        ("activation", 'Dense(5, activation="relu")', "Dense(5, activation='linear')"),
        ("activation", 'Dense(5, activation="softmax")', "Dense(5, activation='sigmoid')"),
        ("loss", 'model.compile(loss="binary_crossentropy")', "model.compile(loss='mse')"),
        ("loss", "CategoricalCrossentropy(from_logits=True)", "CategoricalCrossentropy(from_logits=False)"),
        ("units", "keras.layers.Dense(50, 'relu')", "keras.layers.Dense(51, 'relu')"),
        ("layer", "Sequential([Flatten(), Dense(1)])", "Sequential([keras.layers.Identity(), Dense(1)])"),
        ("rate", "Dropout(0.5)", "Dropout(0.0)"),
        ("rate", "keras.regularizers.l2(0.01)", "keras.regularizers.l2(0.0)"),
        ("training", "model.fit(x, epochs=20)", "model.fit(x, epochs=1)"),
        ("training", 'EarlyStopping(monitor="val_loss")', "EarlyStopping(monitor='loss')"),
        ("training", "train_test_split(x, stratify=y)", "train_test_split(x, stratify=None)"),
        ("labels", "model.fit(x, y)", "model.fit(x, np.roll(y, 1, axis=0))"),
        ("scaling", "x = images / 255", "x = (images)"),
        ("scaling", "x = scaler.transform(rows)", "x = rows"),
        ("split", "model.fit(x_train)", "model.fit(x_test)"),
        ("axis", "p.argmax(axis=1)", "p.argmax(axis=0)"),
        ("number", "x[1:5]", "x[1:6]"),
        ("comparison", "p >= cut", "p < cut"),
        ("arithmetic", "a + b", "(a) - (b)"),
        ("call", "np.mean(x)", "np.sum(x)"),
        ("call", "confusion(y_true, y_pred)", "confusion(y_pred, y_true)"),
        ("result", "def f(x):\n    return x", "def f(x):\n    return None"),
        ("result", "scaler.fit(x)", "pass"),
        ("truth", "f(normalise=True)", "f(normalise=False)"),
    ],
)
def test_operator_makes_the_mistake(notebook: Make, operator: str, reference: str, mutant: str) -> None:
    """One of each kind, and the rest of the text stays as it is."""
    assert f"{mutant}\n" in texts(notebook, reference, operator)


@pytest.mark.parametrize(
    "text",
    [
        "print('done')",
        "plt.show()",
        "'a' + name",
        "for i in range(n):\n    print(i)",
        "x = None",
        "%time f()",
        "if a\n",
        "train_test_split",
    ],
)
def test_no_mistake_where_none_can_be_made(notebook: Make, text: str) -> None:
    """Pictures, texts, magics, what is no Python, and names that only look like rows."""
    assert texts(notebook, text) == []


def test_only_the_solution_is_changed(notebook: Make) -> None:
    """Lines that students are given stay; so does everything that is not changed, comments included."""
    text = "a = 1 + 2  # given: été\n### BEGIN SOLUTION\nb = a + 3  # mine: 하나\n### END SOLUTION\nc = b + 4\n"
    (source,) = (notebook(("solution", "a", text, "a = 1 + 2\n")),)
    found = {mutant.text for mutant in mutants_of(source)}
    assert "a = 1 + 2  # given: été\nb = (a) - (3)  # mine: 하나\nc = b + 4\n" in found
    assert all(one.startswith("a = 1 + 2  # given: été\n") and one.endswith("\nc = b + 4\n") for one in found)


def test_mutants_are_programs_that_differ(notebook: Make) -> None:
    """Each can be compiled, none is the reference, none comes twice, and each has a name of its own."""
    text = (
        "### BEGIN SOLUTION\n"
        "def scores(y, p, cut=0.5):\n    'Precision, \"recall\".'\n"
        "    hits = np.sum((p >= cut) & (y == 1)) + 0\n"
        "    return hits / np.sum(p >= cut), hits / np.sum(y == 1)\n"
        "### END SOLUTION\n"
    )
    mutants = mutants_of(notebook(("solution", "a", text, "")))
    bodies = [mutant.text for mutant in mutants]
    assert len(bodies) > 10
    assert len(set(bodies)) == len(bodies)
    assert len({mutant.name for mutant in mutants}) == len(mutants)
    for body in bodies:
        compile(body, "mutant", "exec")
        assert body != text.replace("### BEGIN SOLUTION\n", "").replace("### END SOLUTION\n", "")


def test_few_are_a_share_of_each_cell_and_kind(notebook: Make) -> None:
    """A long cell does not take all of them."""
    long = "### BEGIN SOLUTION\n" + "\n".join(f"a{n} = b{n} + c{n}" for n in range(50)) + "\n### END SOLUTION"
    short = '### BEGIN SOLUTION\nm = Dense(3, activation="relu")\ny = p.argmax(axis=1)\n### END SOLUTION'
    source = notebook(("solution", "long", long, ""), ("solution", "short", short, ""))
    few = mutants_of(source, 8)
    assert len(few) == 8
    assert {mutant.operator for mutant in few if mutant.cell == "short"} >= {"activation", "units", "axis", "call"}
    assert few == mutants_of(source, 8)
    assert len(mutants_of(source, 10_000)) == len(mutants_of(source)) > 50


def test_cells_that_are_graded_by_hand_have_none(notebook: Make, make_cell: object) -> None:
    """Nor do locked cells and checks."""
    source = notebook(("locked", "data", "a = 1 + 2"), ("test", "t", "assert 1 + 2 == 3"))
    assert mutants_of(source) == []
