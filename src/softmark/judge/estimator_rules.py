"""What single scikit-learn classes need to be built again safely: tables by class name.

``CHECK`` refuses parameters before the class is built. ``REFIT`` builds a class that knows nothing but its data by
fitting it again. ``MEND`` works out, for a class that has its attributes, what it would hand to compiled code unseen.
"""

import math
from collections.abc import Callable
from typing import Any

import numpy as np

MAX_FEATURES_OUT = 20_000
"""Columns that PolynomialFeatures may make: its degree is one number, its output grows with it at once."""


class Unbuildable(ValueError):
    """A spec that no estimator is built from."""


def demand(condition: bool, message: str) -> None:
    """Refuse the spec, unless ``condition`` holds."""
    if not condition:
        raise Unbuildable(message)


# Parameters that would open files or run for ever


def _check_search(est: Any) -> None:
    demand(est.scoring is None or type(est.scoring) is str, "a search over several scores is not built again")


def _check_vectorizer(est: Any) -> None:
    demand(est.input == "content", "a vectorizer that opens files is not built again")
    demand(est.token_pattern in (None, r"(?u)\b\w\w+\b", r"(?u)\b\w+\b"), "a vectorizer has a pattern of its own")
    demand(max(est.ngram_range) <= 10, "a vectorizer has long n-grams")


def _check_neighbors(est: Any) -> None:
    demand(est.metric_params is None, "a metric with parameters is not built again")


def _check_encoder(est: Any) -> None:
    demand(est.min_frequency is None and est.max_categories is None, "grouped categories are not built again")


CHECK: dict[str, Callable[[Any], None]] = {
    "GridSearchCV": _check_search,
    "RandomizedSearchCV": _check_search,
    "CountVectorizer": _check_vectorizer,
    "TfidfVectorizer": _check_vectorizer,
    "KNeighborsClassifier": _check_neighbors,
    "KNeighborsRegressor": _check_neighbors,
    "OneHotEncoder": _check_encoder,
    "OrdinalEncoder": _check_encoder,
}


# Estimators that know nothing but their data: fitted again, by scikit-learn itself


def _refit_neighbors(est: Any, fitted: dict[str, Any]) -> None:
    rows, answers = np.asarray(fitted["_fit_X"]), fitted["_y"]
    classes = fitted.get("classes_")
    if isinstance(classes, list):
        answers = np.column_stack([names[answers[:, k]] for k, names in enumerate(classes)])
    elif classes is not None:
        answers = classes[answers]
    est.fit(rows, answers)
    _compare(est, fitted, "_fit_method", "effective_metric_", "effective_metric_params_")
    _take_names(est, fitted)


def _refit_polynomial(est: Any, fitted: dict[str, Any]) -> None:
    columns = fitted["n_features_in_"]
    degree = est.degree if isinstance(est.degree, int) else max(est.degree)
    demand(type(columns) is int and 0 < columns < MAX_FEATURES_OUT and degree < 100, "too many columns")
    demand(math.comb(columns + degree, degree) <= MAX_FEATURES_OUT, "too many columns")
    est.fit(np.zeros((1, columns)))
    _compare(est, fitted, "_min_degree", "_max_degree", "_n_out_full", "n_output_features_")
    _take_names(est, fitted)


def _compare(est: Any, fitted: dict[str, Any], *names: str) -> None:
    """Fitting again gave what it gave the student, whose predictions know nothing of parameters set since."""
    same = all(vars(est)[name] == fitted.get(name) for name in names)
    demand(same, "a parameter was changed after the estimator was fitted")


def _take_names(est: Any, fitted: dict[str, Any]) -> None:
    if "feature_names_in_" in fitted:
        est.feature_names_in_ = fitted["feature_names_in_"]


REFIT: dict[str, Callable[[Any, dict[str, Any]], None]] = {
    "KNeighborsClassifier": _refit_neighbors,
    "KNeighborsRegressor": _refit_neighbors,
    "PolynomialFeatures": _refit_polynomial,
}


