"""DeepCrime's 24 mutation operators, as edits of a student's program.

Humbatova, Jahangirova, Tonella: DeepCrime: Mutation Testing of Deep Learning Systems Based on Real Faults. ISSTA 2021,
https://doi.org/10.1145/3460319.3464825. Codes, and what each operator does: ``utils/constants.py``, ``mutations.py``
and ``operators/`` of https://github.com/dlfaults/deepcrime. There an operator has parameters, which are searched or
tried one after the other; here it has a few fixed ones, of DeepCrime's lists and ranges.
"""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from bench.deepcrime import training_data
from bench.deepcrime.program import Program, constant, keyword

Changed = Iterator[tuple[str, str]]
"""What was done, in a few words, and the text of the mutant."""


@dataclass(frozen=True)
class Operator:
    """One of the 24.

    Attributes:
        code: DeepCrime's name of three letters.
        group: what it is about.
        about: what it does.
        mutants: gives its mutants of a program.
        absent: why it has no place in any of our answers, if it has none.
    """

    code: str
    group: str
    about: str
    mutants: Callable[[Program], Changed]
    absent: str = ""


def _batch_size(program: Program) -> Changed:
    for fit in program.fits:
        for size in (16, 128):
            if size != constant(fit.call, "batch_size"):
                yield f"batch_size={size}", program.applied(program.with_keyword(fit.call, "batch_size", str(size)))


def _no_batches(program: Program) -> Changed:
    for fit in program.fits:
        yield "one batch", program.applied(program.with_keyword(fit.call, "batch_size", f"len({fit.rows})"))


def _learning_rate(program: Program) -> Changed:
    for call in program.compiles:
        optimizer = _optimizer(call)
        for rate in ("1e-05", "1.0"):
            new = f"keras.optimizers.Adam({rate})"
            yield f"learning rate {rate}", program.applied(program.replaced(optimizer, new))


def _epochs(program: Program) -> Changed:
    for fit in program.fits:
        found = keyword(fit.call, "epochs")
        text = ast.unparse(found.value) if found else "1"
        for told, new in (("1 epoch", "1"), ("a fifth of the epochs", f"max(1, {text} // 5)")):
            yield told, program.applied(program.with_keyword(fit.call, "epochs", new))


_OTHER_ACTIVATIONS: Final = {
    "softmax": ("sigmoid", "relu"),
    "sigmoid": ("softmax", "tanh"),
    "relu": ("softmax", "tanh"),
}


def _change_activation(program: Program) -> Changed:
    for layer in program.layers:
        old = constant(layer, "activation")
        for new in _OTHER_ACTIVATIONS.get(str(old), ()):
            yield f"{old} → {new}", program.applied(program.with_keyword(layer, "activation", repr(new)))


def _remove_activation(program: Program) -> Changed:
    for layer in program.layers:
        if old := constant(layer, "activation"):
            yield f"without {old}", program.applied(program.with_keyword(layer, "activation", "None"))


def _add_activation(program: Program) -> Changed:
    for layer in program.layers:
        if keyword(layer, "activation") is None:
            for new in ("sigmoid", "relu"):
                yield f"with {new}", program.applied(program.with_keyword(layer, "activation", repr(new)))


def _add_penalty(program: Program) -> Changed:
    for layer in program.layers:
        if keyword(layer, "kernel_regularizer") is None:
            for new in ("l1", "l2"):
                edit = program.with_keyword(layer, "kernel_regularizer", repr(new))
                yield f"{_units(layer)}: {new}", program.applied(edit)


def _change_penalty(program: Program) -> Changed:
    for layer in program.layers:
        if keyword(layer, "kernel_regularizer") is not None:
            for new in ("l1", "l1_l2"):
                edit = program.with_keyword(layer, "kernel_regularizer", repr(new))
                yield f"{_units(layer)}: {new}", program.applied(edit)


def _remove_penalty(program: Program) -> Changed:
    for layer in program.layers:
        if keyword(layer, "kernel_regularizer") is not None:
            yield _units(layer), program.applied(program.with_keyword(layer, "kernel_regularizer", "None"))


def _dropout_rate(program: Program) -> Changed:
    for layer in program.calls("Dropout"):
        for rate in ("0.125", "0.75", "1.0"):
            yield f"{ast.unparse(layer.args[0])} → {rate}", program.applied(program.replaced(layer.args[0], rate))


def _patience(program: Program) -> Changed:
    for callback in program.calls("EarlyStopping"):
        for patience in ("1", "1000"):
            yield f"patience={patience}", program.applied(program.with_keyword(callback, "patience", patience))


