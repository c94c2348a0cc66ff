"""Which cell of a submission is which cell of its source, and where each one goes."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from softmark.grading.source import SourceCell, SourceNotebook
from softmark.messages import _

OWN_CELLS = 10_000
"""Cells of a student's own that are kept. Each costs about a millisecond in the one process that writes."""


@dataclass(frozen=True, eq=False)
class Handed:
    """One cell as it was handed in.

    Attributes:
        index: its place in the submission.
        cell_type: ``"code"``, ``"markdown"`` or ``"raw"``.
        text: its source.
        grade_id: the name it claims to have, ``""`` if none.
        node: the whole cell, untrusted.
    """

    index: int
    cell_type: str
    text: str
    grade_id: str
    node: Mapping[str, Any]


@dataclass(frozen=True)
class Place:
    """One cell of the mended notebook: the source's, the student's, or (a solution) both."""

    known: SourceCell | None
    handed: Handed | None


@dataclass(frozen=True)
class Change:
    """One thing that was put right, in a sentence for the student."""

    message: str
    grade_id: str


@dataclass(frozen=True)
class Plan:
    """The mended notebook's cells in order, and what was put right."""

    places: tuple[Place, ...]
    changes: tuple[Change, ...]


def plain_text(text: str) -> str:
    """A cell's text without what no reader sees: blanks at the ends of lines and of the cell."""
    return "\n".join(line.rstrip() for line in text.strip().splitlines())


def match(handed: Sequence[Handed], source: SourceNotebook) -> Plan:
    """Find the source's cells among those handed in, and put all of them in order.

    A cell is known by the name in its nbgrader metadata; one that lost its name, by its text as released;
    a solution that lost its name, by its place between two known cells. As many cells as possible stay where
    the student has them, solutions first. Others go where the source has them: right after their predecessor.
    Cells of the student's own stay between their neighbours, as far as something stands in them.
    """
    changes: list[Change] = []
    claims = _claims(handed, source, changes)
    chosen = {cell.position: _choose(cell, claims.get(cell.position, []), changes) for cell in source.marked}
    anchors = _ordinary(handed, source)
    candidates = [
        _Candidate(cell.index, position, len(handed) + 1 if source.cells[position].solution else 1)
        for position, choice in chosen.items()
        for cell in choice.candidates
    ]
    candidates += [_Candidate(index, position, 1) for index, position in anchors.items()]
    spine = _heaviest_rise(candidates, len(source.cells))
    dropped = {index for choice in chosen.values() for index in choice.dropped}
    standing = {position: index for index, position in spine}
    movers = []
    for cell in source.marked:
        copies = chosen[cell.position].candidates
        if cell.position in standing:
            dropped |= {copy.index for copy in copies} - {standing[cell.position]}
            continue
        dropped |= {copy.index for copy in copies}
        movers.append(Place(cell, copies[-1] if copies else None))
        changes.append(_moved(cell) if copies else _missing(cell))
    at = {index for index, _position in spine}
    own = [cell for cell in handed if cell.index not in at and cell.index not in dropped]
    filled = [cell.index for cell in own if cell.text.strip()]
    dropped |= {cell.index for cell in own} - set(filled[:OWN_CELLS])
    if len(filled) > OWN_CELLS:
        changes.append(_too_many())
    return Plan(tuple(_lay_out(handed, source, spine, movers, dropped)), tuple(changes))


def _lay_out(
    handed: Sequence[Handed],
    source: SourceNotebook,
    spine: Sequence[tuple[int, int]],
    movers: Sequence[Place],
    dropped: set[int],
) -> Iterator[Place]:
    waiting = [(place.known.position, place) for place in movers if place.known is not None]
    at = dict(spine)
    stops = [position for _index, position in spine] + [len(source.cells)]
    done = passed = 0
    for cell in (None, *handed):
        if cell is not None:
            if cell.index in dropped:
                continue
            position = at.get(cell.index)
            if position is None:
                yield Place(None, cell)
                continue
            known = source.cells[position]
            yield Place(known if known.grade_id else None, cell)
            passed += 1
        while done < len(waiting) and waiting[done][0] < stops[passed]:
            yield waiting[done][1]
            done += 1


