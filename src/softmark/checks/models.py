"""What a network does, told from its outputs: the same for every way to spell it.

A model may be a live Keras model, one that was rebuilt elsewhere (facts that could not be rebuilt then
stand in the plain dictionary ``softmark_facts``; its entry ``compiled`` tells whether the loss could), or a
proxy that offers ``predict`` and a few plain attributes. It is never compiled, trained or changed.
"""

import sys
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from softmark.checks.heads import Floats, Head, head_of, logits_of
from softmark.checks.losses import Loss, classify, probe
from softmark.checks.pairs import Task, pair_of
from softmark.messages import _

_PAIRS = 24  # pairs of inputs per scale
_VALUES = 4_000_000  # input values of one look at a model, 16 MB
_FREE_SIZE = 12  # length of an axis that the model leaves open


class CannotDescribe(ValueError):
    """The model could not be looked at: input shape unknown, inputs not real numbers, or no finite output."""


@dataclass(frozen=True)
class ModelDescription:
    """What a network does.

    Attributes:
        head: kind of its outputs.
        units: size of the last axis of its outputs.
        loss: the loss it was compiled with.
        task: what head and loss learn together: ``"classes"``, ``"binary"``, ``"labels"``, ``"numbers"``,
            or ``None`` if they do not fit. Which one is right is for the check to say.
        mismatch: why head and loss do not fit, in a student's words; empty if they do.
        nonlinear: whether anything but the output activation is non-linear. Where it cannot be seen (an
            output that is constant or cut off) it counts as non-linear: that output is the fault then.
        parameters: number of weights, if known.
    """

    head: Head
    units: int
    loss: Loss
    task: Task | None
    mismatch: str
    nonlinear: bool
    parameters: int | None

    @property
    def fits(self) -> bool:
        """Whether head and loss belong together."""
        return self.task is not None


def describe(model: Any, rows: npt.ArrayLike | None = None) -> ModelDescription:
    """Look at what ``model`` does with inputs of several sizes.

    Args:
        model: has ``predict(x)``; one input of real numbers, one output. ``input_shape`` (batch axis first)
            is needed unless ``rows`` is given.
        rows: example inputs, shape (n, ...), for models where the range of the inputs matters; the model is
            then looked at around their mean as well as around 0.

    Raises:
        CannotDescribe: see there.
    """
    if rows is None:
        places = [_Inputs.of_shape(_input_shape(model))]
    else:
        # Near the rows, nets may be sure of everything, or straight: look around 0, too.
        near = _Inputs.of_rows(rows)
        places = [near, _Inputs.of_shape(near.centre.shape)]
    looks = [_outputs(model, place.batch()) for place in places]
    outputs = np.concatenate(looks)
    finite = outputs[np.isfinite(outputs).all(axis=(1, 2))]
    if len(finite) < len(outputs) // 8 or not len(finite):
        raise CannotDescribe(_("The model's outputs are not finite numbers."))
    units = outputs.shape[-1]
    head = head_of(finite.reshape(-1, units))
    if head in ("sigmoid", "tanh", "positive", "non-negative") and _ends_linear(model):
        head = "linear"  # small outputs of a linear layer can look bounded
    bends = [_bends(look, head, place) for look, place in zip(looks, places, strict=True)]
    loss = _loss(model)
    pair = pair_of(head, units, loss)
    return ModelDescription(
        head=head,
        units=units,
        loss=loss,
        task=pair.task,
        mismatch=pair.mismatch,
        nonlinear=any(bends) or set(bends) == {None},
        parameters=_parameters(model),
    )


