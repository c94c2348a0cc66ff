"""How well networks do that the checks let pass: their cell is run with several seeds, and measured on kept rows.

DeepCrime calls a mutant killed if the measured values of its networks are worse than those of the original's in a
statistical test: p < 0.05 and an effect (Cohen's d) of at least 0.5 (its ``stats.py``).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import math
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import mean, median, variance
from typing import Any, Final

from bench.deepcrime.mutants import TRAINING, Answer, Mutant
from softmark.grading import SourceNotebook
from softmark.grading.solutions import reference_text
from softmark.verify import cut

KEPT: Final = Path(__file__).with_name("measured.json")
SIGNIFICANT: Final = 0.05
EFFECT: Final = 0.5
_HOLDOUT: Final = Path("hidden", "holdout.npz")

Names = dict[str, Any]
Hidden = Mapping[str, Any]


@dataclass(frozen=True)
class Measure:
    """What is measured of a network.

    Attributes:
        what: in words.
        of: from the names that a notebook has bound, and the assignment's hidden rows.
        sign: 1 if more is better, -1 if less is.
        goal: what the assignment's text asks for, if it names a number.
    """

    what: str
    of: Callable[[Names, Hidden], float]
    sign: int = 1
    goal: float | None = None


def _accuracy(model: Any, rows: Any, labels: Any) -> float:
    from softmark import checks

    return float(checks.accuracy(labels, checks.predict_classes(model, rows)))


def _machines(network: str) -> Measure:
    def of(names: Names, _hidden: Hidden) -> float:
        return _accuracy(names[network], *names["make_machines"](2000, seed=99))

    return Measure("accuracy for 2 000 new machines", of, goal=0.85)


def _digits(network: str) -> Measure:
    def of(names: Names, _hidden: Hidden) -> float:
        from softmark import checks

        return float(checks.cross_entropy(names[network], names["y_val"], x=names["X_val"]))

    return Measure("validation loss", of, -1, goal=1.0)


def _tumours(names: Names, hidden: Hidden) -> float:
    from softmark import checks

    found = checks.predict_classes(names["model"], names["prepare"](hidden["X"]))
    return float(checks.f1(hidden["y"], found))


MEASURES: Final[Mapping[str, Measure]] = {
    # The text names no number. 0.86 is what the worst right solution got when its check was calibrated.
    "model": Measure("F1 for the 170 patients kept apart", _tumours, goal=0.86),
    "one-unit": _machines("one_unit"),
    "two-units": _machines("two_units"),
    "iris-net": Measure(
        "accuracy for the 45 flowers kept apart",
        lambda names, hidden: _accuracy(names["model"], names["to_input"](hidden["iris_rows"]), hidden["iris_labels"]),
        goal=0.85,  # "about nine of ten"
    ),
    "digit-net": Measure(
        "accuracy for the 497 pictures kept apart",
        lambda names, hidden: _accuracy(
            names["model"], names["to_input"](hidden["digit_images"]), hidden["digit_labels"]
        ),
    ),
    "train-model": Measure(
        "validation accuracy after ten epochs",
        lambda names, _hidden: names["train_model"](names["train_images"], names["train_labels"], 10)["val_accuracy"][
            -1
        ],
        goal=0.85,
    ),
    # A quarter of its labels is wrong: who knows clearly more than the others has learnt them by heart.
    "big": Measure(
        "accuracy on its training rows",
        lambda names, _: _accuracy(names["big"], names["X_train"], names["y_train"]),
        goal=0.9,
    ),
    "small": _digits("small"),
    "dropout-net": _digits("dropped"),
    "cure": _digits("cured"),
}
"""Cell -> what is measured of its network."""


@dataclass(frozen=True)
class Compared:
    """The measured values of an answer and of its mutant, one a seed."""

    measure: Measure
    answer: tuple[float, ...]
    mutant: tuple[float, ...]

    @property
    def worse(self) -> bool:
        """Whether DeepCrime would call the mutant killed by these rows.

        >>> accuracy = Measure("accuracy", lambda names, hidden: 0.0)
        >>> Compared(accuracy, (0.95, 0.96, 0.97), (0.80, 0.81, 0.79)).worse
        True
        >>> Compared(accuracy, (0.95, 0.96, 0.97), (0.96, 0.95, 0.97)).worse
        False
        """
        lost = self.measure.sign * (mean(self.answer) - mean(self.mutant))
        spread = math.sqrt((variance(self.answer) + variance(self.mutant)) / 2)
        if not spread:
            return lost > 0
        return self.p_value < SIGNIFICANT and lost / spread >= EFFECT

    @property
    def reaches_goal(self) -> bool:
        """Whether most of the mutant's networks do what the text asks for; not where it names no number."""
        goal = self.measure.goal
        return goal is not None and self.measure.sign * (median(self.mutant) - goal) >= 0

    @property
    def p_value(self) -> float:
        """That of a t-test, which is the test of DeepCrime's linear model with one factor."""
        from scipy.stats import ttest_ind

        return float(ttest_ind(self.answer, self.mutant).pvalue)


