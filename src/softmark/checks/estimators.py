"""Estimators and pipelines of scikit-learn, described by what their steps do."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Final, Literal

import numpy as np
import numpy.typing as npt

from softmark.messages import _

Does = Literal["scale", "impute", "encode", "select", "combine", "change", "predict"]

_LISTS: Final = ("steps", "transformer_list", "transformers")  # parameters: lists of (name, estimator, ...)
_COUNTS: Final = ("k", "n_components", "n_features_to_select")  # parameters: how many columns are left


@dataclass(frozen=True)
class PipelineDescription:
    """What an estimator is made of.

    Attributes:
        steps: what each step does, flattened and in order: ``"scale"`` (columns of one size), ``"impute"`` (missing
            values), ``"encode"`` (words to numbers), ``"select"`` (fewer columns), ``"combine"`` (new columns from
            several), ``"change"`` (anything else), ``"predict"``.
        fitted: whether it was fitted.
    """

    steps: tuple[Does, ...]
    fitted: bool


@dataclass(frozen=True)
class FoldsDescription:
    """How cross-validation divides the rows.

    Attributes:
        folds: how many times it divides them.
        shuffled: whether validation rows are no block of neighbours.
        stratified: whether each fold has each class in its share, however the rows are ordered.
        in_time: whether training rows always come before validation rows.
        disjoint: whether no row is in training and validation of one division, and none in two validations.
    """

    folds: int
    shuffled: bool
    stratified: bool
    in_time: bool
    disjoint: bool


def describe_pipeline(model: Any) -> PipelineDescription:
    """Say what the steps of a pipeline do, from what new ones of their kind do with a small table.

    Works for any nesting of pipelines, column transformers, unions, searches and single estimators. Nothing of the
    student's is fitted or changed. Computed for what was rebuilt; claimed for what stayed with the submission.

    >>> from sklearn.pipeline import make_pipeline
    >>> from sklearn.preprocessing import MinMaxScaler
    >>> from sklearn.linear_model import LogisticRegression
    >>> describe_pipeline(make_pipeline(MinMaxScaler(), LogisticRegression())).steps
    ('scale', 'predict')

    Args:
        model: an estimator of scikit-learn's.

    Raises:
        ValueError: if it is none.
    """
    if not hasattr(model, "get_params"):
        raise ValueError(_("This is of type {}. An estimator of scikit-learn is needed.").format(type(model).__name__))
    parts = list(leaves(model))
    fitted = all(map(_is_fitted, parts)) and (hasattr(model, "best_estimator_") or not hasattr(model, "refit"))
    return PipelineDescription(tuple(map(_does, parts)), bool(parts) and fitted)


def describe_folds(cv: Any, rows: int = 300) -> FoldsDescription:
    """Say how a way to cross-validate divides rows, from what it does with rows of two classes.

    Computed for what was rebuilt, and for lists of indices; claimed for what stayed with the submission.

    >>> describe_folds(5).stratified, describe_folds([([0, 1], [2]), ([0, 1, 2], [3])]).in_time
    (True, True)

    Args:
        cv: a number of folds (as scikit-learn takes it for a classifier), a splitter, a search that has one, or a list
            of pairs (training indices, validation indices).
        rows: how many rows to divide; they are sorted by class and, to see luck for what it is, mixed once more.

    Raises:
        ValueError: if these rows cannot be divided so.
    """
    from sklearn.model_selection import check_cv

    if not hasattr(cv, "split"):
        cv = getattr(cv, "cv", cv)
    y = np.repeat([0, 1], [rows - rows // 3, rows // 3])
    x = np.arange(float(rows))[:, None]
    splitter = cv if hasattr(cv, "split") else check_cv(cv, y, classifier=True)
    groups = [x[:, 0] // 5] if "Group" in splitter.__class__.__name__ else []

    def divide(labels: npt.NDArray[Any]) -> list[tuple[npt.NDArray[Any], npt.NDArray[Any]]]:
        return [(np.asarray(one), np.asarray(other)) for one, other in splitter.split(x, labels, *groups)]

    def in_shares(labels: npt.NDArray[Any]) -> bool:
        folds = [labels[test[test < rows]] for _train, test in divide(labels)]
        return all(abs(fold.sum() - labels.mean() * len(fold)) <= 1 for fold in folds)

    divisions = divide(y)
    tests = [test for _train, test in divisions]
    known = [test[test < rows] for test in tests]
    blocks = [all(_is_block(part) for part in (test[y[test] == 0], test[y[test] == 1])) for test in known]
    together = np.concatenate(tests)
    return FoldsDescription(
        folds=len(divisions),
        shuffled=not all(blocks),
        stratified=in_shares(y) and in_shares(np.random.default_rng(0).permutation(y)),
        in_time=all(train.max() < test.min() for train, test in divisions),
        disjoint=len(np.unique(together)) == len(together)
        and not any(np.intersect1d(train, test).size for train, test in divisions),
    )


def leaves(model: Any) -> Iterator[Any]:
    """The single estimators in an estimator, in their order; fitted ones where there are any."""
    for name in ("best_estimator_", "regressor_", "transformers_", *_LISTS, "regressor", "estimator"):
        inside = getattr(model, name, None)
        # Only searches hand all their work to the estimator that they were given (selectors and forests have one, too).
        if inside is None or (name == "estimator" and not hasattr(model, "refit")):
            continue
        each = [entry[1] for entry in inside] if isinstance(inside, list | tuple) else [inside]
        for one in each:
            if hasattr(one, "get_params") and not _passes(one):
                yield from leaves(one)
        return
    yield model


def _passes(model: Any) -> bool:
    """Whether it is the FunctionTransformer that stands for "passthrough"."""
    return type(model).__name__ == "FunctionTransformer" and model.func is None


def twin(model: Any, *, transformers: bool = False) -> Any:
    """An unfitted estimator of the judge's own, of the same class with the same parameters.

    Args:
        model: an estimator of scikit-learn's, or a proxy of one.
        transformers: leave out what only predicts.

    Raises:
        ValueError: if a part of it is of a class of the student's.
    """
    if transformers and hasattr(model, "refit"):  # a search: not searched again
        return twin(getattr(model, "best_estimator_", model.estimator), transformers=True)
    kind = model.__class__
    if not kind.__module__.startswith("sklearn.") or not hasattr(kind, "_get_param_names"):
        raise ValueError(_("This is of type {}. An estimator of scikit-learn is needed.").format(kind.__name__))
    params = {name: _own(getattr(model, name), transformers) for name in kind._get_param_names()}
    if transformers and params.get("steps") == []:
        params["steps"] = [("nothing", "passthrough")]
    return kind(**params)


def _own(value: Any, transformers: bool) -> Any:
    """A parameter as the judge's own."""
    from sklearn import feature_selection

    if isinstance(value, list) and value and all(isinstance(entry, tuple) and len(entry) > 1 for entry in value):
        kept = [
            entry for entry in value if not transformers or isinstance(entry[1], str) or hasattr(entry[1], "transform")
        ]
        return [(entry[0], _own(entry[1], transformers), *entry[2:]) for entry in kept]
    if hasattr(value, "get_params"):
        return twin(value, transformers=transformers)
    if callable(value) and not isinstance(value, type):
        # A function of the library's crosses as the submission's; only ours is asked.
        return getattr(feature_selection, getattr(value, "__name__", ""), value)
    return value


