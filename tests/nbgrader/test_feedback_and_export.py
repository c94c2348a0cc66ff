"""``nbgrader generate_feedback`` and ``nbgrader export`` with softmark."""

import csv
from pathlib import Path
from typing import Any

import pytest
from nbformat.v4 import new_output

RIGHT = "def double(n):\n    return 2 * n"


def test_page_shows_points_states_and_comments(course: Any) -> None:
    """A student reads their points, each check's line, the instructor's comment and their name."""
    course.hand_in("ada", double=RIGHT, why_double="Since 2n = n + n.")
    course.autograde()
    with course.api.gradebook as gradebook:
        gradebook.update_or_create_student("ada", first_name="Ada", last_name="<b>Lovelace</b>")
        gradebook.find_grade("why-double", "one", "sums", "ada").manual_score = 1.5
        gradebook.find_comment("why-double", "one", "sums", "ada").manual_comment = "Say **why** n + n."
        gradebook.db.commit()
    run = course.feedback()
    assert run.success, run.error
    page = course.page("ada")
    assert "It doubles." in page
    assert "<strong>why</strong>" in page
    assert "Ada" in page
    assert "<b>Lovelace" not in page
    assert "4.5" in page


def test_page_of_unreadable_submission_says_why(course: Any) -> None:
    """Who handed in a broken file reads that, and no 0."""
    course.hand_in("ada", b"hello")
    course.autograde()
    assert course.feedback().success
    assert "is damaged: it is not JSON" in course.page("ada")


def test_withheld_outputs_are_replaced(course: Any) -> None:
    """Outputs that were made after hidden inputs are not on the page; those that were handed in are."""
    notebook = course.released()
    notebook.cells[1].source = RIGHT
    notebook.cells[1].outputs = [new_output("stream", text="printed at home")]
    course.hand_in("ada", notebook)
    course.api.config.GradeStep.grader = _withholding(course.api.config.GradeStep.grader)
    course.autograde()
    assert course.autograded("ada").cells[1].outputs[0].text.strip() == "the hidden rows"
    assert course.feedback().success
    page = course.page("ada")
    assert "printed at home" in page
    assert "the hidden rows" not in page


def _withholding(grade: Any) -> Any:
    def grader(source: Any, notebook: Any, **rest: Any) -> Any:
        from softmark.grading import Graded

        graded = grade(source, notebook, **rest)
        graded.notebook.cells[1].outputs = [new_output("stream", text="the hidden rows")]
        return Graded(graded.result, graded.notebook, frozenset({1}))

    return grader


def test_page_of_a_stock_grading_shows_no_cells(course: Any) -> None:
    """A submission that stock nbgrader has graded has hidden tests in its cells: none is shown."""
    import nbformat

    course.hand_in("ada", double=RIGHT)
    course.autograde()
    path = course.folder("autograded", "ada") / "one.ipynb"
    notebook = nbformat.read(path, as_version=4)
    del notebook.metadata["softmark"]
    for cell in notebook.cells:
        cell.metadata.pop("softmark", None)
    notebook.cells[2].source += "\nassert double(4711) == 9422"
    path.chmod(0o644)
    nbformat.write(notebook, path)
    run = course.feedback()
    assert run.success
    assert "Grade it again" in run.log
    assert "4711" not in course.page("ada")


def exported(course: Any, **options: Any) -> list[dict[str, str]]:
    """What ``nbgrader export`` writes."""
    from nbgrader.apps.exportapp import ExportApp

    target = course.root / "grades.csv"
    app = ExportApp(config=course.api.config)
    app.coursedir = course.api.coursedir
    app.init_plugin()
    app.plugin_inst.to = str(target)
    for name, value in options.items():
        setattr(app.plugin_inst, name, value)
    with course.api.gradebook as gradebook:
        app.plugin_inst.export(gradebook)
    with target.open(newline="") as file:
        return list(csv.DictReader(file))


def test_export_leaves_open_what_is_open(course: Any, capsys: pytest.CaptureFixture[str]) -> None:
    """Scores of all graded submissions are numbers; missing and not graded ones are blank, with a warning."""
    course.hand_in("right", double=RIGHT)
    course.hand_in("odd", double="# cannot be checked")
    course.autograde()
    with course.api.gradebook as gradebook:
        gradebook.update_or_create_student("away", last_name='O"Hara, Jr.', first_name="Tom\nTim")
    capsys.readouterr()
    rows = {row["student_id"]: row for row in exported(course)}
    told = capsys.readouterr().err
    assert {student: row["score"] for student, row in rows.items()} == {"right": "3.0", "odd": "", "away": ""}
    assert {row["max_score"] for row in rows.values()} == {"5.0"}
    assert (rows["away"]["last_name"], rows["away"]["first_name"]) == ('O"Hara, Jr.', "Tom\nTim")
    assert "Open: one/test-double" in told
    assert "away has not handed in sums" in told
    assert "right" not in told


def test_export_keeps_nbgraders_options(course: Any) -> None:
    """Students and assignments are chosen as before, and the columns are nbgrader's."""
    for student in ("ada", "bob"):
        course.hand_in(student, double=RIGHT)
    course.autograde()
    rows = exported(course, student=["bob"])
    assert [row["student_id"] for row in rows] == ["bob"]
    assert exported(course, assignment=["other"]) == []
    header = "assignment,duedate,timestamp,student_id,last_name,first_name,email,raw_score"
    assert (course.root / "grades.csv").read_text().startswith(header)


FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\tx", "\nx", " =1", '=HYPERLINK("http://example.org","x")', "\uff1d1"]


def test_export_runs_no_formulas(course: Any) -> None:
    """Text that a spreadsheet program would run is marked as text; other text and all numbers are as they were."""
    with course.api.gradebook as gradebook:
        for number, text in enumerate(FORMULAS):
            gradebook.update_or_create_student(f"s{number}", last_name=text, first_name=text, email=text)
        gradebook.update_or_create_student("new-row", last_name="x\r=1", first_name="x\r\ny", email="\r=1")
        gradebook.update_or_create_student("-7", last_name="Ann-Marie", first_name="a=b", email="a+b@example.org")
    course.hand_in("=ada", double=RIGHT)
    course.autograde()
    with course.api.gradebook as gradebook:
        gradebook.find_submission_notebook("one", "sums", "=ada").late_submission_penalty = -1.5
        gradebook.db.commit()
    rows = {row["student_id"]: row for row in exported(course)}
    for number, text in enumerate(FORMULAS):
        assert {rows[f"s{number}"][name] for name in ("last_name", "first_name", "email")} == {f"'{text}"}
    broken = rows["new-row"]
    assert [broken[name] for name in ("last_name", "first_name", "email")] == ["x\n=1", "x\ny", "'\n=1"]
    plain = rows["'-7"]
    assert [plain[name] for name in ("last_name", "first_name", "email")] == ["Ann-Marie", "a=b", "a+b@example.org"]
    graded = rows["'=ada"]
    assert (graded["late_submission_penalty"], graded["score"]) == ("-1.5", "4.5")


def test_export_to_nowhere_is_a_sentence(course: Any, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    """A target that can't be written ends with a sentence and status 1."""
    with pytest.raises(SystemExit) as ended:
        exported(course, to=str(tmp_path / "no" / "folder.csv"))
    assert ended.value.code == 1
    assert "can't be written" in capsys.readouterr().err
