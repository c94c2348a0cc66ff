"""Builds scikit-learn estimators from what a submission says of them: a class by name and plain data.

A spec may come from an enemy. Only classes in this module's table are built, with attributes of plain data that
hide nothing of the class. What a class hands to compiled code without a look (numbers of columns, labels used as
positions) is worked out or checked here; classes whose learnt state *is* compiled code's (trees, support vectors,
losses) are not in the table. Values inside a spec are pairs that say what they are, see :data:`_BUILDERS`.
"""

import inspect
import math
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from softmark.codec import CodecError, WireLimits, decode, encode

MAX_ESTIMATORS = 200
MAX_DEPTH = 30
MAX_FEATURES_OUT = 20_000
"""Columns that PolynomialFeatures may make: its degree is one number, its output grows with it at once."""

# Their predictions are numpy's work on plain arrays, or have a rule of their own below.
_TABLE: dict[str, str] = {
    "sklearn.compose": "ColumnTransformer TransformedTargetRegressor",
    "sklearn.decomposition": "FactorAnalysis FastICA IncrementalPCA PCA TruncatedSVD",
    "sklearn.discriminant_analysis": "LinearDiscriminantAnalysis QuadraticDiscriminantAnalysis",
    "sklearn.dummy": "DummyClassifier DummyRegressor",
    "sklearn.cluster": "KMeans",
    "sklearn.ensemble": "VotingClassifier VotingRegressor",
    "sklearn.feature_extraction.text": "CountVectorizer TfidfTransformer TfidfVectorizer",
    "sklearn.feature_selection": "VarianceThreshold",
    "sklearn.impute": "KNNImputer MissingIndicator SimpleImputer",
    "sklearn.linear_model": (
        "ARDRegression BayesianRidge ElasticNet ElasticNetCV GammaRegressor HuberRegressor Lars Lasso LassoCV "
        "LassoLars LinearRegression LogisticRegression LogisticRegressionCV OrthogonalMatchingPursuit "
        "PassiveAggressiveClassifier PassiveAggressiveRegressor Perceptron PoissonRegressor Ridge RidgeCV "
        "RidgeClassifier RidgeClassifierCV SGDClassifier SGDRegressor TheilSenRegressor"
    ),
    "sklearn.model_selection": "GridSearchCV RandomizedSearchCV",
    "sklearn.multiclass": "OneVsRestClassifier",
    "sklearn.naive_bayes": "BernoulliNB CategoricalNB ComplementNB GaussianNB MultinomialNB",
    "sklearn.neighbors": "KNeighborsClassifier KNeighborsRegressor NearestCentroid",
    "sklearn.neural_network": "MLPClassifier MLPRegressor",
    "sklearn.pipeline": "FeatureUnion Pipeline",
    "sklearn.preprocessing": (
        "Binarizer FunctionTransformer KBinsDiscretizer LabelBinarizer LabelEncoder MaxAbsScaler MinMaxScaler "
        "MultiLabelBinarizer Normalizer OneHotEncoder OrdinalEncoder PolynomialFeatures PowerTransformer "
        "QuantileTransformer RobustScaler StandardScaler"
    ),
    "sklearn.svm": "LinearSVC LinearSVR",
}
_INNER = WireLimits(nodes=50_000)
_SPLITTERS = frozenset({"KFold", "StratifiedKFold"})
_PYTHON_TYPES: tuple[type, ...] = (bool, int, float, str, object)
_TYPES = {kind.__name__: kind for kind in (*_PYTHON_TYPES, *np.sctypeDict.values())}


class Unbuildable(ValueError):
    """A spec that no estimator is built from."""


def build_estimator(spec: Mapping[str, Any]) -> Any:
    """The fitted estimator that a spec speaks of.

    Args:
        spec: ``{"module": ..., "name": ..., "params": {name: value}, "fitted": {name: value}}`` of any origin.

    Returns:
        An instance of exactly that class of scikit-learn. It has one worker (``n_jobs``) and no cache on disk
        (``memory``), whatever the spec says.

    Raises:
        Unbuildable: if the class is not in the table, or anything in the spec isn't what it should be.
    """
    try:
        encode(spec)  # plain data and nothing else, all the way down: no proxy, no subclass with methods
        return _Build().estimator(spec)
    except Unbuildable:
        raise
    except CodecError as error:
        raise Unbuildable("the estimator's description is not plain data") from error
    except Exception as error:
        raise Unbuildable(f"the estimator can't be built ({type(error).__name__})") from error


