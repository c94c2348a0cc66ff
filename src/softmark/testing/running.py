"""Running test functions under a pytest of their own, in this process and without a trace."""

import contextlib
import inspect
import io
import os
import sys
import tempfile
import types
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, Literal, cast

import pytest

from softmark.messages import _
from softmark.testing.authored import authored_message, listening
from softmark.testing.outcomes import Place, Raised, TestOutcome, line_of
from softmark.testing.weights import weight_of

Test = Callable[..., Any]
Lookup = Callable[[str], object]

# Plugins that print, write files, or change the process beyond the run. `terminal` is the one that prints.
_UNWANTED = (
    "cacheprovider", "debugging", "doctest", "faulthandler", "junitxml", "legacypath", "pastebin",
    "setuponly", "setupplan", "stepwise", "terminal", "threadexception", "unittest", "unraisableexception",
)  # fmt: skip
_ENVIRONMENT = ("PYTEST_ADDOPTS", "PYTEST_PLUGINS", "PYTEST_DEBUG", "PYTEST_CURRENT_TEST", "PYTEST_VERSION")
_LAST = ("last_type", "last_value", "last_traceback", "last_exc")
_FIXTURE = type(pytest.fixture(lambda: None))
_DETAIL = 20_000  # characters of pytest's report that are kept of a case
_TEXT = 4_000  # characters of an exception's message that are kept
_PLACES = 50  # lines of a traceback that are kept, innermost first


class Stopped(Exception):
    """Stands for a KeyboardInterrupt or ``pytest.exit`` of a test, which would end the whole run."""


@dataclass
class _Case:
    """One item of pytest: a test function, or one case of a parametrized one."""

    title: str = ""  # how to name it if it fails; "" if it is the only one
    passed: bool = False
    ended: bool = False
    message: str = ""
    detail: str = ""
    seconds: float = 0.0
    missing: tuple[str, ...] = ()
    exception: str = ""
    error: Raised | None = None


@dataclass
class _Run:
    """The pytest plugin that collects the given functions and notes what becomes of them."""

    tests: Mapping[str, Test]
    lookup: Lookup
    path: str
    fixtures: Mapping[str, Callable[[], object]]
    cases: dict[str, list[_Case]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)  # names that the running case asked for in vain
    running: dict[str, _Case] = field(default_factory=dict)  # pytest's node id -> case

    # -- collecting

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool:
        """Collect the functions instead of files."""
        session.items = self._collect(session, self.tests)
        session.testscollected = len(session.items)
        return True

    def _collect(self, session: pytest.Session, tests: Mapping[str, Test]) -> list[pytest.Item]:
        made = types.ModuleType("cell")
        vars(made).update(self._fixtures(session, tests), **tests)
        module = pytest.Module.from_parent(session, path=Path(self.path))
        module.obj = made
        try:
            items = [item for item in module.collect() if isinstance(item, pytest.Function)]
        except (Exception, pytest.fail.Exception) as error:
            # pytest refuses a test (it yields, say, or is wrongly parametrized): the others still run.
            if len(tests) > 1:
                return [item for name, test in tests.items() for item in self._collect(session, {name: test})]
            (name,) = tests
            self.cases[name] = [_Case(ended=True, detail=str(error), exception=type(error).__name__)]
            return []
        for name, test in tests.items():
            own = [item for item in items if item.originalname == name]
            self.cases[name] = []
            for number, item in enumerate(own, start=1):
                case = _Case(title=_title(item, test, number, len(own)))
                self.cases[name].append(case)
                self.running[item.nodeid] = case
        return list(items)

    def _fixtures(self, session: pytest.Session, tests: Mapping[str, Test]) -> dict[str, object]:
        """Fixtures for the tests: those of their cell, the given ones, and one for every other parameter."""
        found = {
            name: value
            for test in tests.values()
            for name, value in getattr(inspect.unwrap(test), "__globals__", {}).items()
            if type(value) is _FIXTURE and getattr(value, "__name__", name) not in self.fixtures
        }
        given: dict[str, object] = {f"@{name}": _fixture(name, make) for name, make in self.fixtures.items()}
        own = {getattr(value, "__name__", name) for name, value in found.items()} | set(self.fixtures)
        own.add("request")  # pytest gives it, and does not count it as a fixture
        asking = (*tests.values(), *found.values())
        for name in dict.fromkeys(name for function in asking for name in _parameters(function)):
            # pytest has no public way to ask which fixtures there are.
            if name not in own and not session._fixturemanager.getfixturedefs(name, session):
                given[f"@{name}"] = _fixture(name, partial(self._look, name))
        return found | given

    def _look(self, name: str) -> object:
        try:
            return self.lookup(name)
        except (NameError, KeyError) as error:  # KeyError: the lookup of a dictionary
            self.missing.append(name)
            raise NameError(f"name {name!r} is not defined", name=name) from error

    # -- running

    @pytest.hookimpl(wrapper=True, tryfirst=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        """Hear this case's messages, and no other's."""
        self.missing.clear()
        with listening():
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_setup(self) -> Generator[None, object, object]:
        """Keep an interrupt in a fixture from ending the run."""
        with _kept_running():
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_call(self) -> Generator[None, object, object]:
        """Keep an interrupt in a test from ending the run."""
        with _kept_running():
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_teardown(self) -> Generator[None, object, object]:
        """Keep an interrupt in a fixture's end from ending the run."""
        with _kept_running():
            return (yield)

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_makereport(
        self, item: pytest.Item, call: pytest.CallInfo[None]
    ) -> Generator[None, pytest.TestReport, pytest.TestReport]:
        """Note what became of one phase of a case."""
        report = yield
        case = self.running[item.nodeid]
        case.seconds += report.duration
        if report.when == "call":
            case.passed = report.passed and not hasattr(report, "wasxfail")
        if call.excinfo is not None and not case.ended:
            self._note(case, item, call.excinfo.value)
        if not report.passed:
            case.passed = False
            sections = "".join(f"\n-- {title} --\n{text}" for title, text in report.sections)
            case.detail = (case.detail + report.longreprtext + sections)[:_DETAIL]
        return report

    def _note(self, case: _Case, item: pytest.Item, error: BaseException) -> None:
        case.ended = True
        if isinstance(error, Stopped) and error.__cause__ is not None:
            error = error.__cause__
        test = inspect.unwrap(item.function) if isinstance(item, pytest.Function) else None
        case.message = authored_message(error)
        case.error = raised(error)
        if isinstance(error, AssertionError | pytest.fail.Exception):
            # The text of an assertion may hold pytest's explanation.
            case.error = replace(case.error, text=case.message)
            return
        case.exception = type(error).__name__
        case.missing = tuple(self.missing)
        if not self.missing and isinstance(error, NameError) and error.name and case.error.places:
            code = getattr(test, "__code__", None)
            if case.error.places[-1].path in (self.path, getattr(code, "co_filename", None)):
                case.missing = (error.name,)


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
    run = _Run(tests, lookup, path, extra_fixtures)
    said = _pytest_main(run, plugins, tests, capture) if tests else ""
    return tuple(_outcome(name, test, run.cases.get(name), said) for name, test in tests.items())


def _pytest_main(run: _Run, plugins: Sequence[object], names: Mapping[str, Test], capture: str) -> str:
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
            "-o", f"python_functions={' '.join(names)}",
            *(part for name in _UNWANTED for part in ("-p", f"no:{name}")),
        ]  # fmt: skip
        pytest.main(arguments, plugins=[run, *plugins])
    return said.getvalue()


