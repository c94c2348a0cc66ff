"""check() where students call it: in a real Jupyter kernel."""

import os
from collections.abc import Iterator
from dataclasses import dataclass, field

import pytest
from jupyter_client.manager import start_new_kernel

SECONDS = 60


@dataclass
class Reply:
    """What a cell showed."""

    result: dict[str, str] = field(default_factory=dict)
    stdout: str = ""
    stderr: str = ""
    error: str = ""
    traceback: str = ""

    @property
    def text(self) -> str:
        return self.result.get("text/plain", "")

    @property
    def words(self) -> str:
        """The text on one line: where it wraps does not matter."""
        return " ".join(self.text.split())


class Notebook:
    """A notebook's kernel: run cells, read what they show."""

    def __init__(self, client) -> None:
        self.client = client

    def run(self, source: str) -> Reply:
        reply = Reply()

        def hear(message) -> None:
            kind, content = message["header"]["msg_type"], message["content"]
            if kind == "execute_result":
                reply.result = content["data"]
            elif kind == "stream":
                setattr(reply, content["name"], getattr(reply, content["name"]) + content["text"])
            elif kind == "error":
                reply.error = f"{content['ename']}: {content['evalue']}"
                reply.traceback = "\n".join(content["traceback"])

        self.client.execute_interactive(source, output_hook=hear, timeout=SECONDS, store_history=True)
        return reply


@pytest.fixture(scope="module")
def kernel() -> Iterator[Notebook]:
    environment = {
        name: value for name, value in os.environ.items() if not name.startswith(("NBGRADER", "PYTEST", "SOFTMARK"))
    }
    manager, client = start_new_kernel(kernel_name="python3", env=environment)
    try:
        yield Notebook(client)
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


@pytest.fixture
def notebook(kernel: Notebook) -> Notebook:
    """The kernel with an empty namespace and none of the variables that change what check() does."""
    kernel.run("%reset -f")
    for name in ("NBGRADER_VALIDATING", "NBGRADER_EXECUTION", "SOFTMARK_GRADING"):
        kernel.run(f"import os; os.environ.pop('{name}', None)")
    kernel.run("from softmark import check, points")
    return kernel


SHAPE = '''
def test_shape(model):
    """Your network gives one number per row."""
    assert model["units"] == 1, f"Your last layer has {model['units']} units. Give it one."
'''


def test_a_pass_and_a_fail(notebook):
    """Each check's line, what was seen, and how many passed; never that all is well."""
    notebook.run("model = {'units': 2}")
    reply = notebook.run(SHAPE + 'def test_other(model):\n    """It is a model."""\n    assert model\ncheck()')

    assert reply.text.startswith("1 of 2 public checks passed. Hidden checks run when your work is graded.")
    assert (
        "✗ Not yet: Your network gives one number per row.\n    Your last layer has 2 units. Give it one." in reply.text
    )
    assert "✓ Passed: It is a model." in reply.text
    assert (reply.stdout, reply.stderr, reply.error) == ("", "", "")
    assert "Your last layer has 2 units." in reply.result["text/html"]


def test_only_the_tests_of_the_own_cell_run(notebook):
    """Tests of other cells, and those that the cell defined before it was edited, do not."""
    notebook.run("model = {'units': 1}")
    notebook.run("def test_elsewhere(): assert 0\ndef test_old(): assert 0")
    notebook.run("def test_gone(): assert 0\ncheck()")

    assert notebook.run(SHAPE + "check()").text.startswith("1 of 1 public check passed.")


def test_it_can_be_called_by_any_name(notebook):
    """The cell is the caller's, however the function is reached."""
    notebook.run("model = {'units': 1}")
    assert notebook.run(SHAPE + "import softmark\nsoftmark.check()").text.startswith("1 of 1")


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ("", "There is no `model` in this notebook yet."),
        ("model = None", "`model`: still as it was handed out."),
        ("model = ...", "`model`: still as it was handed out."),
        ("def model(rows):\n    '''Doc.'''\n    # YOUR CODE HERE\n    pass", "`model`: still as it was handed out."),
    ],
)
def test_untouched_work_is_not_attempted(notebook, answer, words):
    """It is never called wrong."""
    notebook.run(answer)
    reply = notebook.run(SHAPE + "check()")

    assert reply.words.startswith("0 of 1 public check passed, 1 not attempted.")
    assert "– Not attempted: Your network gives one number per row. " + words in reply.words
    assert "Next step:" in reply.text
    assert "Not yet" not in reply.text


