"""``make demo``: a class of students hands in three assignments, and everything that follows happens.

The course is set up in ``demo/``: a copy of ``source/``, an exchange, and a home for each student of ``sample/``.
Each step is a command that instructors type, shown as it is run; all run in this one process, which saves the time
that each of them takes to start.
"""

from __future__ import annotations

import contextlib
import io
import os
import shlex
import shutil
import sys
import time
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

import nbformat
from jupyter_core.application import NoStart
from nbgrader.apps.nbgraderapp import NbGraderApp
from nbgrader.auth import Authenticator
from nbgrader.coursedir import CourseDirectory
from nbgrader.exchange import ExchangeFactory
from rich.console import Console

from softmark import cli as softmark
from softmark.grading import SourceNotebook
from softmark.grading.variants import Variant, read_variant, submission
from softmark.nbgrader.course import Course, open_course
from softmark.nbgrader.source import load_source
from softmark.sandbox.tier import Tier, tier

ROOT = Path(__file__).parents[1]
DEMO = ROOT / "demo"
BIN = Path(sys.executable).parent
HERE = Path.cwd()
UNTOUCHED = Variant("blank", "", frozenset(), {})

SETTINGS = """
# Added by the demo: everything stays in this folder, and one person plays all the students.
c.Exchange.root = {exchange!r}
c.Exchange.cache = {cache!r}
c.ExchangeCollect.check_owner = False
# One of the students has written an endless loop, and nobody wants to wait long for its end.
c.Budgets.assignments = {{"05-binary-classification": {{"cell_seconds": 15}}}}
"""

# The sample class is ours: nothing is lost where there are no walls.
if tier() is Tier.NONE:
    SETTINGS += "c.Sandbox.unsafe = True\n"

console = Console(highlight=False)


@dataclass(frozen=True)
class Handed:
    """What one student of the sample class hands in."""

    student: str
    assignment: str
    answers: str
    rest: str = "reference"
    minutes_late: int = 0


def main() -> int:
    """Run the demo; the exit status is 0 if all went as it should."""
    begin = time.monotonic()
    sample = tomllib.loads((ROOT / "sample" / "class.toml").read_text(encoding="utf-8"))
    due: Mapping[str, datetime] = sample["due"]
    handed = [Handed(**entry) for entry in sample["submission"]]

    # nbgrader finds `alembic` by name, as in an activated environment, and its course in the working directory.
    os.environ["PATH"] = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    _say(f"A course with {len(due)} assignments is set up in {_short(DEMO)}/")
    course = _set_up()
    os.chdir(DEMO)
    _nbgrader("db", "student", "import", "students.csv")
    for assignment, date in due.items():
        _nbgrader("generate_assignment", assignment)
        _nbgrader("db", "assignment", "add", assignment, f"--duedate={date:%Y-%m-%d %H:%M} UTC")
        _nbgrader("release_assignment", assignment)

    _say(f"{len({one.student for one in handed})} students hand in {len(handed)} submissions")
    _hand_in(course, handed, due)

    _say("They are collected, executed, judged outside the students' processes, and graded")
    ungraded = 0
    for assignment in due:
        _nbgrader("collect", assignment)
        ungraded |= _softmark("grade", assignment, "--json", f"{assignment}.json")

    _say("Each student gets a page that explains every point")
    for assignment in due:
        _nbgrader("generate_feedback", assignment)
    _nbgrader("export", "--to", "grades.csv")

    seconds = round(time.monotonic() - begin)
    _say(f"Done in {seconds // 60} min {seconds % 60} s. Have a look at:")
    _show_pages()
    return ungraded


def _set_up() -> Course:
    """The course folder from nothing."""
    shutil.rmtree(DEMO, ignore_errors=True)
    DEMO.mkdir()
    exchange = DEMO / "exchange"
    exchange.mkdir()
    exchange.chmod(0o777)  # nbgrader wants an exchange that everyone may write to
    shutil.copytree(ROOT / "source", DEMO / "source")
    shutil.copy(ROOT / "sample" / "students.csv", DEMO)
    settings = (ROOT / "nbgrader_config.py").read_text(encoding="utf-8")
    settings += SETTINGS.format(exchange=str(exchange), cache=str(DEMO / "students" / "cache"))
    (DEMO / "nbgrader_config.py").write_text(settings, encoding="utf-8")
    return open_course(DEMO)


def _hand_in(course: Course, handed: Iterable[Handed], due: Mapping[str, datetime]) -> None:
    """Each student's notebooks through nbgrader's exchange, from a folder of their own."""
    for one in handed:
        about = _hand_in_one(course, one, due)
        late = f" ({one.minutes_late} minutes late)" if one.minutes_late else ""
        console.print(f"  {one.student:12} {one.assignment:24}{late} {about}", overflow="ellipsis", no_wrap=True)


