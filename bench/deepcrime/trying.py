"""Answers and their mutants through the real kernel and judge, from the course's store where they are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from bench.deepcrime.mutants import Answer, Mutant, answers, mutants_of
from softmark.grading import Engine, SourceNotebook
from softmark.grading.pool import Pool
from softmark.model import State
from softmark.nbgrader.course import open_course
from softmark.nbgrader.engines import store_of
from softmark.nbgrader.settings import Budgets
from softmark.nbgrader.source import load_source
from softmark.nbgrader.walls import require_walls
from softmark.verify import Case, Kind, Tried, cut, try_all

ROOT: Final = Path(__file__).parents[2]
_AHEAD: Final = 3


class WrongAnswer(Exception):
    """An answer that is to be right loses a check, or a check could not be made; the text says which."""


@dataclass(frozen=True)
class Outcome:
    """What the checks said of a mutant.

    Attributes:
        assignment: the assignment.
        mutant: the mutant.
        lost: names of the checks that it did not pass.
    """

    assignment: str
    mutant: Mutant
    lost: tuple[str, ...]


def sources_of(assignment: str) -> list[SourceNotebook]:
    """An assignment's notebooks, as they stand in ``source``."""
    course = open_course(ROOT)
    paths = sorted((ROOT / "source" / assignment).glob("*.ipynb"))
    return [load_source(course.coursedir, course.app, assignment, path.stem) for path in paths]


def outcomes(assignment: str, *, at_most: int, workers: int) -> Iterator[Outcome]:
    """What becomes of an assignment's mutants.

    Args:
        assignment: the assignment.
        at_most: how many mutants of each operator.
        workers: how many are tried at once.

    Raises:
        WrongAnswer: what the mutants were made of is not right itself.
    """
    sources = sources_of(assignment)
    known = answers(assignment, sources)
    chosen = mutants_of(known, at_most)
    used = dict.fromkeys(mutant.answer for mutant in chosen)
    cases = [_case(sources, Kind.RIGHT, f"{one.cell} ({one.name})", one, one.text) for one in used]
    cases += [_case(sources, Kind.MUTANT, mutant.name, mutant.answer, mutant.text) for mutant in chosen]
    course = open_course(ROOT)
    require_walls(course.app, ROOT)
    with Pool(workers) as pool:
        engine, limits = Engine(store_of(ROOT), pool), Budgets(parent=course.app).limits(assignment)
        tried = try_all(engine, cases, limits, workers * _AHEAD)
        for one in islice(tried, len(used)):
            if one.problem:
                raise WrongAnswer(f"{assignment}, {one.case.name}: {one.problem}")
        for mutant, one in zip(chosen, tried, strict=True):
            yield Outcome(assignment, mutant, _lost(assignment, one))


def _case(sources: Sequence[SourceNotebook], kind: Kind, name: str, answer: Answer, text: str) -> Case:
    (source,) = (source for source in sources if source.cell(answer.cell))
    return Case(kind, name, "", (cut(source, {answer.cell: text}),), {answer.cell: text})


def _lost(assignment: str, tried: Tried) -> tuple[str, ...]:
    if not tried.checks or any(check.state is State.COULD_NOT_CHECK for check in tried.checks):
        raise WrongAnswer(f"{assignment}, {tried.case.name}: {tried.problem}")
    return tuple(check.name for check in tried.checks if check.name in tried.lost)
