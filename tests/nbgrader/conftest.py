"""Courses in a temporary folder, driven through nbgrader's own API as formgrader does it."""

import copy
import logging
import shutil
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from softmark.sandbox import tier

ONE_LINE = "import softmark.nbgrader\nsoftmark.nbgrader.configure(c)\n"
if tier.tier() is tier.Tier.NONE:
    ONE_LINE += "c.Sandbox.unsafe = True\n"
STUB = 'c.ClearSolutions.code_stub = {"python": "# YOUR CODE HERE\\npass"}\n'


@dataclass
class Run:
    """What a command of nbgrader's said and whether it succeeded."""

    success: bool
    log: str
    error: str


class Course:
    """A course folder, and nbgrader's API on it."""

    def __init__(self, root: Path, settings: str) -> None:
        from nbgrader.apps.api import NbGraderAPI
        from traitlets.config.loader import PyFileConfigLoader

        self.root = root
        head = f"c = get_config()\nc.CourseDirectory.course_id = 'c'\nc.CourseDirectory.root = {str(root)!r}\n"
        (root / "nbgrader_config.py").write_text(head + settings)
        config = PyFileConfigLoader("nbgrader_config.py", path=str(root)).load_config()
        config.Exchange.root = str(root / "exchange")
        self.api = NbGraderAPI(config=config)
        self.api.log.setLevel(logging.INFO)

    def release(self, assignment: str = "sums") -> Run:
        """``nbgrader generate_assignment``."""
        return self._run(self.api.generate_assignment(assignment))

    def autograde(self, student: str = "*", assignment: str = "sums", **options: Any) -> Run:
        """``nbgrader autograde``."""
        return self._run(self.api.autograde(assignment, student, **options))

    def feedback(self, student: str = "*", assignment: str = "sums") -> Run:
        """``nbgrader generate_feedback``."""
        return self._run(self.api.generate_feedback(assignment, student))

    def _run(self, outcome: Mapping[str, Any]) -> Run:
        return Run(outcome["success"], outcome.get("log", ""), outcome.get("error", ""))

    def released(self, notebook: str = "one", assignment: str = "sums") -> NotebookNode:
        """A notebook as students get it."""
        return nbformat.read(self.root / "release" / assignment / f"{notebook}.ipynb", as_version=4)

    def folder(self, step: str, student: str, assignment: str = "sums") -> Path:
        """``submitted/<student>/<assignment>`` and its like."""
        return self.root / step / student / assignment

    def hand_in(
        self,
        student: str,
        notebook: NotebookNode | bytes | None = None,
        name: str = "one",
        assignment: str = "sums",
        **answers: str,
    ) -> Path:
        """Put a notebook into ``submitted/``; without one, the released one with these answers."""
        if notebook is None:
            notebook = copy.deepcopy(self.released(name, assignment))
            for cell in notebook.cells:
                grade_id = cell.metadata.get("nbgrader", {}).get("grade_id", "").replace("-", "_")
                cell.source = answers.get(grade_id, cell.source)
        data = notebook if isinstance(notebook, bytes) else nbformat.writes(notebook).encode()
        folder = self.folder("submitted", student, assignment)
        folder.mkdir(parents=True, exist_ok=True)
        path = folder / f"{name}.ipynb"
        path.write_bytes(data)
        return path

    def autograded(self, student: str, notebook: str = "one") -> NotebookNode:
        """What grading wrote."""
        return nbformat.read(self.folder("autograded", student) / f"{notebook}.ipynb", as_version=4)

    def page(self, student: str, notebook: str = "one") -> str:
        """The feedback page."""
        return (self.folder("feedback", student) / f"{notebook}.html").read_text()

    def scores(self, student: str, assignment: str = "sums") -> dict[str, tuple[float | None, bool]]:
        """``notebook/cell`` -> automatic score, and whether a person is asked."""
        with self.api.gradebook as gradebook:
            submission = gradebook.find_submission(assignment, student)
            return {
                f"{notebook.name}/{grade.name}": (grade.auto_score, grade.needs_manual_grade)
                for notebook in submission.notebooks
                for grade in notebook.grades
            }


def marked(cell: NotebookNode, grade_id: str, **marks: Any) -> NotebookNode:
    """A cell with nbgrader's metadata."""
    plain = {"grade": False, "solution": False, "locked": False, "task": False, "schema_version": 3}
    cell.metadata["nbgrader"] = plain | {"grade_id": grade_id} | marks
    return cell


