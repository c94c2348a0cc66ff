"""``softmark quiz stats`` on a small class; and what becomes of a bad question: a new key, or none."""

from __future__ import annotations

import json
import re
from pathlib import Path

import jsonschema
import nbformat
import pytest
from click.testing import CliRunner

from softmark.cli import main
from softmark.quiz.answered import student_of, variant_for
from softmark.quiz.stored import variant_of_json

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "quiz_stats.schema.json").read_text())
COLOUR = """---
id: colour
topic: one
type: single
points: 2
---
Which colour has a clear sky at noon?

## Options
- [ ] blue: Blue.
  > No <script>alert(1)</script>.
- [x] red: Red.
- [ ] green: Green.
  > No.
- [ ] grey: Grey.
  > No.

## Explanation
Look up.
"""
SUM = """---
id: sum
topic: one
type: number
points: 3
---
What is @{a} plus @{b}?

## Answer
@{right}

## Mistakes
- product: @{wrong}
  > You multiplied.

## Explanation
Add.

## Variants
```python
def draw(rng):
    a, b = int(rng.integers(10, 90)), int(rng.integers(10, 90))
    return {"a": a, "b": b, "right": a + b, "wrong": a * b}
```
"""
LETTER = """---
id: letter
topic: one
type: text
points: 1
---
What is the first letter of the alphabet?

## Answer
- a

## Mistakes
- last: z
  > That is the last one.

## Explanation
A.
"""
CODE = """---
id: doubled
topic: one
type: code
points: 2
---
Write `double(n)`.

## Start
```python
def double(n):
    pass
```

## Answer
```python
def double(n):
    return 2 * n
```

## Checks
```python
from softmark import points


@points(1)
def test_double(double):
    \"\"\"Twice the number.\"\"\"
    assert double(17) == 34, "That is not twice the number."
```

## Mistakes
- square:
  ```python
  def double(n):
      return n**2
  ```
  > A square.
"""
QUIZ = """title = "An exam"
mode = "exam"
variants = 6

[[questions]]
id = ["colour", "sum", "letter", "doubled"]
"""
WORKS = "def double(n):\n    return n + n"


@pytest.fixture(scope="module")
def course(course_folder):
    """A graded exam whose question of the colour has a wrong key."""
    course, root = course_folder, course_folder.root
    for text in (COLOUR, SUM, LETTER, CODE):
        (root / "questions" / "one").mkdir(parents=True, exist_ok=True)
        (root / "questions" / "one" / f"{re.search('id: (.*)', text)[1]}.md").write_text(text)
    folder = root / "source" / "exam"
    folder.mkdir(parents=True)
    (folder / "quiz.toml").write_text(QUIZ)
    for command in (("softmark", "quiz", "build", "exam"), ("nbgrader", "generate_assignment", "exam")):
        told = course.run(*command)
        assert told.status == 0, told.error
    hand_in(course, "kim", {"colour": "blue", "sum": "right", "letter": repr("A"), "doubled": WORKS})
    hand_in(course, "lee", {"colour": "red", "sum": "wrong", "letter": repr("z"), "doubled": "def double(n): return 1"})
    hand_in(course, "max", {"colour": "blue", "sum": "int('1') + 2", "letter": "'?'", "doubled": "def double("})
    hand_in(course, "pat", {"colour": "blue", "sum": "'a or b'", "letter": "'b'"}, told="KIM ")
    hand_in(course, "noid", {"colour": "blue", "letter": "'a'"}, told="")
    hand_in(course, "idle", {})
    hand_in(course, "odd", {}, told="\ud800")
    damaged = root / "submitted" / "damaged" / "exam" / "exam.ipynb"
    damaged.parent.mkdir(parents=True)
    damaged.write_text("{")
    assert course.grade("exam").status in (0, 1)
    return course


def hand_in(course, student, answers, told=None):
    """The released notebook with these answers; a colour, and a sum that is right or wrong, as the variant has them."""
    root = course.root
    key = json.loads((root / "source" / "exam" / "hidden" / "quiz.json").read_text())
    cells = {} if told == "" else {"student-id": f"student_id = {told or student!r}"}
    for name, place in key["questions"].items():
        asked = student_of(told or student) or student
        personal = place["personal"]
        variant = (
            variant_for("exam", name, asked, place["variants"]) if personal else variant_of_json(place["variants"][0])
        )
        answer = answers.get(variant.question)
        if variant.question == "colour":
            answer = repr(next((label for label, one in variant.key.ids.items() if one == answer), ...))
        elif answer in ("right", "wrong"):
            answer = repr(variant.key.right if answer == "right" else variant.key.mistakes[0].value)
        if answer not in (None, "Ellipsis"):
            cells[f"{name}-answer"] = answer if variant.question == "doubled" else f"answer_{name} = {answer}"
    notebook = nbformat.read(root / "release" / "exam" / "exam.ipynb", as_version=4)
    for cell in notebook.cells:
        cell.source = cells.get(cell.metadata["nbgrader"]["grade_id"], cell.source)
    path = root / "submitted" / student / "exam" / "exam.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


def run(course, *arguments):
    """The command in this process, which imports nbgrader but once."""
    return CliRunner().invoke(main, ["quiz", "stats", *arguments, "--course", str(course.root)])


def stats(course):
    files = "--json", str(course.root / "stats.json"), "--page", str(course.root / "stats.html")
    told = run(course, "exam", *files)
    assert told.exit_code == 0, told.output
    held = json.loads((course.root / "stats.json").read_text(), parse_constant=pytest.fail)
    jsonschema.validate(held, SCHEMA)
    return told.output, held, {one["question"]: one for one in held["questions"]}


