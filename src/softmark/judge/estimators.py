"""Builds scikit-learn estimators from what a submission says of them: a class by name and plain data.

A spec may come from an enemy. Only classes in this module's table are built, with attributes of plain data that
hide nothing of the class. What a class hands to compiled code without a look (numbers of columns, labels used as
positions) is worked out or checked by `estimator_rules.py`; classes whose learnt state *is* compiled code's (trees,
support vectors, losses) are not in the table. Values inside a spec are pairs that say what they are, see
:data:`_BUILDERS`.
"""

import inspect
from collections.abc import Callable, Mapping
from functools import cache
from importlib import import_module
from typing import Any

import numpy as np

from softmark.codec import CodecError, WireLimits, decode, encode
from softmark.judge.estimator_rules import CHECK, MEND, REFIT, Unbuildable

MAX_ESTIMATORS = 200
MAX_DEPTH = 30

# Their predictions are numpy's work on plain arrays, or have a rule of their own in estimator_rules.
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
        self._fitted = ""  # the learnt attribute that is being built

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
        attributes = {_attribute(cls, key): self._learnt(key, item) for key, item in fitted.items()}
        if refit := REFIT.get(name):
            if "n_features_in_" in attributes:
                refit(est, attributes)
            return est
        vars(est).update(attributes)
        if attributes and (mend := MEND.get(name)):
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
        if check := CHECK.get(cls.__name__):
            check(est)
        return est

    def _learnt(self, name: str, item: Any) -> Any:
        outer, self._fitted = self._fitted, name
        try:
            return self.value(item)
        finally:
            self._fitted = outer

    def plain(self, content: Any) -> Any:
        """Plain data; in what a class has learnt, no columns of pandas, whose missing values agree with everything."""
        if self._fitted and _has_pandas(content):
            raise Unbuildable("a fitted attribute is a column of pandas")
        return content

    def masked(self, content: Any) -> Any:
        """A masked array: scikit-learn has them in the results of a search. Elsewhere they agree with everything."""
        if self._fitted != "cv_results_":
            raise Unbuildable("a masked array stands where scikit-learn has none")
        data, mask = content
        return np.ma.MaskedArray(self.value(data), mask)

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


def _has_pandas(content: Any) -> bool:
    if isinstance(content, dict):
        return any(map(_has_pandas, content.values()))
    if isinstance(content, list | tuple | set | frozenset):
        return any(map(_has_pandas, content))
    if isinstance(content, np.ndarray) and content.dtype.kind == "O":
        return any(map(_has_pandas, content.flat))
    return type(content).__module__.partition(".")[0] == "pandas"


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
    "plain": _Build.plain,
    "list": lambda build, content: [build.value(item) for item in content],
    "tuple": lambda build, content: tuple(build.value(item) for item in content),
    "dict": lambda build, content: {key: build.value(item) for key, item in content},
    "type": lambda build, content: _TYPES[content],
    "dtype": _dtype,
    "masked": _Build.masked,
    "objects": _objects,
    # In bytes of its own; with fewer values than a message may have, since there may be many of them.
    "estimator": lambda build, content: build.estimator(decode(content, limits=_INNER)),
    "splitter": _splitter,
}
