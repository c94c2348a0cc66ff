"""DeepCrime's five operators on training data: lines in front of ``fit``, which then gets what they made."""

from __future__ import annotations

from collections.abc import Iterator
from textwrap import dedent
from typing import Final

from bench.deepcrime.program import Program

_CLASSES: Final = """\
some_rows, some_labels = np.array({rows}), np.array({labels})
kinds, sizes = np.unique(some_labels, return_counts=True)
by_size = kinds[np.argsort(-sizes, kind="stable")]
"""
_DRAWN: Final = """\
chance = np.random.default_rng(0)
drawn = chance.permutation(np.flatnonzero(some_labels == by_size[0]))
drawn = drawn[: round({share} * len(drawn))]
"""
_LOST: Final = """\
lost = [np.flatnonzero(some_labels == kind) for kind, size in zip(kinds, sizes) if size < {larger}]
lost = np.concatenate([np.array([], dtype=int), *(places[: round({share} * len(places))] for places in lost)])
some_rows, some_labels = np.delete(some_rows, lost, axis=0), np.delete(some_labels, lost)"""

_OTHER_LABELS: Final = _CLASSES + _DRAWN + "some_labels[drawn] = chance.choice(by_size[1:], len(drawn))"
_REMOVED: Final = _CLASSES + _LOST.replace("{larger}", "np.inf")
_UNBALANCED: Final = _CLASSES + _LOST.replace("{larger}", "sizes.mean()")
_NOISY: Final = """\
some_rows, some_labels = np.array({rows}, dtype=float), np.array({labels})
chance = np.random.default_rng(0)
for place in chance.permutation(len(some_rows))[: round({share} * len(some_rows))]:
    row = some_rows[place]
    some_rows[place] = row + chance.normal(0, {share} * row.std(), row.shape)"""
_OVERLAPPING: Final = (
    _CLASSES
    + _DRAWN
    + dedent("""\
        some_rows = np.concatenate([some_rows, some_rows[drawn]])
        some_labels = np.concatenate([some_labels, np.full(len(drawn), by_size[1])])""")
)


def change_labels(program: Program) -> Iterator[tuple[str, str]]:
    """A share of the rows of the most frequent class get labels of other classes."""
    return _before_fit(program, _OTHER_LABELS, 1.0, 0.5)


def remove_rows(program: Program) -> Iterator[tuple[str, str]]:
    """The same share of each class is left out."""
    return _before_fit(program, _REMOVED, 0.95, 0.5)


def unbalance(program: Program) -> Iterator[tuple[str, str]]:
    """A share of the classes with fewer rows than the mean of all classes is left out."""
    return _before_fit(program, _UNBALANCED, 1.0, 0.5)


def add_noise(program: Program) -> Iterator[tuple[str, str]]:
    """A share of the rows gets noise of that share of the row's own standard deviation."""
    return _before_fit(program, _NOISY, 1.0, 0.5)


def overlap(program: Program) -> Iterator[tuple[str, str]]:
    """A share of the most frequent class's rows come once more, labelled as the second most frequent one."""
    return _before_fit(program, _OVERLAPPING, 1.0, 0.5)


def _before_fit(program: Program, block: str, *shares: float) -> Iterator[tuple[str, str]]:
    for fit in program.fits:
        for share in shares:
            lines = block.format(rows=fit.rows, labels=fit.labels, share=share)
            rows, labels = fit.call.args
            new = program.replaced(rows, "some_rows"), program.replaced(labels, "some_labels")
            yield f"{share:.0%}", program.applied(program.before(fit.statement, lines), *new)
