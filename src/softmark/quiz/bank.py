"""A whole bank: the questions below a folder, and the learning goals that they may name."""

import tomllib
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from softmark.messages import _
from softmark.quiz.parse import read_question
from softmark.quiz.question import Problem, Question, QuestionError

GOALS: Final = "goals.toml"
_DEPTH = 2  # <topic>/<id>.md


@dataclass(frozen=True)
class Bank:
    """What a folder of questions holds.

    Attributes:
        questions: those that could be read, sorted by path; no two have the same id.
        problems: why others could not be.
        goals: each learning goal's id, and what a learner must be able to do; ``None`` if there is no list of them.
        pools: goals under a common name, as ``goals.toml`` has them in its table ``[quizzes]``.
    """

    questions: tuple[Question, ...]
    problems: tuple[Problem, ...]
    goals: dict[str, str] | None
    pools: dict[str, tuple[str, ...]] = field(default_factory=dict)


def read_bank(folder: Path) -> Bank:
    """Read ``<topic>/<id>.md`` below a folder, and its ``goals.toml`` if there is one."""
    questions: dict[str, Question] = {}
    problems: list[Problem] = []
    for file in sorted(folder.rglob("*.md")):
        path = file.relative_to(folder)
        if file.name.startswith((".", "README")):
            continue
        if len(path.parts) != _DEPTH:
            found = _("The file stands here.")
            problems.append(Problem(path.as_posix(), 1, found, _("Expected it as <topic>/<id>.md (or a README.md).")))
            continue
        try:
            question = read_question(file, folder)
        except QuestionError as error:
            problems += error.problems
            continue
        if question.id in questions:
            found = _("The id {id} is also that of {path}.").format(id=question.id, path=questions[question.id].path)
            problems.append(Problem(question.path, 1, found, _("Expected an id of its own for each question.")))
            continue
        questions[question.id] = question
    goals, pools = _goals(folder / GOALS, problems)
    return Bank(tuple(questions.values()), tuple(problems), goals, pools)


_Pools = dict[str, tuple[str, ...]]


def _goals(file: Path, problems: list[Problem]) -> tuple[dict[str, str] | None, _Pools]:
    """Table ``[goals]`` of lines ``"S0-06" = "what a learner must be able to do"``; ``[quizzes]`` with lists of ids."""
    if not file.is_file():
        return None, {}
    try:
        whole = tomllib.loads(file.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError, OSError) as error:
        problems.append(Problem(file.name, 1, str(error), _("Expected TOML, saved as UTF-8.")))
        return None, {}
    table, pools = whole.get("goals"), whole.get("quizzes", {})
    if not isinstance(table, dict) or not all(isinstance(text, str) for text in table.values()):
        expected = _('Expected a table [goals] with lines "id" = "what a learner must be able to do".')
        problems.append(Problem(file.name, 1, _("There is no such list of goals."), expected))
        return None, {}
    for name, ids in pools.items() if isinstance(pools, dict) else [("quizzes", None)]:
        if not isinstance(ids, list) or not all(isinstance(one, str) and one in table for one in ids):
            found = _("The list {name} holds what is no goal.").format(name=name)
            problems.append(Problem(file.name, 1, found, _("Expected ids of goals, in a table [quizzes].")))
            return table, {}
    return table, {name: tuple(ids) for name, ids in pools.items()}
