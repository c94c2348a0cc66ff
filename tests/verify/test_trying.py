"""Cases of an assignment through the real kernel and judge: which of them went as they must."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Executor, Future
from pathlib import Path
from typing import Any

import pytest

from softmark.grading import Engine, SourceNotebook
from softmark.grading.store import Store
from softmark.grading.variants import VariantError
from softmark.model import Limits
from softmark.verify import Case, Kind, Tried, collect, try_all

Make = Callable[..., SourceNotebook]

CENTRE = (
    "solution",
    "centre",
    "def centre(rows):\n    ### BEGIN SOLUTION\n    return rows - rows.mean(axis=0)\n    ### END SOLUTION",
    "def centre(rows):\n    pass",
)
TOP = ("solution", "top", "top = None\n### BEGIN SOLUTION\ntop = rows.max()\n### END SOLUTION", "top = None")
DATA = ("locked", "data", "import numpy as np\nrows = np.random.default_rng(1).normal(2, 1, (5, 3))")
GOOD = """
def test_centre(centre):
    found = centre(rows)
    assert found is not None and np.allclose(found, rows - rows.mean(axis=0))

def test_centre_of_columns(centre):
    found = centre(rows * [1, 2, 3])
    assert found is not None and np.allclose(found.mean(axis=0), 0)
"""
WEAK = """
def test_centre(centre):
    assert np.shape(centre(rows)) == (5, 3)
