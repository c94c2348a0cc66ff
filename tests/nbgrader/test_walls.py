"""No submission of a course runs where it could read the course, unless the course says so."""

from __future__ import annotations

import sys
from collections.abc import Callable
from typing import Any

import pytest

from softmark.nbgrader import classroom
from softmark.nbgrader.course import open_course
from softmark.nbgrader.source import CourseError
from softmark.sandbox import tier

RIGHT = "def double(n):\n    return 2 * n"
SPY = """
import pathlib
for name in ("source/sums/one.ipynb", "gradebook.db", "nbgrader_config.py", "submitted/bob/sums/one.ipynb"):
    path = pathlib.Path({root!r}) / name
    for use in (path.read_bytes, lambda: path.open("ab"), path.unlink):
        try:
            print("got", name, use())
        except (PermissionError, FileNotFoundError):
            print("refused")
def double(n):
    return 2 * n
"""


def _text(notebook: Any) -> str:
    return "".join(str(output.get("text", "")) for cell in notebook.cells for output in cell.get("outputs", ()))


@pytest.mark.skipif(tier.tier() is tier.Tier.NONE, reason="needs Landlock (Linux 6.2)")
@pytest.mark.parametrize("kind", ["full", "landlock"])
def test_submission_reaches_nothing_of_the_course(make_course: Callable[..., Any], kind: str) -> None:
    """Neither the source with its hidden checks, nor the gradebook, nor what others have handed in."""
    if kind == "full" and tier.why_not_full():
        pytest.skip(f"needs bubblewrap: {tier.why_not_full()}")
    course = make_course(f"c.GradeStep.grader = None\nc.Sandbox.tier = {kind!r}")
    other = course.hand_in("bob", double=RIGHT)
    before = {path: path.read_bytes() for path in (course.root / "source" / "sums" / "one.ipynb", other)}
    course.hand_in("ada", double=SPY.format(root=str(course.root)))
    assert course.autograde("ada").success
    assert _text(course.autograded("ada")).split() == ["refused"] * 12
    assert tier.tier() == kind
    assert {path: path.read_bytes() for path in before} == before
    assert course.scores("ada")["one/test-double"] == (3.0, False)


def test_spy_succeeds_without_walls(make_course: Callable[..., Any], without_walls: None) -> None:
    """So that the test above can fail; and a course may want it so."""
    course = make_course("c.GradeStep.grader = None\nc.Sandbox.unsafe = True")
    course.hand_in("bob", double=RIGHT)
    course.hand_in("ada", double=SPY.format(root=str(course.root)).replace(", path.unlink", ""))
    assert course.autograde("ada").success
    assert "got source/sums/one.ipynb" in _text(course.autograded("ada"))


@pytest.mark.skipif(tier.tier() is tier.Tier.NONE, reason="needs Landlock (Linux 6.2)")
def test_nothing_runs_without_walls(make_course: Callable[..., Any], without_walls: None) -> None:
    """Whichever way it is graded, the course is told why, and nothing is written."""
    course = make_course()
    course.hand_in("ada", double=RIGHT)
    run = course.autograde("ada")
    assert not run.success
    assert "cannot keep submissions from your files" in run.error + run.log
    assert not course.folder("autograded", "ada").exists()
    with pytest.raises(CourseError, match="--unsafe"):
        classroom.assigned(open_course(course.root), "sums")


@pytest.mark.skipif(tier.tier() is tier.Tier.NONE, reason="needs Landlock (Linux 6.2)")
def test_course_beside_the_packages_is_refused(
    make_course: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A virtual environment that was made in the course's own folder would show the course to everybody."""
    course = make_course()
    course.hand_in("ada", double=RIGHT)
    monkeypatch.setattr(sys, "prefix", str(course.root))
    with pytest.raises(CourseError, match="Move the course"):
        classroom.assigned(open_course(course.root), "sums")


@pytest.mark.skipif(tier.tier() is tier.Tier.NONE, reason="needs Landlock (Linux 6.2)")
def test_course_gets_the_walls_that_it_asks_for_or_none(
    make_course: Callable[..., Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Without bubblewrap, a course that wants it is told how to get it; another one is graded."""
    course = make_course("c.Sandbox.tier = 'full'")
    course.hand_in("ada", double=RIGHT)
    tier.strongest.cache_clear()
    tier.why_not_full.cache_clear()
    try:
        with monkeypatch.context() as without:
            without.setenv("PATH", "/nowhere")
            with pytest.raises(CourseError, match="apt-get install bubblewrap"):
                classroom.assigned(open_course(course.root), "sums")
            config = course.root / "nbgrader_config.py"
            config.write_text(config.read_text().replace("'full'", "''"))
            assert classroom.assigned(open_course(course.root), "sums").sources
    finally:
        tier.strongest.cache_clear()
        tier.why_not_full.cache_clear()