def test_an_untouched_function_that_the_test_calls_is_not_attempted(notebook):
    """A test may read a name instead of asking for it."""
    notebook.run("def double(x):\n    raise NotImplementedError()")
    reply = notebook.run("def test_double():\n    'It doubles.'\n    assert double(2) == 4\ncheck()")

    assert "– Not attempted: It doubles. `double`: still as it was handed out." in reply.words


def test_an_error_in_the_answer_is_told_with_its_line(notebook):
    """Type, message and the line of the student's own cell, in a sentence and without a traceback."""
    notebook.run("import math\ndef double(x):\n    y = x / 0\n    return y")
    reply = notebook.run("def test_double(double):\n    'It doubles.'\n    assert double(2) == 4\ncheck()")

    assert "! Error: It doubles. Your code raised ZeroDivisionError: division by zero." in reply.words
    assert "in line 3 of cell In[" in reply.words
    assert "`y = x / 0`" in reply.words
    assert "Traceback" not in reply.text


def test_a_deep_error_is_told_by_the_student_s_line(notebook):
    """Not by the library's line that raised it."""
    notebook.run("import json\ndef load(text):\n    return json.loads(text)")
    reply = notebook.run("def test_load(load): load('{')\ncheck()")

    assert "JSONDecodeError" in reply.words
    assert "in line 3 of cell In[" in reply.words


def test_an_answer_of_the_wrong_kind_is_told_in_a_sentence(notebook):
    """The test's own line fails on it: nothing in the student's code to point at."""
    notebook.run("model = 7")
    reply = notebook.run(SHAPE + "check()")

    assert "This check could not use your answer: TypeError: 'int' object is not subscriptable." in reply.words


def test_a_bare_assert_shows_its_line(notebook):
    """The student can read it in the cell anyway."""
    notebook.run("x = 3")
    assert (
        "This does not hold yet: `assert x == 4`." in notebook.run("def test_x(x):\n    assert x == 4\ncheck()").words
    )


@pytest.mark.parametrize("ending", ["raise SystemExit", "raise KeyboardInterrupt", "import pytest; pytest.exit()"])
def test_a_test_that_ends_everything_ends_itself(notebook, ending):
    """The panel is shown, and the kernel goes on."""
    reply = notebook.run(f"def test_x():\n    {ending}\ncheck()")

    assert reply.text.startswith("0 of 1")
    assert notebook.run("1 + 1").text == "2"


def test_an_interrupt_ends_the_run(notebook):
    """One press of the stop button is enough: the tests behind it do not run."""
    notebook.run("ran = []")
    reply = notebook.run("def test_a(): raise KeyboardInterrupt\ndef test_b(): ran.append(1)\ncheck()")

    assert "It was stopped before it ended." in reply.words
    assert notebook.run("ran").text == "[]"


def test_a_cell_without_tests_says_so(notebook):
    """A cell whose checks are all hidden is no mistake of the student's."""
    reply = notebook.run("check()")

    assert reply.words == "This cell has no public checks. Hidden checks run when your work is graded."
    assert reply.error == ""


@pytest.mark.parametrize("call", ["check(3)", "check('q3', 'b')", "check(verbose=True)"])
def test_arguments_are_refused_in_a_sentence(notebook, call):
    """Only a quiz's question has a meaning."""
    reply = notebook.run(call)

    assert reply.error.startswith("CheckArguments: check() runs the checks of its own cell")
    assert "Traceback" not in reply.traceback


def test_question_outside_of_a_quiz_is_told_in_a_sentence(notebook):
    """There is no quiz.json beside this notebook."""
    reply = notebook.run("check('q3')")

    assert reply.error.startswith("QuizError: The file quiz.json is not beside this notebook.")
    assert "Traceback" not in reply.traceback


