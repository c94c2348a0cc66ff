"""Files as Moodle and jupyterquiz write them; what has no place here; what is broken."""

from __future__ import annotations

import json
import random
from html import escape
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from softmark.cli.quiz import quiz
from softmark.quiz import Kind, QuestionError, read_bank
from softmark.quiz.formats import jupyterquiz_import, moodle_import
from softmark.quiz.formats.collected import Collected
from softmark.quiz.question import Problem, Question, Tolerance

FILES = Path(__file__).parent / "files"
MOODLE = FILES / "moodle.xml"
JUPYTERQUIZ = FILES / "jupyterquiz.json"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(quiz, [str(one) for one in arguments], catch_exceptions=False)


def questions_of(folder: Path) -> dict[str, Question]:
    bank = read_bank(folder)
    assert not bank.problems
    return {question.id: question for question in bank.questions}


def entry(body: str, kind: str = "multichoice", name: str = "A name") -> str:
    return f'<question type="{kind}"><name><text>{name}</text></name>{body}</question>'


ASKED = '<questiontext format="html"><text>What?</text></questiontext>'
TWO = (
    '<single>true</single><answer fraction="100"><text>yes, it is</text></answer>'
    '<answer fraction="0"><text>no, never</text></answer>'
)


def moodle_file(folder: Path, *entries: str) -> Path:
    file = folder / "given.xml"
    file.write_text("<quiz>\n" + "\n".join(entries) + "\n</quiz>\n")
    return file


def test_a_file_of_moodle(tmp_path: Path) -> None:
    """Names become ids, HTML Markdown; what the linter accepts is all there, and so is the rest."""
    result = run("import", MOODLE, "--from", "moodle", "--topic", "units", "--out", tmp_path)
    assert result.exit_code == 0, result.output
    found = questions_of(tmp_path)
    assert set(found) == {"softmax-shifts", "overfit", "recall", "unique-kernel", "xor"}
    softmax = found["softmax-shifts"]
    assert softmax.text == (
        "You add **5** to each input of $\\operatorname{softmax}(z)_i = e^{z_i}/\\sum_j e^{z_j}$, at a price of \\$3."
        "\n\n```\nz = z_old * 2\n```"
    )
    assert (softmax.explanation, softmax.points, softmax.shuffled) == ("The factor $$e^5$$ cancels.", 2, False)
    assert [(item.id, item.text, item.feedback, item.right) for item in softmax.items] == [
        ("they-stay", "They *stay*.", "", True),
        ("each-grows-by-e-5", "Each grows by $e^5$.", "The denominator grows, too.", False),
    ]
    overfit = found["overfit"]
    assert (overfit.kind, overfit.goals, overfit.difficulty) == (Kind.MULTIPLE, ("S0-84",), 3)
    assert [item.right for item in overfit.items] == [True, True, False, False]
    recall = found["recall"]
    assert (recall.answers, recall.tolerance, recall.units) == (("0.9375",), Tolerance(absolute=0.006), ("ms",))
    assert [(item.text, item.feedback) for item in recall.mistakes] == [("0.9", "This is the precision.")]
    assert found["unique-kernel"].answers == ("stratified", "stratification")
    assert found["xor"].text == "A *linear* network solves XOR."
    assert found["xor"].answers == ("false",)
    assert "To be written: overfit: the explanation, the feedback of 1 wrong answers" in result.output
    assert run("lint", tmp_path).exit_code == 0


