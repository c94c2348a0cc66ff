"""Learning curves of one training run: pictures, and what they show in words."""

import base64
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass

from softmark.messages import _
from softmark.model import FitRecord
from softmark.pages.text import clean_text

#: Beyond this a value can't be drawn; it is treated as infinite.
_HUGE = 1e30
_MAX_EPOCHS = 100_000
_MAX_DRAWN = 1_000
_MAX_METRICS = 3
_VALIDATION = "val_"
# A bend counts if it is this part of all that the curve spans; less is the noise of training.
_BEND = 0.15


@dataclass(frozen=True)
class Curve:
    """One metric of one training run.

    Attributes:
        metric: its name, as the student's code gave it, cleaned.
        words: what the curve does, in a sentence or two.
        light: a PNG as ``data:`` URI, for light pages; dark: the same for dark pages.
        validated: whether there is a second, dashed line for the validation data.
    """

    metric: str
    words: str
    light: str
    dark: str
    validated: bool


def draw_curves(record: FitRecord) -> tuple[Curve, ...]:
    """The curves of a run: its loss first, then up to two more metrics, each with its validation twin."""
    names = [name for name in record.history if not name.startswith(_VALIDATION)]
    names += [name for name in record.history if name.startswith(_VALIDATION) and name[4:] not in names]
    names.sort(key=lambda name: "loss" not in name)
    curves: list[Curve] = []
    for name in names:
        training = _numbers(record.history[name])
        validation = _numbers(record.history.get(_VALIDATION + name, ()))
        if any(map(math.isfinite, training)) and len(curves) < _MAX_METRICS:
            curves.append(_curve(clean_text(str(name), 40), training, validation))
    return tuple(curves)


def describe(values: Sequence[float]) -> str:
    """What a curve does, in words: where it starts, bends and ends."""
    finite = [(epoch, value) for epoch, value in enumerate(values, start=1) if math.isfinite(value)]
    if not finite:
        return _("is never a number")
    start, end = finite[0][1], finite[-1][1]
    low, high = (pick(finite, key=lambda point: point[1]) for pick in (min, max))
    span, dip, peak = high[1] - low[1], min(start, end) - low[1], high[1] - max(start, end)
    if len(finite) == 1:
        words = _("is {value} after one epoch").format(value=_short(start))
    elif span <= 0.01 * max(abs(low[1]), abs(high[1])):
        words = _("stays near {value}").format(value=_short(end))
    elif max(dip, peak) > _BEND * span:
        words, bend = (_("falls from {start} to {bend} at epoch {epoch}, then rises to {end}"), low)
        if peak > dip:
            words, bend = (_("rises from {start} to {bend} at epoch {epoch}, then falls to {end}"), high)
        words = words.format(start=_short(start), bend=_short(bend[1]), epoch=bend[0], end=_short(end))
    elif end < start:
        words = _("falls from {start} to {end}").format(start=_short(start), end=_short(end))
    else:
        words = _("rises from {start} to {end}").format(start=_short(start), end=_short(end))
    lost = next((epoch for epoch, value in enumerate(values, start=1) if not math.isfinite(value)), None)
    if lost is not None:
        words += _(", and is no longer a number at epoch {epoch}").format(epoch=lost)
    return words


def _curve(metric: str, training: list[float], validation: list[float]) -> Curve:
    words = _("On the training data it {training}.").format(training=describe(training))
    if validation:
        words += " " + _("On the validation data it {validation}.").format(validation=describe(validation))
    return Curve(
        metric,
        words,
        _picture(training, validation, ink="#57606a", first="#0b6bcb", second="#c2410c"),
        _picture(training, validation, ink="#a0a7b0", first="#6cb6ff", second="#ffa657"),
        bool(validation),
    )


def _picture(training: list[float], validation: list[float], *, ink: str, first: str, second: str) -> str:
    """The lines over epochs; no words in it: names come from students, and fonts lack most scripts."""
    from matplotlib.backends.backend_agg import FigureCanvasAgg
    from matplotlib.figure import Figure
    from matplotlib.ticker import MaxNLocator

    figure = Figure(figsize=(4.4, 2.4), dpi=140, layout="constrained", facecolor="none")
    canvas = FigureCanvasAgg(figure)
    axes = figure.add_subplot(facecolor="none")
    for values, colour, dashes in ((training, first, "-"), (validation, second, "--")):
        step = max(len(values) // _MAX_DRAWN, 1)
        marker = "o" if len(values) <= 1 else None
        epochs = range(1, len(values) + 1, step)
        axes.plot(epochs, values[::step], dashes, color=colour, linewidth=2, marker=marker)
    axes.xaxis.set_major_locator(MaxNLocator(nbins=7, integer=True, min_n_ticks=1))
    axes.yaxis.set_major_locator(MaxNLocator(nbins=5))
    axes.grid(color=ink, alpha=0.25, linewidth=0.6)
    axes.tick_params(colors=ink, labelsize=9)
    for side, spine in axes.spines.items():
        spine.set_visible(side in ("left", "bottom"))
        spine.set_color(ink)
    png = io.BytesIO()
    canvas.print_png(png, metadata={"Software": None})
    return "data:image/png;base64," + base64.b64encode(png.getvalue()).decode("ascii")


def _numbers(values: object) -> list[float]:
    """The values as floats; what is none, or is too large to draw, is NaN."""
    if not isinstance(values, Sequence) or isinstance(values, str | bytes):
        return []
    return [_number(value) for value in values[:_MAX_EPOCHS]]


def _number(value: object) -> float:
    good = isinstance(value, int | float) and abs(value) < _HUGE
    return float(value) if good and isinstance(value, int | float) else math.nan


def _short(value: float) -> str:
    return f"{value:.3g}"
