import asyncio
import logging
import os
import sys
import textwrap
import warnings

import pytest

from softmark.testing import TestOutcome, compile_cell, in_one_pytest, run_tests


def outcomes_of(source: str, names: dict | None = None, **options) -> dict[str, TestOutcome]:
    """Run the test functions of a cell's text, by name."""
    namespace: dict[str, object] = {}
    exec(compile_cell("import pytest\n" + textwrap.dedent(source), "cell"), namespace)
    tests = [value for name, value in namespace.items() if name.startswith("test")]
    outcomes = run_tests(tests, (names or {}).__getitem__, path="cell", **options)
    assert [outcome.name for outcome in outcomes] == [test.__name__ for test in tests]
    return {outcome.name: outcome for outcome in outcomes}


def only(source: str, names: dict | None = None, **options) -> TestOutcome:
    (outcome,) = outcomes_of(source, names, **options).values()
    return outcome


# -- names, fixtures, parameters


def test_parameters_are_looked_up_when_the_test_runs():
    """What an earlier test rebinds, a later one sees; nothing is looked up twice for one test."""
    asked = []

    def lookup(name):
        asked.append(name)
        return len(asked)

    seen = []
    outcomes = run_tests([lambda model: seen.append(model)], lookup, path="cell")
    assert asked == ["model"]
    assert seen == [1]
    assert outcomes[0].passed


def test_a_missing_name_fails_its_own_test_alone():
    """The outcome says which name; the other test runs."""
    outcomes = outcomes_of("def test_a(model): pass\ndef test_b(data): pass\ndef test_c(net): pass", {"data": 1})

    assert (outcomes["test_a"].missing, outcomes["test_a"].exception) == (("model",), "NameError")
    assert outcomes["test_b"].passed
    assert outcomes["test_c"].missing == ("net",)


def test_a_missing_global_is_missing_too():
    """A test that reads a name rather than asking for it."""
    assert only("def test_a(): assert model").missing == ("model",)


@pytest.mark.parametrize("capture", ["sys", "fd"])
def test_pytest_s_own_fixtures_work(capture):
    """Those that tests of students' code use."""
    source = """
    import os, warnings, logging
    def test_capsys(capsys):
        print("seen")
        assert capsys.readouterr().out == "seen\\n"
    def test_capfd(capfd):
        os.write(1, b"seen")
        assert capfd.readouterr().out == "seen"
    def test_monkeypatch(monkeypatch):
        monkeypatch.setenv("SOFTMARK_TRIAL", "1")
        assert os.environ["SOFTMARK_TRIAL"] == "1"
    def test_tmp_path(tmp_path):
        (tmp_path / "file").write_text("x")
        assert (tmp_path / "file").read_text() == "x"
    def test_recwarn(recwarn):
        warnings.warn("seen")
        assert len(recwarn) == 1
    def test_caplog(caplog):
        logging.getLogger("trial").warning("seen")
        assert caplog.messages == ["seen"]
    def test_request(request):
        assert request.node.name == "test_request"
    """
    assert [name for name, outcome in outcomes_of(source, capture=capture).items() if not outcome.passed] == []
    assert "SOFTMARK_TRIAL" not in os.environ


def test_fixtures_of_the_cell_are_used():
    """They ask for the student's names as tests do, and are torn down."""
    outcomes = outcomes_of(
        """
        ended = []
        @pytest.fixture
        def doubled(model):
            yield model * 2
            ended.append(True)
        def test_a(doubled): assert doubled == 6
        def test_b(): assert ended == [True]
        """,
        {"model": 3},
    )
    assert all(outcome.passed for outcome in outcomes.values())


def test_extra_fixtures_win_and_are_fresh():
    """A given fixture is made anew for every test, and stands before one of the cell."""
    made = []
    outcomes = outcomes_of(
        """
        @pytest.fixture
        def hidden(): return "the cell's"
        def test_a(hidden): assert hidden == 1
        def test_b(hidden): assert hidden == 2
        """,
        extra_fixtures={"hidden": lambda: made.append(1) or len(made)},
    )
    assert all(outcome.passed for outcome in outcomes.values())