@dataclass(frozen=True)
class _Choice:
    """Which cells may stand for a source cell (they all say the same), and which copies to leave out."""

    candidates: tuple[Handed, ...] = ()
    dropped: tuple[int, ...] = ()


@dataclass(frozen=True)
class _Candidate:
    index: int
    position: int
    weight: int


def _choose(cell: SourceCell, copies: Sequence[Handed], changes: list[Change]) -> _Choice:
    if len(copies) <= 1:
        return _Choice(tuple(copies))
    released = plain_text(cell.released)
    untouched = [copy for copy in copies if plain_text(copy.text) in (released, "")]
    edited = [copy for copy in copies if plain_text(copy.text) not in (released, "")]
    several = len({plain_text(copy.text) for copy in edited}) > 1
    if not cell.solution:
        changes.append(_doubled(cell, _("only the one that was released counts")))
        # A copy that says something else is the student's own by now.
        return _Choice(tuple(untouched)) if untouched else _Choice(tuple(edited[:1]))
    if several:
        changes.append(_doubled(cell, _("all of them were run, and the last one is your answer")))
        return _Choice((edited[-1],), tuple(copy.index for copy in untouched))
    changes.append(_doubled(cell, _("the one that you changed is your answer") if edited else _("one was kept")))
    kept = edited or untouched
    return _Choice(tuple(kept), tuple(copy.index for copy in copies if copy not in kept))


def _claims(handed: Sequence[Handed], source: SourceNotebook, changes: list[Change]) -> dict[int, list[Handed]]:
    """Source position -> the cells that are it, in the submission's order."""
    claims: dict[int, list[Handed]] = defaultdict(list)
    nameless = []
    for cell in handed:
        known = source.cell(cell.grade_id) if cell.grade_id else None
        if known is None:
            nameless.append(cell)
        else:
            claims[known.position].append(cell)
    for recognise in (_by_text, _by_place):
        lost = [cell for cell in source.marked if cell.position not in claims]
        if not lost or not nameless:
            break
        pairs = recognise(lost, nameless, claims, source)
        named = {cell.index for _known, cell in pairs}
        nameless = [cell for cell in nameless if cell.index not in named]
        for known, cell in pairs:
            claims[known.position].append(cell)
            changes.append(_renamed(known))
    return claims


Pairs = list[tuple[SourceCell, Handed]]
Claims = Mapping[int, Sequence[Handed]]


def _unique(texts: Sequence[tuple[str, int]]) -> dict[str, int]:
    """Text -> number, for texts that occur once and say something."""
    once: dict[str, int] = {}
    twice = {""}
    for text, number in texts:
        if text in once or text in twice:
            twice.add(text)
            once.pop(text, None)
        else:
            once[text] = number
    return once


def _by_text(lost: list[SourceCell], nameless: list[Handed], _claims: Claims, source: SourceNotebook) -> Pairs:
    # Unique in the whole source, and among the nameless: a stub that many cells share tells nothing.
    texts = _unique([(plain_text(cell.released), cell.position) for cell in source.cells])
    found = _unique([(plain_text(cell.text), order) for order, cell in enumerate(nameless)])
    wanted = {cell.position: cell for cell in lost}
    return [
        (wanted[position], nameless[found[text]])
        for text, position in texts.items()
        if position in wanted and text in found
    ]


