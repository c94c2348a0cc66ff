"""Which cells of a notebook a change of an answer can matter to."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from softmark.grading import SourceNotebook
from softmark.verify import cut

Make = Callable[..., SourceNotebook]

SETUP = ("locked", "setup", "import numpy as np\nnp.random.seed(0)")
DATA = ("locked", "data", "rows = np.arange(12.0).reshape(4, 3)\nlabels = rows[:, 0]")


def kept(source: SourceNotebook, *answered: str, text: str = "pass") -> list[str]:
    """Names of the cells that are left if these are answered otherwise."""
    return [cell.grade_id for cell in cut(source, dict.fromkeys(answered, text)).cells]


def test_tasks_that_share_only_data_are_apart(notebook: Make) -> None:
    """The other task, its checks and its training do not run."""
    source = notebook(
        SETUP,
        DATA,
        ("solution", "one", "mean = rows.mean()"),
        ("test", "test-one", "assert mean == 5.5"),
        ("solution", "two", "top = rows.max()"),
        ("test", "test-two", "assert top == 11"),
    )
    assert kept(source, "one") == ["setup", "data", "one", "test-one"]
    assert kept(source, "two") == ["setup", "data", "two", "test-two"]


def test_cells_are_numbered_anew(notebook: Make) -> None:
    """What is left is a notebook like any other."""
    source = notebook(DATA, ("solution", "one", "a = 1"), ("solution", "two", "b = 2"), ("test", "t", "assert b == 2"))
    assert [cell.position for cell in cut(source, {"two": "b = 3"}).cells] == [0, 1]


@pytest.mark.parametrize(
    ("below", "why"),
    [
        ("total = mean + 1", "it reads the name"),
        ("def total():\n    return mean + 1", "a function of its reads the name when it is called"),
        ("total = [mean for _ in range(2)]", "a comprehension reads it"),
        ("class Total:\n    value = mean\ntotal = Total()", "a class reads it"),
        ("total = f'{mean}'", "a text reads it"),
        ("mean += 1\ntotal = mean", "it goes on from the value"),
    ],
)
def test_what_reads_an_answer_stays(notebook: Make, below: str, why: str) -> None:
    """Directly or through another cell; and so does the check of it."""
    source = notebook(
        DATA,
        ("solution", "one", "mean = rows.mean()"),
        ("locked", "below", below),
        ("test", "test-below", "assert total"),
    )
    assert kept(source, "one") == ["data", "one", "below", "test-below"], why


@pytest.mark.parametrize(
    "between",
    [
        "model.fit(rows)",
        "history = model.fit(rows)",
        "history = train(model)",
        "model.weights[0] = 1",
        "model.weights = 1",
        "train(model)",
        "model.items.append(1)",
        "for step in range(3):\n    model.step(step)",
        "with tape as t:\n    model.apply(t)",
        "def go_on():\n    model.fit(rows)\ngo_on()",
    ],
)
def test_what_changes_an_object_stays(notebook: Make, between: str) -> None:
    """A check of a model below a second training sees what that training made of it."""
    source = notebook(
        ("locked", "tools", "def train(model):\n    return model"),
        DATA,
        ("locked", "build", "model = make()"),
        ("solution", "more", between),
        ("test", "test-model", "def test_it(model):\n    assert model"),
        ("solution", "other", "note = 'no'"),
        ("test", "test-other", "assert note"),
    )
    assert kept(source, "more")[-2:] == ["more", "test-model"]
    # Nor can a change of something that the check sees, too, leave it out.
    below = notebook(
        *[("locked", "build", "model = make()"), ("solution", "more", between), ("solution", "read", "model")]
    )
    assert kept(below, "read") == ["build", "more", "read"]


def test_function_that_reads_a_later_answer(notebook: Make) -> None:
    """Who calls it depends on that answer, although neither the function nor the call names it."""
    source = notebook(
        ("locked", "tools", "def scaled(x):\n    return x / width"),
        ("solution", "width", "width = 2"),
        ("test", "test-scaled", "assert scaled(4) == 2"),
    )
    assert kept(source, "width") == ["tools", "width", "test-scaled"]


def test_name_that_is_bound_anew_ends_it(notebook: Make) -> None:
    """A loop variable, a figure: the same name in a task below is another thing."""
    source = notebook(
        ("solution", "one", "scores = [1]"),
        ("test", "test-one", "assert scores"),
        ("locked", "given", "scores = [2]"),
        ("solution", "two", "best = max(scores)"),
        ("test", "test-two", "assert best == 2"),
    )
    assert kept(source, "one") == ["one", "test-one"]
    assert kept(source, "two") == ["given", "two", "test-two"]


def test_name_that_may_be_bound_anew_does_not(notebook: Make) -> None:
    """Under an ``if``, the old value may be the one that counts."""
    source = notebook(
        ("solution", "one", "scores = [1]"),
        ("locked", "given", "if not scores:\n    scores = [2]"),
        ("test", "test-two", "assert scores"),
    )
    assert kept(source, "one") == ["one", "given", "test-two"]


def test_imports_connect_nothing(notebook: Make) -> None:
    """Every test cell imports ``check``; an answer that imports numpy again touches nobody else."""
    source = notebook(
        SETUP,
        ("solution", "one", "import numpy as np\na = np.ones(1)"),
        ("test", "test-one", "from softmark import check\ndef test_a(a):\n    assert a\ncheck()"),
        ("solution", "two", "b = np.ones(2)"),
        ("test", "test-two", "from softmark import check\ndef test_b(b):\n    assert np.all(b)\ncheck()"),
    )
    assert kept(source, "one") == ["setup", "one", "test-one"]
    assert kept(source, "two") == ["setup", "two", "test-two"]


def test_variant_counts_not_only_the_reference(notebook: Make) -> None:
    """What only the other text reads must be there, too."""
    source = notebook(
        ("solution", "one", "a = 1"), ("solution", "two", "b = 2"), ("test", "t", "def test_b(b):\n    assert b == 2")
    )
    assert kept(source, "two") == ["two", "t"]
    assert kept(source, "two", text="b = a + 1") == ["one", "two", "t"]


@pytest.mark.parametrize(
    "text",
    ["open('x', 'w').write('1')", "%matplotlib inline", "exec('a = 1')", "globals()['a'] = 1", "model.save('m.keras')"],
)
def test_notebook_that_meets_elsewhere_is_whole(notebook: Make, text: str) -> None:
    """A file, the namespace, IPython: cells can meet there without a name in common."""
    source = notebook(("solution", "one", "a = 1"), ("locked", "other", text), ("test", "t", "assert a"))
    assert cut(source, {"one": "a = 2"}) is source


def test_marks_of_the_part_are_those_of_the_whole(small_course: Any, notebook: Make) -> None:
    """Graded for real: the checks that are left give what they give in the whole notebook."""
    source = notebook(
        SETUP,
        DATA,
        ("solution", "one", "def centre(x):\n    return x - x.mean(axis=0)", "def centre(x):\n    pass"),
        ("test", "test-one", "def test_centre(centre):\n    assert abs(centre(rows).mean()) < 1e-9"),
        ("solution", "two", "found = centre(rows)", "found = None"),
        ("test", "test-two", "def test_found(found):\n    assert abs(found[:, 0].mean()) < 1e-9"),
        ("solution", "three", "top = labels.max()", "top = None"),
        ("test", "test-three", "def test_top(top):\n    assert top == 9"),
    )
    for answers in ({"one": "def centre(x):\n    return x - x.mean()"}, {"two": "found = rows"}, {"three": "top = 3"}):
        marks = []
        for part in (source, cut(source, answers)):
            texts = {cell.grade_id: cell.source for cell in part.cells if cell.solution} | answers
            result = small_course.grade(part, texts).result
            marks.append({check.name: check.state for cell in result.cells for check in cell.checks})
        whole, cut_marks = marks
        assert "failed" in cut_marks.values()
        assert cut_marks == {name: whole[name] for name in cut_marks}
        assert all(state == "passed" for name, state in whole.items() if name not in cut_marks)


def test_cell_of_checks_that_is_kept_for_its_tools_runs_no_tests(notebook: Make) -> None:
    """Nor what its tests would need: another task's training, say."""
    source = notebook(
        DATA,
        ("solution", "one", "model = rows.max()"),
        (
            "test",
            "test-one",
            "LIMIT = 3\ndef look(x):\n    return x < LIMIT\ndef test_one(model):\n    assert look(model)",
        ),
        ("solution", "two", "best = 2"),
        ("test", "test-two", "def test_two(best):\n    assert look(best)"),
    )
    assert kept(source, "two") == ["test-one", "two", "test-two"]
    tools = cut(source, {"two": "pass"}).cells[0]
    assert not tools.test
    assert "def look" in tools.source
    assert "LIMIT = 3" in tools.source
    assert "test_one" not in tools.source
    assert kept(source, "one") == ["data", "one", "test-one"]


