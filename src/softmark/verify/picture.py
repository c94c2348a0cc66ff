"""The two distributions of each threshold, as a picture."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Final

import numpy as np

from softmark.messages import _
from softmark.verify.thresholds import Threshold

RIGHT, WRONG, BOUND = "#0072b2", "#d55e00", "#222222"  # told apart by the colour-blind, too (Okabe and Ito)
_CLIP: Final = 3.0  # spans of what lies around the bound, on each side


def span(threshold: Threshold) -> tuple[float, float]:
    """The values that a picture shows; wrong solutions' may lie far beyond, and are shown at its edge."""
    right = np.array([run.value for run in threshold.right if np.isfinite(run.value)])
    near = [threshold.bound, *right]
    near += [value for value in (threshold.half_way, threshold.useless) if value is not None and np.isfinite(value)]
    low, high = float(np.min(near)), float(np.max(near))
    width = (high - low) or abs(high) or 1.0
    wrong = [run.value for run in threshold.wrong if abs(run.value - threshold.bound) < _CLIP * width]
    return min([low, *wrong]), max([high, *wrong])


def draw(thresholds: Sequence[Threshold], target: Path) -> None:
    """Write the picture; its format is what the file's name says (``.svg``, ``.png``, ``.pdf``).

    Raises:
        OSError: the file cannot be written.
        ValueError: nobody knows a format of this name.
    """
    from matplotlib.figure import Figure

    figure = Figure(figsize=(9, 1.1 + 1.25 * len(thresholds)), layout="constrained")
    rows = np.atleast_1d(figure.subplots(max(len(thresholds), 1), 1))
    jitter = np.random.default_rng(0)
    for axes, threshold in zip(rows, thresholds, strict=False):
        low, high = span(threshold)
        for height, runs, colour in ((1, threshold.right, RIGHT), (0, threshold.wrong, WRONG)):
            values = np.clip(np.nan_to_num([run.value for run in runs], nan=low), low, high)
            places = height + jitter.uniform(-0.28, 0.28, len(values))
            axes.plot(values, places, "o", color=colour, markersize=3.5, alpha=0.45, markeredgewidth=0)
        axes.axvline(threshold.bound, color=BOUND, linewidth=1.4)
        if threshold.half_way is not None:
            axes.axvline(threshold.half_way, color=BOUND, linewidth=1, linestyle=":")
        axes.set_yticks([0, 1], [_("wrong"), _("right")])
        axes.set_ylim(-0.5, 1.5)
        axes.set_title(f"{threshold.cell}: {threshold.text}", fontsize=9, loc="left", family="monospace")
        axes.tick_params(labelsize=8)
        axes.spines[["top", "right"]].set_visible(False)
    figure.suptitle(_("Each dot is a run; the line is the bound, dotted: half way to a useless solution"), fontsize=9)
    figure.savefig(target, dpi=130)