def _by_place(lost: list[SourceCell], nameless: list[Handed], claims: Claims, source: SourceNotebook) -> Pairs:
    """Solutions that stand between the same neighbours as in the source."""
    ordinary = _ordinary(nameless, source)
    anchors = [_Candidate(cell.index, position, 1) for position, cells in claims.items() for cell in cells]
    anchors += [_Candidate(index, position, 1) for index, position in ordinary.items()]
    spine = _heaviest_rise(anchors, len(source.cells))
    indices, positions = [index for index, _at in spine], [position for _index, position in spine]
    wanted: dict[tuple[int, bool], list[SourceCell]] = defaultdict(list)
    for known in lost:
        if known.solution:
            wanted[bisect_right(positions, known.position), known.cell_type == "code"].append(known)
    offered: dict[tuple[int, bool], list[Handed]] = defaultdict(list)
    for cell in nameless:
        if cell.index not in ordinary and cell.text.strip():
            offered[bisect_right(indices, cell.index), cell.cell_type == "code"].append(cell)
    pairs: Pairs = []
    for gap, cells in wanted.items():
        there = offered.get(gap, [])
        pairs += zip(cells, there, strict=True) if len(cells) == len(there) else _alike(cells, there)
    return pairs


def _alike(wanted: Sequence[SourceCell], offered: Sequence[Handed]) -> Pairs:
    """Pairs in order, each sharing more telling lines with the released stub than the others do."""
    pairs: Pairs = []
    start = 0
    lines = [{line.strip() for line in cell.text.splitlines()} for cell in offered]
    for known in wanted:
        stub = {line.strip() for line in known.released.splitlines() if not line.lstrip().startswith("#")}
        shares = [len((stub - {""}) & there) for there in lines[start:]]
        if shares and max(shares) > 0:
            best = start + shares.index(max(shares))
            pairs.append((known, offered[best]))
            start = best + 1
    return pairs


def _ordinary(handed: Sequence[Handed], source: SourceNotebook) -> dict[int, int]:
    """Index -> source position of the instructor's cells without a name: landmarks, no more."""
    texts = _unique([(plain_text(cell.released), cell.position) for cell in source.cells])
    nameless = [cell for cell in handed if source.cell(cell.grade_id) is None]
    found = _unique([(plain_text(cell.text), cell.index) for cell in nameless])
    return {
        found[text]: position
        for text, position in texts.items()
        if text in found and not source.cells[position].grade_id
    }


def _heaviest_rise(candidates: Sequence[_Candidate], positions: int) -> list[tuple[int, int]]:
    """The heaviest choice of (index, position) in which both rise strictly.

    A Fenwick tree of best weights by position: O(n log n), so that thousands of cells cost nothing.
    """
    tree: list[tuple[int, int]] = [(0, -1)] * (positions + 1)
    before: list[int] = []
    best = (0, -1)
    order = sorted(candidates, key=lambda candidate: (candidate.index, -candidate.position))
    for number, candidate in enumerate(order):
        node, found = candidate.position, (0, -1)
        while node > 0:
            found = max(found, tree[node], key=lambda entry: entry[0])
            node -= node & -node
        before.append(found[1])
        entry = (found[0] + candidate.weight, number)
        best = entry if entry[0] > best[0] else best
        node = candidate.position + 1
        while node <= positions:
            if entry[0] > tree[node][0]:
                tree[node] = entry
            node += node & -node
    rise = []
    number = best[1]
    while number >= 0:
        rise.append((order[number].index, order[number].position))
        number = before[number]
    return rise[::-1]


def _missing(cell: SourceCell) -> Change:
    text = _("Cell '{cell}' was missing from your notebook; it was put back as released.")
    return Change(text.format(cell=cell.grade_id), cell.grade_id)


def _moved(cell: SourceCell) -> Change:
    text = _("Cell '{cell}' stood in another place; it was run where the assignment has it.")
    return Change(text.format(cell=cell.grade_id), cell.grade_id)


def _renamed(cell: SourceCell) -> Change:
    text = _("Cell '{cell}' had lost its name; it was recognised by its text or its place.")
    return Change(text.format(cell=cell.grade_id), cell.grade_id)


def _too_many() -> Change:
    text = _("Your notebook had more than {number} cells of your own; those after them were left out.")
    return Change(text.format(number=OWN_CELLS), "")


def _doubled(cell: SourceCell, outcome: str) -> Change:
    text = _("Your notebook had cell '{cell}' more than once; {outcome}.")
    return Change(text.format(cell=cell.grade_id, outcome=outcome), cell.grade_id)
