"""Answers and their mutants through the real kernel and judge, from the course's store where they are known."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Final

from bench.deepcrime.mutants import TRAINING, Mutant, answers, mutants_of
from softmark.grading import Engine, SourceCell, SourceNotebook
from softmark.grading.pool import Pool
from softmark.grading.solutions import reference_text
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
    """An answer that is to be right loses checks, or something could not be checked; the text says what."""


@dataclass(frozen=True)
class Outcome:
    """What the checks said of a mutant.

    Attributes:
        assignment: the assignment.
        mutant: the mutant.
        lost: names of the checks that it did not pass, and that its answer passes.
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
    used = list(dict.fromkeys(mutant.answer for mutant in chosen))
    cases = [_case(sources, Kind.REFERENCE, answer.cell, answer.cell, None) for answer in used]
    cases += [_case(sources, Kind.RIGHT, answer.name, answer.cell, answer.text) for answer in used]
    cases += [_case(sources, Kind.MUTANT, mutant.name, mutant.answer.cell, mutant.text) for mutant in chosen]
    course = open_course(ROOT)
    require_walls(course.app, ROOT)
    with Pool(workers) as pool:
        engine, limits = Engine(store_of(ROOT), pool), Budgets(parent=course.app).limits(assignment)
        tried = try_all(engine, cases, limits, workers * _AHEAD)
        blank = dict(zip(used, map(_lost, islice(tried, len(used))), strict=True))
        for answer, lost in zip(used, map(_lost, islice(tried, len(used))), strict=True):
            if lost != blank[answer]:
                raise WrongAnswer(f"{assignment}, {answer.cell}: {answer.name} loses {', '.join(lost - blank[answer])}")
        for mutant, lost in zip(chosen, map(_lost, tried), strict=True):
            yield Outcome(assignment, mutant, tuple(sorted(lost - blank[mutant.answer])))


def _case(sources: Sequence[SourceNotebook], kind: Kind, name: str, cell: str, text: str | None) -> Case:
    """A submission with the reference in this cell, or another text.

    The other networks are as released: their checks fail with the reference here, too, and say nothing then. So a
    mutant takes the time of one training.
    """
    (source,) = (source for source in sources if source.cell(cell))
    reference = reference_text(_cell(source, cell).source)
    part = cut(source, {cell: text or reference})
    others = {other.grade_id: other.released for other in part.cells if other.grade_id in TRAINING - {cell}}
    return Case(kind, name, "", (part,), others | {cell: text or reference})


def _cell(source: SourceNotebook, name: str) -> SourceCell:
    return next(cell for cell in source.cells if cell.grade_id == name)


def _lost(tried: Tried) -> frozenset[str]:
    if not tried.checks or any(check.state is State.COULD_NOT_CHECK for check in tried.checks):
        raise WrongAnswer(f"{tried.case.sources[0].assignment}, {tried.case.name}: {tried.problem}")
    # The other networks are as released, and how many of their cells a case runs may differ.
    untouched = {check.name for check in tried.checks if check.state is State.NOT_ATTEMPTED}
    return tried.lost - untouched
