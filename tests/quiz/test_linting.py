"""The linter: each fault that a bank can have is found, with its line; what is well written is left in peace."""

from __future__ import annotations

import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import jsonschema
import pytest
from click.testing import CliRunner

from softmark.cli import main
from softmark.quiz import parse_question, read_bank
from softmark.quiz.linting import lint_bank, lint_question
from softmark.quiz.marks import formula_problems

QUESTIONS = Path(__file__).parents[2] / "questions"
DOCS = Path(__file__).parents[2] / "docs"
CHOICE = """\
Is it so?

## Options
- [x] yes: Yes.
- [ ] no: No.
  > It is.

## Explanation
Look.
"""
NUMBER = """\
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
    a = int(rng.integers(100))
    return {"a": a, "sum": a + 1}
```
"""
CODE = """\
Write `twice(x)`.

## Start
```python
def twice(x):
    pass
```

## Answer
```python
def twice(x):
    return 2 * x
```

## Checks
```python
def test_twice(twice):
    assert twice(3) == 6
```

## Mistakes
- square:
  ```python
  def twice(x):
      return x * x
  ```
  > That is $x^2$.

## Explanation
Double it.
"""


def _examples():
    """The examples of docs/questions.md, each with its type: the last one that the text above it names."""
    text = (DOCS / "questions.md").read_text()
    for match in re.finditer(r"^(`{3,4})markdown\n(.*?)\n\1$", text, re.DOTALL | re.MULTILINE):
        named = re.findall(r"\*\*`([a-z-]+)`\*\*", text[: match.start()])
        if match[2].startswith("---"):
            yield match[2].replace("id: softmax-shift", "id: q").replace("topic: losses", "topic: t")
        else:
            kind = "number" if "## Variants" in match[2] else named[-1]
            yield f"---\nid: q\ntopic: t\ntype: {kind}\n---\n{match[2]}"


@pytest.mark.parametrize("text", list(_examples()), ids=lambda text: re.search("type: (.*)", text)[1])
def test_examples_of_the_documentation_are_right(text):
    """They are copied. Some leave out the explanation, to be short."""
    question = parse_question(text, "t/q.md")
    found = [problem for problem in lint_question(question).findings if "explanation" not in problem.found]
    assert found == []


def test_documentation_has_an_example_of_each_type():
    """And one with parameters."""
    assert len(list(_examples())) == 10
    assert len({re.search("type: (.*)", text)[1] for text in _examples()}) == 9


@pytest.mark.parametrize(("kind", "body"), [("single", CHOICE), ("number", NUMBER), ("code", CODE)])
def test_good_question_is_left_in_peace(ask, kind, body):
    """Nothing is found."""
    assert lint_question(ask(kind, body)).findings == ()


@pytest.mark.parametrize(
    ("kind", "body", "change", "line", "found"),
    [
        ("single", CHOICE, ("  > It is.\n", ""), 10, "wrong option no has no feedback"),
        ("number", NUMBER, ("  > You added nothing.\n", ""), 12, "mistake same has no feedback"),
        ("single", CHOICE, ("## Explanation\nLook.\n", ""), 1, "no explanation"),
        ("number", NUMBER, ("100", "10"), 19, "that differ."),
        ("number", NUMBER, ("@{a} plus 1", "it"), 19, "only 1 that differs"),
        ("number", NUMBER, ("@{a} plus 1", "it"), 6, "look the same"),
        ("number", NUMBER, ("@{sum}\n", "@{sum}.5 kg\n"), 9, "@{sum}.5 kg"),
        ("number", NUMBER, ("    a = int", "    rng = 3\n    a = int"), 22, "AttributeError"),
        ("single", CHOICE, ("Yes.", "Yes, $x^{2$."), 9, "braces"),
        ("single", CHOICE, ("Look.", "It costs $5."), 14, "does not end"),
        ("number", NUMBER, ("Count on.", "$2^@{a}$"), 16, "only the first character"),
        ("code", CODE, ("return 2 * x", "return 3 * x"), 15, "solution of seed 0 fails: “test_twice"),
        ("code", CODE, ("return x * x", "return x + x"), 27, "mistake square passes"),
        ("code", CODE, ("    pass", "    return x + x"), 21, "untouched answer cell passes"),
        (
            "code",
            CODE,
            ("```\n\n## Mistakes", "\n\ndef test_kept(twice):\n    twice(1)\n```\n\n## Mistakes"),
            21,
            "test_kept",
        ),
        ("code", CODE, ("def test_twice", "def twice_test"), 15, "there is no check"),
        ("code", CODE, ("    return 2 * x", "    return 2 * x)"), 15, "SyntaxError"),
    ],
)
def test_fault_is_found(ask, kind, body, change, line, found):
    """Each by its line and by what it is."""
    assert change[0] in body
    findings = lint_question(ask(kind, body.replace(*change))).findings
    assert any(found in problem.found and problem.line == line for problem in findings), findings


def test_goals_must_exist(ask):
    """If there is a list of them: each question names one, and no other."""
    question = ask("single", CHOICE, "goals: [S0-01, S9-99]\n")
    assert lint_question(question).findings == ()
    (problem,) = lint_question(question, {"S0-01": "say it"}).findings
    assert (problem.line, "S9-99" in problem.found) == (5, True)
    assert "No learning goal" in lint_question(ask("single", CHOICE), {}).findings[0].found


