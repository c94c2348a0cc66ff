"""The pytest plugin that collects the tests of one cell, gives them their names, and notes what becomes of them."""

import contextlib
import inspect
import types
from collections.abc import Callable, Generator, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

from softmark.messages import _
from softmark.model import Measured
from softmark.testing.authored import authored_message, listening
from softmark.testing.measuring import measuring
from softmark.testing.outcomes import Raised
from softmark.testing.partly import Partly

Test = Callable[..., Any]
Lookup = Callable[[str], object]

DETAIL = 20_000  # characters of pytest's report that are kept of a case
_FIXTURE = type(pytest.fixture(lambda: None))


class Stopped(Exception):
    """Stands for a KeyboardInterrupt or ``pytest.exit`` of a test, which would end the whole run."""


@dataclass
class Case:
    """One item of pytest: a test function, or one case of a parametrized one."""

    title: str = ""  # how to name it if it fails; "" if it is the only one
    passed: bool = False
    share: float = 0.0  # of a case that did not pass
    ended: bool = False
    message: str = ""
    detail: str = ""
    seconds: float = 0.0
    missing: tuple[str, ...] = ()
    exception: str = ""
    error: Raised | None = None
    measured: tuple[Measured, ...] = ()


@dataclass
class CellPlugin:
    """The pytest plugin that collects the given functions and notes what becomes of them."""

    tests: Mapping[str, Test]
    lookup: Lookup
    path: str
    fixtures: Mapping[str, Callable[[], object]]
    cases: dict[str, list[Case]] = field(default_factory=dict)
    missing: list[str] = field(default_factory=list)  # names that the running case asked for in vain
    running: dict[str, Case] = field(default_factory=dict)  # pytest's node id -> case

    # -- collecting

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self, session: pytest.Session) -> bool:
        """Collect the functions instead of files."""
        session.items = self.collect(session)
        session.testscollected = len(session.items)
        return True

    def collect(self, session: pytest.Session) -> list[pytest.Item]:
        """The functions as items of pytest's, in their order."""
        return self._collect(session, self.tests)

    def _collect(self, session: pytest.Session, tests: Mapping[str, Test]) -> list[pytest.Item]:
        made = types.ModuleType("cell")
        vars(made).update(self._fixtures(session, tests), **tests)
        module = pytest.Module.from_parent(session, path=Path(self.path))
        module.obj = made
        module.funcnamefilter = tests.__contains__  # type: ignore[method-assign, assignment]  # whatever they are called
        try:
            items = [item for item in module.collect() if isinstance(item, pytest.Function)]
        except (Exception, pytest.fail.Exception) as error:
            # pytest refuses a test (it yields, say, or is wrongly parametrized): the others still run.
            if len(tests) > 1:
                return [item for name, test in tests.items() for item in self._collect(session, {name: test})]
            (name,) = tests
            self.cases[name] = [Case(ended=True, detail=str(error), exception=type(error).__name__)]
            return []
        for name, test in tests.items():
            own = [item for item in items if item.originalname == name]
            self.cases[name] = []
            for number, item in enumerate(own, start=1):
                case = Case(title=_title(item, test, number, len(own)))
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
        """Hear this case's messages and comparisons, and no other's."""
        self.missing.clear()
        with listening(), measuring() as measured:
            done = yield
        self.running[item.nodeid].measured = measured()
        return done

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
            case.passed = report.passed
        if call.excinfo is not None and not case.ended:
            self._note(case, item, call.excinfo.value)
        if not report.passed:
            case.passed = False
            sections = "".join(f"\n-- {title} --\n{text}" for title, text in report.sections)
            case.detail = (case.detail + report.longreprtext + sections)[:DETAIL]
        return report

    def _note(self, case: Case, item: pytest.Item, error: BaseException) -> None:
        case.ended = True
        if isinstance(error, Stopped) and error.__cause__ is not None:
            error = error.__cause__
        test = inspect.unwrap(item.function) if isinstance(item, pytest.Function) else None
        case.message = authored_message(error)
        case.error = Raised.of(error)
        if isinstance(error, Partly):
            case.share = error.share
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
