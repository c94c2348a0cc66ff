"""From a description to a model: read all of it, count what it costs, then build."""

import warnings
from typing import Any

from softmark.judge.keras_build import _values as values
from softmark.judge.keras_build._catalogue import words
from softmark.judge.keras_build._limits import ModelLimits, Unbuildable

KEYS = words(
    """
    version model weights trainable vocabulary compile loss_probe history input_shape
    output_shape name
    """
)
CLAIMS = ("loss_probe", "history", "input_shape", "output_shape", "name")
VERSION = 1


def build_model(spec: object, limits: ModelLimits | None = None) -> Any:
    """Rebuild a student's model from the plain data that its kernel sent.

    Nothing of the description runs: classes are called that an allow-list names, with settings that were
    read one by one. Sizes are held against `limits`, and against the weights that were sent, before Keras
    allocates anything.

    Args:
        spec: what `softmark.kernel.keras_export.export_model` gives, as it crossed; hostile until read.
        limits: bounds on what is built.

    Returns:
        A `keras.Model`: weights, lookup and normalisation state, seeds, frozen layers as sent; compiled when
        loss and optimizer are Keras's own. Its attribute `softmark_facts` is a dict of what the kernel
        claims (`loss_probe`, `history`, `input_shape`, `output_shape`, `name`), `compiled`, and
        `left_out`: what of the compile settings did not come along. Its `predict` is a quicker one.

    Raises:
        Unbuildable: with the reason, and no other error.
    """
    # These import Keras. A mistake of ours in them is not the description's.
    from softmark.judge.keras_build import _assemble, _read_model, _restore  # noqa: F401  (for _build)
    from softmark.judge.keras_build._predict import predict_by_calls

    try:
        with warnings.catch_warnings():
            # Keras warned the student of the same; here it would only fail a check.
            warnings.simplefilter("ignore")
            model = _build(spec, limits or ModelLimits())
    except Unbuildable:
        raise
    except Exception as error:
        # Keras refuses what does not fit together with errors of many classes.
        raise Unbuildable(f"Keras cannot build it: {type(error).__name__}: {str(error)[:300]}") from error
    predict_by_calls(model)
    return model


def _build(spec: object, limits: ModelLimits) -> Any:
    entry = values.mapping(spec, "the description")
    unknown = entry.keys() - KEYS
    if unknown or entry.get("version") != VERSION:
        raise Unbuildable(
            f"the description is of another version, or has the key {values.short(min(unknown, default=''))}"
        )
    claims = {key: values.claim(entry.get(key), key) for key in CLAIMS}

    from softmark.judge.keras_build._assemble import Assembler
    from softmark.judge.keras_build._read_model import ModelReader, read_compile
    from softmark.judge.keras_build._restore import (
        assign_weights,
        compile_model,
        fill_vocabulary,
        freeze,
        read_vocabularies,
        read_weights,
    )

    weights = read_weights(entry.get("weights"), limits)
    vocabularies = read_vocabularies(entry.get("vocabulary"), limits)
    plan = ModelReader(limits).read(entry.get("model"))
    compiling = read_compile(entry.get("compile"))
    elements = {path: sum(weight.value.size for weight in sent) for path, sent in weights.items()}
    assembler = Assembler(elements, limits, lambda path, layer: fill_vocabulary(layer, vocabularies.get(path)))
    model = assembler.assemble(plan)
    assign_weights(model, weights)
    freeze(model, entry.get("trainable"))
    left_out = compile_model(model, compiling)
    claims["loss_probe"] = claims["loss_probe"] or {}
    facts = {**claims, "compiled": bool(model.compiled), "left_out": list(left_out)}
    # Past Keras, whose own attribute setting would turn the dict into one that it tracks.
    object.__setattr__(model, "softmark_facts", facts)
    return model
