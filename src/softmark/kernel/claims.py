"""Kernel mode: the rare test cell that cannot be judged outside runs here, and its result is a claim."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any

from softmark.checks.training import Trainings
from softmark.testing import TestOutcome, run_plain, run_tests
from softmark.testing.cells import test_functions
from softmark.training import recorder


def run_claimed(source: str, path: str, names: dict[str, Any]) -> dict[str, object]:
    """Run a test cell among the submission's names.

    Returns:
        ``outcomes``, each a plain mapping with the fields of ``TestOutcome``, and ``value``, the value of a plain
        cell's last expression if it is a number.
    """
    import numpy as np
    from IPython.core.inputtransformer2 import TransformerManager

    text = TransformerManager().transform_cell(source)
    defined = test_functions(text)
    outcome, value = run_plain(text, names, path)
    outcomes: tuple[TestOutcome, ...] = (outcome,)
    if defined and outcome.passed:
        given = {"trainings": lambda: Trainings(recorder.ask)}
        outcomes = run_tests([names[name] for name in defined], names.__getitem__, path=path, extra_fixtures=given)
    if isinstance(value, np.integer | np.floating):
        value = value.item()
    number = value if type(value) in (int, float) else None
    return {"outcomes": [{**asdict(o), "missing": list(o.missing)} for o in outcomes], "value": number}