def test_parametrized_cases_are_one_outcome():
    """Its share is what passed; the message says which case by the author's id."""
    outcome = only(
        """
        @pytest.mark.parametrize("x", [1, 2, 3, 4], ids=["one", "two", "three", "four"])
        def test_par(x): assert x % 2, "Try an even number."
        """
    )
    assert (outcome.passed, outcome.cases, outcome.cases_passed, outcome.share) == (False, 4, 2, 0.5)
    assert outcome.message == "two: Try an even number."


def test_part_of_the_points_is_earned():
    """As much as the finding says; its message is told, and the share of several cases is their mean."""
    outcome = only(
        """
        from softmark import earn
        from softmark.checks.findings import Finding

        @pytest.mark.parametrize("share", [0.5, 0.0, 1.0], ids=["half", "none", "all"])
        def test_par(share): earn(Finding("Not all of it." if share < 1 else "", share=share))
        """
    )
    assert (outcome.passed, outcome.cases_passed, outcome.partly, outcome.share) == (False, 1, 0.5, 0.5)
    assert outcome.message == "half: Not all of it."
    assert outcome.exception == ""


@pytest.mark.parametrize(("share", "earned"), [(-1.0, 0.0), (7.0, 1.0), (0.25, 0.25)])
def test_no_more_is_earned_than_there_is(share, earned):
    outcome = only(f"""
        from softmark import earn
        from softmark.checks.findings import Finding
        def test_a(): earn(Finding("Look again.", share={share}))
        """)
    assert (outcome.passed, outcome.share) == (False, earned)


def test_ids_that_pytest_makes_are_not_shown():
    """They are made of the parameters' values, the expected one among them."""
    outcome = only(
        """
        @pytest.mark.parametrize("x, expected", [(1, 1), (2, 77)])
        def test_par(x, expected): assert x == expected, "Look again."
        """
    )
    assert outcome.message == "Case 2 of 2: Look again."


def test_a_test_that_pytest_refuses_is_a_failed_outcome():
    """A test that yields, or is wrongly parametrized, does not stop the others."""
    outcomes = outcomes_of(
        """
        def test_yields(): yield 1
        @pytest.mark.parametrize("y", [1])
        def test_wrong(x): pass
        def test_good(): pass
        """
    )
    assert [outcome.passed for outcome in outcomes.values()] == [False, False, True]
    assert "yield" in outcomes["test_yields"].detail
    assert "no parameter" in outcomes["test_wrong"].detail or "uses no" in outcomes["test_wrong"].detail


# -- what failed, and what its author wrote


@pytest.mark.parametrize(
    ("body", "message"),
    [
        ("assert 1 == 2, 'Authored.'", "Authored."),
        ("assert 1 == 2, 'Two\\n  lines {} %d.'", "Two\n  lines {} %d."),
        ("assert 1 == 2, ('a', 1)", "('a', 1)"),
        ("assert 1 == 2", ""),
        ("pytest.fail('Authored.')", "Authored."),
        ("raise AssertionError('Authored.')", "Authored."),
        ("import numpy as np; np.testing.assert_allclose([1.], [2.], err_msg='Authored.')", "Authored."),
        ("import numpy as np; np.testing.assert_equal(1, 2, 'Authored.')", "Authored."),
        ("import numpy as np; np.testing.assert_allclose([1.], [2.])", ""),
        ("import unittest; unittest.TestCase().assertEqual(1, 2, msg='Authored.')", "Authored."),
        ("assert 'x' == 'y', ''", ""),
        ("helper()", "From a helper."),
        ("swallow()\n    assert 1 == 2", ""),
        ("swallow()\n    assert 1 == 2, 'Authored.'", "Authored."),
    ],
)
def test_the_message_is_what_the_author_wrote(body, message):
    """And nothing of pytest's explanation, which prints values."""
    helpers = """
def helper():
    assert 1 == 3, "From a helper."
def swallow():
    try:
        assert 1 == 4, "Swallowed."
    except AssertionError:
        pass
"""
    outcome = only(f"{helpers}\ndef test_it():\n    {body}")

    assert (outcome.passed, outcome.message, outcome.exception) == (False, message, "")
    assert outcome.error.text == message
    assert outcome.detail


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("with pytest.raises(ValueError): pass", "none was"),
        ("with pytest.warns(UserWarning): pass", "none of the right kind"),
        ("with pytest.raises(ValueError, match='secret'): raise ValueError('x')", "its text"),
    ],
)
def test_pytest_s_own_failures_are_reworded(body, words):
    """A missing or different error is said without the pattern that was expected."""
    outcome = only(f"def test_it():\n    {body}")

    assert words in outcome.message
    assert "secret" not in outcome.message