def _outcome(name: str, test: Test, cases: list[_Case] | None, said: str) -> TestOutcome:
    cases = cases or [_Case(detail=said[:_DETAIL] or "pytest did not run this test", exception="NotRun")]
    failed = [case for case in cases if not case.passed]
    first = failed[0] if failed else None
    message = first.message if first else ""
    if first and first.title and message:
        message = _("{case}: {message}").format(case=first.title, message=message)
    return TestOutcome(
        name=name,
        line=line_of(test),
        passed=not failed,
        message=message,
        detail="\n\n".join(case.detail for case in failed)[:_DETAIL],
        seconds=sum(case.seconds for case in cases),
        weight=weight_of(test),
        exception=(first.exception or ("" if first.ended else "NotRun")) if first else "",
        missing=tuple(dict.fromkeys(name for case in failed for name in case.missing)),
        cases=len(cases),
        cases_passed=len(cases) - len(failed),
        error=first.error if first else None,
    )


def raised(error: BaseException) -> Raised:
    """An exception in plain data, with the lines it came through; pytest's and this module's are left out."""
    try:
        text = str(error)
    except Exception:  # a student's exception may have a __str__ that fails
        text = ""
    places = []
    traceback = error.__traceback__
    while traceback is not None:
        code = traceback.tb_frame.f_code
        if not _is_runner(code.co_filename):
            places.append(Place(code.co_filename, traceback.tb_lineno, code.co_name))
        traceback = traceback.tb_next
    return Raised(type(error).__name__, text[:_TEXT], tuple(places[-_PLACES:]))


def _is_runner(path: str) -> bool:
    parents = Path(path).parents
    return Path(__file__).parent in parents or any(parent.name in ("_pytest", "pluggy") for parent in parents)


def _parameters(function: object) -> list[str]:
    """Names of the parameters that must be given."""
    try:
        parameters = inspect.signature(cast(Test, function)).parameters.values()
    except (TypeError, ValueError):
        return []
    wanted = (inspect.Parameter.POSITIONAL_OR_KEYWORD, inspect.Parameter.KEYWORD_ONLY)
    return [one.name for one in parameters if one.kind in wanted and one.default is one.empty]


def _fixture(name: str, make: Callable[[], object]) -> object:
    @pytest.fixture(name=name)
    def given() -> object:
        return make()

    return given


def _title(item: pytest.Function, test: Test, number: int, count: int) -> str:
    """How a case is called: by the ids that its author gave, for those that pytest makes show values."""
    callspec = getattr(item, "callspec", None)
    if callspec is None:
        return ""
    marks = [mark for mark in getattr(test, "pytestmark", ()) if mark.name == "parametrize"]
    if marks and all(_named(mark) for mark in marks):
        return str(callspec.id)
    return _("Case {number} of {count}").format(number=number, count=count)


def _named(mark: pytest.Mark) -> bool:
    values = mark.args[1] if len(mark.args) > 1 else mark.kwargs.get("argvalues", ())
    return mark.kwargs.get("ids") is not None or (
        isinstance(values, Sequence) and all(getattr(value, "id", None) for value in values)
    )


@contextlib.contextmanager
def _kept_running() -> Iterator[None]:
    try:
        yield
    except (KeyboardInterrupt, pytest.exit.Exception) as stop:
        raise Stopped(str(stop) or type(stop).__name__) from stop


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