@dataclass(frozen=True)
class _Inputs:
    """Where a model is looked at: ``centre + scale * {a, b, a + b}`` for every scale.

    Attributes:
        centre: one input, shape (...).
        a, b: directions, shape (pairs, ...).
        scales: sizes of the steps.
    """

    centre: Floats
    a: Floats
    b: Floats
    scales: tuple[float, ...]

    @classmethod
    def of_shape(cls, shape: tuple[int, ...]) -> "_Inputs":
        # Models scale inside (Rescaling, Normalization) or not: one of these sizes is right for each of them.
        scales = tuple(10.0**power for power in range(-3, 5))
        pairs = max(4, min(_PAIRS, _VALUES // (3 * len(scales) * max(1, int(np.prod(shape))))))
        draw = np.random.default_rng(0)
        a, b = draw.standard_normal((2, pairs, *shape))
        return cls(np.zeros(shape), a, b, scales)

    @classmethod
    def of_rows(cls, rows: npt.ArrayLike) -> "_Inputs":
        given = np.asarray(rows, dtype="float64")
        if len(given) < 4:
            raise CannotDescribe(_("At least 4 example rows are needed to look at a model."))
        centre = given.mean(axis=0)
        order = np.random.default_rng(0).permutation(len(given))[: 2 * _PAIRS]
        half = len(order) // 2
        steps = given[order] - centre
        return cls(centre, steps[:half], steps[half : 2 * half], (0.1, 0.5, 1.0, 2.0, 10.0, 1000.0))

    def batch(self) -> npt.NDArray[np.float32]:
        """All inputs as one batch: the centre, then for each scale all of a, of b, of a + b."""
        steps = np.concatenate([self.a, self.b, self.a + self.b])
        parts = [self.centre[None], *(self.centre + scale * steps for scale in self.scales)]
        return np.concatenate(parts).astype("float32")


def _input_shape(model: Any) -> tuple[int, ...]:
    """Shape of one input without the batch axis; axes that are left open get a size."""
    facts = _facts(model)
    shape = getattr(model, "input_shape", None) or facts.get("input_shape")
    if isinstance(shape, list | tuple) and len(shape) == 1 and isinstance(shape[0], list | tuple):
        shape = shape[0]
    if not isinstance(shape, list | tuple) or any(not isinstance(size, int | None) for size in shape):
        raise CannotDescribe(_("The model has no known input shape. Give example rows: describe(model, rows=...)."))
    return tuple(_FREE_SIZE if size is None else int(size) for size in shape[1:])


def predict(model: Any, x: Any) -> npt.NDArray[Any]:
    """What ``model.predict`` gives for ``x``, without a progress bar."""
    try:
        given = model.predict(x, verbose=0)
    except TypeError:  # a class of the student's, or an estimator, has no such argument
        given = model.predict(x)
    return np.asarray(given)


def _outputs(model: Any, batch: npt.NDArray[np.float32]) -> Floats:
    """Outputs, shape (rows, positions, units): sequences and images have several positions per row."""
    try:
        outputs = np.asarray(predict(model, batch), dtype="float64")
    except Exception as error:
        raise CannotDescribe(_("The model could not be asked for predictions: {}").format(error)) from error
    if outputs.ndim == 0 or len(outputs) != len(batch) or not outputs.size:
        raise CannotDescribe(_("The model does not give one output for each row."))
    return outputs.reshape(len(batch), -1, outputs.shape[-1] if outputs.ndim > 1 else 1)


def _bends(outputs: Floats, head: Head, around: _Inputs) -> bool | None:
    """Whether f(a) + f(b) - f(a + b) - f(0) is not 0 before the output activation; ``None`` if unseen."""
    logits = logits_of(outputs.reshape(-1, outputs.shape[-1]), head).reshape(outputs.shape)
    origin, rest = logits[:1], logits[1:]
    steps = rest.reshape(len(around.scales), 3, len(around.a), *logits.shape[1:])
    seen = False
    for of_a, of_b, of_both in steps:
        defect = of_a + of_b - of_both - origin
        known = np.isfinite(defect)
        if known.sum() < 4:
            continue
        moves = np.stack([of_a - origin, of_b - origin])[:, known]
        move = np.sqrt(np.mean(moves**2))
        level = max(np.abs(part[known]).max() for part in (of_a, of_b, of_both))
        # Where the outputs hardly move, the defect is rounding; a linear stack stays below 1e-3 elsewhere.
        if move <= 1e-2 * level:
            continue
        seen = True
        if np.sqrt(np.mean(defect[known] ** 2)) > 1e-2 * move:
            return True
    return False if seen else None


def _facts(model: Any) -> Mapping[str, Any]:
    facts = getattr(model, "softmark_facts", None)
    return facts if isinstance(facts, Mapping) else {}


def _loss(model: Any) -> Loss:
    facts = _facts(model)
    # A rebuilt model that could be compiled has the loss itself: it speaks before what was said of it.
    told = "loss_probe" in facts and facts.get("compiled") is not True
    return classify(facts["loss_probe"] if told else probe(model))


def _parameters(model: Any) -> int | None:
    count = getattr(model, "count_params", None)
    if callable(count):
        return int(count())
    known = _facts(model).get("parameters")
    return known if isinstance(known, int) else None


def _ends_linear(model: Any) -> bool:
    """Whether ``model`` is a live Keras model whose last operation is a layer without an activation."""
    keras = sys.modules.get("keras")
    if keras is None or not isinstance(model, keras.Model):
        return False
    last = model
    while isinstance(last, keras.Model):
        operations = getattr(last, "layers" if isinstance(last, keras.Sequential) else "operations", None)
        if not operations:
            return False
        last = operations[-1]
    return getattr(getattr(last, "activation", None), "__name__", "") == "linear"
