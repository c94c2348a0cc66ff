"""``softmark quiz build``: from a quiz.toml to the notebook that nbgrader releases."""

from __future__ import annotations

import hashlib
import json
import os
import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from softmark.cli.options import course_option, course_root
from softmark.messages import _

if TYPE_CHECKING:
    from softmark.quiz.building import Built
    from softmark.quiz.choosing import Place
    from softmark.quiz.quizfile import Quiz

DONE, REFUSED, USAGE = 0, 1, 2
_MARK = "built"


@click.command()
@click.argument("name", metavar="QUIZ")
@course_option
@click.option(
    "--questions",
    "bank_folder",
    type=click.Path(path_type=Path, file_okay=False),
    metavar="DIR",
    help="The bank; questions/ of the course without.",
)
@click.option("--force", is_flag=True, help="Replace a notebook that was changed by hand, or is released already.")
def build(name: str, folder: Path, bank_folder: Path | None, force: bool) -> None:
    """Write the notebook of source/QUIZ, from its quiz.toml and the questions of the bank.

    Nothing is written if anything is wrong. Exit status: 0 if the quiz was built, 1 if it could not be, 2 if there is
    no such quiz.
    """
    from softmark.quiz.answered import GIVEN
    from softmark.quiz.bank import read_bank
    from softmark.quiz.building import build as built_of
    from softmark.quiz.choosing import places_of
    from softmark.quiz.question import QuestionError
    from softmark.quiz.quizfile import QUIZ_FILE, read_quiz

    root = course_root(folder)
    target = root / "source" / name
    if name != target.name or name == "..":
        told = _("softmark: the quiz is {name!r}: expected the name of a folder in {folder}, and nothing else.")
        _end(told.format(name=name, folder=root / "source"), USAGE)
    if not (target / QUIZ_FILE).is_file():
        told = _("softmark: there is no quiz '{name}': {file} does not exist.")
        _end(told.format(name=name, file=target / QUIZ_FILE), USAGE)
    try:
        quiz = read_quiz(target / QUIZ_FILE)
        bank = read_bank(bank_folder or root / "questions")
        if bank.problems:
            raise QuestionError(bank.problems)
        places = places_of(quiz, bank)
    except QuestionError as error:
        for problem in error.problems:
            click.echo(f"{problem.path}:{problem.line}: {problem.found}\n  {problem.expected}", err=True)
        _end(_("softmark: the quiz was not built, and nothing was written."), REFUSED)
    made = built_of(quiz, places)
    if not force:
        _refuse_to_lose(root, target, name, made)
    try:
        _write(target, name, made)
    except OSError as error:
        _end(_("softmark: {file} cannot be written: {why}.").format(file=error.filename, why=error.strerror), REFUSED)
    _tell(quiz, places, target, name)
    if (root / "release" / name / GIVEN).is_file() and not force:
        # What students see is as it was, or _refuse_to_lose had ended this.
        click.echo(_("It is released already. If answers are in: softmark regrade --dry-run {name}").format(name=name))
    else:
        click.echo(_("Release it: nbgrader generate_assignment {name}").format(name=name))


def _refuse_to_lose(root: Path, target: Path, name: str, made: Built) -> None:
    """End the command where somebody's work, or a released question, would be lost."""
    from softmark.quiz.answered import GIVEN

    notebook = target / f"{name}.ipynb"
    if notebook.exists() and not _is_as_built(notebook):
        told = _(
            "softmark: {file} was not made by this command, or has been changed since. To replace it, add --force; to "
            "keep your changes, make them in the questions or in quiz.toml."
        )
        _end(told.format(file=notebook), REFUSED)
    released = root / "release" / name / GIVEN
    if released.is_file() and _asked(_read(released)) != _asked(made.given):
        told = _(
            "softmark: '{name}' is released, and would now ask other questions than students have: their answers would "
            "be graded by the wrong key. Undo the change to the questions; or, if nobody has begun, add --force and "
            "release it again."
        )
        _end(told.format(name=name), REFUSED)


def _asked(given: Any) -> list[Any]:
    """What students see of each variant, without the keys."""
    try:
        return [
            [name, [variant.get("seen", variant) for variant in place["variants"]]]
            for name, place in sorted(given["questions"].items())
        ]
    except (LookupError, TypeError, AttributeError):  # somebody has changed the file
        return []


def _write(target: Path, name: str, made: Built) -> None:
    from softmark.quiz.answered import GIVEN
    from softmark.quiz.building import as_text
    from softmark.testing.hidden import HIDDEN_FOLDER

    (target / HIDDEN_FOLDER).mkdir(exist_ok=True)
    made.notebook["metadata"]["softmark"] = {_MARK: _digest(made.notebook)}
    # The key first: without it the notebook would ask what cannot be graded.
    for path, plain in (
        (target / HIDDEN_FOLDER / GIVEN, made.key),
        (target / GIVEN, made.given),
        (target / f"{name}.ipynb", made.notebook),
    ):
        draft = path.with_name(path.name + ".new")
        draft.write_text(as_text(plain), encoding="utf-8")
        os.replace(draft, path)


def _is_as_built(notebook: Path) -> bool:
    plain = _read(notebook)
    try:
        return bool(plain["metadata"]["softmark"][_MARK] == _digest(plain))
    except (LookupError, TypeError, AttributeError):
        return False


def _digest(notebook: dict[str, Any]) -> str:
    """Of what the cells say: opening and saving a notebook in JupyterLab changes nothing of it."""
    cells = [[cell.get("id"), "".join(cell["source"])] for cell in notebook["cells"]]
    return hashlib.sha256(json.dumps(cells).encode()).hexdigest()


def _read(file: Path) -> Any:
    try:
        return json.loads(file.read_text(encoding="utf-8"))
    except (OSError, ValueError, RecursionError):
        return None


def _tell(quiz: Quiz, places: tuple[Place, ...], target: Path, name: str) -> None:
    from softmark.quiz.quizfile import Mode
    from softmark.quiz.rendering import points_told

    total = points_told(sum(place.points for place in places))
    click.echo(_("{file}: {n} questions, {points}.").format(file=target / f"{name}.ipynb", n=len(places), points=total))
    for kind, count in sorted(Counter(place.kind.value for place in places).items()):
        click.echo(f"  {count:3} {kind}")
    few = [place.name for place in places if quiz.variants > 1 and len(place.variants) == 1]
    if few:
        told = _("Without other variants: {names}.")
        if quiz.mode is Mode.EXAM:
            told = _("The same for all students: {names}.")
        click.echo(told.format(names=", ".join(few)))


def _end(told: str, status: int) -> None:
    click.echo(told, err=True)
    sys.exit(status)