# Estimators with state to check or to derive


def _mend_kmeans(est: Any) -> None:
    """Its compiled loop reads ``n_features_in_`` numbers of each centre."""
    centers = est.cluster_centers_
    demand(type(centers) is np.ndarray and centers.dtype in (np.float32, np.float64), "centres are no numbers")
    demand(centers.shape == (est.n_clusters, est.n_features_in_), "centres don't match the columns")
    est._n_threads = 1


def _mend_encoder(est: Any) -> None:
    """It builds a sparse matrix of positions, which nothing checks before they are written to."""
    categories = est.categories_
    demand(type(categories) is list and est.n_features_in_ == len(categories), "categories don't match the columns")
    for values in categories:
        demand(type(values) is np.ndarray and values.ndim == 1 and values.dtype.kind in "biufUSO", "odd categories")
        if values.dtype.kind in "biuf":  # looked up by bisection, so an unsorted one leads past the end
            known = values[:-1] if values.size and np.isnan(values[-1]) else values
            demand(bool(np.all(known[:-1] < known[1:])) and not np.isnan(known).any(), "unsorted categories")
    demand(vars(est).get("_infrequent_enabled") is False, "grouped categories are not built again")
    if type(est).__name__ == "OneHotEncoder":
        _mend_dropped(est)


def _mend_dropped(est: Any) -> None:
    dropped = est._drop_idx_after_grouping
    if dropped is not None:
        demand(type(dropped) is np.ndarray and dropped.shape == (len(est.categories_),), "odd dropped categories")
        dropped = np.array([None if i is None else int(i) for i in dropped.tolist()], dtype=object)
        for position, values in zip(dropped, est.categories_, strict=True):
            demand(position is None or 0 <= position < len(values), "a dropped category that isn't there")
    est._drop_idx_after_grouping = est.drop_idx_ = dropped
    est._n_features_outs = est._compute_n_features_outs()


def _mend_vectorizer(est: Any) -> None:
    """Words become columns of a sparse matrix, which nothing checks before they are written to."""
    words = {word: int(column) for word, column in est.vocabulary_.items()}
    demand(all(type(word) is str for word in words), "a vocabulary of something else than words")
    demand(sorted(words.values()) == list(range(len(words))), "a vocabulary with gaps")
    est.vocabulary_ = words


def _mend_label_sets(est: Any) -> None:
    """It keeps the positions of labels in a sparse matrix; without them it works them out."""
    est._cached_dict = None


def _mend_voting(est: Any) -> None:
    names = [name for name, inner in est.estimators if not isinstance(inner, str)]
    from sklearn.utils import Bunch

    est.named_estimators_ = Bunch(**dict(zip(names, est.estimators_, strict=True)))
    if type(est).__name__ == "VotingClassifier":
        # The votes are counted by position.
        votes = np.arange(len(est.le_.classes_))
        demand(all(np.array_equal(inner.classes_, votes) for inner in est.estimators_), "votes for no class")


def _mend_search(est: Any) -> None:
    from sklearn.metrics import check_scoring

    est.scorer_ = check_scoring(getattr(est, "best_estimator_", est.estimator), scoring=est.scoring)


def _mend_loss(est: Any) -> None:
    est._base_loss = est._get_loss()


MEND: dict[str, Callable[[Any], None]] = {
    "KMeans": _mend_kmeans,
    "OneHotEncoder": _mend_encoder,
    "OrdinalEncoder": _mend_encoder,
    "CountVectorizer": _mend_vectorizer,
    "TfidfVectorizer": _mend_vectorizer,
    "MultiLabelBinarizer": _mend_label_sets,
    "VotingClassifier": _mend_voting,
    "VotingRegressor": _mend_voting,
    "GridSearchCV": _mend_search,
    "RandomizedSearchCV": _mend_search,
    "PoissonRegressor": _mend_loss,
    "GammaRegressor": _mend_loss,
}