def test_a_file_of_jupyterquiz(tmp_path: Path) -> None:
    """Dollars are formulas, links Markdown's, code a block; a value and its range are one answer."""
    result = run("import", JUPYTERQUIZ, "--from", "jupyterquiz", "--topic", "units", "--out", tmp_path)
    assert result.exit_code == 0, result.output
    found = questions_of(tmp_path).values()
    many, code, number, text = [
        next(one for one in found if one.kind is kind)
        for kind in (Kind.MULTIPLE, Kind.SINGLE, Kind.NUMBER, Kind.TEXT)
    ]  # fmt: skip
    assert many.text == "Which of these have a **gradient** everywhere? See [here](https://example.org/g)."
    assert [item.text for item in many.items] == ["$\\sigma(z)$", "$\\tanh(z)$", "ReLU"]
    assert many.explanation == "Correct."
    assert code.text.endswith('```python\na="1"\nb="2"\nprint(a+b)\n```')
    assert code.items[2].text == "```python\nerror\n```"
    assert (number.answers, number.tolerance) == (("1.57",), Tolerance(absolute=0.01))
    assert (text.answers, text.mistakes[0].text, text.explanation) == (("backward pass",), "update", "Yes.")
    assert run("lint", tmp_path).exit_code == 0


def test_nothing_is_overwritten(tmp_path: Path) -> None:
    """A second import ends, even if only one file is there; nothing is changed or added."""
    (tmp_path / "units").mkdir()
    (tmp_path / "units" / "recall.md").write_text("mine")
    result = run("import", MOODLE, "--from", "moodle", "--topic", "units", "--out", tmp_path)
    assert result.exit_code == 1
    assert "recall.md exists already" in result.output
    assert [file.name for file in tmp_path.rglob("*.md")] == ["recall.md"]
    assert (tmp_path / "units" / "recall.md").read_text() == "mine"


IMAGE = '<questiontext format="html"><text><![CDATA[<img src="@@PLUGINFILE@@/a.png">]]></text>'
PICTURE = IMAGE + '<file name="a.png" path="/" encoding="base64">iVBORw0KGgo=</file></questiontext>'
PAIRS = "".join(
    f"<subquestion format='html'><text>left {one}</text><answer><text>right {one}</text></answer></subquestion>"
    for one in "abc"
)
HALF = '<answer fraction="50"><text>1</text></answer><answer fraction="100"><text>2</text></answer>'
WHOLE = [
    ("essay", ASKED, "“essay”"),
    ("cloze", ASKED, "“cloze”"),
    ("calculated", ASKED + HALF, "“calculated”"),
    ("multichoice", PICTURE + TWO, "a.png"),
    ("multichoice", IMAGE + "</questiontext>" + TWO, "<img>"),
    ("multichoice", ASKED + "<hidden>1</hidden>" + TWO, "hidden"),
    ("multichoice", ASKED + TWO.replace('"0"', '"100"'), "of 2 options are marked"),
    ("shortanswer", ASKED + '<answer fraction="100"><text>over*</text></answer>', "wildcard"),
    ("numerical", ASKED + HALF.replace('"50"', '"100"'), "2 numbers are right"),
]
PARTS = [
    ("multichoice", ASKED + TWO + "<hint format='html'><text>Think.</text></hint>", "hints"),
    ("multichoice", ASKED + TWO + "<incorrectfeedback><text>Oh no</text></incorrectfeedback>", "<incorrectfeedback>"),
    ("multichoice", ASKED + TWO.replace('"0"', '"-25"'), "rule of points"),
    ("multichoice", ASKED + TWO + "<tags><tag><text>week 3</text></tag></tags>", "“week 3”"),
    ("multichoice", ASKED.replace("What?", "What?&lt;script&gt;1&lt;/script&gt;") + TWO, "<script>"),
    ("matching", ASKED + PAIRS, "rule of points"),
    ("numerical", ASKED + HALF, "50 %"),
    ("shortanswer", ASKED + "<usecase>1</usecase>" + HALF.replace("50", "0"), "capital letters"),
    ("shortanswer", ASKED + HALF.replace("50", "0") + '<answer fraction="0"><text>*</text>'
     '<feedback><text>No.</text></feedback></answer>', "any other answer"),
]  # fmt: skip


