"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How much is measured.

    Attributes:
        students: of the class of networks; a multiple of the number of kinds of submissions, as is half of it.
        stock_students: of the classes that stock nbgrader grades.
        epochs: how long the networks train.
        rounds: how often each is measured.
        again: students of the two classes that are graded again.
        again_epochs: how long their networks train.
        again_stock: of the classes of these that stock nbgrader grades.
        again_rounds: how often they are graded again.
        tiny: students of the classes with tiny submissions.
    """

    students: int = 24
    stock_students: tuple[int, int] = (2, 6)
    epochs: int = 10
    rounds: int = 2
    again: tuple[int, int] = (20, 200)
    again_epochs: int = 2
    again_stock: tuple[int, int] = (1, 3)
    again_rounds: int = 3
    tiny: tuple[int, int, int] = (250, 500, 1000)

    @property
    def half(self) -> int:
        """The other class of networks, half as large."""
        return self.students // 2


FULL = Size()
QUICK = Size(
    students=12,
    stock_students=(1, 2),
    rounds=1,
    again=(4, 12),
    again_rounds=1,
    again_stock=(1, 2),
    tiny=(20, 40, 80),
)