"""
OF_TOP = "def test_top(top):\n    assert top == rows.max()"


def tried(cases: list[Case], engine: Engine | None = None) -> dict[str, Tried]:
    """Name -> what became of a case."""
    return {f"{one.case.kind} {one.case.name}": one for one in try_all(engine or Engine(), cases, Limits(), 2)}


def write(folder: Path, **files: str) -> Path:
    """Variants: ``right_a="..."`` becomes ``right/a.py``."""
    for name, text in files.items():
        kind, _, rest = name.partition("_")
        path = folder / kind / f"{rest}.py"
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return folder


def test_checks_that_are_right(notebook: Make, tmp_path: Path) -> None:
    """The reference keeps all, the blank none, variants what they say, hostile answers nothing, mutants not all."""
    source = notebook(DATA, CENTRE, ("test", "check-centre", GOOD), TOP, ("test", "check-top", OF_TOP))
    variants = write(
        tmp_path,
        right_turned='"""Turned."""\n# %% centre\ndef centre(rows):\n    return (rows.T - rows.T.mean(1)[:, None]).T',
        wrong_all='"""All columns at once.\n\nLoses: test_centre, test_centre_of_columns\n"""\n'
        "# %% centre\ndef centre(rows):\n    return rows - rows.mean()",
    )
    found = tried(collect([source], variants, seeds=2, mutants=None))
    assert {name: one.problem for name, one in found.items() if one.problem} == {}
    kinds = [one.case.kind for one in found.values()]
    assert kinds.count(Kind.REFERENCE) == 2
    assert kinds.count(Kind.HOSTILE) == 3
    assert kinds.count(Kind.MUTANT) >= 5
    assert found["wrong all"].lost == {"test_centre", "test_centre_of_columns"}
    # The other task has nothing to do with it, and does not run.
    assert {check.name for check in found["right turned"].checks} == {"test_centre", "test_centre_of_columns"}


def test_check_that_looks_at_too_little(notebook: Make) -> None:
    """Mutants survive it."""
    source = notebook(DATA, CENTRE, ("test", "check-centre", WEAK))
    found = tried(collect([source], None, seeds=1, mutants=None))
    survivors = {name for name, one in found.items() if one.problem}
    assert "mutant centre: rows.mean -> rows.sum" in survivors
    assert "mutant centre: rows - rows.mean(axis=0) -> None" not in survivors
    assert all("passes every check" in found[name].problem for name in survivors)


def test_mutant_that_is_no_mistake(notebook: Make, tmp_path: Path) -> None:
    """Somebody has said so, and why; that is held against it."""
    source = notebook(DATA, CENTRE, ("test", "check-centre", WEAK))
    (tmp_path / "equivalent.toml").write_text(
        "[mutants]\n"
        '"centre: rows.mean -> rows.sum" = "for the test"\n'
        '"centre: rows - rows.mean(axis=0) -> None" = "a lie"\n'
    )
    found = tried([c for c in collect([source], tmp_path, seeds=1, mutants=None) if c.kind is Kind.MUTANT])
    assert found["mutant centre: rows.mean -> rows.sum"].problem == ""
    assert "test_centre" in found["mutant centre: rows - rows.mean(axis=0) -> None"].problem


def test_check_that_is_wrong(notebook: Make, tmp_path: Path) -> None:
    """A right answer spelt otherwise fails, a wrong one passes, another loses more than it says."""
    exact = (
        GOOD + "\ndef test_spelling(centre):\n    assert centre(rows).tobytes() == (rows - rows.mean(axis=0)).tobytes()"
    )
    source = notebook(DATA, CENTRE, ("test", "check-centre", exact))
    variants = write(
        tmp_path,
        right_shifted='"""Shifted."""\n# %% centre\ndef centre(rows):\n    return (rows + 1e-9) - rows.mean(axis=0)',
        wrong_right='"""It is right.\n\nLoses: test_centre\n"""\n# %% centre\ndef centre(rows):\n'
        "    return rows - rows.mean(axis=0)",
        wrong_more='"""Nothing.\n\nLoses: test_centre\n"""\n# %% centre\ndef centre(rows):\n    return None',
        wrong_other='"""Nothing.\n\nLoses: test_center\n"""\n# %% centre\ndef centre(rows):\n    return None',
    )
    found = tried([case for case in collect([source], variants, seeds=1, mutants=0) if case.kind in ("right", "wrong")])
    assert "test_spelling" in found["right shifted"].problem
    assert found["wrong right"].problem == "passes test_centre"
    assert found["wrong more"].problem.startswith("loses test_centre_of_columns, test_spelling, too")
    assert "test_center" in found["wrong other"].problem


def test_check_that_fails_by_chance(notebook: Make) -> None:
    """A threshold inside the noise: some seeds of the reference show it."""
    draw = (
        "solution",
        "draw",
        "import numpy as np\n### BEGIN SOLUTION\nx = np.random.random()\n### END SOLUTION",
        "x = None",
    )
    source = notebook(draw, ("test", "check-x", "def test_x(x):\n    assert x is not None and x > 0.5"))
    found = tried(collect([source], None, seeds=12, mutants=0))
    lost = [one for name, one in found.items() if name.startswith("reference") and one.problem]
    assert 0 < len(lost) < 12


def test_check_that_the_reference_fails(notebook: Make) -> None:
    """Nothing can be said by it."""
    source = notebook(DATA, CENTRE, ("test", "check-centre", "def test_centre(centre):\n    assert centre(row) == 1"))
    found = tried(collect([source], None, seeds=1, mutants=0))
    assert "could not check test_centre" in found["reference seed 1000"].problem


def test_release_that_earns_points(notebook: Make) -> None:
    """A check that nothing can fail gives them to the blank, and to whoever agrees with everything."""
    source = notebook(DATA, CENTRE, ("test", "check-centre", "def test_centre(centre):\n    assert True"))
    found = tried(collect([source], None, seeds=1, mutants=0))
    assert "earns points" in found["blank release"].problem
    assert "earns points" in found["hostile small: agrees"].problem


def test_known_results_are_not_worked_out_again(notebook: Make, tmp_path: Path) -> None:
    """A second run takes everything from the store, parts of notebooks included."""

    class Nobody(Executor):
        def submit(self, job: Callable[..., Any], /, *args: Any, **rest: Any) -> Future[Any]:
            raise AssertionError("this has been done before")

    source = notebook(DATA, CENTRE, ("test", "check-centre", GOOD), TOP, ("test", "check-top", OF_TOP))
    cases = [case for case in collect([source], None, seeds=1, mutants=3) if case.kind is not Kind.HOSTILE]
    first = tried(cases, Engine(Store(tmp_path)))
    again = tried(cases, Engine(Store(tmp_path), Nobody()))
    assert len(first) == 5
    assert {name: one.lost for name, one in again.items()} == {name: one.lost for name, one in first.items()}


@pytest.mark.parametrize(
    ("name", "text", "told"),
    [
        ("right_a", '"""A."""\n# %% middle\nx = 1', "middle"),
        ("right_a", '"""A.\n\nLoses: test_centre\n"""\n# %% centre\nx = 1', "Loses"),
        ("wrong_a", '"""A."""\n# %% centre\nx = 1', "Loses"),
        ("wrong_a", "# %% centre\nx = 1", "docstring"),
        ("right_a", '"""A."""', "has the cell"),
    ],
)
def test_variant_that_is_not_as_it_should_be(notebook: Make, tmp_path: Path, name: str, text: str, told: str) -> None:
    """It is refused before anything runs, by name."""
    source = notebook(DATA, CENTRE, ("test", "check-centre", GOOD))
    with pytest.raises(VariantError, match=told):
        collect([source], write(tmp_path, **{name: text}), seeds=1, mutants=0)


@pytest.mark.parametrize("text", ["[mutants", "mutants = 3", '[mutants]\n"a" = ""', "[mutants]\na = 1"])
def test_list_of_equivalent_mutants_that_cannot_be_read(notebook: Make, tmp_path: Path, text: str) -> None:
    """The file is named."""
    source = notebook(DATA, CENTRE, ("test", "check-centre", GOOD))
    (tmp_path / "equivalent.toml").write_text(text)
    with pytest.raises(VariantError, match=r"equivalent\.toml"):
        collect([source], tmp_path, seeds=1, mutants=0)
