"""Where the random numbers of a run begin."""

from __future__ import annotations

from dataclasses import dataclass
from hashlib import blake2b


@dataclass(frozen=True)
class Seed:
    """The seed of a submission's random generators.

    Attributes:
        number: of 31 bits.
        each_answer: whether each answer begins with numbers of its own, which follow from ``number``. Seeds that cells
            of the instructor's set are for data, and for students who start their kernel again; without this they
            would have a network draw the same weights in every run, and nobody could see what chance decides.
    """

    number: int
    each_answer: bool = False

    def of_answer(self, name: str) -> int:
        """A seed of 31 bits for one answer; ``name`` is its grade_id."""
        return int.from_bytes(blake2b(f"{self.number}/{name}".encode(), digest_size=4).digest(), "big") >> 1
