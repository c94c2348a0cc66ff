"""The page of figures: a run takes half an hour, and must not fail when it comes to be written."""

import dataclasses
from typing import Any

import pytest

from bench import class_of_networks, graded_again, quiz_class, tiny_submissions
from bench.machine import this_machine
from bench.measuring import Line
from bench.report import page
from bench.size import FULL

MISSING = {"class": "a reason", "again": "another", "tiny": "a third", "quiz": "a fourth"}


def row(name: str, workers: int, each: float) -> class_of_networks.Row:
    return class_of_networks.Row(name, workers, Line(20, each), Line(15, each), 30, 28, 1900)


def networks(**changed: Any) -> class_of_networks.Figures:
    rows = tuple(row("softmark", workers, 2.5 / workers) for workers in (1, 2, 4))
    own = {"own": 1.5, "own_mean": 1.6, "own_cpu": 1.4, "deterministic": 0.2, "inside": 0.6}
    figures = class_of_networks.Figures(24, 12, (2, 6), 2, **own, stock=row("stock", 1, 13), rows=rows)
    return dataclasses.replace(figures, **changed)


def again(regrade: Line | None) -> graded_again.Figures:
    lines = Line(5, 13), Line(20, 1), Line(4, 0.02)
    return graded_again.Figures(200, 20, *lines, dry=regrade, regrade=regrade, why_not="no such command")


TINY = tiny_submissions.Figures(tuple(tiny_submissions.Class(n, 10 + n / 2, n / 4, 150) for n in (250, 500, 1000)))

QUIZ = quiz_class.Figures(tuple(quiz_class.Class(n, 5 + 0.75 * n, 3 + 0.5 * n, 150) for n in (125, 500)))


def written(**figures: Any) -> str:
    return page(this_machine(), FULL, 25.0, figures, MISSING)


def test_all_figures_are_written() -> None:
    """Each part's ratios and targets stand on the page, and what would be a wrong line of a table does not."""
    text = written(networks=networks(), again=again(Line(4, 0.1)), tiny=TINY, quiz=QUIZ)
    assert "| at most 1.35× the floor, 2 at once, each | 1.00× | reached |" in text
    assert "| about 6× as fast as stock, 2 at once, each | 10× | reached |" in text
    assert "| regrading 30× as fast as stock | 109× | reached |" in text
    assert "| 1000 | 510 s | 0.51 s | 250 ms | 150 MB |" in text
    assert "A further student costs 0.75 s, and 0.50 s of it by nbgrader alone: 250 ms are" in text
    assert "ot measured" not in text
    columns = [line.count("|") for line in text.splitlines() if line.startswith("|")]
    assert min(columns) >= 3


def test_missing_parts_say_why() -> None:
    """A part that could not be measured, or was not asked for, has its reason in its place."""
    text = written()
    assert all(f"Not measured: {reason}" in text for reason in MISSING.values())


def test_missing_regrade_says_why() -> None:
    """Without the command, the rest of the part stands."""
    text = written(again=again(None))
    assert "`softmark regrade` was not measured: no such command" in text
    assert "| second run of an unchanged class 100× as fast as stock |" in text


@pytest.mark.parametrize("each", [0.0, -0.1])
def test_noise_is_no_success(each: float) -> None:
    """A difference of two times that chance has turned round is no ratio, and reaches no target."""
    rows = tuple(row("softmark", workers, each) for workers in (1, 2, 4))
    text = written(networks=networks(rows=rows))
    assert "| at most 1.35× the floor, 2 at once, each | not measurable | not measurable |" in text
    assert "| about 6× as fast as stock, 2 at once, each | not measurable | not measurable |" in text


def test_line() -> None:
    """What is paid once and what each submission adds come from two sizes of a class."""
    line = Line.through({20: 40.0, 10: 25.0})
    assert line == Line(10.0, 1.5)
    assert line.at(30) == 55.0
