"""``nbgrader autograde`` with softmark: what becomes of submissions of every kind, and of the gradebook."""

import copy
import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import nbformat
import pytest

from softmark.grading.mend import mend
from softmark.nbgrader import submission

RIGHT = "def double(n):\n    return 2 * n"
NOT_GRADED, FULL, NONE = (None, True), (3.0, False), (0.0, False)
TEST = "one/test-double"


def test_points_reach_the_gradebook(course: Any) -> None:
    """Right and wrong answers get their points; a question for a person stays open."""
    course.hand_in("right", double=RIGHT, why_double="For reasons.")
    course.hand_in("wrong", double="def double(n):\n    return n")
    assert course.autograde().success
    assert course.scores("right") == {TEST: FULL, "one/why-double": NOT_GRADED}
    # As in stock nbgrader, an unchanged answer is worth 0 without anybody reading it.
    assert course.scores("wrong") == {TEST: NONE, "one/why-double": NONE}


def test_not_graded_is_no_score(course: Any) -> None:
    """What could not be checked is left open in the gradebook, not 0, and asks for a person."""
    course.hand_in("odd", double="# cannot be checked")
    assert course.autograde().success
    assert course.scores("odd")[TEST] == NOT_GRADED


def test_stale_points_do_not_survive(course: Any) -> None:
    """A regrade forgets the points of the run before, even if it breaks off; manual points stay."""
    course.hand_in("ada", double=RIGHT)
    course.autograde()
    with course.api.gradebook as gradebook:
        gradebook.find_grade("why-double", "one", "sums", "ada").manual_score = 1.5
        gradebook.db.commit()
    course.hand_in("ada", double="def double(n): pass")
    course.api.config.GradeStep.grader = _break_off
    run = course.autograde("ada")
    assert not run.success
    assert course.scores("ada")[TEST] == NOT_GRADED
    with course.api.gradebook as gradebook:
        assert gradebook.find_grade("why-double", "one", "sums", "ada").manual_score == 1.5


def _break_off(*_args: Any, **_rest: Any) -> Any:
    raise RuntimeError("the power went out")


def test_manual_points_stay_on_a_regrade(course: Any) -> None:
    """What a person gave counts on, and the cell is marked for another look, as in stock nbgrader."""
    course.hand_in("ada", double=RIGHT)
    course.autograde()
    with course.api.gradebook as gradebook:
        gradebook.find_grade("test-double", "one", "sums", "ada").manual_score = 1.0
        gradebook.db.commit()
    course.autograde("ada")
    assert course.scores("ada")[TEST] == (3.0, True)
    with course.api.gradebook as gradebook:
        assert gradebook.find_grade("test-double", "one", "sums", "ada").score == 1.0


def test_mends_reach_the_gradebook(course: Any) -> None:
    """A deleted test cell, a tag that skips it and a wrong kernel change nothing about the points."""
    notebook = course.released()
    notebook.cells[1].source = RIGHT
    tagged, deleted = copy.deepcopy(notebook), copy.deepcopy(notebook)
    tagged.cells[2].metadata.tags = ["skip-execution"]
    tagged.metadata.kernelspec = {"name": "ir", "display_name": "R", "language": "R"}
    del deleted.cells[2]
    course.hand_in("tagged", tagged)
    course.hand_in("deleted", deleted)
    assert course.autograde().success
    assert course.scores("tagged")[TEST] == course.scores("deleted")[TEST] == FULL
    told = [event["message"] for event in course.autograded("deleted").metadata.softmark.events]
    assert told == ["Cell 'test-double' was missing from your notebook; it was put back as released."]


ODD_GRADER = r"""
def odd(*args, **rest):
    from dataclasses import replace
    from softmark.model import Event, EventKind, FitRecord
    result = grade(*args, **rest).result
    text = "half a sign: \ud800."
    cells = [replace(cell, checks=[replace(check, message=text, detail=text) for check in cell.checks])
             for cell in result.cells]
    events, fits = [Event(EventKind.CELL_ERROR, text, detail=text)], [FitRecord("", text, {text: (1.0,)})]
    return replace(grade(*args, **rest), result=replace(result, cells=cells, events=events, fits=fits))

c.GradeStep.grader = odd
"""


def test_text_that_no_file_takes(make_course: Callable[..., Any]) -> None:
    """Half a character in a message, as a student's function may return it, keeps nothing from being written."""
    course = make_course(ODD_GRADER)
    course.hand_in("ada", double=RIGHT)
    run = course.autograde()
    assert run.success, run.error
    assert course.scores("ada")[TEST] == FULL
    assert course.autograded("ada").metadata.softmark.events[0].message == "half a sign: ?."


