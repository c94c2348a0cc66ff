"""Tries an assignment's checks before students do: on variants, on mutants of the reference, and by reading them."""

from softmark.verify.cases import Case, Kind, collect
from softmark.verify.lints import Warned, warnings_of
from softmark.verify.mutants import Mutant, mutants_of
from softmark.verify.picture import draw, span
from softmark.verify.slices import cut
from softmark.verify.thresholds import Threshold, Unit, Verdict, in_unit, noise_in, rate_bounds, thresholds_of
from softmark.verify.trying import Tried, try_all

__all__ = [
    "Case",
    "Kind",
    "Mutant",
    "Threshold",
    "Tried",
    "Unit",
    "Verdict",
    "Warned",
    "collect",
    "cut",
    "draw",
    "in_unit",
    "mutants_of",
    "noise_in",
    "rate_bounds",
    "span",
    "thresholds_of",
    "try_all",
    "warnings_of",
]
