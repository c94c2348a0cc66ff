"""Running test functions under a pytest of their own, in this process and without a trace."""

import contextlib
import io
import os
import sys
import tempfile
import types
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Literal

import pytest

from softmark.messages import _
from softmark.testing import one_pytest
from softmark.testing.measuring import nearest
from softmark.testing.outcomes import TestOutcome, line_of
from softmark.testing.plugin import DETAIL, Case, CellPlugin, Lookup, Test
from softmark.testing.weights import weight_of

# Plugins that print, write files, or change the process beyond the run. `terminal` is the one that prints.
_UNWANTED = (
    "cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "legacypath", "pastebin",
    "setuponly", "setupplan", "stepwise", "terminal", "threadexception", "unittest", "unraisableexception",
)  # fmt: skip
_ENVIRONMENT = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DEBUG", "PYTEST_CURRENT_TEST", "PYTEST_VERSION")
_LAST = ("last_type", "last_value", "last_traceback", "last_exc")


def run_tests(
    functions: Sequence[Test],
    lookup: Lookup,
    *,
    path: str,
    extra_fixtures: Mapping[str, Callable[[], object]] = types.MappingProxyType({}),
    plugins: Sequence[object] = (),
    capture: Literal["sys", "fd"] = "sys",
) -> tuple[TestOutcome, ...]:
    """Run test functions under pytest and say what each gave, in the order given.

    A run leaves nothing behind: no file, output, warning filter, import hook or environment variable. What a
    failing test prints goes into ``detail``. A test that exits, interrupts or skips has not passed, and ends
    nothing but itself. Works inside another pytest run and while an asyncio loop is running.

    Args:
        functions: the tests. Fixtures are taken from the globals that they were defined in.
        lookup: gives the value of a parameter that is neither parametrized nor a fixture, when a test that
            asks for it runs; raises :class:`NameError` (or :class:`KeyError`) if there is none.
        path: name of the cell that they stand in; need not be a file.
        extra_fixtures: more fixtures, made anew for every test; they win over fixtures of the same name.
        plugins: more pytest plugins.
        capture: "fd" catches what is written past Python, too, and moves file descriptors 1 and 2 meanwhile.

    Raises:
        ValueError: if two functions have the same name.
    """
    tests = {test.__name__: test for test in functions}
    if len(tests) < len(functions):
        raise ValueError("test functions must have different names")
    run = CellPlugin(tests, lookup, path, extra_fixtures)
    said = ""
    if tests:
        shared = capture == "sys" and not plugins and one_pytest.run(run)
        said = "" if shared else _pytest_main([run, *plugins], capture)
    return tuple(_outcome(name, test, run.cases.get(name), said) for name, test in tests.items())


def in_one_pytest(serve: Callable[[], None]) -> None:
    """Call ``serve``; all runs that it asks for are of one pytest, as starting that takes longer than most tests do.

    Raises:
        BaseException: whatever ``serve`` raises.
    """
    host = one_pytest.Host(serve)
    _pytest_main([host], "sys")
    host.finish()


def _pytest_main(plugins: Sequence[object], capture: str) -> str:
    """Run pytest; what it said if it could not run."""
    said = io.StringIO()
    with contextlib.ExitStack() as stack:
        temporary = tempfile.TemporaryDirectory(prefix="softmark-", ignore_cleanup_errors=True)
        folder = Path(stack.enter_context(temporary))
        stack.enter_context(_environment_kept())
        stack.enter_context(contextlib.redirect_stdout(said))
        stack.enter_context(contextlib.redirect_stderr(said))
        arguments = [
            f"--rootdir={folder}", f"--basetemp={folder / 'base'}", "-c", os.devnull, "--noconftest",
            "--import-mode=importlib", "--assert=plain", f"--capture={capture}", "-W", "default",
            *(part for name in _UNWANTED for part in ("-p", f"no:{name}")),
        ]  # fmt: skip
        pytest.main(arguments, plugins=plugins)
    return said.getvalue()


def beginning(case: str) -> str:
    """How a message begins that is about one of several cases."""
    return _("{case}: ").format(case=case)


def _outcome(name: str, test: Test, cases: list[Case] | None, said: str) -> TestOutcome:
    cases = cases or [Case(detail=said[:DETAIL] or "pytest did not run this test", exception="NotRun")]
    failed = [case for case in cases if not case.passed]
    first = failed[0] if failed else None
    message = first.message if first else ""
    case = first.title if first and message else ""
    if case:
        message = beginning(case) + message
    return TestOutcome(
        name=name,
        line=line_of(test),
        passed=not failed,
        message=message,
        case=case,
        detail="\n\n".join(case.detail for case in failed)[:DETAIL],
        seconds=sum(case.seconds for case in cases),
        weight=weight_of(test),
        exception=(first.exception or ("" if first.ended else "NotRun")) if first else "",
        missing=tuple(dict.fromkeys(name for case in failed for name in case.missing)),
        cases=len(cases),
        cases_passed=len(cases) - len(failed),
        partly=sum(case.share for case in failed),
        error=first.error if first else None,
        measured=nearest(one for case in cases for one in case.measured),
    )


@contextlib.contextmanager
def _environment_kept() -> Iterator[None]:
    """Hide the settings of an outer pytest, and put back what a run changes of the process."""
    hidden = {name: os.environ.pop(name, None) for name in (*_ENVIRONMENT, "PYTEST_DISABLE_PLUGIN_AUTOLOAD")}
    last = {name: getattr(sys, name) for name in _LAST if hasattr(sys, name)}
    os.environ["PYTEST_DISABLE_PLUGIN_AUTOLOAD"] = "1"
    try:
        yield
    finally:
        for name, value in hidden.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value
        for name in _LAST:
            if name in last:
                setattr(sys, name, last[name])
            elif hasattr(sys, name):
                delattr(sys, name)