def sums(function: str = "double") -> NotebookNode:
    """A source notebook: a function to write, a test with a hidden part, and a question for a person."""
    solution = f"def {function}(n):\n    ### BEGIN SOLUTION\n    return 2 * n\n    ### END SOLUTION"
    test = f"assert {function}(1) == 2\n### BEGIN HIDDEN TESTS\nassert {function}(4711) == 9422\n### END HIDDEN TESTS"
    cells = [
        new_markdown_cell("# Sums"),
        marked(new_code_cell(solution), function, solution=True),
        marked(new_code_cell(test), f"test-{function}", grade=True, locked=True, points=3),
        marked(new_markdown_cell("Because."), f"why-{function}", grade=True, solution=True, points=2),
    ]
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return new_notebook(cells=cells, metadata={"kernelspec": spec})


def write_source(root: Path, notebooks: Mapping[str, NotebookNode], assignment: str = "sums") -> Path:
    folder = root / "source" / assignment
    (folder / "hidden").mkdir(parents=True)
    (folder / "hidden" / "holdout.txt").write_text("the hidden rows")
    (folder / "rows.csv").write_text("1,2\n")
    for name, notebook in notebooks.items():
        nbformat.write(notebook, folder / f"{name}.ipynb")
    return folder


FAKE_GRADER = '''
def grade(source, notebook, *, events=(), **_rest):
    """Gives full points for a certain text; for tests that are about nbgrader, not about grading."""
    from softmark.grading import Graded
    from softmark.model import CellResult, CheckResult, NotebookResult, State

    texts = "".join(cell.source for cell in notebook.cells)
    state = State.PASSED if "return 2 * n" in texts else State.FAILED
    if "cannot be checked" in texts:
        state = State.COULD_NOT_CHECK
    cells = tuple(
        CellResult(
            cell.grade_id,
            cell.points,
            (CheckResult(cell.grade_id, "It doubles.", state, cell.points * (state is State.PASSED), cell.points),),
        )
        for cell in source.cells
        if cell.test
    )
    return Graded(NotebookResult(source.notebook, cells, tuple(events)), notebook)


c.GradeStep.grader = grade
'''


@pytest.fixture(autouse=True)
def _quiet_nbgrader() -> Iterator[None]:
    """Warnings about nbgrader 0.9.6's own code, which a course can do nothing about."""
    with warnings.catch_warnings():
        # Its gradebook adds a submission to a student before the session knows it.
        warnings.filterwarnings("ignore", "Object of type <Submitted\\w+> not in session")
        yield


@pytest.fixture(scope="session")
def released_course(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """A released course with these notebooks, to be copied: nbgrader takes seconds to make a gradebook."""
    made: dict[tuple[tuple[str, str], ...], Path] = {}

    def template(notebooks: Mapping[str, str]) -> Path:
        key = tuple(sorted(notebooks.items()))
        if key not in made:
            made[key] = tmp_path_factory.mktemp("template")
            write_source(made[key], {name: sums(function) for name, function in notebooks.items()})
            run = Course(made[key], STUB + ONE_LINE).release()
            assert run.success, run.error + run.log
        return made[key]

    return template


@pytest.fixture
def make_course(tmp_path: Path, released_course: Callable[..., Path]) -> Iterator[Callable[..., Course]]:
    """Makes courses, released: ``make_course("c.Some.setting = 1", notebook=function)``.

    ``notebook=function`` asks for a notebook like :func:`sums` that is about that function.
    """

    def make(settings: str = "", **notebooks: str) -> Course:
        root = tmp_path / "course"
        shutil.copytree(released_course(notebooks or {"one": "double"}), root)
        return Course(root, FAKE_GRADER + STUB + settings + "\n" + ONE_LINE)

    yield make
    # nbgrader makes files read-only; pytest's own clean-up would warn.
    shutil.rmtree(tmp_path, ignore_errors=True)


@pytest.fixture
def course(make_course: Callable[..., Course]) -> Course:
    """A course with one notebook, whose grading is faked by looking at the text."""
    return make_course()


@pytest.fixture
def nbgrader_course() -> Callable[..., Course]:
    """A course in a folder that is there already, with these settings."""
    return Course
