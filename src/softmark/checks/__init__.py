"""The vocabulary that checks are written in: what a model does, not how it is spelt."""

from softmark.checks.answers import as_number, choice, number, selection
from softmark.checks.data import drawn_from, in_time_order, no_overlap, stratified, together, windows
from softmark.checks.estimators import FoldsDescription, PipelineDescription, describe_folds, describe_pipeline
from softmark.checks.findings import Finding
from softmark.checks.fitting import fitted_on
from softmark.checks.functions import compare, row_by_row
from softmark.checks.heads import Head, head_of
from softmark.checks.inputs import Counted, extremes, labels, numbers, probabilities
from softmark.checks.layers import Parameters, Scaling, Step, body_of, parameters_of, scaling_of
from softmark.checks.losses import Loss, LossKind, classify, probe
from softmark.checks.metrics import (
    accuracy,
    as_labels,
    as_probabilities,
    balanced_accuracy,
    confusion_matrix,
    cross_entropy,
    cut,
    f1,
    macro_f1,
    majority_baseline,
    precision,
    predict_classes,
    predict_probabilities,
    recall,
    roc_auc,
    specificity,
)
from softmark.checks.models import CannotDescribe, ModelDescription, describe, predict
from softmark.checks.optimizers import Optimizer, optimizer_of
from softmark.checks.pairs import Task
from softmark.checks.regression import (
    as_numbers,
    linear_baseline,
    mae,
    mean_baseline,
    mse,
    persistence_baseline,
    r2,
    rmse,
)
from softmark.checks.regularization import Regularization, regularization_of
from softmark.checks.stopping import EarlyStopping, early_stopping
from softmark.checks.training import Callback, Training, Trainings, Validation

__all__ = [
    "Callback",
    "CannotDescribe",
    "Counted",
    "EarlyStopping",
    "Finding",
    "FoldsDescription",
    "Head",
    "Loss",
    "LossKind",
    "ModelDescription",
    "Optimizer",
    "Parameters",
    "PipelineDescription",
    "Regularization",
    "Scaling",
    "Step",
    "Task",
    "Training",
    "Trainings",
    "Validation",
    "accuracy",
    "as_labels",
    "as_number",
    "as_numbers",
    "as_probabilities",
    "balanced_accuracy",
    "body_of",
    "choice",
    "classify",
    "compare",
    "confusion_matrix",
    "cross_entropy",
    "cut",
    "describe",
    "describe_folds",
    "describe_pipeline",
    "drawn_from",
    "early_stopping",
    "extremes",
    "f1",
    "fitted_on",
    "head_of",
    "in_time_order",
    "labels",
    "linear_baseline",
    "macro_f1",
    "mae",
    "majority_baseline",
    "mean_baseline",
    "mse",
    "no_overlap",
    "number",
    "numbers",
    "optimizer_of",
    "parameters_of",
    "persistence_baseline",
    "precision",
    "predict",
    "predict_classes",
    "predict_probabilities",
    "probabilities",
    "probe",
    "r2",
    "recall",
    "regularization_of",
    "rmse",
    "roc_auc",
    "row_by_row",
    "scaling_of",
    "selection",
    "specificity",
    "stratified",
    "together",
    "windows",
]
