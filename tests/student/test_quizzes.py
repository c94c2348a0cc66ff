"""A quiz in the student's notebook: what is shown, confirmed, judged; and when its file is not there."""

from __future__ import annotations

import json

import pytest

import softmark
from softmark.quiz.building import as_text, build
from softmark.quiz.choosing import Place, number_for
from softmark.quiz.drawing import draw
from softmark.quiz.parse import parse_question
from softmark.quiz.quizfile import Mode, Quiz
from softmark.student import quizzes
from softmark.student.quizzes import QuizError, again, ask, confirm, progress

NUMBER = """---
id: sum
topic: sums
type: number
---
What is @{a} plus 1?

## Answer
@{sum}

## Mistakes
- same: @{a}
  > You added nothing.

## Explanation
Count on.

## Variants
```python
def draw(rng):
    a = int(rng.integers(100_000))
    return {"a": a, "sum": a + 1}
```
"""
SEVERAL = """---
id: even
topic: kinds
type: multiple
order: fixed
---
Which are even?

## Options
- [x] two: 2
- [x] four: 4
- [ ] five: 5
  > It is odd.

## Explanation
Halve them.
"""


@pytest.fixture
def opened(tmp_path, monkeypatch):
    """A quiz of two questions beside the notebook."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(quizzes.GRADING, raising=False)
    monkeypatch.setattr(quizzes, "_session", quizzes._Session())
    number, several = parse_question(NUMBER, "sums/sum.md"), parse_question(SEVERAL, "kinds/even.md")

    def made(mode):
        places = (
            Place("q1", 1, "sums", tuple(draw(number, seed) for seed in range(3))),
            Place("q2", 2, "kinds", (draw(several, 0),)),
        )
        quiz = Quiz("small", "quiz.toml", "Small", Mode(mode), ())
        (tmp_path / "quiz.json").write_text(as_text(build(quiz, places).given))
        return places

    return made


def test_exam_shows_what_belongs_to_the_student(opened):
    """The same to anybody who asks with that id, however it is spelt."""
    place = opened("exam")[0]
    for student in ("kim", "lee", 20251234):
        seen = place.variants[number_for("small", "q1", str(student), 3)].seen
        assert seen.text in repr(ask("q1", student))
        assert repr(ask("q1", student)) == repr(ask("q1", f" {student}\n".upper()))
    for nobody in (..., None, "", "  ", True, [1]):
        assert "Who are you" in repr(ask("q1", nobody))


def test_exam_confirms_and_tells_nothing(opened):
    """A right answer and a wrong one sound the same; what cannot be read is told with the form that is wanted."""
    place = opened("exam")[0]
    right = int(place.variants[number_for("small", "q1", "kim", 3)].key.right)
    told = [repr(confirm("q1", {"answer_q1": answer, "student_id": "kim"})) for answer in (right, right + 1)]
    assert told[0].replace(str(right), "") == told[1].replace(str(right + 1), "")
    assert "after grading" in told[0]
    assert "number" in repr(confirm("q1", {"answer_q1": "many", "student_id": "kim"}))
    assert "Not answered yet" in repr(confirm("q1", {"student_id": "kim"}))
    assert "student_id" in repr(confirm("q1", {"answer_q1": right}))
    with pytest.raises(QuizError, match="asked once"):
        again("q2")


def test_practice_judges_and_explains(opened):
    first = opened("practice")[0].variants[0]
    right = confirm("q1", {"answer_q1": first.key.right})
    assert repr(right).startswith("✓")
    assert "Count on." in repr(right)
    wrong = repr(confirm("q1", {"answer_q1": first.key.right - 1}))
    assert wrong.startswith("✗")
    assert "You added nothing." in wrong
    assert "Count on." not in wrong
    assert "50 %" in repr(confirm("q2", {"answer_q2": "a"}))


def test_practice_goes_on_with_new_variants(opened):
    """Round and round, the notebook's own left out; the answers are judged by what was shown last."""
    variants = opened("practice")[0].variants
    assert "First run" in repr(again("q1", 1))
    for at in (1, 2, 1):
        assert variants[at].seen.text in repr(again("q1"))
        assert repr(again("q1", variants[at].key.right)).startswith("✓")
        assert repr(again("q1", variants[0].key.right)).startswith("✗")
    assert "no other variant" in repr(again("q2"))


def test_progress_counts_by_topic(opened):
    variants = opened("practice")[0].variants
    confirm("q1", {"answer_q1": variants[0].key.right})
    confirm("q2", {"answer_q2": "c"})
    again("q1")
    again("q1", variants[1].key.right)
    lines = repr(progress()).splitlines()
    assert "| sums | 1 | 1 | 1 |" in lines
    assert "| kinds | 1 | 0 | 0 |" in lines


def test_missing_or_damaged_file_is_told_in_a_sentence(opened, tmp_path):
    """Not in a traceback, and with the next step."""
    for text in (None, "{", "[]", "{}", '{"questions": {}}'):
        if text is not None:
            (tmp_path / "quiz.json").write_text(text)
        with pytest.raises(QuizError) as raised:
            ask("q1", "kim")
        (line,) = raised.value._render_traceback_()
        assert len(line) > 20
    opened("exam")
    with pytest.raises(QuizError, match=r'no question "q7".*q1, q2'):
        confirm("q7", {})


@pytest.mark.parametrize("mode", ["exam", "practice"])
@pytest.mark.parametrize("odd", [None, [], {}, "x", 7, [[]], "gone"])
def test_odd_file_is_told_in_a_sentence(opened, tmp_path, mode, odd):
    """Whatever stands in one place of it that is not as it was: it is used all the same, or the sentence says so."""
    opened(mode)
    file = tmp_path / "quiz.json"
    whole, told = file.read_text(), 0
    for path in places_in(json.loads(whole)):
        plain = holder = json.loads(whole)
        for name in path[:-1]:
            holder = holder[name]
        if odd == "gone":
            del holder[path[-1]]
        else:
            holder[path[-1]] = odd
        file.write_text(json.dumps(plain))
        for use in (
            lambda: ask("q1", "kim"),
            lambda: confirm("q2", {"answer_q2": "a", "student_id": "kim"}),
            lambda: confirm("q1", {"answer_q1": 5, "student_id": "kim"}),
            lambda: again("q1"),
            progress,
        ):
            try:
                repr(use())
            except QuizError as error:
                told += "damaged" in str(error)
    assert told > 5


def places_in(plain, path=()):
    """Where something stands in JSON, as the names and numbers that lead there."""
    entries = plain.items() if isinstance(plain, dict) else enumerate(plain) if isinstance(plain, list) else ()
    for name, value in entries:
        yield (*path, name)
        yield from places_in(value, (*path, name))


def test_nothing_happens_while_softmark_grades(opened, monkeypatch):
    """The judge has the key; the kernel needs no panel."""
    monkeypatch.setenv(quizzes.GRADING, "1")
    assert (again("q1"), progress(), softmark.check("q1")) == (None, None, None)


def test_the_question_is_shown_while_softmark_grades(opened, monkeypatch):
    """Then it stands on the feedback page, too."""
    opened("exam")
    before = ask("q1", "kim")
    monkeypatch.setenv(quizzes.GRADING, "1")
    assert ask("q1", "kim") == before


def test_exam_file_has_no_key(opened, tmp_path):
    opened("exam")
    assert json.loads((tmp_path / "quiz.json").read_text())["questions"]["q1"]["variants"][0].keys() == {"type", "text"}
