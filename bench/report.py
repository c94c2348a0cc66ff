"""The page of figures."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import jinja2

from bench.machine import Machine
from bench.size import Size


def page(machine: Machine, size: Size, minutes: float, figures: Mapping[str, Any], missing: Mapping[str, str]) -> str:
    """The page as Markdown.

    Args:
        machine: what it was measured on.
        size: how much was measured.
        minutes: how long that took.
        figures: name of the part -> what came out.
        missing: name of a part without figures -> why.
    """
    loader = jinja2.FileSystemLoader(Path(__file__).parent)
    jinja = jinja2.Environment(loader=loader, trim_blocks=True, lstrip_blocks=True, undefined=jinja2.StrictUndefined)
    jinja.filters |= {"seconds": seconds, "times": times}
    jinja.globals |= {"over": over}
    return jinja.get_template("benchmarks.md.j2").render(
        machine=machine, size=size, minutes=minutes, today=date.today(), missing=missing, **figures
    )


def over(one: float, other: float) -> float:
    """A ratio; 0 if it is none, as one of the two is a difference that chance has turned round."""
    return one / other if one > 0 and other > 0 else 0.0


def seconds(value: float) -> str:
    """A time with as many digits as it deserves.

    >>> seconds(83.14), seconds(2.348), seconds(0.0314)
    ('83 s', '2.35 s', '31 ms')
    """
    if abs(value) < 0.3:
        return f"{value * 1_000:.0f} ms"
    return f"{value:.2f} s" if abs(value) < 10 else f"{value:.0f} s"


def times(value: float) -> str:
    """A ratio.

    >>> times(1.3456), times(13.2), times(over(0.2, -0.1))
    ('1.35×', '13×', 'not measurable')
    """
    if not value:
        return "not measurable"
    return f"{value:.2f}×" if value < 10 else f"{value:.0f}×"
