"""Tries an assignment's checks before students do: on variants, on mutants of the reference, and by reading them."""

from softmark.verify.cases import Case, Kind, collect
from softmark.verify.lints import Warned, warnings_of
from softmark.verify.mutants import Mutant, mutants_of
from softmark.verify.slices import cut
from softmark.verify.trying import Tried, try_all

__all__ = ["Case", "Kind", "Mutant", "Tried", "Warned", "collect", "cut", "mutants_of", "try_all", "warnings_of"]
