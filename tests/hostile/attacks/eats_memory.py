"""Gives back more than anybody can hold: a million values, a deep nest, itself, a long text, a huge number."""

# %% answer average
turn = 0


def average(values):
    global turn
    turn += 1
    if turn % 5 == 0:
        return [[0] * 1000] * 1000
    if turn % 5 == 1:
        nest = []
        for _ in range(100_000):
            nest = [nest]
        return nest
    if turn % 5 == 2:
        loop = [1]
        loop.append(loop)
        return loop
    if turn % 5 == 3:
        return "9" * 70_000_000
    return 10**100_000


# %% answer number
number = [0] * 1_000_000

# %% answer f1
import numpy as np


def f1(truth, said):
    return np.broadcast_to(np.float64(0.75), (3, 1 << 40))


# %% answer nearest
class Nearest:
    def predict(self, rows):
        def more():
            while True:
                yield 1

        return more()

    def __getattr__(self, name):
        return Nearest()


nearest = Nearest()