class Measured:
    """Values that were measured once are kept in :data:`KEPT`."""

    def __init__(self, assignment: str, sources: Iterable[SourceNotebook], runs: int) -> None:
        self._sources = tuple(sources)
        self._folder = self._sources[0].folder
        self._runs = runs
        self._kept: dict[str, list[float]] = json.loads(KEPT.read_text()) if KEPT.exists() else {}
        self._above: dict[str, Names] = {}

    def compared(self, mutant: Mutant) -> Compared:
        """An answer beside a mutant of it."""
        answer = mutant.answer
        values = self._values(answer, answer.text), self._values(answer, mutant.text)
        return Compared(MEASURES[answer.cell], *values)

    def _values(self, answer: Answer, text: str) -> tuple[float, ...]:
        (source,) = (source for source in self._sources if source.cell(answer.cell))
        above = _above(source, answer.cell, text)
        hidden = (self._folder / _HOLDOUT).read_bytes()
        known = hashlib.sha256("\0".join((answer.cell, *above, text)).encode() + hidden).hexdigest()[:24]
        values = self._kept.setdefault(known, [])
        while len(values) < self._runs:
            values.append(self._value(answer.cell, above, text, seed=len(values)))
            KEPT.write_text(json.dumps(self._kept, indent=0, sort_keys=True) + "\n")
        return tuple(values[: self._runs])

    def _value(self, cell: str, above: Sequence[str], text: str, *, seed: int) -> float:
        import keras
        import numpy as np

        with contextlib.chdir(self._folder):
            key = "\0".join(above)
            if key not in self._above:
                self._above[key] = {}
                for earlier in above:
                    # As in a notebook: a cell that needs an unanswered network fails, and the others run.
                    with contextlib.suppress(Exception):
                        _run(self._above[key], earlier)
            keras.backend.clear_session()
            keras.utils.set_random_seed(seed)
            names = _run(dict(self._above[key]), text)
            with np.load(self._folder / _HOLDOUT) as hidden:
                return round(float(MEASURES[cell].of(names, hidden)), 5)


def _above(source: SourceNotebook, name: str, text: str) -> list[str]:
    """The cells that this one depends on, with the reference's answers; other networks are as released."""
    part = cut(source, {name: text})
    texts = []
    for cell in part.cells:
        if cell.grade_id == name:
            break
        if cell.cell_type == "code" and not cell.test:
            texts.append(cell.released if cell.grade_id in TRAINING else reference_text(cell.source))
    return texts


def _run(names: Names, text: str) -> Names:
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot

    with contextlib.redirect_stdout(None):
        exec(compile(text, "<answer>", "exec"), names)  # noqa: S102  # the course's own reference, and mutants of it
    pyplot.close("all")
    return names
