"""What an assignment's checks are tried on, and what must come of it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Final

from softmark.grading import SourceNotebook
from softmark.grading.variants import Variant, VariantError, read_variant
from softmark.messages import _
from softmark.verify.hostile import hostile_answers
from softmark.verify.mutants import mutants_of
from softmark.verify.slices import cut

EQUIVALENT: Final = "equivalent.toml"
FIRST_SEED: Final = 1000


class Kind(StrEnum):
    """What a case is."""

    REFERENCE = "reference"
    BLANK = "blank"
    RIGHT = "right"
    WRONG = "wrong"
    HOSTILE = "hostile"
    MUTANT = "mutant"


@dataclass(frozen=True)
class Case:
    """One solution of an assignment.

    Attributes:
        kind: what must come of it.
        name: its name among those of its kind.
        about: what it is, in a sentence.
        sources: the notebooks that it is tried on, as far as they have to do with it.
        answers: solution cell -> text; the others keep the reference, those of a blank or hostile case the release.
        loses: of a wrong one, the tests that must fail.
        seed: of its random generators.
        equivalent: of a mutant, why it is no mistake, if somebody has said so.
    """

    kind: Kind
    name: str
    about: str
    sources: tuple[SourceNotebook, ...]
    answers: Mapping[str, str] = field(default_factory=dict)
    loses: frozenset[str] = frozenset()
    seed: int | None = None
    equivalent: str = ""

    @property
    def on_reference(self) -> bool:
        """Whether the cells that it does not answer hold the reference."""
        return self.kind not in (Kind.BLANK, Kind.HOSTILE)


def collect(
    sources: Sequence[SourceNotebook],
    variants: Path | None,
    *,
    seeds: int,
    mutants: int | None,
    right_seeds: int = 0,
    whole: bool = False,
) -> list[Case]:
    """All cases of an assignment.

    Args:
        sources: its notebooks.
        variants: the folder with ``right``, ``wrong`` and ``equivalent.toml``; ``None`` if there is none.
        seeds: how often the reference is tried.
        mutants: how many mutants of a notebook at most; ``None`` for all.
        right_seeds: how often each right variant is tried under seeds of its own, after once under a student's.
        whole: run whole notebooks, also where a part would do.

    Raises:
        VariantError: a variant is not as it should be.
    """
    every = tuple(sources)
    cases = [Case(Kind.REFERENCE, f"seed {seed}", "", every, seed=seed) for seed in _seeds(seeds)]
    cases.append(Case(Kind.BLANK, "release", _("the release as it is"), every))
    for kind in (Kind.RIGHT, Kind.WRONG):
        once = [_case(kind, variant, every, whole=whole) for variant in _variants(variants, kind)]
        again = _seeds(right_seeds) if kind is Kind.RIGHT else ()
        cases += [tried for case in once for tried in (case, *(replace(case, seed=seed) for seed in again))]
    known = _equivalent(variants)
    for source in every:
        for name, about, answers in hostile_answers(source):
            cases.append(Case(Kind.HOSTILE, f"{source.notebook}: {name}", about, (source,), answers))
        for mutant in mutants_of(source, mutants):
            answers = {mutant.cell: mutant.text}
            part = source if whole else cut(source, answers)
            why = known.get(mutant.name, "")
            cases.append(Case(Kind.MUTANT, mutant.name, mutant.operator, (part,), answers, equivalent=why))
    return cases


def _seeds(number: int) -> range:
    return range(FIRST_SEED, FIRST_SEED + number)


def _variants(folder: Path | None, kind: Kind) -> list[Variant]:
    return [] if folder is None else [read_variant(path) for path in sorted((folder / kind).glob("*.py"))]


def _case(kind: Kind, variant: Variant, sources: tuple[SourceNotebook, ...], *, whole: bool) -> Case:
    names = {cell.grade_id for source in sources for cell in source.cells if cell.solution}
    unknown = sorted(set(variant.cells) - names)
    if unknown or not variant.cells:
        known = ", ".join(sorted(names))
        text = _("{kind}/{name}.py has the cell '{cell}', which no notebook of the assignment has. There are: {known}.")
        raise VariantError(text.format(kind=kind, name=variant.name, cell=(unknown or [""])[0], known=known))
    if bool(variant.loses) != (kind is Kind.WRONG):
        text = _("{kind}/{name}.py: a wrong variant says 'Loses: test_...' in its docstring, a right one does not.")
        raise VariantError(text.format(kind=kind, name=variant.name))
    concerned = (source for source in sources if any(source.cell(name) for name in variant.cells))
    parts = tuple(source if whole else cut(source, variant.cells) for source in concerned)
    return Case(kind, variant.name, variant.about, parts, variant.cells, variant.loses)


def _equivalent(folder: Path | None) -> dict[str, str]:
    """Mutants that are no mistakes, and why; as ``[mutants]`` of a TOML file."""
    path = None if folder is None else folder / EQUIVALENT
    if path is None or not path.is_file():
        return {}
    try:
        told = tomllib.loads(path.read_text(encoding="utf-8")).get("mutants", {})
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise VariantError(_("{path} cannot be read: {error}.").format(path=path, error=error)) from error
    if not isinstance(told, dict) or not all(isinstance(why, str) and why.strip() for why in told.values()):
        text = _('{path}: under [mutants] stands a line for each mutant: "its name" = "why it is no mistake".')
        raise VariantError(text.format(path=path))
    return told