def unreadable() -> dict[str, bytes]:
    """Files that are no submission of this assignment."""
    other = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell("print(1)", id="a")])
    deep = b"[" * 100_000
    return {
        "empty": b"",
        "blank": b" \n",
        "text": b"hello",
        "binary": b"\x89PNG\xff\x00",
        "deep": deep,
        "list": b"[1, 2]",
        "object": b"{}",
        "cells": b'{"cells": {"a": 1}}',
        "other": nbformat.writes(other).encode(),
        "worksheets": json.dumps({"nbformat": 3, "worksheets": "none"}).encode(),
        "nocells": json.dumps({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": []}).encode(),
    }


def test_fault_of_softmark_itself_stops_nobody_else(course: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    """A notebook on which mending fails is not graded, with a sentence; the next student is."""

    def fails_on_ada(handed: Any, source: Any) -> Any:
        if any("# ada" in str(cell["source"]) for cell in handed.get("cells", ())):
            raise KeyError("nobody has thought of this")
        return mend(handed, source)

    monkeypatch.setattr(submission, "mend", fails_on_ada)
    course.hand_in("ada", double=f"# ada\n{RIGHT}")
    course.hand_in("bob", double=RIGHT)
    run = course.autograde()
    assert run.success
    assert (course.scores("ada")[TEST], course.scores("bob")[TEST]) == (NOT_GRADED, FULL)
    assert "softmark itself failed on this notebook" in course.autograded("ada").metadata.softmark.unreadable
    assert "Traceback" not in run.log


def test_unreadable_submissions_are_not_graded(course: Any) -> None:
    """Each kind of broken file ends as *not graded* with a sentence; nobody else is concerned."""
    for student, data in unreadable().items():
        course.hand_in(student, data)
    course.hand_in("right", double=RIGHT)
    run = course.autograde()
    assert run.success, run.error
    assert "Traceback" not in run.log
    assert course.scores("right")[TEST] == FULL
    for student in unreadable():
        assert set(course.scores(student).values()) == {NOT_GRADED}
        record = course.autograded(student).metadata.softmark
        assert record.unreadable.endswith(".")
        assert record.unreadable in run.log
        assert [cell.source for cell in course.autograded(student).cells] == [
            cell.source for cell in course.released().cells if "nbgrader" in cell.metadata
        ]


def test_huge_submission_is_not_read(make_course: Callable[..., Any]) -> None:
    """A file above the limit is refused unread, and the sentence names the limit."""
    course = make_course("c.Budgets.submission_bytes = 2 << 20")
    path = course.hand_in("ada", b"")
    with path.open("wb") as file:
        file.truncate(100 << 20)
    assert course.autograde().success
    assert set(course.scores("ada").values()) == {NOT_GRADED}
    assert "larger than 2 MB" in course.autograded("ada").metadata.softmark.unreadable


@pytest.mark.parametrize("kind", ["link", "broken link", "folder", "pipe"])
def test_odd_files_in_the_notebooks_place(course: Any, tmp_path: Path, kind: str) -> None:
    """A link, a folder or a pipe called like the notebook is not followed, entered or waited for."""
    secret = tmp_path / "secret.ipynb"
    notebook = course.released()
    notebook.cells[1].source = RIGHT
    nbformat.write(notebook, secret)
    path = course.hand_in("ada", b"")
    path.unlink()
    match kind:
        case "link":
            path.symlink_to(secret)
        case "broken link":
            path.symlink_to(tmp_path / "nothing")
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
    course.hand_in("right", double=RIGHT)
    run = course.autograde()
    assert run.success, run.error
    assert course.scores("right")[TEST] == FULL
    assert set(course.scores("ada").values()) == {NOT_GRADED}
    assert "return 2 * n" not in nbformat.writes(course.autograded("ada"))


def test_other_files_come_without_links(course: Any, tmp_path: Path) -> None:
    """Plain files are taken along; links, pipes, and what a browser would run are not, and nothing waits."""
    folder = course.hand_in("ada", double=RIGHT).parent
    (folder / "part" / "deep").mkdir(parents=True)
    (folder / "part" / "deep" / "helper.py").write_text("x = 1")
    (folder / "rows.csv").write_text("forged")
    (folder / "page.html").write_text("<script>alert(1)</script>")
    (folder / "page.SVG").write_text("<svg/>")
    (course.root / "source" / "sums" / "given.html").write_text("<p>Read this.</p>")
    (folder / "new\nline.txt").write_text("fine")
    (folder / "book").symlink_to(course.root / "gradebook.db")
    (folder / "source").symlink_to(course.root / "source")
    os.mkfifo(folder / "pipe")
    run = course.autograde()
    assert run.success, run.error
    graded = course.folder("autograded", "ada")
    files = {str(path.relative_to(graded)) for path in graded.rglob("*") if path.is_file()}
    assert files == {"one.ipynb", "part/deep/helper.py", "given.html", "rows.csv", "new\nline.txt"}
    assert (graded / "rows.csv").read_text() == "1,2\n"
    told = " ".join(event["message"] for event in course.autograded("ada").metadata.softmark.events)
    assert all(f"'{name}' is a link" in told for name in ("book", "source", "pipe"))


@pytest.mark.parametrize(("setting", "score"), [("{'sums': ['lib/factor.txt']}", FULL), ("{'other': []}", NONE)])
def test_files_that_students_may_edit(make_course: Callable[..., Any], setting: str, score: tuple[float, bool]) -> None:
    """Answers run with the student's version of the files that nbgrader shall not overwrite, else with the given."""
    course = make_course(f"c.GradeStep.grader = None\nc.Autograde.exclude_overwriting = {setting}")
    given = course.root / "source" / "sums" / "lib" / "factor.txt"
    given.parent.mkdir()
    given.write_text("1")
    folder = course.hand_in("ada", double="def double(n):\n    return int(open('lib/factor.txt').read()) * n").parent
    (folder / "lib").mkdir()
    (folder / "lib" / "factor.txt").write_text("2")
    run = course.autograde()
    assert run.success, run.error
    assert course.scores("ada")[TEST] == score


@pytest.mark.parametrize("kind", ["pipe", "text", "long", "link"])
def test_odd_timestamps(course: Any, kind: str) -> None:
    """A timestamp.txt that is no date, or no file, does not keep the submission from being graded."""
    stamp = course.hand_in("ada", double=RIGHT).parent / "timestamp.txt"
    match kind:
        case "pipe":
            os.mkfifo(stamp)
        case "text":
            stamp.write_bytes(b"yesterday \xff")
        case "long":
            stamp.write_text("2026-01-01 10:00:00 UTC" + " " * 10_000)
        case "link":
            stamp.symlink_to("/etc/hostname")
    run = course.autograde()
    assert run.success, run.error
    assert course.scores("ada")[TEST] == FULL


def test_late_submission_says_so(course: Any) -> None:
    """The due date and the time of handing in are nbgrader's; the student reads how late it was."""
    with course.api.gradebook as gradebook:
        gradebook.update_or_create_assignment("sums", duedate="2026-01-01 10:00:00 UTC")
    (course.hand_in("ada", double=RIGHT).parent / "timestamp.txt").write_text("2026-01-01 12:30:00 UTC")
    assert course.autograde().success
    events = course.autograded("ada").metadata.softmark.events
    assert [(event["kind"], event["message"]) for event in events] == [
        ("late", "This was handed in 2:30:00 after the due date.")
    ]


def test_renamed_notebook_is_graded(course: Any) -> None:
    """A notebook with another file name is known by its cells."""
    path = course.hand_in("ada", double=RIGHT)
    path.rename(path.with_name("one (1) final.ipynb"))
    run = course.autograde()
    assert run.success, run.error
    assert course.scores("ada")[TEST] == FULL
    assert "another name" in course.autograded("ada").metadata.softmark.events[0]["message"]


def test_missing_notebook_is_worth_nothing(make_course: Callable[..., Any]) -> None:
    """A notebook that was not handed in gets 0, as in stock nbgrader; the other one its points."""
    course = make_course(one="double", two="triple")
    course.hand_in("ada", double=RIGHT)
    assert course.autograde().success
    assert course.scores("ada")[TEST] == FULL
    assert course.scores("ada")["two/test-triple"] == NONE


def test_broken_off_run_is_taken_up(course: Any) -> None:
    """After a killed run nbgrader does not skip the submission as already graded."""
    from softmark.nbgrader.autograding import UNFINISHED

    course.hand_in("ada", double=RIGHT)
    course.hand_in("bob", double=RIGHT)
    course.autograde()
    before = course.autograded("bob")
    (course.folder("autograded", "ada") / UNFINISHED).touch()
    with course.api.gradebook as gradebook:
        gradebook.find_grade("test-double", "one", "sums", "ada").auto_score = None
        gradebook.db.commit()
    run = course.autograde(force=False)
    assert run.success, run.error
    assert course.scores("ada")[TEST] == FULL
    assert course.autograded("bob") == before
    assert not (course.folder("autograded", "ada") / UNFINISHED).exists()


def test_one_notebook_alone(make_course: Callable[..., Any]) -> None:
    """``--notebook`` grades that one again, and leaves the others as they are."""
    course = make_course(one="double", two="triple")
    course.hand_in("ada", double=RIGHT)
    course.hand_in("ada", name="two", triple="def triple(n):\n    return 2 * n")
    assert course.autograde().success
    before = course.autograded("ada", "two")
    course.hand_in("ada", double="pass")
    course.hand_in("ada", name="two", triple="pass")
    course.api.coursedir.notebook_id = "one"
    run = course.autograde("ada")
    assert run.success, run.error
    assert course.autograded("ada", "two") == before
    assert (course.scores("ada")[TEST], course.scores("ada")["two/test-triple"]) == (NONE, FULL)


def test_forged_records_are_dropped(course: Any) -> None:
    """Results that a submission brings along in its metadata count for nothing."""
    notebook = course.released()
    forged = {"result": {"grade_id": "test-double", "maximum": 3, "points": 3.0, "checks": []}, "kind": "text"}
    for cell in notebook.cells:
        cell.metadata.softmark = forged
    notebook.metadata.softmark = {"result": forged, "events": [{"kind": "late", "message": "x"}], "unreadable": ""}
    course.hand_in("eve", notebook)
    assert course.autograde().success
    assert course.scores("eve")[TEST] == NONE
    assert course.autograded("eve").metadata.softmark.events == []


def test_hidden_data_and_tests_stay_out(course: Any) -> None:
    """Neither hidden files nor hidden tests get into release/, autograded/ or feedback/."""
    course.hand_in("ada", double=RIGHT)
    assert course.autograde().success
    assert course.feedback().success
    for step in ("release", "autograded", "feedback"):
        for path in (course.root / step).rglob("*"):
            assert path.name != "hidden"
            if path.is_file():
                assert b"4711" not in path.read_bytes()
                assert b"the hidden rows" not in path.read_bytes()


def test_source_that_changed_is_refused(course: Any) -> None:
    """Points that differ from the gradebook's are told once, in a sentence, before anything is graded."""
    path = course.root / "source" / "sums" / "one.ipynb"
    notebook = nbformat.read(path, as_version=4)
    notebook.cells[2].metadata.nbgrader.points = 5
    nbformat.write(notebook, path)
    course.hand_in("ada", double=RIGHT)
    run = course.autograde()
    assert not run.success
    assert "Traceback" not in run.log
    assert "worth 5 points in source/, but 3 points in the gradebook" in run.log
    assert "nbgrader generate_assignment sums --force" in run.log
    assert not course.folder("autograded", "ada").exists()


@pytest.mark.parametrize("damage", ["removed", "text", "nested"])
def test_source_that_cannot_be_read_is_refused(course: Any, damage: str) -> None:
    """A missing or damaged source notebook is told in a sentence."""
    path = course.root / "source" / "sums" / "one.ipynb"
    course.hand_in("ada", double=RIGHT)
    match damage:
        case "removed":
            path.unlink()
        case "text":
            path.write_text("not a notebook")
        case "nested":
            notebook = nbformat.read(path, as_version=4)
            notebook.cells[2].source = "### BEGIN HIDDEN TESTS\n### BEGIN HIDDEN TESTS\n"
            nbformat.write(notebook, path)
    run = course.autograde()
    assert not run.success
    assert "Traceback" not in run.log
    assert str(path) in run.log


def test_unknown_limit_is_refused(make_course: Callable[..., Any]) -> None:
    """A misspelt limit is told with the names that there are."""
    course = make_course('c.Budgets.assignments = {"sums": {"cell_second": 5}}')
    course.hand_in("ada", double=RIGHT)
    run = course.autograde()
    assert not run.success
    assert "'cell_second', which is none of cell_seconds" in run.log


@pytest.mark.parametrize(
    "setting",
    ["c.Budgets.message_bytes = (64 << 20) + 1", 'c.Budgets.assignments = {"sums": {"message_bytes": (64 << 20) + 1}}'],
)
def test_limit_beyond_what_can_be_is_refused(make_course: Callable[..., Any], setting: str) -> None:
    """A size of messages that the codec would not take is told in a sentence, not silently made smaller."""
    course = make_course(setting)
    course.hand_in("ada", double=RIGHT)
    run = course.autograde()
    assert not run.success
    assert "message_bytes" in run.log
    assert "greater than 67108864" in run.log
    assert "Traceback" not in run.log


def test_largest_limit_of_messages_can_be_set(make_course: Callable[..., Any]) -> None:
    """What the codec takes is allowed."""
    course = make_course("c.Budgets.message_bytes = 64 << 20")
    course.hand_in("ada", double=RIGHT)
    assert course.autograde().success