def test_picture_needs_a_description(ask):
    """For who cannot see it."""
    body = NUMBER.replace("What is", "![](picture)\nWhat is") + "\n"
    body = body.replace("```python\n", "```python\ndef picture(axes, values):\n    axes.plot([1, values['a']])\n\n\n")
    assert "no description" in lint_question(ask("number", body), seeds=20).findings[0].found
    assert lint_question(ask("number", body.replace("![]", "![A line]")), seeds=25).findings == ()


def test_question_is_asked_once(ask):
    """Two files with the same words are one too many; the same words with other options are fine."""
    from softmark.quiz.bank import Bank

    one, other = ask("single", CHOICE), ask("single", CHOICE.replace("No.", "Never."))
    assert lint_bank(Bank((one, other), (), None)).findings == ()
    (problem,) = lint_bank(Bank((one, other, replace(one, path="t/r.md")), (), None)).findings
    assert (problem.path, "t/q.md" in problem.found) == ("t/r.md", True)


def test_long_key_is_warned_of(ask):
    """It is chosen without knowing."""
    (problem,) = lint_question(ask("single", CHOICE.replace("Yes.", "Yes, since that is what it says." * 2))).findings
    assert problem.warning
    assert "longest" in problem.found


def test_bank_that_gives_its_keys_away(ask):
    """By their place, by their length, by mostly being true: seen over all questions."""
    from softmark.quiz.bank import Bank

    def bank(kind, body, front=""):
        one = ask(kind, body, front)
        return Bank(tuple(replace(one, text=f"{one.text} {number}") for number in range(12)), (), None)

    def told(kind, body, front=""):
        return [problem.found for problem in lint_bank(bank(kind, body, front)).findings]

    even = CHOICE.replace("Yes.", "No!")
    assert told("single", even) == []
    assert "(a)" in told("single", even, "order: fixed\n")[0]
    assert "longest" in told("single", CHOICE)[0]
    assert "true" in told("true-false", "So?\n\n## Answer\ntrue\n\n## Explanation\nIt is.\n")[0]


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("$x$ and $$y$$, and `$` in code, and \\$5", True),
        ("```\n$x\n```\n$y$", True),
        (r"$\left( \frac{1}{2} \right\}$, $\{ x$", True),
        (r"$$\begin{bmatrix}1 & 2 \\ 3 & 4\end{bmatrix}$$", True),
        (r"$x^{@{n}} + \leftarrow$", True),
        ("$x", False),
        ("$x\n\ny$", False),
        ("$$x$", False),
        ("$ $", False),
        ("$a}{b$", False),
        (r"$\left( x$", False),
        (r"$\begin{array}\end{matrix}$", False),
        (r"$x_@{n}$", False),
        (r"$\href{javascript:alert(1)}{x}$", False),
        (r"$\\href$, $\mathrm{href}$", True),
    ],
)
def test_formulas(text, right):
    """They begin, end and nest; code is no formula."""
    assert (formula_problems(text) == []) == right


def test_command(tmp_path):
    """A table and the findings; exit status and JSON say the same."""
    shutil.copytree(QUESTIONS / "losses", tmp_path / "losses")
    found = CliRunner().invoke(main, ["quiz", "lint", str(tmp_path), "--seeds", "5"])
    assert found.exit_code == 0, found.output
    assert "losses" in found.output
    assert "0 findings" in found.output
    broken = tmp_path / "losses" / "softmax-shift.md"
    broken.write_text(broken.read_text().replace("- [x] same", "- [ ] same"))
    target = tmp_path / "found.json"
    found = CliRunner().invoke(main, ["quiz", "lint", str(tmp_path), "--seeds", "5", "--json", str(target)])
    assert found.exit_code == 1
    assert f"{broken}:15: 0 of 4 options are marked [x].\n  Expected one." in found.output
    assert "1 finding" in found.output
    held = json.loads(target.read_text())
    jsonschema.validate(held, json.loads((DOCS / "quiz_lint.schema.json").read_text()))
    assert [question["id"] for question in held["questions"]] == ["task-output-loss"]
    assert (held["findings"][0]["path"], held["findings"][0]["line"]) == ("losses/softmax-shift.md", 15)


@pytest.mark.parametrize(
    "text", ['[goals]\nG1 = "one"\n[quizzes]\nQ1 = [["G1"]]', "[goals]\nG1 = " + "[" * 5000, "[goals]\nG1 = 1"]
)
def test_odd_list_of_goals_is_a_finding(tmp_path, text):
    """Not a traceback."""
    (tmp_path / "goals.toml").write_text(text)
    result = CliRunner().invoke(main, ["quiz", "lint", str(tmp_path)], catch_exceptions=False)
    assert result.exit_code == 1
    assert "goals.toml:1" in result.output


def test_json_that_cannot_be_written(tmp_path):
    """Told before the bank is tried."""
    target = str(tmp_path / "none" / "lint.json")
    result = CliRunner().invoke(main, ["quiz", "lint", str(tmp_path), "--json", target], catch_exceptions=False)
    assert result.exit_code == 2
    assert "folder does not exist" in result.output


def test_command_without_questions(tmp_path):
    """Says where it has looked, and what it had expected there."""
    found = CliRunner().invoke(main, ["quiz", "lint", str(tmp_path / "none")])
    assert found.exit_code == 2
    assert "<topic>/<id>.md" in found.output


def test_unreadable_files_are_findings(tmp_path):
    """A folder that is called like a question, and a link to nowhere."""
    (tmp_path / "t" / "folder.md").mkdir(parents=True)
    (tmp_path / "t" / "link.md").symlink_to(tmp_path / "nowhere")
    assert [problem.line for problem in read_bank(tmp_path).problems] == [1, 1]
