"""Walls, put up once to see whether they can be had: ``python -m softmark.sandbox.trial``."""

from __future__ import annotations

import json
import os
import sys

from softmark.sandbox.confine import Walls
from softmark.sandbox.keeper import keep


def main(walls: str) -> None:
    """Step behind walls with a box, and see that one is inside.

    Args:
        walls: fields of :class:`softmark.sandbox.confine.Walls`, as JSON.
    """
    keep(Walls(**json.loads(walls)))
    os._exit(os.getppid())  # of a parent outside it is told 0


if __name__ == "__main__":
    main(*sys.argv[1:])
