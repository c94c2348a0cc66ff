"""formgrader's real server and the feedback page in a real browser: a submission full of scripts changes no mark.

The scripts do what they would do in earnest: they give their own submission full manual points through the session
of the person who looks at it.
"""

from __future__ import annotations

import base64
import json
import os
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode, v4

pytestmark = pytest.mark.browser
BIN = Path(sys.executable).parent

# What a cheating student's markup would run in the browser of whoever looks at the submission.
TAKE_POINTS = """(async () => {
  const token = (document.cookie.match(/_xsrf=([^;]+)/) || [])[1] || '';
  const submission = location.pathname.split('/').filter(Boolean).pop();
  const grades = await (await fetch('/formgrader/api/grades?submission_id=' + submission)).json();
  for (const grade of grades) {
    await fetch('/formgrader/api/grade/' + grade.id, {
      method: 'PUT',
      headers: {'Content-Type': 'application/json', 'X-CSRFToken': token, 'X-XSRFToken': token},
      body: JSON.stringify({...grade, manual_score: grade.max_score}),
    });
  }
  document.documentElement.dataset.taken = 'yes';
})()"""
RUN = f"eval(atob('{base64.b64encode(TAKE_POINTS.encode()).decode()}'))"
IMAGE = f'<img src=x onerror="{RUN}">'
SVG = f'<svg xmlns="http://www.w3.org/2000/svg" onload="{RUN}"><script>{RUN}</script><circle r="9"/></svg>'
WRONG = f"""from IPython.display import HTML, Javascript, SVG, display

def double(n):
    return {IMAGE!r}

display(HTML({IMAGE!r}), HTML({SVG!r}), HTML("<script>" + {RUN!r} + "</script>"))
display(Javascript({RUN!r}), SVG({SVG!r}))
display({{"text/markdown": {IMAGE!r}, "text/latex": {IMAGE!r}}}, raw=True)
print({IMAGE!r})
raise ValueError({IMAGE!r})"""
HIDDEN = '''from softmark import points

@points(3)
def test_double(double):
    """Your function doubles a number."""
    assert double(1) == 2, "Your function makes {} of 1.".format(double(1))'''


@dataclass(frozen=True)
class Formgrader:
    """A running Jupyter server on the course's folder."""

    url: str
    token: str


@pytest.fixture
def attacked(chromium: str, make_course: Any) -> Any:
    """A course, graded for real, in which mallory's notebook is full of scripts and ada's is right."""
    course = make_course("c.GradeStep.grader = None", one="double")
    source = course.root / "source" / "sums" / "one.ipynb"
    notebook = nbformat.read(source, as_version=4)
    notebook.cells[2].source = HIDDEN
    nbformat.write(notebook, source)
    assert course.release().success
    course.hand_in("ada", double="def double(n):\n    return n + n")
    course.hand_in("mallory", scripted(course))
    for name in ("page.html", "picture.svg"):
        (course.folder("submitted", "mallory") / name).write_text(IMAGE if name == "page.html" else SVG)
    run = course.autograde()
    assert run.success, run.log + run.error
    assert course.feedback().success
    return course


def scripted(course: Any) -> NotebookNode:
    """The released notebook with scripts in its code, outputs, Markdown, attachments and names."""
    notebook = course.released()
    notebook.cells[1].source = WRONG
    notebook.cells[1].outputs = [
        v4.new_output("display_data", data={"text/html": IMAGE}),
        v4.new_output("display_data", data={"image/svg+xml": SVG}),
        v4.new_output("display_data", data={"application/javascript": RUN}),
    ]
    notebook.cells[3].source = f"{IMAGE}\n\n![x](attachment:x.svg)\n\n[link](javascript:{RUN})"
    notebook.cells[3].attachments = {"x.svg": {"image/svg+xml": SVG}}
    own = v4.new_markdown_cell(f'<h1 onclick="{RUN}">Mine</h1>\n\n<script>{RUN}</script>\n\n{SVG}')
    own.metadata = {"name": IMAGE, "tags": [IMAGE]}
    notebook.cells.append(own)
    notebook.metadata.title = f"</title>{IMAGE}"
    notebook.metadata.authors = [{"name": IMAGE}]
    return notebook