@pytest.mark.parametrize(("kind", "body", "told"), WHOLE)
def test_a_question_that_has_no_place_is_refused_by_name(tmp_path: Path, kind: str, body: str, told: str) -> None:
    """Nothing is written; with --skip, all but this question."""
    file = moodle_file(tmp_path, entry(body, kind, "Refused one"), entry(ASKED + TWO, name="Good one"))
    out = tmp_path / "bank"
    arguments = ("import", file, "--from", "moodle", "--topic", "t", "--out", out)
    result = run(*arguments)
    assert result.exit_code == 1
    assert "“Refused one” (line 2) (as a whole): " in result.output
    assert told in result.output
    assert not out.exists()
    result = run(*arguments, "--skip")
    assert result.exit_code == 0
    assert "Refused one" in result.output
    assert set(questions_of(out)) == {"good-one"}


@pytest.mark.parametrize(("kind", "body", "told"), PARTS)
def test_a_part_that_has_no_place_is_refused_by_name(tmp_path: Path, kind: str, body: str, told: str) -> None:
    """Nothing is written; with --skip, the question without it."""
    out = tmp_path / "bank"
    arguments = ("import", moodle_file(tmp_path, entry(body, kind)), "--from", "moodle", "--topic", "t", "--out", out)
    result = run(*arguments)
    assert result.exit_code == 1
    assert "  a-name: " in result.output
    assert told in result.output
    assert not out.exists()
    assert run(*arguments, "--skip").exit_code == 0
    assert set(questions_of(out)) == {"a-name"}
    assert "script" not in (out / "t" / "a-name.md").read_text()


REFUSED = [
    ({"type": "match", "question": "q", "answers": []}, "“match”"),
    ({"type": "numeric", "question": "q", "answers": [{"value": 1, "correct": True}, {"value": 2, "correct": True}]},
     "2 numbers are right"),
    ({"type": "numeric", "question": "q", "precision": 2, "answers": [{"value": 3.14, "correct": True}]}, "precision"),
    ({"type": "numeric", "question": "q", "answers": [{"value": 3.14, "correct": True},
      {"type": "range", "range": [-9, 0], "correct": False, "feedback": "No."}]}, "the range around -4.5"),
    ({"type": "numeric", "question": "q", "answers": [{"value": 1, "correct": True},
      {"type": "default", "feedback": "No."}]}, "any other answer"),
    ({"type": "string", "question": "q", "answers": [{"answer": "a", "correct": True, "match_case": True}]}, "capital"),
    ({"type": "string", "question": "q", "answers": [{"answer": "a", "correct": True, "fuzzy_threshold": 0.8}]},
     "similar words"),
    ({"type": "string", "question": "q", "topics": [], "answers": [{"answer": "a", "correct": True}]}, "“topics”"),
]  # fmt: skip


@pytest.mark.parametrize(("given", "told"), REFUSED)
def test_what_jupyterquiz_alone_knows_is_refused_by_name(tmp_path: Path, given: object, told: str) -> None:
    """Nothing is written."""
    file = tmp_path / "given.json"
    file.write_text(json.dumps([given]))
    result = run("import", file, "--from", "jupyterquiz", "--topic", "t", "--out", tmp_path / "bank")
    assert result.exit_code == 1
    assert told in result.output
    assert not (tmp_path / "bank").exists()