@pytest.mark.parametrize(
    ("tool", "stays"),
    [
        ("def look(x):\n    return x + mean", True),
        ("def look(x, at=mean):\n    return x", True),
        ("@wrapped(mean)\ndef look(x):\n    return x", True),
        ("look = made(mean)", True),
        ("def look(x):\n    return x\nlook = made(look, mean)", True),
        ("def look(x):\n    return x\nprint(mean)", False),
        ("LIMIT = 3\ndef look(x):\n    return x < LIMIT\nprint(mean)", False),
        ("LIMIT = 3\nLIMIT = mean\ndef look(x):\n    return x < LIMIT", True),
        ("LIMIT = 3\nLIMIT += mean\ndef look(x):\n    return x < LIMIT", True),
    ],
)
def test_function_depends_on_what_it_reads_alone(notebook: Make, tool: str, stays: bool) -> None:
    """Not on what else its cell reads."""
    source = notebook(
        DATA,
        ("solution", "one", "mean = rows.mean()"),
        ("locked", "tool", tool),
        ("solution", "two", "best = 2"),
        ("test", "test-two", "assert look(best)"),
    )
    assert ("test-two" in kept(source, "one")) is stays


def test_function_of_an_answer_is_another_one(notebook: Make) -> None:
    source = notebook(
        ("solution", "one", "def look(x):\n    return x"),
        ("solution", "two", "best = look(2)"),
        ("test", "test-two", "assert best"),
    )
    assert kept(source, "one", text="def look(x):\n    return 0") == ["one", "two", "test-two"]


def test_picture_that_no_check_looks_at_goes(notebook: Make) -> None:
    """Though it reads the answer."""
    source = notebook(
        DATA,
        ("solution", "one", "mean = rows.mean()"),
        ("solution", "two", "net = rows.max()"),
        ("locked", "picture", "figure = [mean, net]"),
        ("test", "test-one", "assert mean"),
    )
    assert kept(source, "one") == ["data", "one", "test-one"]
