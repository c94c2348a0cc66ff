"""Run the checks of one graded cell in the judge."""

from __future__ import annotations

import ast
import math
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import Any

from softmark.checks.training import Trainings
from softmark.codec import CodecError
from softmark.judge.link import IN_DOUBT, Link, NotCrossing
from softmark.judge.namespace import JudgeCell, Namespace
from softmark.judge.redacting import BEFORE, IN_THIS_CHECK, Redactor
from softmark.judge.resolving import Resolver
from softmark.testing import TestOutcome, run_plain, run_tests
from softmark.testing.hidden import HiddenFolder
from softmark.testing.weights import keeps_secret


class Judge:
    """Judges the graded cells of one notebook, one after the other, in the order of the source.

    Args:
        cells: the code cells of the instructor's notebook.
        hidden: the folder of hidden data.
        exchange: asks the submission's kernel, through the grader.
    """

    def __init__(self, cells: Sequence[JudgeCell], hidden: Path, exchange: Callable[[bytes], bytes]) -> None:
        self._cells = cells
        self._hidden = HiddenFolder(hidden)
        self._touched_above = False
        self._told = False
        self._redactor = Redactor(cell.source for cell in cells)
        self._link = Link(exchange)
        self._names = Namespace(cells, self._link)
        self._link.namespace = self._names
        Resolver(self._link)

    def check(self, index: int, operators: frozenset[str]) -> dict[str, object]:
        """Run the checks of one graded cell.

        Returns:
            A plain mapping: ``outcomes`` (fields of ``TestOutcome`` plus ``claims`` and ``hidden``), ``value`` (a
            plain cell's last value if it is a number), ``operators`` that were used, ``touched`` (whether secret
            inputs reached the submission's code), ``plain`` (whether it is a cell of plain asserts), ``notes``.
        """
        cell = self._cells[index]
        path = f"<{cell.grade_id}>"
        tests = self._names.facts(index).tests
        self._link.start_check(operators)
        self._touched_above = False
        with self._names.at(index):
            if tests:
                outcomes, value = self._tests(cell, tests, path), None
            else:
                outcomes, value = self._plain(cell, path)
        return {
            "outcomes": outcomes,
            "value": value,
            "plain": not tests,
            "operators": sorted(self._link.used_operators),
            "touched": self._touched_above or any(bool(outcome["touched"]) for outcome in outcomes),
            "notes": [*self._link.declined[:20], *self._link.notes[-20:]],
        }

    def _plain(self, cell: JudgeCell, path: str) -> tuple[list[dict[str, object]], object]:
        hidden = cell.source != cell.released
        started = time.monotonic()
        value: object = None

        def run() -> TestOutcome:
            nonlocal value
            outcome, value = _run(cell.source, self._names, path)
            return outcome

        outcome = self._beyond_doubt(run)
        described = self._describe(outcome, hidden=hidden, seconds=time.monotonic() - started)
        return [described], partial_credit(cell.source, value)

    def _tests(self, cell: JudgeCell, tests: tuple[str, ...], path: str) -> list[dict[str, object]]:
        """pytest-style: define the functions, then run each; those that students have, first."""
        from softmark.judge.analysis import analyse

        # What its own lines keep of an odd answer, they keep as a strict run has it: tests of later cells use it, too.
        defined = self._beyond_doubt(lambda: _run(cell.source, self._names, path)[0])
        self._touched_above = self._link.touched and cell.source != cell.released
        public = set(analyse(cell.released).tests)
        if not defined.passed:
            return [self._describe(_renamed(defined, name), hidden=name not in public) for name in tests]
        described = []
        for name in tests:
            self._link.claims = set()
            self._link.touched = False
            function = dict.__getitem__(self._names, name)
            # Names that the lines above have bound anew go along with the first call, whichever test makes it.
            secret = name not in public and (keeps_secret(function) or bool(self._names.unsent))
            outcome = self._beyond_doubt(partial(self._test, function, path))
            described.append(self._describe(outcome, hidden=name not in public, secret=secret))
        return described

    def _test(self, function: Callable[..., object], path: str) -> TestOutcome:
        given = {"hidden": lambda: self._hidden, "trainings": lambda: Trainings(self._link.trainings)}
        return run_tests([function], self._look_up, path=path, extra_fixtures=given)[0]

    def _beyond_doubt(self, run: Callable[[], TestOutcome]) -> TestOutcome:
        """Run a check, and once more without what the reference's answers do not do, if it passed by such answers.

        A check may be wrong about an answer that changes its arguments or holds nothing at all. Both are allowed, as
        long as it would have passed without.
        """
        link = self._link
        link.doubts = False
        outcome = run()
        link.take_back()
        if outcome.share and link.doubts:
            link.strict = True
            self._names.forget_fetched()
            try:
                again = run()
            finally:
                link.strict = False
                self._names.forget_fetched()
            if again.share < outcome.share:
                link.decline(f"{IN_DOUBT}; the reference's does not.")
                return again
        return outcome

    def _look_up(self, name: str) -> object:
        try:
            return self._names[name]
        except KeyError:
            raise NameError(f"name {name!r} is not defined", name=name) from None

    def _describe(
        self, outcome: TestOutcome, *, hidden: bool, secret: bool | None = None, seconds: float | None = None
    ) -> dict[str, object]:
        """An outcome as plain data; ``secret``: whether what the check hands over is, without it, if it is hidden."""
        secret = hidden if secret is None else secret
        told = (secret and self._link.touched) or (hidden and self._touched_above)
        self._told = self._told or told
        described: dict[str, object] = {**asdict(outcome), "missing": list(outcome.missing)}
        if self._told:  # what is shown of the submission's answers may tell of hidden inputs from here on
            longest = IN_THIS_CHECK if told else BEFORE
            described["message"] = self._redactor.without_values(outcome.message, longest, outcome.case)
        if seconds is not None:
            described["seconds"] = seconds
        described["hidden"] = hidden
        described["touched"] = secret and self._link.touched
        described["claims"] = sorted(self._link.claims)
        return described


def _run(source: str, names: dict[str, object], path: str) -> tuple[TestOutcome, object]:
    try:
        return run_plain(source, names, path)
    except SyntaxError as error:  # IPython's own syntax: not for a process without IPython
        return TestOutcome(path, path, passed=False, detail=str(error), exception=type(error).__name__), None


def partial_credit(source: str, value: object) -> float | None:
    """A plain cell's last value as partial credit; NaN for what is no number, ``None`` if it has no last value.

    A number of numpy's counts as a number; a truth value, an object, or what is infinite is no credit.
    """
    import numpy as np

    if type(value) in (int, float) or (isinstance(value, np.integer | np.floating)):
        try:
            number = float(value)  # type: ignore[arg-type]  # a number, as was just found
        except OverflowError:
            number = math.inf
        return number if math.isfinite(number) else math.nan
    try:
        tree = ast.parse(source)
    except SyntaxError:  # IPython's: it did not run
        return None
    return math.nan if tree.body and isinstance(tree.body[-1], ast.Expr) else None


def _renamed(outcome: TestOutcome, name: str) -> TestOutcome:
    from dataclasses import replace

    return replace(outcome, name=name)


def cells_from(plain: Sequence[Mapping[str, Any]]) -> list[JudgeCell]:
    """The cells of a job, as the grader sent them."""
    return [JudgeCell(cell["kind"], cell["source"], cell["released"], cell["grade_id"]) for cell in plain]


__all__ = ["CodecError", "Judge", "NotCrossing", "cells_from"]