@cache
def _class(module: str, name: str) -> Any:
    """A class of the table; raises Unbuildable for all others."""
    if name not in _TABLE.get(module, "").split():
        raise Unbuildable("the estimator's class is not one that is built again")
    from sklearn.base import BaseEstimator

    cls = getattr(import_module(module), name, None)  # a name of the table, not of the message
    if not (isinstance(cls, type) and issubclass(cls, BaseEstimator) and cls.__module__.startswith("sklearn.")):
        raise Unbuildable("this scikit-learn has no such estimator")
    return cls


class _Build:
    """One spec being built: counts what it holds."""

    def __init__(self) -> None:
        self._estimators = 0
        self._depth = 0

    def estimator(self, spec: Any) -> Any:
        """The estimator of a spec, its own estimators first."""
        self._estimators += 1
        if self._estimators > MAX_ESTIMATORS:
            raise Unbuildable(f"the estimator holds more than {MAX_ESTIMATORS} others")
        module, name, params, fitted = (spec[key] for key in ("module", "name", "params", "fitted"))
        if type(module) is not str or type(name) is not str:
            raise Unbuildable("the estimator's class has no name")
        cls = _class(module, name)
        est = self._unfitted(cls, params)
        attributes = {_attribute(cls, key): self.value(item) for key, item in fitted.items()}
        if refit := _REFIT.get(name):
            if "n_features_in_" in attributes:
                refit(est, attributes)
            return est
        vars(est).update(attributes)
        if attributes and (mend := _MEND.get(name)):
            mend(est)
        return est

    def _unfitted(self, cls: Any, params: Any) -> Any:
        names = set(cls._get_param_names())
        if not set(params) <= names:
            raise Unbuildable("the estimator has a parameter that its class doesn't know")
        arguments = {name: self.value(item) for name, item in params.items()}
        # No worker processes, no cache of pickles on disk; None is one worker, too, and what most say.
        forced = {"n_jobs": 1, "memory": None}
        est = cls(**{name: value if value is None else forced.get(name, value) for name, value in arguments.items()})
        if hasattr(cls, "_parameter_constraints"):  # a few, FeatureUnion and LabelEncoder, have none
            est._validate_params()
        if check := _CHECK.get(cls.__name__):
            check(est)
        return est

    def value(self, pair: Any) -> Any:
        """The value of a pair that says what it is."""
        self._depth += 1
        if self._depth > MAX_DEPTH:
            raise Unbuildable(f"the estimator is nested deeper than {MAX_DEPTH}")
        try:
            kind, content = pair
            return _BUILDERS[kind](self, content)
        finally:
            self._depth -= 1


def _attribute(cls: Any, name: Any) -> str:
    """The name of a fitted attribute, which hides nothing that the class has."""
    if type(name) is not str or not name.isidentifier() or name.startswith("__"):
        raise Unbuildable("a fitted attribute has an impossible name")
    if name in cls._get_param_names() or inspect.getattr_static(cls, name, None) is not None:
        raise Unbuildable(f"the fitted attribute {name!r:.60} hides one of the class")
    return name


def _masked(build: _Build, content: Any) -> Any:
    data, mask = content
    return np.ma.MaskedArray(build.value(data), mask)


def _objects(build: _Build, content: Any) -> Any:
    shape, items = content
    array = np.empty(len(items), dtype=object)
    for position, item in enumerate(items):
        array[position] = build.value(item)
    return array.reshape(shape)


def _splitter(build: _Build, content: Any) -> Any:
    name, params = content["name"], content["params"]
    if name not in _SPLITTERS or not set(params) <= {"n_splits", "shuffle", "random_state"}:
        raise Unbuildable("the way to split is not one that is built again")
    return getattr(import_module("sklearn.model_selection"), name)(**params)


def _dtype(build: _Build, name: Any) -> Any:
    dtype = np.dtype(np.zeros(0, name).dtype) if type(name) is str and name.isascii() else None
    if dtype is None or dtype.kind not in "biufcUSO":
        raise Unbuildable("the estimator has a foreign dtype")
    return dtype


_BUILDERS: dict[str, Callable[[_Build, Any], Any]] = {
    "plain": lambda build, content: content,
    "list": lambda build, content: [build.value(item) for item in content],
    "tuple": lambda build, content: tuple(build.value(item) for item in content),
    "dict": lambda build, content: {key: build.value(item) for key, item in content},
    "type": lambda build, content: _TYPES[content],
    "dtype": _dtype,
    "masked": _masked,
    "objects": _objects,
    # In bytes of its own; with fewer values than a message may have, since there may be many of them.
    "estimator": lambda build, content: build.estimator(decode(content, limits=_INNER)),
    "splitter": _splitter,
}


# Parameters that would open files or run for ever


def _demand(condition: bool, message: str) -> None:
    if not condition:
        raise Unbuildable(message)