def chosen(one):
    return {option["id"]: option["all"] for option in one["options"] if option["all"]}


def test_figures(course):
    """Kim, lee, max and pat count; who gave no id, nothing, or no notebook is named."""
    out, held, questions = stats(course)
    assert held["students"] == 4
    assert {one["student"]: one["told"] for one in held["strangers"]} == {"noid": None, "odd": None, "pat": "kim"}
    assert {one["student"] for one in held["left_out"]} == {"damaged", "idle", "noid", "odd"}
    assert held["graded_otherwise"] == []
    assert [one["place"] for one in held["questions"]] == ["q1", "q2", "q3", "q4"]
    assert chosen(questions["colour"]) == {"blue": 3, "red": 1}
    assert questions["colour"]["figures"]["facility"] == 0.25
    assert questions["colour"]["choice_known"]["all"] == 4
    assert chosen(questions["sum"]) == {"(right)": 1, "product": 1}
    figures = questions["sum"]["figures"]
    assert (figures["n"], figures["answered"], figures["computed"], figures["malformed"]) == (4, 3, 1, 1)
    assert questions["sum"]["choice_known"]["all"] == 3
    assert chosen(questions["letter"]) == {"(right)": 1, "last": 1, "(other)": 1}
    assert questions["letter"]["figures"]["not_attempted"] == 1
    assert questions["letter"]["variants"] == []
    figures = questions["doubled"]["figures"]
    assert (figures["facility"], figures["not_attempted"]) == (0.25, 1)
    # kim 6 of 8, lee 2, max 0, pat 0.
    assert held["scores"] == [0, 0, 0.25, 0.75]
    # Without the colour: 6, 0, 0, 0 of 6; shares 0, 1, 0, 0.
    assert questions["colour"]["figures"]["discrimination"] == pytest.approx(-1 / 3)
    assert {flag["kind"] for one in held["questions"] for flag in one["flags"]} == {"too few"}
    assert "'kim' as student_id" in out
    page = (course.root / "stats.html").read_text()
    assert "Which colour has a clear sky" in page
    assert "<script" not in page
    assert "nan" not in re.sub(r"<style>.*?</style>", "", page, flags=re.DOTALL).lower()


def test_new_key_and_no_key(course):
    """The dry run names who changes; then the grades and the statistics follow."""
    root = course.root
    bank = root / "questions" / "one" / "colour.md"
    mended = COLOUR.replace("[ ] blue: Blue.\n  > No <script>alert(1)</script>.", "[x] blue: Blue.")
    bank.write_text(mended.replace("[x] red: Red.", "[ ] red: Red.\n  > Only in the evening."))
    built = course.run("softmark", "quiz", "build", "exam")
    assert built.status == 0, built.error
    out, held, _questions = stats(course)
    assert held["graded_otherwise"] == ["kim", "lee", "max", "pat"]
    assert "softmark regrade --dry-run exam" in out
    changed, dry_told = regrade(course, "--dry-run")
    assert changed == {"kim": (6, 8), "lee": (2, 0), "max": (0, 2), "pat": (0, 2)}
    assert "Nothing was written" in dry_told
    assert "softmark.testing" not in dry_told, "Why is said in the words of the check, not in Python's."

    (root / "source" / "exam" / "quiz.toml").write_text(f'void = ["doubled", "sum"]\n{QUIZ}')
    assert course.run("softmark", "quiz", "build", "exam").status == 0
    # 3 points for the sum and 2 for the program: for everybody, whatever was answered, or who they are.
    changed, told = regrade(course, "--yes")
    assert "does not count: everybody gets its points" in " ".join(told.replace("│", " ").split())
    nothing = {"idle": (0, 5), "odd": (0, 5), "noid": (1, 6)}
    assert changed == {"kim": (6, 8), "lee": (2, 5), "max": (0, 7), "pat": (0, 7)} | nothing
    _out, held, questions = stats(course)
    assert held["graded_otherwise"] == []
    assert questions["colour"]["figures"]["facility"] == 0.75
    assert [option["id"] for option in questions["colour"]["options"] if option["right"]] == ["blue"]
    assert [one["question"] for one in held["questions"] if one["voided"]] == ["sum", "doubled"]
    assert questions["sum"]["figures"]["facility"] == pytest.approx(1 / 3), "As answered, where that is known."
    assert held["scores"] == pytest.approx([0, 2 / 3, 2 / 3, 1])
    assert held["students"] == 4, "Who had answered nothing still has."


def regrade(course, *how):
    """Student -> points before and after, of those who change; and what is printed."""
    told = course.run("softmark", "regrade", "exam", "--json", "regrade.json", *how)
    assert told.status in (0, 1), told.error
    found = json.loads((course.root / "regrade.json").read_text())["submissions"]
    return {one["student"]: (one["before"], one["after"]) for one in found if one["cells"]}, told.out


def test_unknown_names(course):
    """A quiz that is none, an assignment that is no quiz, a question that is not asked, a file that cannot be."""
    told = run(course, "nowhere")
    assert told.exit_code == 2
    assert "There is no quiz 'nowhere'" in told.output
    (course.root / "source" / "plain").mkdir()
    assert "softmark quiz build plain" in run(course, "plain").output
    refused = run(course, "exam", "--page", str(course.root / "none" / "page.html"))
    assert refused.exit_code == 2
    assert "folder does not exist" in refused.output
    file = course.root / "source" / "exam" / "quiz.toml"
    before = file.read_text()
    file.write_text(f'void = ["dubbled"]\n{QUIZ}')
    refused = course.run("softmark", "quiz", "build", "exam")
    file.write_text(before)
    assert refused.status == 1
    assert "does not ask the question dubbled" in refused.error
