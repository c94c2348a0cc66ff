"""The vocabulary that checks are written in: what a model does, not how it is spelt."""

from softmark.checks.heads import Head, head_of
from softmark.checks.losses import Loss, LossKind, classify, probe
from softmark.checks.metrics import (
    accuracy,
    as_labels,
    as_probabilities,
    cross_entropy,
    f1,
    macro_f1,
    majority_baseline,
    predict_classes,
    predict_probabilities,
)
from softmark.checks.models import CannotDescribe, ModelDescription, describe, predict
from softmark.checks.pairs import Task

__all__ = [
    "CannotDescribe",
    "Head",
    "Loss",
    "LossKind",
    "ModelDescription",
    "Task",
    "accuracy",
    "as_labels",
    "as_probabilities",
    "classify",
    "cross_entropy",
    "describe",
    "f1",
    "head_of",
    "macro_f1",
    "majority_baseline",
    "predict",
    "predict_classes",
    "predict_probabilities",
    "probe",
]
