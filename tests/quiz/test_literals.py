"""A quiz that is read gets what it would get if it were run; and whatever is more than literals is run."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from softmark.grading import notebooks
from softmark.grading.literals import Literals, literals
from softmark.model import Limits, Seed, State
from softmark.model.plain import to_plain
from softmark.nbgrader.course import open_course
from softmark.nbgrader.source import load_source
from softmark.quiz.answered import GIVEN, variant_for
from softmark.quiz.building import as_text, build
from softmark.quiz.choosing import places_of
from softmark.quiz.proving import key_answers
from softmark.quiz.quizfile import QUIZ_FILE, read_quiz

ROOT = Path(__file__).parents[2]
# Answers that a student may give, whatever was asked.
ODD = (
    '"a"', "'A'", '"A,c"', '["a", "c"]', '("b",)', '{"a", "d"}', "{}", "[]", "()", '""', "...", "None", "True", "-1.5",
    "1e400", "0x1F", "3 + 2j", "10_000", "-0.0", 'b"a"', '{"a": 1, "b": [2, {3: "c"}]}', "[[1, 2], [3, 4]]",
    "(\n... , 1)", '"é 한 \U0001f600"', '"""two\nlines"""', '"a"  # surely', '"0.5" "1"', str(10**300),
    "[" * 40 + "]" * 40,
)  # fmt: skip


@pytest.fixture(scope="module")
def quiz(bank, tmp_path_factory):
    """A quiz of the course, by its name, built, and as the grader reads it."""
    root = tmp_path_factory.mktemp("course")
    settings = "import softmark.nbgrader\nc = get_config()\nsoftmark.nbgrader.configure(c)\n"
    (root / "nbgrader_config.py").write_text(settings, encoding="utf-8")

    def built(name):
        folder = root / "source" / name
        if not folder.exists():
            asked = read_quiz(ROOT / "source" / name / QUIZ_FILE)
            found = build(asked, places_of(asked, bank))
            (folder / "hidden").mkdir(parents=True)
            (folder / GIVEN).write_text(as_text(found.given), encoding="utf-8")
            (folder / "hidden" / GIVEN).write_text(as_text(found.key), encoding="utf-8")
            (folder / f"{name}.ipynb").write_text(as_text(found.notebook), encoding="utf-8")
        course = open_course(root)
        return load_source(course.coursedir, course.app, name, name)

    return built


@pytest.fixture(scope="module")
def run(small_course):
    """Grades a submission; tells the result without seconds, the outputs, and whether it was read."""
    controlled = {}

    def graded(source, answers, kernel=False):
        read = []

        def found(*given):
            stand_in = None if kernel else literals(*given)
            read.append(stand_in is not None)
            return stand_in

        if source.notebook not in controlled:
            controlled[source.notebook] = small_course.engine.control(source, Limits())
        submission = small_course.submission(source, answers)
        for cell, known in zip(submission.cells, source.cells, strict=True):
            cell.cell_type = known.cell_type
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(notebooks, "literals", found)
            done = notebooks.grade_controlled(source, submission, controlled[source.notebook], None, Seed(7), Limits())
        plain = compared(to_plain(done.result))
        return plain, [cell.get("outputs") for cell in done.notebook.cells], read, done

    return graded


def compared(plain):
    """A result without what is another one in each run."""
    if isinstance(plain, dict):
        return {name: compared(value) for name, value in plain.items() if name != "seconds"}
    if isinstance(plain, str):
        return re.sub("0x[0-9a-f]{6,}", "0x", plain)  # where an object lies
    return [compared(one) for one in plain] if isinstance(plain, list | tuple) else plain


def answers_of(source, given):
    """Cells of a submission; ``given`` says what is answered at each place."""
    names = [cell.grade_id.removesuffix("-answer") for cell in source.cells if cell.grade_id.endswith("-answer")]
    found = {f"{name}-answer": f"answer_{name} = {given(number, name)}" for number, name in enumerate(names)}
    return {**found, "student-id": 'student_id = "20251234"'}


def right(source, name):
    key = json.loads((source.folder / "hidden" / "quiz.json").read_text(encoding="utf-8"))
    place = key["questions"][name]
    variant = variant_for(key["quiz"], name, "20251234" if place["personal"] else "", place["variants"])
    answer = key_answers(variant)[0]
    return answer.tolist() if hasattr(answer, "tolist") else answer


@pytest.mark.parametrize("name", ["q5-midterm", "q3-metrics"])
@pytest.mark.parametrize("shift", [0, 9, 18])
def test_what_is_read_is_what_a_kernel_says(quiz, run, name, shift):
    """Points, messages, events, and the questions that the feedback shows; for odd answers, right and none."""
    source = quiz(name)
    answers = answers_of(source, lambda number, _place: ODD[(number + shift) % len(ODD)])
    there, shown, read, _done = run(source, answers)
    assert read == [True]
    run_there, run_shown, _read, done = run(source, answers, kernel=True)
    assert there == run_there
    assert shown == run_shown
    assert any(outputs for outputs in shown if outputs) == (name == "q5-midterm")
    assert done.transcript


def test_right_answers_are_read_as_right(quiz, run):
    source = quiz("q5-midterm")
    answers = answers_of(source, lambda _number, name: repr(right(source, name)))
    _plain, _shown, read, done = run(source, answers)
    assert read == [True]
    assert {cell.state for cell in done.result.cells} == {State.PASSED}


def test_no_kernel_starts_for_what_is_read(quiz, run, monkeypatch):
    """Nor is one needed for an untouched release."""
    source = quiz("q5-midterm")

    def start(self):
        raise AssertionError("a kernel was started")

    run(source, {})
    monkeypatch.setattr("softmark.grading.session.Session.__enter__", start)
    _plain, _shown, read, done = run(source, {})
    assert read == [True]
    assert {cell.state for cell in done.result.cells} == {State.NOT_ATTEMPTED}


@pytest.mark.parametrize(
    "text",
    [
        "answer_q1 = 2 * 3",
        "answer_q1 = answer_q2 = [1]",
        "answer_q1 = list('a')",
        "answer_q1 = set()",
        "answer_q1 = [*'ab']",
        "answer_q1: str = 'a'",
        "answer_q1, answer_q2 = 1, 2",
        "answer_q1 = 'a'\nanswer_q1 += 'b'",
        "answer_q1 = {[]: 1}",
        "answer_q1 = f'{1}'",
        "answer_q1 = print",
        "answer_q1 = '\\d'",
        "answer_q1 = 'a'\nanswer_q1",
        "import os",
        "from softmark import earn",
        "from softmark import check as look",
        "from os import *",
        "check = 3",
        "In = 3",
        "_ = 3",
        "__builtins__ = {}",
        "%time answer_q1 = 3",
        "%%bash\nls",
        "!ls",
        "answer_q1 = !ls",
        "answer_q1?",
        "def answer_q1(): ...",
        "answer_q1 = lambda: 1",
        "del answer_q1",
        "if 1: answer_q1 = 1",
        "ask('q1', student_id, *[1])",
        "ask('q1', student_id=3)",
        "check(print('a'))",
        "answer_q1 = (",
        "answer_q1 = '\0'",
        "answer_q1 = " + "9" * 5_000,
        "answer_q1 = " + "(" * 300 + ")" * 300,
        "answer_q1 = " + "-" * 3_000 + "1",
        "answer_q1 = 1" + "+1j" * 900,
        "answer_q1 = 'a'" + " " * 5_000,
    ],
    ids=lambda text: text.encode("unicode_escape").decode()[:40],
)
def test_anything_else_is_left_to_a_kernel(quiz, small_course, text):
    source = quiz("q3-metrics")
    handed = small_course.submission(source, {"q1-answer": text})
    for cell, known in zip(handed.cells, source.cells, strict=True):
        cell.cell_type = known.cell_type
    assert literals(source, handed) is None


@pytest.mark.parametrize(
    "cells",
    [
        {"q1-answer": 'check("q1")'},
        {"student-id": "student_id = nobody"},
        {"q1-answer": 'ask("q99", student_id)\nanswer_q1 = "a"'},
        {"q1-answer": 'ask("q1", someone)\nanswer_q1 = "a"'},
        {"student-id": 'student_id = "kim"', "q1-answer": 'ask("q2", student_id)\nanswer_q1 = "a"'},
        {"student-id": 'student_id = "kim"', "q1-answer": 'answer_q1 = "a"\nask("q2", student_id)'},
        {"student-id": 'student_id = "kim"', "q1-answer": 'ask("q2", student_id);'},
    ],
)
def test_lines_of_the_quiz_in_a_students_cell(quiz, run, cells):
    """They show what a kernel shows; a name or a question that is not there is told as a kernel tells it."""
    source = quiz("q5-midterm")
    there, shown, _read, _done = run(source, cells)
    run_there, run_shown, _read, _done = run(source, cells, kernel=True)
    assert there == run_there
    assert [strip(one) for one in shown] == [strip(one) for one in run_shown]


def strip(outputs):
    return [{**one, "traceback": []} for one in outputs or ()]


def test_other_names_of_a_notebook_are_not_known(quiz):
    """IPython has names that no cell binds: what they hold, a kernel says."""
    from softmark.codec import decode, encode
    from softmark.grading.literals import Unread

    source = quiz("q3-metrics")
    stand_in = Literals(json.loads((source.folder / "quiz.json").read_text(encoding="utf-8")))
    with stand_in:
        stand_in.run("from softmark import check\nmine = [1]")
        assert decode(stand_in.ask(encode({"op": "get", "name": "mine", "digest": None}), 1.0)) == {"value": [1]}
        assert decode(stand_in.ask(encode({"op": "get", "name": "yours", "digest": None}), 1.0)) == {"missing": True}
        for name in ("In", "_", "__name__", "check", "get_ipython"):
            with pytest.raises(Unread):
                stand_in.ask(encode({"op": "has", "name": name}), 1.0)
        with pytest.raises(Unread):
            stand_in.ask(encode({"op": "do", "name": "len", "args": [[1]], "kwargs": {}}), 1.0)
