"""Assignments as they stand in ``source``, for the commands that try their checks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from softmark.cli.live import live
from softmark.messages import _

if TYPE_CHECKING:
    from rich.console import Console

    from softmark.nbgrader.classroom import Assigned
    from softmark.verify import Case, Tried

_VARIANTS: Final = Path("tests", "course")

variants_option: Final = click.option(
    "--variants",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help=f"Folder with right/ and wrong/; without, {_VARIANTS}/ASSIGNMENT of the course.",
)
mutants_option: Final = click.option(
    "--mutants",
    type=click.IntRange(0, 10_000),
    default=40,
    show_default=True,
    help="Mutants of each notebook's reference, at most.",
)


def with_variants(folder: Path, name: str, variants: Path | None) -> tuple[Assigned, Path | None]:
    """An assignment as it stands in ``source``, whether it has been released or not, and where its variants are.

    Raises:
        CourseError: there is no such course, assignment or folder; or the release would show what is hidden.
    """
    from softmark.nbgrader.classroom import Assigned
    from softmark.nbgrader.course import assignments, open_course
    from softmark.nbgrader.releasing import refuse_leaks
    from softmark.nbgrader.settings import Budgets
    from softmark.nbgrader.source import CourseError, load_source
    from softmark.nbgrader.walls import require_walls

    course = open_course(folder)
    require_walls(course.app, course.root)
    known = assignments(course)
    if name not in known:
        text = _("There is no assignment '{name}'. There is: {known}.")
        raise CourseError(text.format(name=name, known=", ".join(known) or _("none yet")))
    place = Path(course.coursedir.format_path(course.coursedir.source_directory, ".", name))
    sources = tuple(
        load_source(course.coursedir, course.app, name, path.stem) for path in sorted(place.glob("*.ipynb"))
    )
    for source in sources:
        refuse_leaks(source)
    if variants is not None and not variants.is_dir():
        raise CourseError(_("There is no folder {path}.").format(path=variants))
    usual = course.root / _VARIANTS / name
    found = variants or (usual if usual.is_dir() else None)
    # Luck is what these commands are to show.
    limits = replace(Budgets(parent=course.app).limits(name), retries=0)
    return Assigned(course, name, sources, limits), found


def try_live(console: Console, whole: Assigned, cases: Sequence[Case], workers: int | None) -> list[Tried]:
    """Try an assignment's cases, with somebody watching."""
    from softmark.verify import try_all

    tried = []
    with live(console, whole, workers, len(cases), fresh=False, writes=False) as run:
        for one in try_all(run.engine, cases, whole.limits, run.at_once):
            tried.append(one)
            run.advance()
    return tried
