"""The table in docs/idioms.md says of each idiom what test_idioms.py makes sure of, and lists nothing else."""

from __future__ import annotations

import ast
import re
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
TABLE = HERE.parents[1] / "docs" / "idioms.md"
ROW = re.compile(r"^\| `(\w+)\.py` \| (.+) \| (.+) \|$", re.MULTILINE)


@dataclass(frozen=True)
class Row:
    """One row of the table: the file's name without ``.py``, what the test cell does, and where it is judged."""

    name: str
    about: str
    judged: str


def rows() -> list[Row]:
    """The rows in the table's order; backticks are there for the reader alone."""
    found = ROW.findall(TABLE.read_text(encoding="utf-8"))
    return [Row(name, about.replace("`", ""), judged) for name, about, judged in found]


def first_line(path: Path) -> str:
    """What an idiom's docstring begins with; the cells below it need not be Python."""
    head, _, _ = path.read_text(encoding="utf-8").partition("\n# %% ")
    return (ast.get_docstring(ast.parse(head)) or "").split("\n")[0]


def claimed() -> set[str]:
    """``CLAIMED`` of test_idioms.py, read without importing it."""
    body = ast.parse((HERE / "test_idioms.py").read_text(encoding="utf-8")).body
    bound = {ast.unparse(node.targets[0]): node.value for node in body if isinstance(node, ast.Assign)}
    found: set[str] = ast.literal_eval(bound["CLAIMED"])
    return found


def test_table_lists_exactly_the_idioms() -> None:
    """Each file in idioms/ has one row, with the first line of its docstring, in the order of their names."""
    expected = [(path.stem, first_line(path)) for path in sorted(HERE.glob("idioms/*.py"))]
    assert expected == [(row.name, row.about) for row in rows()]


def test_table_tells_claimed_from_judged_outside() -> None:
    """The idioms that the table calls claimed are those that the test expects in the kernel; all others are outside."""
    assert {row.judged for row in rows()} == {"outside", "in the kernel, claimed"}
    assert claimed() == {row.name for row in rows() if row.judged == "in the kernel, claimed"}