def _hand_in_one(course: Course, one: Handed, due: Mapping[str, datetime]) -> str:
    variant = _variant(one)
    home = DEMO / "students" / one.student
    shutil.copytree(DEMO / "release" / one.assignment, home / one.assignment)
    for source in _sources(course, one.assignment):
        notebook = submission(source, variant.cells, reference=one.rest == "reference" and one.answers != "blank")
        nbformat.write(notebook, home / one.assignment / f"{source.notebook}.ipynb")
    _submit(one, home, due[one.assignment] + timedelta(minutes=one.minutes_late or -60))
    return {"blank": "Nothing was filled in.", "reference": "The reference solution."}.get(
        one.answers, " ".join(variant.about.split())
    )


def _submit(one: Handed, home: Path, when: datetime) -> None:
    """What ``nbgrader submit`` does, at a time of our choice."""
    config = open_course(DEMO).app.config
    config.CourseDirectory.student_id = one.student
    config.CourseDirectory.assignment_id = one.assignment
    config.Exchange.assignment_dir = str(home)
    # nbgrader stamps a submission with the time in this format; one without fields is that very time.
    config.Exchange.timestamp_format = f"{when:%Y-%m-%d %H:%M:%S.%f} UTC"
    coursedir = CourseDirectory(config=config)
    submit = ExchangeFactory(config=config).Submit
    exchange = submit(coursedir=coursedir, authenticator=Authenticator(config=config), config=config)
    exchange.log.setLevel("ERROR")
    exchange.start()


def _variant(one: Handed) -> Variant:
    if one.answers in ("blank", "reference"):
        return UNTOUCHED
    places = (ROOT / "tests" / "course" / one.assignment, ROOT / "sample" / "answers")
    return read_variant(next(place / one.answers for place in places if (place / one.answers).is_file()))


def _sources(course: Course, assignment: str) -> list[SourceNotebook]:
    paths = sorted((DEMO / "source" / assignment).glob("*.ipynb"))
    return [load_source(course.coursedir, course.app, assignment, path.stem) for path in paths]


def _nbgrader(*arguments: str) -> None:
    """Run a command of nbgrader's as an instructor types it; its chatter is shown only if it fails."""
    _show("nbgrader", *arguments)
    NbGraderApp.clear_instance()
    app = NbGraderApp.instance()
    chatter = io.StringIO()
    with contextlib.redirect_stdout(chatter), contextlib.redirect_stderr(chatter):
        try:
            app.initialize(list(arguments))
            with contextlib.suppress(NoStart):  # what a finished sub-command raises
                app.start()
            status = 0
        except SystemExit as ended:
            status = int(ended.code or 0)
        finally:
            app.reset()
            NbGraderApp.clear_instance()
    if status:
        raise SystemExit(f"{chatter.getvalue()}\nThe demo stopped: 'nbgrader {shlex.join(arguments)}' failed.")


def _softmark(*arguments: str) -> int:
    """Run a command of softmark's as an instructor types it; its exit status."""
    _show("softmark", *arguments)
    try:
        softmark.main(arguments)
    except SystemExit as ended:
        status = int(ended.code or 0)
    if status > 1:
        raise SystemExit(f"The demo stopped: 'softmark {shlex.join(arguments)}' failed.")
    return status


def _show(*command: str) -> None:
    console.print(f"[bold]$ {shlex.join(command)}[/bold]", soft_wrap=True)


def _show_pages() -> None:
    pages = {
        "feedback/han-jiwoo/05-binary-classification/05a-binary-classification.html": "right, spelt another way",
        "feedback/park-jiho/05-binary-classification/05a-binary-classification.html": "an endless loop",
        "feedback/park-jiho/07-overfitting/07a-overfitting.html": "a cure that only closes the gap",
        "grades.csv": "the points of the whole class",
        "06-softmax-classifier.json": "every check of an assignment",
    }
    for path, about in pages.items():
        place = DEMO / path
        if not place.is_file():
            raise SystemExit(f"The demo should have written {place}, but has not.")
        console.print(f"  {_short(place)}   [dim]{about}[/dim]", soft_wrap=True)
    console.print(
        f"\n  In formgrader: [bold]cd {_short(DEMO)} && {os.path.relpath(BIN, DEMO)}/jupyter lab[/bold]"
        ", then Nbgrader > Formgrader in its menu",
        soft_wrap=True,
    )


def _say(text: str) -> None:
    console.print(f"\n[bold cyan]{text}[/bold cyan]")


def _short(path: Path) -> str:
    return os.path.relpath(path, HERE)


if __name__ == "__main__":
    sys.exit(main())
