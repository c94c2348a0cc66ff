"""A quiz from its file to its grades, by the commands that an instructor types; and what an exam's release holds."""

from __future__ import annotations

import base64
import codecs
import json
import urllib.parse
import zlib

import nbformat
import pytest

from softmark.quiz.answered import variant_for
from softmark.quiz.stored import variant_of_json

SECRETS = (
    "neverreleasedoption",
    "Neverreleased feedback",
    "Neverreleased explanation",
    "neverreleasedquestion",
    "90417.5",
)
CHOICE = """---
id: neverreleasedquestion
topic: one
type: multiple
points: 2
---
Which of these numbers are even: @{even}, @{odd} and the others?

## Options
- [x] neverreleasedoption: @{even}
- [x] two: 2
- [ ] odd: @{odd}
  > Neverreleased feedback.
- [ ] three: 3
  > Neverreleased feedback.

## Explanation
Neverreleased explanation.

## Variants
```python
def draw(rng):
    even = 4 + 2 * int(rng.integers(1000))
    return {"even": even, "odd": even + 1}
```
"""
NUMBER = """---
id: product
topic: one
type: number
points: 3
---
What is @{a} times @{b}? (Tell it with one decimal.)

## Answer
@{product}

## Mistakes
- sum: @{sum}
  > Neverreleased feedback: you added.

## Explanation
Neverreleased explanation.

## Variants
```python
def draw(rng):
    a, b = int(rng.integers(100, 900)), int(rng.integers(100, 900)) + 0.5
    return {"a": a, "b": b, "product": a * b, "sum": a + b}
```
"""
TEXT = """---
id: capital
topic: two
type: text
points: 1
---
What is the first letter of the alphabet?

## Answer
- a
- alpha

## Explanation
Neverreleased explanation.
"""
CODE = """---
id: doubled
topic: two
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
    assert double(90417.5) == 180835.0, "That is not twice the number."
```

## Mistakes
- square:
  ```python
  def double(n):
      return n**2
  ```
  > Neverreleased feedback: a square.
"""
QUIZ = """title = "A {mode}"
mode = "{mode}"
variants = 30

[[questions]]
id = ["doubled", "capital"]

[[questions]]
topic = "one"
"""


@pytest.fixture(scope="module")
def course(course_folder):
    for text in (CHOICE, NUMBER, TEXT, CODE):
        name, topic = (text.split(f"{entry}: ")[1].split()[0] for entry in ("id", "topic"))
        file = course_folder.root / "questions" / topic / f"{name}.md"
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    for mode in ("exam", "practice"):
        folder = course_folder.root / "source" / f"a-{mode}"
        folder.mkdir(parents=True)
        (folder / "quiz.toml").write_text(QUIZ.format(mode=mode))
        for command in (("softmark", "quiz", "build", f"a-{mode}"), ("nbgrader", "generate_assignment", f"a-{mode}")):
            told = course_folder.run(*command)
            assert told.status == 0, told.error
    return course_folder


def answers(course, student):
    """The right answers to the variants that a student is asked: the choice, the number."""
    key = json.loads((course.root / "source" / "a-exam" / "hidden" / "quiz.json").read_text())
    found = {}
    for name, place in key["questions"].items():
        personal = place["personal"]
        variant = (
            variant_for(key["quiz"], name, student, place["variants"])
            if personal
            else variant_of_json(place["variants"][0])
        )
        found[variant.question] = (name, variant)
    return found


def hand_in(course, quiz, student, cells, told_id=None):
    """The released notebook with these cells filled in."""
    notebook = nbformat.read(course.root / "release" / quiz / f"{quiz}.ipynb", as_version=4)
    cells = cells | ({"student-id": f"student_id = {told_id or student!r}"} if told_id != "" else {})
    for cell in notebook.cells:
        cell.source = cells.get(cell.metadata["nbgrader"]["grade_id"], cell.source)
    path = course.root / "submitted" / student / quiz / f"{quiz}.ipynb"
    path.parent.mkdir(parents=True)
    nbformat.write(notebook, path)


def spelt(text):
    """A text as somebody might try to hide it, or find it."""
    data = text.encode()
    for padding in range(3):
        yield base64.b64encode(b" " * padding + data)[4:-4]
    yield from (data, data.lower(), data[::-1], data.hex().encode(), codecs.encode(text, "rot13").encode())
    yield from (urllib.parse.quote(text).encode(), text.encode("utf-16-le"), json.dumps(text)[1:-1].encode())


