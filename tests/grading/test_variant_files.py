"""How a variant's file is read."""

from pathlib import Path

import pytest

from softmark.grading.variants import VariantError, read_variant


@pytest.mark.parametrize("indent", ["", "    "])
def test_list_of_lost_checks_goes_on_after_a_comma(tmp_path: Path, indent: str) -> None:
    """However its lines are indented; what follows the list is not part of it."""
    path = tmp_path / "forgets.py"
    path.write_text(
        f'"""Forgets it.\n\nLoses: test_a, test_b,\n{indent}test_c\n\nX.\n"""\n\n# %% one\na = 1\n\n# %% two\nb = 2\n'
    )
    variant = read_variant(path)
    assert (variant.name, variant.about) == ("forgets", "Forgets it.")
    assert variant.loses == {"test_a", "test_b", "test_c"}
    assert variant.cells == {"one": "a = 1", "two": "b = 2"}


@pytest.mark.parametrize(
    "text", ["# %% one\na = 1\n", '"""About."""\n\n# %% one\na = 1\n\n# %% one\na = 2\n', "x = = 1"]
)
def test_mistakes_of_an_author_are_told(tmp_path: Path, text: str) -> None:
    """No docstring, a cell twice, no Python: a sentence that names the file."""
    path = tmp_path / "odd.py"
    path.write_text(text)
    with pytest.raises(VariantError, match=r"odd\.py"):
        read_variant(path)
