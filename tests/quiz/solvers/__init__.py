"""Second solutions, a file for each topic: ``SOLVERS`` maps a question's id to its answer from what students see."""

from __future__ import annotations

import re


def numbers(text):
    """All numbers in a text, in their order; 12,345 is one."""
    return [float(number.replace(",", "")) for number in re.findall(r"-?\d[\d,]*\.?\d*", text)]