def test_validate_gets_the_panel_as_an_error(notebook):
    """nbgrader's Validate window prints the traceback: it is our sentences."""
    notebook.run(
        "model = {'units': 2}\nimport os\nos.environ.update(NBGRADER_VALIDATING='1', NBGRADER_EXECUTION='validate')"
    )
    reply = notebook.run(SHAPE + "check()")

    assert reply.error.startswith("ChecksFailed: 0 of 1 public check passed.")
    assert reply.traceback.startswith("0 of 1 public check passed.")
    assert max(map(len, reply.traceback.splitlines())) <= 79
    assert "Traceback" not in reply.traceback


def test_validate_shows_a_pass(notebook):
    """A cell that passes validates."""
    notebook.run(
        "model = {'units': 1}\nimport os\nos.environ.update(NBGRADER_VALIDATING='1', NBGRADER_EXECUTION='validate')"
    )
    reply = notebook.run(SHAPE + "check()")

    assert reply.error == ""
    assert reply.text.startswith("1 of 1")


@pytest.mark.parametrize(("units", "credit"), [(1, "0.3"), (2, "0.2")])
def test_nbgrader_s_own_grading_gets_points(notebook, units, credit):
    """The points of the tests that passed, in the number that nbgrader reads, and nothing on standard error."""
    notebook.run(f"model = {{'units': {units}}}\nimport os\nos.environ['NBGRADER_EXECUTION'] = 'autograde'")
    reply = notebook.run(
        "import sys, os\n@points(0.1)" + SHAPE + "@points(0.2)\ndef test_b():\n"
        "    print('loud', file=sys.stderr); os.write(2, b'louder')\ncheck()"
    )
    assert (reply.text, reply.stdout, reply.stderr, reply.error) == (credit, "", "", "")


def test_nbgrader_s_own_grading_without_points(notebook):
    """A cell is all or nothing then: an error for a failure, and no output for a pass."""
    notebook.run("model = {'units': 2}\nimport os\nos.environ['NBGRADER_EXECUTION'] = 'autograde'")
    assert notebook.run(SHAPE + "check()").error.startswith("ChecksFailed")

    notebook.run("model = {'units': 1}")
    assert notebook.run(SHAPE + "check()") == Reply()


def test_nbgrader_s_own_grading_has_the_hidden_folder(notebook, tmp_path):
    """Without softmark in the course, nbgrader grades hidden tests in the kernel, with `hidden/` beside the notebook.

    In a student's notebook there is no such thing.
    """
    (tmp_path / "hidden").mkdir()
    (tmp_path / "hidden" / "rows.json").write_text("[1, 2]")
    text = "@points(2)\ndef test_rows(hidden):\n    assert hidden('rows.json') == [1, 2]\ncheck()"
    notebook.run(f"import os\nbefore = os.getcwd()\nos.chdir({str(tmp_path)!r})")
    try:
        assert "There is no `hidden`" in notebook.run(text).text
        notebook.run("os.environ['NBGRADER_EXECUTION'] = 'autograde'")
        assert notebook.run(text).text == "2.0"
    finally:
        notebook.run("os.chdir(before)")


def test_nothing_runs_while_softmark_grades(notebook):
    """The kernel runs the released cell for its names only."""
    notebook.run("ran = []\nimport os\nos.environ['SOFTMARK_GRADING'] = '1'")

    assert notebook.run("def test_x(): ran.append(1)\ncheck()") == Reply()
    assert notebook.run("ran").text == "[]"


def test_the_loop_and_the_output_go_on(notebook):
    """Afterwards the kernel prints, warns and awaits as before."""
    notebook.run("model = {'units': 1}")
    notebook.run(SHAPE + "check()")
    reply = notebook.run("import asyncio, sys\nprint('out'); print('err', file=sys.stderr)\nawait asyncio.sleep(0, 5)")

    assert (reply.text, reply.stdout, reply.stderr) == ("5", "out\n", "err\n")


def test_outside_a_notebook_a_sentence_is_printed(tmp_path):
    """Where nothing would show a panel."""
    import subprocess
    import sys

    (tmp_path / "script.py").write_text("from softmark import check\ndef test_x(): pass\ncheck()\n")
    done = subprocess.run([sys.executable, "script.py"], cwd=tmp_path, capture_output=True, text=True, timeout=SECONDS)

    assert done.stdout.startswith("check() shows its result in a notebook.")
    assert (done.stderr, done.returncode) == ("", 0)
