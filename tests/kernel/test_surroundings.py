"""What a submission finds in its kernel."""

from pathlib import Path

from softmark.grading.session import Session
from softmark.model import Limits


def _helper(folder: Path) -> None:
    (folder / "helper.py").write_text("def f():\n    return 42\n")
    (folder / "random.py").write_text("raise RuntimeError('a file of the submission')\n")


def test_files_beside_the_notebook_can_be_imported() -> None:
    """``helper.py`` is found as in JupyterLab; a file that is named like a module of Python's is not."""
    with Session(_helper, 7, Limits()) as session:
        executed = session.run("import random\nfrom helper import f\nprint(f(), random.randint(3, 3))")
    assert executed.error == ""
    assert [output["text"] for output in executed.outputs] == ["42 3\n"]


def test_random_numbers_are_the_same_in_each_run() -> None:
    """Python's and numpy's generators start at the seed, in the first cell of every run."""
    code = "import random, numpy as np\nprint(random.random(), np.random.random())"
    texts = []
    for seed in (7, 7, 8):
        with Session(lambda folder: None, seed, Limits()) as session:
            texts.append(session.run(code).outputs[0]["text"])
    assert texts[0] == texts[1] != texts[2]