@pytest.fixture
def formgrader(attacked: Any, tmp_path: Path) -> Iterator[Formgrader]:
    """The server that instructors run, with formgrader on the course."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("JUPYTER", "JPY_"))}
    environment |= {"PATH": f"{BIN}{os.pathsep}{os.environ['PATH']}", "HOME": str(tmp_path / "home")}
    (tmp_path / "home").mkdir()
    log = tmp_path / "server.log"
    options = [f"--ServerApp.port={port}", "--ServerApp.ip=127.0.0.1", f"--IdentityProvider.token={token}"]
    with log.open("wb") as file:
        server = subprocess.Popen(
            [str(BIN / "jupyter-server"), "--no-browser", "--allow-root", *options],
            cwd=attacked.root, env=environment, stdin=subprocess.DEVNULL, stdout=file, stderr=file,
        )  # fmt: skip
    found = Formgrader(f"http://127.0.0.1:{port}", token)
    try:
        _wait_for(found, server, log)
        yield found
    finally:
        server.terminate()
        server.wait(timeout=60)


def _wait_for(found: Formgrader, server: Any, log: Path) -> None:
    deadline = time.monotonic() + 120
    while time.monotonic() < deadline:
        assert server.poll() is None, log.read_text()
        try:
            with urllib.request.urlopen(f"{found.url}/api/status?token={found.token}", timeout=5):
                return
        except OSError:
            time.sleep(0.2)
    raise AssertionError(log.read_text())


@pytest.fixture
def instructor(formgrader: Formgrader, chromium: str) -> Iterator[Any]:
    """The page of an instructor's browser who has logged in; nothing else than the server is reachable."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        page = browser.new_context().new_page()
        page.route("**/*", lambda route: route.continue_() if route.request.url.startswith((formgrader.url, "file:"))
                   else route.abort())  # fmt: skip
        page.goto(f"{formgrader.url}/login?next=%2Ftree")
        page.fill("input[name=password]", formgrader.token)
        page.click("[type=submit]")
        yield page
        browser.close()


def look(page: Any, url: str) -> None:
    """Open a page, and do what a person may do there; what it does then has happened when this returns."""
    page.goto(url, wait_until="load")
    page.evaluate(
        """() => {
          const kinds = ['mouseover', 'click', 'focus', 'load', 'error', 'toggle'];
          const inside = '.output_area *, .text_cell_render *, main *';
          for (const e of document.querySelectorAll(inside))
            for (const kind of kinds) e.dispatchEvent(new Event(kind));
        }"""
    )
    page.wait_for_load_state("networkidle")


def submission_page(course: Any, formgrader: Formgrader, student: str) -> str:
    with course.api.gradebook as gradebook:
        return (
            f"{formgrader.url}/formgrader/submissions/{gradebook.find_submission_notebook('one', 'sums', student).id}"
        )


def marks(course: Any, student: str) -> dict[str, tuple[float | None, float | None]]:
    """Cell -> points of the judge's, points by hand."""
    with course.api.gradebook as gradebook:
        grades = gradebook.find_submission_notebook("one", "sums", student).grades
        return {grade.name: (grade.auto_score, grade.manual_score) for grade in grades}


def taken(page: Any) -> bool:
    return bool(page.evaluate("document.documentElement.dataset.taken === 'yes'"))


# The gradebook of the test's process and of the server are two connections to one file.
@pytest.mark.filterwarnings("ignore:unclosed database:ResourceWarning")
def test_scripts_of_a_submission_change_no_mark(attacked: Any, formgrader: Formgrader, instructor: Any) -> None:
    """An instructor looks at the submission, its files and its feedback: nothing runs, and all marks stay."""
    before = marks(attacked, "mallory")
    assert before["test-double"] == (0.0, None)
    look(instructor, submission_page(attacked, formgrader, "mallory"))
    assert instructor.locator(".output_area").count() > 0
    assert not taken(instructor)
    feedback = "feedback/mallory/sums/one.html"
    for page in ("formgrader/gradebook/sums/one", "formgrader/manage_submissions/sums", f"files/{feedback}"):
        look(instructor, f"{formgrader.url}/{page}")
        assert not taken(instructor)
    look(instructor, (attacked.root / feedback).as_uri())
    assert not taken(instructor)
    assert marks(attacked, "mallory") == before
    assert marks(attacked, "ada")["test-double"] == (3.0, None)
    assert not list(attacked.folder("autograded", "mallory").glob("*.svg"))
    assert not list(attacked.folder("autograded", "mallory").glob("*.html"))


@pytest.mark.filterwarnings("ignore:unclosed database:ResourceWarning")
def test_the_same_scripts_take_full_points_where_nothing_is_cleaned(
    attacked: Any, formgrader: Formgrader, instructor: Any
) -> None:
    """Stock behaviour, so that the test before can fail: as it was handed in, it gives itself full points."""
    path = attacked.folder("autograded", "mallory") / "one.ipynb"
    path.chmod(0o644)
    path.write_text(json.dumps(scripted(attacked)))
    look(instructor, submission_page(attacked, formgrader, "mallory"))
    instructor.wait_for_function("document.documentElement.dataset.taken === 'yes'")
    assert marks(attacked, "mallory")["test-double"][1] == 3.0