def _check_search(est: Any) -> None:
    _demand(est.scoring is None or type(est.scoring) is str, "a search over several scores is not built again")


def _check_vectorizer(est: Any) -> None:
    _demand(est.input == "content", "a vectorizer that opens files is not built again")
    _demand(est.token_pattern in (None, r"(?u)\b\w\w+\b", r"(?u)\b\w+\b"), "a vectorizer has a pattern of its own")
    _demand(max(est.ngram_range) <= 10, "a vectorizer has long n-grams")


def _check_neighbors(est: Any) -> None:
    _demand(est.metric_params is None, "a metric with parameters is not built again")


def _check_encoder(est: Any) -> None:
    _demand(est.min_frequency is None and est.max_categories is None, "grouped categories are not built again")


_CHECK: dict[str, Callable[[Any], None]] = {
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
    _demand(type(columns) is int and 0 < columns < MAX_FEATURES_OUT and degree < 100, "too many columns")
    _demand(math.comb(columns + degree, degree) <= MAX_FEATURES_OUT, "too many columns")
    est.fit(np.zeros((1, columns)))
    _compare(est, fitted, "_min_degree", "_max_degree", "_n_out_full", "n_output_features_")
    _take_names(est, fitted)


def _compare(est: Any, fitted: dict[str, Any], *names: str) -> None:
    """Fitting again gave what it gave the student, whose predictions know nothing of parameters set since."""
    same = all(vars(est)[name] == fitted.get(name) for name in names)
    _demand(same, "a parameter was changed after the estimator was fitted")


def _take_names(est: Any, fitted: dict[str, Any]) -> None:
    if "feature_names_in_" in fitted:
        est.feature_names_in_ = fitted["feature_names_in_"]


_REFIT: dict[str, Callable[[Any, dict[str, Any]], None]] = {
    "KNeighborsClassifier": _refit_neighbors,
    "KNeighborsRegressor": _refit_neighbors,
    "PolynomialFeatures": _refit_polynomial,
}


# Estimators with state to check or to derive


def _mend_kmeans(est: Any) -> None:
    """Its compiled loop reads ``n_features_in_`` numbers of each centre."""
    centers = est.cluster_centers_
    _demand(type(centers) is np.ndarray and centers.dtype in (np.float32, np.float64), "centres are no numbers")
    _demand(centers.shape == (est.n_clusters, est.n_features_in_), "centres don't match the columns")
    est._n_threads = 1


def _mend_encoder(est: Any) -> None:
    """It builds a sparse matrix of positions, which nothing checks before they are written to."""
    categories = est.categories_
    _demand(type(categories) is list and est.n_features_in_ == len(categories), "categories don't match the columns")
    for values in categories:
        _demand(type(values) is np.ndarray and values.ndim == 1 and values.dtype.kind in "biufUSO", "odd categories")
        if values.dtype.kind in "biuf":  # looked up by bisection, so an unsorted one leads past the end
            known = values[:-1] if values.size and np.isnan(values[-1]) else values
            _demand(bool(np.all(known[:-1] < known[1:])) and not np.isnan(known).any(), "unsorted categories")
    _demand(vars(est).get("_infrequent_enabled") is False, "grouped categories are not built again")
    if type(est).__name__ == "OneHotEncoder":
        _mend_dropped(est)


def _mend_dropped(est: Any) -> None:
    dropped = est._drop_idx_after_grouping
    if dropped is not None:
        _demand(type(dropped) is np.ndarray and dropped.shape == (len(est.categories_),), "odd dropped categories")
        dropped = np.array([None if i is None else int(i) for i in dropped.tolist()], dtype=object)
        for position, values in zip(dropped, est.categories_, strict=True):
            _demand(position is None or 0 <= position < len(values), "a dropped category that isn't there")
    est._drop_idx_after_grouping = est.drop_idx_ = dropped
    est._n_features_outs = est._compute_n_features_outs()


def _mend_vectorizer(est: Any) -> None:
    """Words become columns of a sparse matrix, which nothing checks before they are written to."""
    words = {word: int(column) for word, column in est.vocabulary_.items()}
    _demand(all(type(word) is str for word in words), "a vocabulary of something else than words")
    _demand(sorted(words.values()) == list(range(len(words))), "a vocabulary with gaps")
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
        _demand(all(np.array_equal(inner.classes_, votes) for inner in est.estimators_), "votes for no class")


def _mend_search(est: Any) -> None:
    from sklearn.metrics import check_scoring

    est.scorer_ = check_scoring(getattr(est, "best_estimator_", est.estimator), scoring=est.scoring)


def _mend_loss(est: Any) -> None:
    est._base_loss = est._get_loss()


_MEND: dict[str, Callable[[Any], None]] = {
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
