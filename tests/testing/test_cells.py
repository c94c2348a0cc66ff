import linecache

import pytest

from softmark.testing import NotPlainPython, compile_cell, run_cell, run_plain
from softmark.testing.cells import test_functions as names_of_tests


@pytest.mark.parametrize(
    ("source", "value"),
    [
        ("1 + 1", 2),
        ("a = 2\na", 2),
        ("a = 2", None),
        ("1 + 1;", None),
        ("1 + 1;  # quiet", None),
        ("'a;'", "a;"),
        ("if True:\n    3", None),
        ("", None),
        ("# nothing", None),
        ('"""Only a docstring."""', "Only a docstring."),
        ("from __future__ import annotations\n4", 4),
    ],
)
def test_run_cell_gives_what_a_notebook_would_show(source, value):
    """The last line's value if it is an expression without a semicolon."""
    assert run_cell(source, {}, "cell") == value


def test_run_cell_leaves_only_the_cell_s_names():
    """What the runner itself puts into the namespace cannot be spelt in Python."""
    namespace = {}
    run_cell("from math import pi\nassert pi, 'm'\npi", namespace, "cell")

    assert {name for name in namespace if not name.startswith("@")} == {"pi", "__builtins__"}


@pytest.mark.parametrize(
    "source", ["%matplotlib inline", "!ls", "%%time\n1", "len?", "x = !ls", "await thing", "1\nawait x"]
)
def test_notebook_syntax_is_refused_by_name(source):
    """What only IPython can run is told apart from a typing error."""
    with pytest.raises(NotPlainPython):
        compile_cell(source, "cell")


@pytest.mark.parametrize("source", ["def f(:", "return 3", "x = = 2"])
def test_what_is_no_python_is_a_syntax_error(source):
    """IPython could not run it either."""
    with pytest.raises(SyntaxError) as caught:
        compile_cell(source, "cell")
    assert not isinstance(caught.value, NotPlainPython)


def test_compile_cell_registers_the_lines():
    """Tracebacks show the cell's lines, and go on doing so after linecache looked for changed files."""
    compile_cell("a = 1\nb = 2\n", "<cell seven>")
    linecache.checkcache("<cell seven>")

    assert linecache.getline("<cell seven>", 2) == "b = 2\n"


def test_test_functions_are_named_in_order():
    """Only top-level functions count, and a redefined one once."""
    source = "def test_b(): ...\ndef helper():\n    def test_inner(): ...\ndef test_a(): ...\ndef test_b(): ..."
    assert names_of_tests(source) == ("test_b", "test_a")


def test_plain_cell_passes_with_its_value():
    """Asserts hold: the outcome passed, and the last value is there for partial credit."""
    namespace = {"answer": 2}
    outcome, value = run_plain("assert answer == 2\nhalf = 0.5\nhalf", namespace, "q1")

    assert (outcome.passed, outcome.cases_passed, value, namespace["half"]) == (True, 1, 0.5, 0.5)


def test_plain_cell_fails_with_the_authored_message_alone():
    """The message is the author's; values stand in the instructor's detail only."""
    outcome, value = run_plain("assert answer == 12345, 'Look at answer.'\n1.0", {"answer": 67890}, "q1")

    assert (outcome.passed, outcome.message, outcome.exception, value) == (False, "Look at answer.", "", None)
    assert "assert 67890 == 12345" in outcome.detail
    assert outcome.name == "q1"


def test_plain_cell_names_what_is_missing():
    """A NameError of the cell's own lines says which name the submission lacks."""
    outcome, _ = run_plain("assert answer == 2", {}, "q1")

    assert (outcome.passed, outcome.exception, outcome.missing) == (False, "NameError", ("answer",))