def test_a_function_that_ipython_compiled_gives_its_assertion_s_text():
    """Asserts are plain there: the text is the author's; a library's is cut to its first paragraph."""
    source = (
        "import numpy as np\n"
        "def test_own(): assert 1 == 2, 'Authored.\\n\\nAll of it.'\n"
        "def test_library(): np.testing.assert_allclose([1.], [2.])\n"
    )
    namespace: dict[str, object] = {"__name__": "__main__"}
    exec(compile(source, "<ipython-input-1>", "exec"), namespace)
    own, library = run_tests([namespace["test_own"], namespace["test_library"]], {}.__getitem__, path="cell")

    assert own.message == "Authored.\n\nAll of it."
    assert library.message.startswith("Not equal to tolerance")
    assert "DESIRED" not in library.message


@pytest.mark.parametrize(
    ("body", "exception"),
    [
        ("raise SystemExit(3)", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("pytest.exit('over')", "Exit"),
        ("import asyncio; raise asyncio.CancelledError", "CancelledError"),
        ("1 / 0", "ZeroDivisionError"),
        ("pytest.skip('Not today.')", "Skipped"),
        ("def deep(): deep()\n    deep()", "RecursionError"),
    ],
)
def test_whatever_a_test_raises_ends_that_test_alone(body, exception):
    """It failed, by this exception, and the next one runs."""
    outcomes = outcomes_of(f"def test_it():\n    {body}\ndef test_next(): pass")

    assert (outcomes["test_it"].passed, outcomes["test_it"].exception) == (False, exception)
    assert outcomes["test_next"].passed


@pytest.mark.parametrize("moment", ["before", "after"])
def test_an_interrupt_in_a_fixture_ends_that_test_alone(moment):
    """Before the test, or after it: a test whose fixture broke down did not pass."""
    stop = "raise KeyboardInterrupt"
    outcomes = outcomes_of(
        f"""
        @pytest.fixture
        def breaking():
            {stop if moment == "before" else "pass"}
            yield
            {stop if moment == "after" else "pass"}
        def test_it(breaking): pass
        def test_next(): pass
        """
    )
    assert (outcomes["test_it"].passed, outcomes["test_it"].exception) == (False, "KeyboardInterrupt")
    assert outcomes["test_next"].passed


def test_an_exception_says_where_it_came_from():
    """Its lines lead through the test's cell, without the runner's own."""
    outcome = only("def helper(): return 1 / 0\ndef test_it(): helper()")

    assert (outcome.error.kind, outcome.error.text) == ("ZeroDivisionError", "division by zero")
    assert [(place.path, place.line, place.function) for place in outcome.error.places] == [
        ("cell", 3, "test_it"),
        ("cell", 2, "helper"),
    ]


@pytest.mark.parametrize("mark", ["skipif(True, reason='r')", "xfail"])
def test_only_a_pass_counts_as_passed(mark):
    """A skipped test looked at nothing, and an expected failure is one."""
    assert not only(f"@pytest.mark.{mark}\ndef test_it(): assert 0").passed


def test_the_line_is_the_docstring_s_first_paragraph():
    """On one line; a test without a docstring is called by its name."""
    outcomes = outcomes_of(
        'def test_a():\n    """Your network\n    learns.\n\n    More."""\ndef test_output_shape(): pass'
    )

    assert [outcome.line for outcome in outcomes.values()] == ["Your network learns.", "Output shape"]


# -- leaving no trace


def test_nothing_is_printed_or_left_behind(capfd, monkeypatch, tmp_path):
    """Not even with an outer pytest's settings in the environment and a conftest in the folder."""
    (tmp_path / "conftest.py").write_text("raise RuntimeError('read')")
    (tmp_path / "pytest.ini").write_text("[pytest]\naddopts = --nonsense")
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PYTEST_ADDOPTS", "--nonsense")
    monkeypatch.delenv("PYTEST_DISABLE_PLUGIN_AUTOLOAD", raising=False)
    environment = dict(os.environ)
    state = (list(warnings.filters), list(sys.path), list(sys.meta_path), sys.stdout, sys.stderr, sys.stdin)
    handlers = list(logging.getLogger().handlers)

    outcome = only("import sys\ndef test_it():\n    print('out'); print('err', file=sys.stderr); assert 0, 'm'")

    assert capfd.readouterr() == ("", "")
    assert outcome.message == "m"
    assert "out" in outcome.detail
    assert dict(os.environ) == environment
    assert (
        list(warnings.filters),
        list(sys.path),
        list(sys.meta_path),
        sys.stdout,
        sys.stderr,
        sys.stdin,
    ) == state
    assert logging.getLogger().handlers == handlers
    assert {path.name for path in tmp_path.iterdir()} == {"conftest.py", "pytest.ini"}


def test_no_last_exception_is_left(monkeypatch):
    """It would keep the test's frames, and all that they hold, in memory."""
    names = ("last_type", "last_value", "last_traceback", "last_exc")
    for name in names:
        monkeypatch.delattr(sys, name, raising=False)
    only("def test_it(): 1 / 0")

    assert not any(hasattr(sys, name) for name in names)


def test_the_last_exception_of_the_user_stays():
    """``%debug`` goes on looking at the user's own error."""
    error = ValueError("theirs")
    sys.last_value = error
    try:
        only("def test_it(): 1 / 0")
        assert sys.last_value is error
    finally:
        del sys.last_value


def test_it_runs_while_a_loop_is_running():
    """As in a Jupyter kernel, and leaves the loop alone."""

    async def inside():
        outcome = only("def test_it(): assert 0, 'm'")
        await asyncio.sleep(0)
        return outcome

    assert asyncio.run(inside()).message == "m"


def test_warnings_of_the_code_are_not_errors():
    """Whatever filters the surrounding process has set."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert only("import warnings\ndef test_it(): warnings.warn('w')").passed


def test_two_functions_of_one_name_are_refused():
    """They could not be told apart in the results."""

    def test_it(): ...

    with pytest.raises(ValueError, match="different names"):
        run_tests([test_it, test_it], {}.__getitem__, path="cell")


def test_no_functions_give_no_outcomes():
    """Nothing is started for them."""
    assert run_tests([], {}.__getitem__, path="cell") == ()


# -- one pytest for many runs


def test_what_is_raised_while_serving_is_raised():
    """It is no business of pytest's; with it, serving is over."""
    begun = []

    def serve():
        begun.append(run_tests([lambda: None], {}.__getitem__, path="cell")[0].passed)
        raise SystemExit(7)

    with pytest.raises(SystemExit, match="7"):
        in_one_pytest(serve)
    assert begun == [True]


def test_run_that_is_broken_off_between_two_tests_harms_no_later_run():
    """As when a check's time is up: it is heard of, and what comes next is right."""

    class OutOfTime(BaseException):
        pass

    def lookup(name):
        raise AssertionError

    class Tests(dict):
        def __iter__(self):
            raise OutOfTime

    found = []

    def serve():
        with pytest.raises(OutOfTime):
            run_tests([lambda: None], lookup, path="cell", extra_fixtures=Tests())
        for wanted in (1, 2):
            namespace = {}
            exec(compile_cell(f"def test_it(number): assert number == {wanted}", "cell"), namespace)
            found.append(run_tests([namespace["test_it"]], {"number": 2}.__getitem__, path="cell")[0].passed)

    in_one_pytest(serve)
    assert found == [False, True]