BOMB = '<?xml version="1.0"?>\n<!DOCTYPE quiz [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>\n<quiz>&b;</quiz>'
BROKEN = [
    ("moodle", "", ":1: This is no XML"),
    ("moodle", "<quiz>\n<question>\n</quiz>", ":3: This is no XML: mismatched tag"),
    ("moodle", BOMB, ":2: There is a document type"),
    ("moodle", "<html></html>", ":1: The file holds <html>"),
    ("moodle", "<quiz>" + "<a>" * 60 + "</a>" * 60 + "</quiz>", "nested"),
    ("moodle", "<quiz>\n<question type='multichoice'/></quiz>", ":2: <question> has no <name>"),
    ("moodle", f"<quiz>\n{entry('')}</quiz>", ":2: <question> has no <questiontext>"),
    ("moodle", f"<quiz>\n{entry(ASKED)}</quiz>", ":2: The question has no <answer>"),
    ("moodle", f"<quiz>\n{entry(ASKED + TWO.replace('100', 'all'))}</quiz>", ":2: <answer> has “all”"),
    ("moodle", f"<quiz>{entry(ASKED + HALF.replace('>1<', '>one<'), 'numerical')}</quiz>", ":1: <answer> has “one”"),
    ("jupyterquiz", "", ":1: The file begins with “”"),
    ("jupyterquiz", "{}", "begins with “{}”"),
    ("jupyterquiz", "[\n{\"question\": \n]", ":3: This is no JSON"),
    ("jupyterquiz", "[\n\n{\"question\": \"q\"}]", ':3: In the question that begins here: There is no "type"'),
    ("jupyterquiz", "[1]", "The entry is “1”"),
    ("jupyterquiz", '[{"type": "string", "question": 3, "answers": []}]', '"question" is “3”'),
    ("jupyterquiz", '[{"type": "string", "question": "q", "answers": []}]', "There are no answers"),
    ("jupyterquiz", '[{"type": "numeric", "question": "q", "answers": [{"value": NaN, "correct": true}]}]', "NaN"),
    ("jupyterquiz", "[" * 100_000, "This cannot be read"),
    ("jupyterquiz", '[{"type": "numeric", "question": "q", "answers": [{"range": [1], "correct": true}]}]', "1 num"),
    ("jupyterquiz", '[{"type": "many_choice", "question": "q", "answers": [{"answer": "a"}]}]', 'no "correct"'),
]  # fmt: skip


@pytest.mark.parametrize(("form", "text", "told"), BROKEN)
def test_a_broken_file_is_told_with_its_line(tmp_path: Path, form: str, text: str, told: str) -> None:
    """File, line, what was found, what was expected; nothing is written, even with --skip."""
    file = tmp_path / "given"
    file.write_text(text)
    result = run("import", file, "--from", form, "--topic", "t", "--out", tmp_path / "bank", "--skip")
    assert result.exit_code == 1
    assert f"{file}:" in result.output
    assert told in result.output
    assert "Expected" in result.output
    assert not (tmp_path / "bank").exists()


PRIVATE = "What&#xE000;999&#xE001; is <code>this&#xE000;0&#xE001;</code>?"
ANSWERS = [{"answer": "yes, it is", "correct": True}, {"answer": "no, never", "correct": False}]
HOSTILE = [
    ("moodle", f"<quiz>{entry(ASKED.replace('What?', escape(PRIVATE)) + TWO)}</quiz>"),
    ("moodle", f"<quiz>{entry(ASKED + TWO, name='../../../outside')}</quiz>"),
    ("moodle", f"<quiz>{entry(ASKED.replace('What?', '&lt;div&gt;' * 5000 + 'What?') + TWO)}</quiz>"),
    ("moodle", f"<quiz>{entry(ASKED.replace('What?', '&lt;ul&gt;&lt;li&gt;' * 400 + 'What?') + TWO)}</quiz>"),
    ("moodle", f"<quiz>{entry(ASKED + HALF.replace('>1<', '>1e308<').replace('>2<', '>-1e308<'), 'numerical')}</quiz>"),
    ("jupyterquiz", [{"type": "many_choice", "question": PRIVATE, "answers": ANSWERS}]),
    ("jupyterquiz", [{"type": "many_choice", "question": "What \ud800?", "answers": ANSWERS}]),
    ("jupyterquiz", [{"type": "many_choice", "question": "What?", "code": "x = '\ud800'", "answers": ANSWERS}]),
    ("jupyterquiz", [{"type": "many_choice\udfff", "question": "What?", "answers": ANSWERS}]),
    ("jupyterquiz", [{"type": "many_choice", "question": "# x\n## Answer\n@{secret}\u2028---", "answers": ANSWERS}]),
    ("jupyterquiz", [{"type": "numeric", "question": "?", "answers": [{"value": 10**4000, "correct": True}]}]),
    ("jupyterquiz", [{"type": "numeric", "question": "?", "precision": 3,
      "answers": [{"value": 5e-324, "correct": True}]}]),
    *(("jupyterquiz", '[{"type": "string", "question": ' + depth * "[" + depth * "]" + "}]")
      for depth in range(880, 1000, 7)),
]  # fmt: skip


