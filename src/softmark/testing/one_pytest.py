"""One pytest for many runs, one after another."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from softmark.testing.plugin import CellPlugin

_session: pytest.Session | None = None


class Host:
    """The pytest plugin that has ``serve`` run where pytest would run tests."""

    def __init__(self, serve: Callable[[], None]) -> None:
        self._serve = serve
        self._served = False
        self._error: BaseException | None = None

    @pytest.hookimpl(tryfirst=True)
    def pytest_collection(self) -> bool:
        """Collect nothing."""
        return True

    @pytest.hookimpl(tryfirst=True)
    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        """Serve, instead of running what was collected."""
        global _session
        _session, self._served = session, True
        try:
            self._serve()
        except BaseException as error:  # pytest would take it for its own
            self._error = error
        finally:
            _session = None
        return True

    def finish(self) -> None:
        """After pytest has ended: serve without it if it could not begin, and raise what was raised."""
        if not self._served:
            self._serve()
        if self._error is not None:
            raise self._error


def run(tests: CellPlugin) -> bool:
    """Run tests in the pytest that serves, if one does; whether it did."""
    global _session
    session = _session
    if session is None:
        return False
    manager = session.config.pluginmanager
    try:
        manager.register(tests)
        items = tests.collect(session)
        for item, following in zip(items, [*items[1:], None], strict=True):
            item.config.hook.pytest_runtest_protocol(item=item, nextitem=following)
        manager.unregister(tests)
    except BaseException:
        _session = None  # it may have been broken off between setting up and tearing down: others get a pytest each
        raise
    return True
