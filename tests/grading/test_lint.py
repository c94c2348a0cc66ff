"""The linter says what the control finds: lines at fault stand in cells that only the kernel can judge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from softmark.grading.controls import Controlled, control
from softmark.grading.linted import Linted, linted
from softmark.model import Limits

LOCKED = "class Shape:\n    pass"
# Solution, test, and what the linter says of its last line; judged in the kernel exactly where it says something.
CASES: dict[str, tuple[str, str, str]] = {
    "getsource": ("def f1(x): return x", "import inspect\nassert 'return' in inspect.getsource(f1)", "the text"),
    "code": ("def f2(x): return x", "assert f2.__code__.co_argcount == 1", "the text"),
    "defaults": ("def f3(x, y=2): return x", "assert f3.__defaults__ == (2,)", "the text"),
    "saved": ("import numpy as np\nnp.save('b.npy', np.ones(3))", "assert np.load('b.npy').sum() == 3", "a file"),
    "exists": ("open('c.txt', 'w').close()", "import os\nassert os.path.exists('c.txt')", "a file"),
    "path": ("open('d.txt', 'w').write('x')", "from pathlib import Path\nassert Path('d.txt').read_text()", "a file"),
    "magic": ("x1 = 1", "assert x1 == 1\n%precision 3", "a magic"),
    "timing": ("x2 = 1", "assert x2 == 1\nspent = %timeit -o -n1 -r1 -q x2", "a magic"),
    "get_global": ("x3 = 1", "assert globals().get('x3') == 1", "the whole"),
    "all_names": ("x4 = 1", "assert 'x4' in dir()", "the whole"),
    "main": ("x5 = 1", "import __main__\nassert __main__.x5 == 1", ""),
    "main_module": ("x6 = 1", "import sys\nassert sys.modules['__main__'].x6 == 1", "the module"),
    "patched": (
        "def f7(): return f8()\ndef f8(): return 1",
        "from unittest.mock import patch\nwith patch('__main__.f8', return_value=7): assert f7() == 7",
        "the module",
    ),
    "function_type": ("def f9(): pass", "import types\nassert isinstance(f9, types.FunctionType)", "whether it is"),
    "isfunction": ("def f10(): pass", "import inspect\nassert inspect.isfunction(f10)", "whether it is"),
    "gca": (
        "import matplotlib.pyplot as plt\ndef f11():\n    plt.figure()\n    plt.plot([1, 2])",
        "f11()\nassert len(plt.gca().lines) == 1",
        "matplotlib's",
    ),
    "dict": (
        "class C12:\n    def __init__(self): self.q = 1\nc12 = C12()",
        "assert c12.__dict__ == {'q': 1}",
        "what an",
    ),
    "pickle": ("class C13: pass", "import pickle\nassert pickle.loads(pickle.dumps(C13()))", "what an"),
    "id": ("x14 = [1]\ny14 = x14", "assert id(x14) == id(y14)", "what an"),
    "input": (
        "def f15(): return input()",
        "import builtins\nbuiltins.input = lambda p='': 'q'\nassert f15() == 'q'",
        "",
    ),
    "mock": (
        "def f16(): print('q')",
        "from unittest import mock\nwith mock.patch('builtins.print') as p: f16(); p.assert_called_with('q')",
        "something of",
    ),
    "environment": ("import os\nos.environ['Y'] = '1'", "assert os.environ['Y'] == '1'", "something of"),
    "given_class": ("class Square(Shape): pass", "assert issubclass(Square, Shape)", "a class of"),
    # What the judge can do, whatever one may think of it.
    "one_global": ("x20 = 1", "assert globals()['x20'] == 1 and 'x20' in globals()", ""),
    "history": ("x21 = 41\nx21 + 1", "assert 42 in Out.values() and any('x21' in text for text in In)", ""),
    "shell": ("x22 = 1", "assert get_ipython().user_ns['x22'] == 1", ""),
    "missing": ("x23 = 1", "try:\n    x23\nexcept NameError:\n    raise AssertionError", ""),
    "signature": ("def f24(a, b): pass", "import inspect\nassert len(inspect.signature(f24).parameters) == 2", ""),
    "given_file": ("x25 = 1", "with open('given.txt') as file: assert file.read() == 'given' and x25 == 1", ""),
    "axes": ("fig, ax = plt.subplots()\nax.plot([1, 2])", "assert len(ax.lines) == 1", ""),
    "remainder": ("x26 = 'a%s'", "assert (x26\n        % 1) == 'a1'", ""),
    "object_of_class": ("class Circle(Shape): pass", "assert isinstance(Circle(), Shape)", ""),
    "evaluated": ("x27 = 1", "assert eval('x27') == 1 and __name__ == '__main__'", ""),
}
INSIDE_BY_ANOTHER_LINE = {"main", "input"}


@pytest.fixture(scope="module")
def looked_at(
    small_course: Any, make_cell: Callable[..., Any], make_test_cell: Callable[..., Any]
) -> dict[str, Linted]:
    """What the linter says of every case, with the control of the whole notebook."""
    (small_course.folder / "given.txt").write_text("given")
    cells = [make_cell("locked", "locked", LOCKED, LOCKED)]
    for name, (solution, test, _said) in CASES.items():
        cells += [make_cell("solution", f"{name}-answer", solution, "pass"), make_test_cell(name, test)]
    source = small_course.notebook(cells)
    found = {cell.cell: cell for cell in linted(source, control(source, Limits(notebook_seconds=600)))}
    (small_course.folder / "given.txt").unlink()
    return found


@pytest.mark.parametrize("name", CASES)
def test_line_is_named_where_only_the_kernel_can_judge(looked_at: dict[str, Linted], name: str) -> None:
    """And nothing is said of lines that the judge can run."""
    found, (_solution, test, said) = looked_at[name], CASES[name]
    inside = bool(said) or name in INSIDE_BY_ANOTHER_LINE
    assert "could not check" not in found.judged, found.why
    assert found.outside is not inside, found.why
    told = {finding.line: finding for finding in found.findings}
    assert bool(told) is inside
    last = len(test.splitlines())
    if said:
        assert told[last].what.startswith(said)
        assert told[last].text == test.splitlines()[-1].strip()
        assert told[last].better


def test_text_alone_decides_nothing(small_course: Any, make_cell: Any, make_test_cell: Any) -> None:
    """A line that looks bad in a cell that the judge can run is told of; the cell is judged outside all the same."""
    cells = [
        make_cell("solution", "answer", "x = 1", "pass"),
        make_test_cell("here", "with open('own.txt', 'w') as f: f.write('1')\nassert open('own.txt').read() == str(x)"),
        make_test_cell("credit", "import numpy as np\nnp.float64(x)"),
        make_test_cell("fault", "assert x == 2"),
    ]
    source = small_course.notebook(cells)
    here, credit, fault = linted(source, control(source, Limits()))
    assert (here.outside, here.worth_telling) == (True, True)
    assert [finding.line for finding in credit.findings] == [2]
    assert "float(...)" in credit.findings[0].better
    assert (fault.outside, fault.findings) == (False, ())
    assert "could not check" in fault.judged
    assert not any(cell.findings for cell in list(linted(source, Controlled({}, {})))[2:])