def _does(model: Any) -> Does:
    if not hasattr(model, "transform"):
        return "predict"
    rng = np.random.default_rng(0)
    sizes = np.array([1.0, 100.0, 10_000.0])
    table = rng.gamma(2.0, 1.0, (60, 3)) @ (np.eye(3) + 0.4) * sizes
    y = (table[:, 0] > np.median(table[:, 0])).astype(int)
    words = np.array([["a"], ["b"], ["c"]] * 20, dtype=object)
    if _tried(model, words, y) is not None:
        return "encode"
    gaps = table.copy()
    gaps[::7, 1] = np.nan
    known = np.isfinite(gaps)
    out = _tried(model, gaps, y)
    if out is not None and np.isfinite(out).all() and out.shape[1] >= 3 and np.allclose(out[:, :3][known], gaps[known]):
        return "impute"
    out = _tried(model, table, y)
    if out is None:
        return "change"
    if out.shape[1] < 3:
        kept = [any(np.allclose(column, one) for one in table.T) for column in out.T]
        return "select" if all(kept) else "combine"
    alone = out.shape == table.shape and all(_same_order(one, other) for one, other in zip(table.T, out.T, strict=True))
    if not alone:
        return "combine"
    spread = out.std(axis=0)
    return "scale" if 0 < spread.max() < 20 * spread.min() else "change"


def _same_order(one: npt.NDArray[Any], other: npt.NDArray[Any]) -> bool:
    return abs(float(np.corrcoef(one.argsort().argsort(), other.argsort().argsort())[0, 1])) > 0.99


def _tried(model: Any, table: npt.NDArray[Any], y: npt.NDArray[Any]) -> npt.NDArray[np.float64] | None:
    """What a new one of its kind makes of a table; ``None`` if it cannot."""
    import warnings

    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of a probe, nothing is news
            made = twin(model)
            many = [name for name in _COUNTS if isinstance(getattr(made, name, None), int) and getattr(made, name) > 2]
            made.set_params(**dict.fromkeys(many, 2))
            out = made.fit(table, y).transform(table)
        return np.asarray(out.toarray() if hasattr(out, "toarray") else out, dtype="float64")
    except Exception:  # whatever a transformer says to a table that is not its own
        return None


def _is_fitted(model: Any) -> bool:
    learnt = ("n_features_in_", "classes_", "vocabulary_", "categories_", "n_iter_")
    return any(hasattr(model, name) for name in learnt)


def _is_block(places: npt.NDArray[Any]) -> bool:
    return len(places) < 2 or bool((np.diff(places) == 1).all())
