"""``softmark doctor``: is this machine, and this course, fit for grading?"""

from __future__ import annotations

import sys
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Final

import click
from rich.console import Console

from softmark.cli.options import course_option
from softmark.messages import _

_PACKAGES: Final = (
    "softmark", "nbgrader", "jupyterlab", "ipykernel", "pytest", "numpy", "pandas", "scikit-learn", "keras",
    "tensorflow",
)  # fmt: skip
HEALTHY, SICK = 0, 1


@click.command()
@course_option
@click.option("--tier", "wanted", type=click.Choice(["full", "landlock"]), help="Try these walls, not the course's.")
def doctor(folder: Path, wanted: str | None) -> None:
    """Look at this machine and this course, and say what is missing.

    The walls around submissions are tried by attacks on files and processes made for that.
    Exit status: 0 if all is well, 1 if something is not.
    """
    console = Console(highlight=False)
    found = [_packages(console), _extension(console), _course(console, folder), _walls(console, wanted)]
    sys.exit(HEALTHY if all(found) else SICK)


def _say(console: Console, well: bool, text: str) -> bool:
    console.print(("✓ " if well else "✗ ") + text, markup=False, soft_wrap=True)
    return well


def _packages(console: Console) -> bool:
    have, missing = [f"Python {sys.version.split()[0]}"], []
    for name in _PACKAGES:
        number = next(filter(None, map(_version, (name, f"{name}-cpu"))), None)
        if number is None:
            missing.append(name)
        else:
            have.append(f"{name} {number}")
    _say(console, True, ", ".join(have))
    return not missing or _say(console, False, _("Not installed: {names}.").format(names=", ".join(missing)))


def _version(name: str) -> str | None:
    try:
        return version(name)
    except PackageNotFoundError:
        return None


def _extension(console: Console) -> bool:
    from jupyter_core.paths import jupyter_path

    there = any(Path(place, "labextensions", "@jupyter", "nbgrader").is_dir() for place in jupyter_path())
    told = _("nbgrader's extension of JupyterLab is there.")
    missing = _("JupyterLab does not find nbgrader's extension: no formgrader in its menu. Install nbgrader beside it.")
    return _say(console, there, told if there else missing)


def _walls(console: Console, wanted: str | None) -> bool:
    from softmark.grading.probes import probe
    from softmark.grading.session import KernelFailed
    from softmark.sandbox.tier import Tier, ask_for, how_to_get_full, tier

    if wanted is not None:
        ask_for(Tier(wanted))
    have = tier()
    none = _("There are no walls here: that needs Linux 6.2 or newer with Landlock. Submissions can do what you can:")
    _say(console, have is not Tier.NONE, none if have is Tier.NONE else _("Walls: {tier}.").format(tier=have))
    if have is not Tier.NONE and (how := how_to_get_full()):
        _say(console, wanted != Tier.FULL, how)
    try:
        probes = probe()
    except KernelFailed as failed:
        return _say(console, False, _("No kernel could be started: {reason}").format(reason=failed))
    for found in probes:
        text = _("stopped: {what}") if found.stopped else _("NOT stopped: {what}")
        _say(console, found.stopped, "  " + text.format(what=found.what))
    if have is not Tier.NONE:
        console.print("  " + _not_stopped(have is Tier.FULL), markup=False, soft_wrap=True)
    return have is not Tier.NONE and wanted in (None, have) and all(found.stopped for found in probes)


def _not_stopped(boxed: bool) -> str:
    told = _("Not stopped by these walls: {what} See docs/security.md.")
    seen = _("asking whether a file or a process is there, and how large it is;")
    rest = _(
        "a core until the time is up; more on the disk than allowed for about a second; holes in the system's kernel."
    )
    return told.format(what=rest if boxed else f"{seen} {rest}")


def _course(console: Console, folder: Path) -> bool:
    if not (folder / "nbgrader_config.py").is_file():
        return _say(console, True, _("No course here; name one with --course to have it looked at."))
    from softmark.nbgrader.course import assignments, open_course
    from softmark.nbgrader.health import gradebook_problem
    from softmark.nbgrader.source import CourseError
    from softmark.nbgrader.walls import require_walls

    try:
        course = open_course(folder)
        require_walls(course.app, course.root)
        names = ", ".join(sorted(assignments(course))) or _("none yet")
    except CourseError as error:
        return _say(console, False, str(error))
    problem = gradebook_problem(course.coursedir)
    if problem is not None:
        return _say(console, False, problem)
    return _say(console, True, _("The course can be graded. Its assignments: {names}.").format(names=names))