def found_in(folder):
    """Which of the secrets stand in a folder's files, spelt in any way; packed data are unpacked first."""
    found = set()
    for file in folder.rglob("*"):
        data = file.read_bytes() if file.is_file() else b""
        for at in range(len(data)):
            if data[at : at + 1] in (b"\x78", b"\x1f"):
                try:
                    data += zlib.decompressobj(47).decompress(data[at:], 1 << 20)
                except zlib.error:
                    continue
        found |= {secret for secret in SECRETS if any(one in data for one in spelt(secret))}
    return found


def test_release_of_an_exam_holds_no_key(course):
    """Neither ids, feedback, explanations nor a check's numbers, in no spelling; nor quiz.toml."""
    assert found_in(course.root / "release" / "a-exam") == set()
    assert found_in(course.root / "source" / "a-exam") == set(SECRETS), "The search itself finds nothing."
    assert sorted(file.name for file in (course.root / "release" / "a-exam").iterdir()) == ["a-exam.ipynb", "quiz.json"]


def test_variants_differ_and_are_graded_by_their_own_key(course):
    """Perfect, partly right, somebody else's answers, no id, a hostile one, and one who did nothing."""
    kim = answers(course, "kim")
    (choice, asked), (number, counted) = kim["neverreleasedquestion"], kim["product"]
    # Whose options stand in another order: who copies kim's letters has none right.
    other, lee = next(
        (name, found)
        for name, found in ((name, answers(course, name)) for name in map("student{}".format, range(60)))
        if asked.key.right.isdisjoint(found["neverreleasedquestion"][1].key.right)
    )
    assert asked.seen != lee["neverreleasedquestion"][1].seen
    assert counted.key.right != lee["product"][1].key.right
    right = sorted(asked.key.right)
    text, code = kim["capital"][0], kim["doubled"][0]
    perfect = {
        f"{choice}-answer": f"answer_{choice} = {right}",
        f"{number}-answer": f"answer_{number} = {counted.key.right}",
        f"{text}-answer": f"answer_{text} = ' A '",
        f"{code}-answer": "def double(n):\n    return n + n",
    }
    hand_in(course, "a-exam", "kim", perfect)
    hand_in(
        course, "a-exam", "partly", perfect | {f"{choice}-answer": f"answer_{choice} = '{right[0]}'"}, told_id="KIM "
    )
    hand_in(course, "a-exam", other, perfect)
    hand_in(course, "a-exam", "nobody", perfect, told_id="")
    hand_in(course, "a-exam", "idle", {})
    hand_in(
        course, "a-exam", "hostile", {f"{name}-answer": HOSTILE.format(name=name) for name in (choice, number, text)}
    )
    graded = course.grade("a-exam", "--json", "exam.json")
    assert graded.status == 0, graded.error
    results = course.results("exam.json")
    assert {student: entry["points"] for student, entry in results.items()} == {
        "kim": 8, "partly": 7, other: 3, "nobody": 3, "idle": 0, "hostile": 0,
    }  # fmt: skip
    for student, variant in (("kim", counted), (other, lee["product"][1])):
        graded_notebook = nbformat.read(course.root / "autograded" / student / "a-exam" / "a-exam.ipynb", as_version=4)
        assert variant.seen.text.partition("?")[0] in str(graded_notebook), (
            "Each reads on the feedback page what was asked."
        )
    notebook = nbformat.read(course.root / "autograded" / "hostile" / "a-exam" / "a-exam.ipynb", as_version=4)
    printed = str([cell.get("outputs") for cell in notebook.cells if not cell.metadata["nbgrader"]["grade"]])
    assert "found: {'./quiz.json'}" in printed
    told = "".join(
        check["line"] + check["message"]
        for held in results["hostile"]["notebooks"]
        for cell in held["cells"]
        for check in cell["checks"]
    )
    assert "cannot be read" in told
    assert not [secret for secret in SECRETS if secret in printed + told]
    messages = json.dumps(results[other])
    assert "We read" in messages
    assert str(lee["product"][1].key.right) not in messages
    assert "student_id" in json.dumps(results["nobody"])


HOSTILE = """
import os
found = {{os.path.join(folder, file) for folder, _, files in os.walk(".") for file in files if "quiz" in file}}
for place in ("hidden/quiz.json", "../hidden/quiz.json", "quiz.toml", "../../source"):
    try:
        found |= {{open(place).read()}}
    except OSError:
        pass
print("found:", found)


class Anything(str):
    def __eq__(self, other):
        return True

    def __hash__(self):
        return 0


answer_{name} = Anything("a")
"""