def _initial_weights(program: Program) -> Changed:
    for layer in program.layers:
        for new in ("zeros", "he_uniform"):
            edit = program.with_keyword(layer, "kernel_initializer", repr(new))
            yield f"{_units(layer)}: {new}", program.applied(edit)


def _add_bias(program: Program) -> Changed:
    for layer in program.layers:
        if constant(layer, "use_bias") is False:
            yield _units(layer), program.applied(program.with_keyword(layer, "use_bias", "True"))


def _remove_bias(program: Program) -> Changed:
    for layer in program.layers:
        if constant(layer, "use_bias") is not False:
            yield _units(layer), program.applied(program.with_keyword(layer, "use_bias", "False"))


def _loss(program: Program) -> Changed:
    for call in program.compiles:
        for new in ("mean_absolute_error", "hinge"):
            yield new, program.applied(program.with_keyword(call, "loss", repr(new)))


def _change_optimizer(program: Program) -> Changed:
    for call in program.compiles:
        for new in ("sgd", "adadelta"):
            yield new, program.applied(program.replaced(_optimizer(call), repr(new)))


def _clipping(program: Program) -> Changed:
    for call in program.compiles:
        optimizer = _optimizer(call)
        for name in ("clipnorm", "clipvalue"):
            if isinstance(optimizer, ast.Call) and keyword(optimizer, name):
                yield f"{name}=0.001", program.applied(program.with_keyword(optimizer, name, "0.001"))


def _no_validation(program: Program) -> Changed:
    for fit in program.fits:
        for name, nothing in (("validation_data", "None"), ("validation_split", "0.0")):
            if keyword(fit.call, name):
                yield f"{name}={nothing}", program.applied(program.with_keyword(fit.call, name, nothing))


def _optimizer(call: ast.Call) -> ast.expr:
    found = keyword(call, "optimizer")
    assert found is not None  # `compiles` gives no other calls
    return found.value


def _units(layer: ast.Call) -> str:
    return ast.unparse(layer.args[0]) + " units" if layer.args else "a layer"


DATA, PARAMETERS, ACTIVATION = "training data", "hyperparameters", "activation"
REGULARISATION, WEIGHTS, LOSS = "regularisation", "weights", "loss"
OPTIMISATION, VALIDATION = "optimisation", "validation"

OPERATORS: Final = (
    Operator("TCL", DATA, "some rows of the most frequent class get other labels", training_data.change_labels),
    Operator("TRD", DATA, "a share of each class is left out", training_data.remove_rows),
    Operator("TUD", DATA, "a share of the rarer classes is left out", training_data.unbalance),
    Operator("TAN", DATA, "noise is added to some rows", training_data.add_noise),
    Operator("TCO", DATA, "rows of one class come once more, labelled as another", training_data.overlap),
    Operator("HBS", PARAMETERS, "another batch size", _batch_size),
    Operator("HLR", PARAMETERS, "another learning rate", _learning_rate),
    Operator("HNE", PARAMETERS, "fewer epochs", _epochs),
    Operator("HDB", PARAMETERS, "all rows in one batch", _no_batches),
    Operator("ACH", ACTIVATION, "another activation", _change_activation),
    Operator("ARM", ACTIVATION, "a layer loses its activation", _remove_activation),
    Operator("AAL", ACTIVATION, "a linear layer gets an activation", _add_activation),
    Operator("RAW", REGULARISATION, "a layer gets a penalty on its weights", _add_penalty),
    Operator("RCW", REGULARISATION, "another penalty", _change_penalty),
    Operator("RRW", REGULARISATION, "a layer loses its penalty", _remove_penalty),
    Operator("RCD", REGULARISATION, "another dropout rate", _dropout_rate),
    Operator("RCP", REGULARISATION, "another patience of early stopping", _patience),
    Operator("WCI", WEIGHTS, "other initial weights", _initial_weights),
    Operator("WAB", WEIGHTS, "a layer without bias gets one", _add_bias, "no answer has a layer without bias"),
    Operator("WRB", WEIGHTS, "a layer loses its bias", _remove_bias),
    Operator("LCH", LOSS, "another loss", _loss),
    Operator("OCH", OPTIMISATION, "another optimiser", _change_optimizer),
    Operator("OCG", OPTIMISATION, "another bound for clipped gradients", _clipping, "no answer clips gradients"),
    Operator("VRM", VALIDATION, "training is not validated", _no_validation),
)
