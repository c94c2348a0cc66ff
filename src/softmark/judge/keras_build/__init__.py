"""Rebuilds a student's Keras model in the judge from hostile plain data.

The description is read whole by allow-lists (`_catalogue`, `_read_parts`, `_read_model`) into frozen plans
(`_plan`); shapes are followed through it to know its cost (`_cost`); then classes are called and joined
(`_make`, `_assemble`) and state is assigned (`_restore`). Keras's deserialiser is never used.
"""

from softmark.judge.keras_build._build import build_model
from softmark.judge.keras_build._limits import ModelLimits, Unbuildable
from softmark.judge.keras_build._probe import probe_inputs, same_predictions

__all__ = ["ModelLimits", "Unbuildable", "build_model", "probe_inputs", "same_predictions"]
