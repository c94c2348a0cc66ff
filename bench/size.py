"""How much is measured."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Size:
    """How much is measured.

    Attributes:
        workers: submissions at once, from one on; two is among them.
        students: of the class of networks; a multiple of 12, so that each half has as many of every kind.
        stock_students: of the classes that stock nbgrader grades.
        epochs: how long the networks train.
        rounds: how often each is measured.
        again: students of the two classes that are graded again.
        again_epochs: how long their networks train.
        again_stock: of the classes of these that stock nbgrader grades.
        again_rounds: how often they are graded again.
        tiny: students of the classes with tiny submissions.
        quiz: students of the classes that sit an exam.
    """

    workers: tuple[int, ...] = (1, 2, 4)
    students: int = 24
    stock_students: tuple[int, int] = (2, 6)
    epochs: int = 10
    rounds: int = 2
    again: tuple[int, int] = (20, 200)
    again_epochs: int = 2
    again_stock: tuple[int, int] = (1, 3)
    again_rounds: int = 3
    tiny: tuple[int, int, int] = (250, 500, 1000)
    quiz: tuple[int, int] = (125, 500)

    @property
    def half(self) -> int:
        """The other class of networks, half as large."""
        return self.students // 2


FULL = Size()
QUICK = Size(
    workers=(1, 2),
    students=12,
    stock_students=(1, 2),
    epochs=3,
    rounds=1,
    again=(2, 8),
    again_stock=(1, 2),
    again_rounds=1,
    tiny=(20, 40, 80),
    quiz=(5, 20),
)