def test_practice_is_graded_as_it_was_shown(course):
    """The release explains, and the variant in the notebook is the one that counts."""
    root = course.root
    assert {"Neverreleased explanation", "Neverreleased feedback"} <= found_in(root / "release" / "a-practice")
    key = json.loads((root / "source" / "a-practice" / "hidden" / "quiz.json").read_text())
    cells = {}
    for name, place in key["questions"].items():
        variant = variant_of_json(place["variants"][0])
        if variant.question == "product":
            cells[f"{name}-answer"] = f"answer_{name} = '{variant.key.right}'"
    hand_in(course, "a-practice", "kim", cells)
    assert course.grade("a-practice", "--json", "practice.json").status == 0
    assert course.results("practice.json")["kim"]["points"] == 3


def test_rebuilding_loses_nothing(course):
    """The same again changes nothing; a change by hand, or of what students were asked, is refused."""
    folder = course.root / "source" / "a-practice"
    notebook, question = folder / "a-practice.ipynb", course.root / "questions" / "one" / "product.md"
    build = ("softmark", "quiz", "build", "a-practice")
    before = notebook.read_bytes()
    again = course.run(*build)
    assert again.status == 0
    assert "softmark regrade --dry-run a-practice" in again.out, "What is released need not be released again."
    assert notebook.read_bytes() == before
    question.write_text(NUMBER.replace("you added", "you added them"))
    assert course.run(*build).status == 0, "A better feedback changes nothing of what is asked."
    question.write_text(NUMBER.replace("times", "plus"))
    refused = course.run(*build)
    assert refused.status == 1
    assert "other questions than students have" in refused.error
    question.write_text(NUMBER)
    notebook.write_bytes(before.replace(b"Write each answer", b"Write every answer"))
    refused = course.run(*build)
    assert refused.status == 1
    assert "changed" in refused.error
    assert b"every" in notebook.read_bytes()
    assert course.run(*build, "--force").status == 0
    assert b"every" not in notebook.read_bytes()


@pytest.mark.parametrize(
    ("change", "told"),
    [
        (('"doubled"', '"dubbled"'), "quiz.toml:5: There is no question dubbled."),
        (('topic = "one"', 'topic = "one"\npick = 3'), "quiz.toml:8: Of the bank's 4 questions, 2 fit here"),
        (
            ('topic = "one"', 'topic = "one"\npick = 1'),
            "quiz.toml:8: The questions that fit here are worth 2, 3 points.",
        ),
        (("title = ", "titel = "), "quiz.toml:1:"),
    ],
)
def test_mistake_is_told_and_nothing_is_written(course, change, told):
    folder = course.root / "source" / "wrong"
    folder.mkdir(exist_ok=True)
    (folder / "quiz.toml").write_text(QUIZ.format(mode="exam").replace(*change))
    refused = course.run("softmark", "quiz", "build", "wrong")
    assert refused.status == 1
    assert told in refused.error
    assert "nothing was written" in refused.error
    assert [file.name for file in folder.iterdir()] == ["quiz.toml"]


def test_odd_file_is_told_in_a_sentence(course):
    """A released quiz.json, or a notebook, in which something else stands: nothing is replaced, without --force."""
    folder, released = course.root / "source" / "a-practice", course.root / "release" / "a-practice" / "quiz.json"
    notebook = folder / "a-practice.ipynb"
    build = ("softmark", "quiz", "build", "a-practice")
    for file, texts, told in (
        (released, ("7", "{}", '{"questions": {"q1": 7}}', '{"questions": {"q1": {"variants": [7]}}}'), "is released"),
        (notebook, ("7", "{}", '{"metadata": {"softmark": {"built": 1}}, "cells": [7]}', "[" * 5000), "changed since"),
    ):
        before = file.read_bytes()
        for text in texts:
            file.write_text(text)
            refused = course.run(*build)
            assert (refused.status, file.read_text()) == (1, text)
            assert told in refused.error
            assert "Traceback" not in refused.error
        file.write_bytes(before)
    assert course.run(*build).status == 0


@pytest.mark.parametrize("name", ["../outside", "a-practice/", "..", "sub/quiz", "/tmp"])
def test_a_quiz_is_a_folder_of_source(course, name):
    """Nothing is written elsewhere, and nothing half."""
    for folder in (course.root / "outside", course.root / "source" / "sub" / "quiz"):
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "quiz.toml").write_text(QUIZ.format(mode="exam"))
    before = sorted(course.root.rglob("*"))
    refused = course.run("softmark", "quiz", "build", name)
    assert refused.status == 2
    assert "expected the name of a folder" in refused.error
    assert sorted(course.root.rglob("*")) == before


def test_no_quiz_of_that_name(course):
    told = course.run("softmark", "quiz", "build", "nowhere")
    assert told.status == 2
    assert "nowhere" in told.error