def test_any_depth_is_told(tmp_path: Path) -> None:
    """Also where a list can just be read, and is too deep for whatever is done with it then."""
    file = tmp_path / "given"
    for depth in range(700, 1000):
        file.write_text('[{"type": "string", "question": ' + "[" * depth + "]" * depth + "}]")
        result = run("import", file, "--from", "jupyterquiz", "--topic", "t", "--out", tmp_path / "bank")
        assert result.exit_code == 1, result.output
        assert "given:1: " in result.output
    assert not (tmp_path / "bank").exists()


@pytest.mark.parametrize(("form", "given"), HOSTILE)
def test_hostile_file_is_told_or_read(tmp_path: Path, form: str, given: object) -> None:
    """No traceback; whatever is written stands where it belongs, and is clean."""
    file = tmp_path / "given"
    file.write_text(given if isinstance(given, str) else json.dumps(given))
    out = tmp_path / "a" / "b" / "bank"
    result = run("import", file, "--from", form, "--topic", "t", "--out", out, "--skip")
    written = [one for one in tmp_path.rglob("*") if one.is_file() and one != file]
    assert all(one.parent == out / "t" for one in written)
    assert result.exit_code == (0 if written else 1), result.output
    if written:
        assert run("lint", out).exit_code == 0


def test_no_program_of_a_file_runs(tmp_path: Path) -> None:
    """A text that would be a section with Python in a question's file is refused before anything is drawn."""
    mark = tmp_path / "run"
    program = f"def draw(rng):\n    np.save({str(mark)!r}, 1)\n    return {{'n': 1}}"
    code = f"x = 1\n```\n\n## Variants\n```python\n{program}"
    explained = {"answer": "no", "correct": True, "feedback": "Why?"}
    asked = {"type": "multiple_choice", "question": "What?", "answers": [explained, *ANSWERS[1:]]}
    file, out = tmp_path / "given.json", tmp_path / "bank"
    file.write_text(json.dumps([{**asked, "code": code}]))
    result = run("import", file, "--from", "jupyterquiz", "--topic", "t", "--out", out, "--skip")
    assert (result.exit_code, list(tmp_path.glob("run*"))) == (1, [])
    assert "a text that a question's file cannot hold" in result.output
    # Within an option it is a text like any other.
    file.write_text(json.dumps([{**asked, "answers": [*ANSWERS, {"code": code, "correct": False}]}]))
    run("import", file, "--from", "jupyterquiz", "--topic", "t", "--out", out, "--skip")
    assert list(tmp_path.glob("run*")) == []


@pytest.mark.parametrize(("source", "module"), [(MOODLE, moodle_import), (JUPYTERQUIZ, jupyterquiz_import)])
def test_no_broken_file_ends_in_a_traceback(source: Path, module: object) -> None:
    """Bytes changed, cut out, doubled: the file is read, or the error says where."""
    whole, chance, told = source.read_bytes(), random.Random(7), 0
    for _round in range(250):
        data = bytearray(whole)
        for _change in range(chance.randint(1, 4)):
            at = chance.randrange(len(data))
            until = at + chance.choice((1, 1, 5, 40))
            data[at:until] = chance.choice(
                (b"", bytes([chance.randrange(256)]), bytes(data[at:until]) * 2, b"<x>", b'"')
            )
        problems: tuple[Problem, ...] = ()
        try:
            module.collect(bytes(data), Collected("file", "t"))  # type: ignore[attr-defined]
        except QuestionError as error:
            problems = error.problems
        assert all(problem.found and problem.expected and problem.path == "file" for problem in problems)
        told += bool(problems)
    assert told > 50
