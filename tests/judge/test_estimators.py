"""Fitted scikit-learn estimators cross as plain data, and nothing else crosses with them."""

# ruff: noqa: E501 - the tables read best with one case a line

import functools
import warnings

import numpy as np
import pandas as pd
import pytest
from sklearn.base import clone
from sklearn.cluster import KMeans
from sklearn.compose import ColumnTransformer, TransformedTargetRegressor
from sklearn.datasets import load_diabetes, load_iris
from sklearn.decomposition import PCA, FactorAnalysis, TruncatedSVD
from sklearn.discriminant_analysis import LinearDiscriminantAnalysis, QuadraticDiscriminantAnalysis
from sklearn.dummy import DummyClassifier, DummyRegressor
from sklearn.ensemble import RandomForestClassifier, VotingClassifier
from sklearn.feature_extraction.text import CountVectorizer, TfidfVectorizer
from sklearn.feature_selection import VarianceThreshold
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.linear_model import (
    ElasticNet,
    HuberRegressor,
    Lasso,
    LinearRegression,
    LogisticRegression,
    Perceptron,
    PoissonRegressor,
    Ridge,
    RidgeClassifier,
    SGDClassifier,
    SGDRegressor,
)
from sklearn.model_selection import GridSearchCV, StratifiedKFold
from sklearn.multiclass import OneVsRestClassifier
from sklearn.naive_bayes import BernoulliNB, CategoricalNB, GaussianNB, MultinomialNB
from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor, NearestCentroid
from sklearn.neural_network import MLPClassifier, MLPRegressor
from sklearn.pipeline import FeatureUnion, Pipeline, make_pipeline
from sklearn.preprocessing import (
    KBinsDiscretizer,
    LabelBinarizer,
    LabelEncoder,
    MaxAbsScaler,
    MinMaxScaler,
    MultiLabelBinarizer,
    Normalizer,
    OneHotEncoder,
    OrdinalEncoder,
    PolynomialFeatures,
    PowerTransformer,
    QuantileTransformer,
    RobustScaler,
    StandardScaler,
)
from sklearn.svm import SVC, LinearSVC
from sklearn.tree import DecisionTreeClassifier

from softmark.codec import decode, encode
from softmark.judge.estimators import Unbuildable, build_estimator
from softmark.kernel.estimators import export_estimator

ROWS, KINDS = load_iris(return_X_y=True)
NAMES = np.array(["setosa", "versicolor", "virginica"])[KINDS]
MEASURES, PROGRESS = load_diabetes(return_X_y=True)
GAPS = np.where(ROWS > 6.5, np.nan, ROWS)
FRAME = pd.DataFrame(
    {
        "age": [20.0, 30.0, None, 50.0] * 10,
        "fare": np.arange(40.0),
        "port": ["C", "Q", "S", "C"] * 10,
        "sex": ["m", "f"] * 20,
    }
)
SURVIVED = np.array([0, 1, 1, 0] * 10)
TEXTS = ["a good film", "a bad film", "good good fun", "bad story and a bad film"]


def columns():
    numbers = make_pipeline(SimpleImputer(), StandardScaler())
    kinds = OneHotEncoder(handle_unknown="ignore")
    return ColumnTransformer([("n", numbers, ["age", "fare"]), ("k", kinds, ["port", "sex"])])


# what it is -> unfitted, inputs, answers
CROSS = {
    "linear": (LinearRegression(), MEASURES, PROGRESS),
    "ridge": (Ridge(), MEASURES, PROGRESS),
    "lasso": (Lasso(), MEASURES, PROGRESS),
    "elastic net": (ElasticNet(), MEASURES, PROGRESS),
    "huber": (HuberRegressor(max_iter=1000), MEASURES, PROGRESS),
    "poisson": (PoissonRegressor(), MEASURES, PROGRESS),
    "sgd regressor": (SGDRegressor(random_state=0), MEASURES, PROGRESS),
    "logistic": (LogisticRegression(max_iter=1000), ROWS, NAMES),
    "logistic on a frame": (LogisticRegression(), FRAME[["fare"]], SURVIVED),
    "ridge classifier": (RidgeClassifier(), ROWS, NAMES),
    "sgd classifier": (SGDClassifier(random_state=0, n_jobs=2), ROWS, NAMES),
    "perceptron": (Perceptron(), ROWS, KINDS),
    "linear svc": (LinearSVC(), ROWS, NAMES),
    "gaussian nb": (GaussianNB(), ROWS, NAMES),
    "multinomial nb": (MultinomialNB(), ROWS, NAMES),
    "bernoulli nb": (BernoulliNB(binarize=2.0), ROWS, NAMES),
    "categorical nb": (CategoricalNB(), ROWS.astype(int), KINDS),
    "lda": (LinearDiscriminantAnalysis(), ROWS, NAMES),
    "qda": (QuadraticDiscriminantAnalysis(), ROWS, NAMES),
    "neighbours": (KNeighborsClassifier(3), ROWS, NAMES),
    "brute neighbours": (KNeighborsClassifier(3, algorithm="brute", weights="distance"), ROWS, KINDS),
    "neighbours with two answers": (KNeighborsClassifier(), ROWS, np.column_stack([KINDS, KINDS > 0])),
    "neighbours of numbers": (KNeighborsRegressor(), MEASURES, PROGRESS),
    "centroids": (NearestCentroid(), ROWS, NAMES),
    "mlp classifier": (MLPClassifier(hidden_layer_sizes=[5], max_iter=20, random_state=0), ROWS, NAMES),
    "mlp regressor": (MLPRegressor(hidden_layer_sizes=[5], max_iter=20, random_state=0), MEASURES, PROGRESS),
    "dummy classifier": (DummyClassifier(), ROWS, NAMES),
    "dummy regressor": (DummyRegressor(), MEASURES, PROGRESS),
    "k-means": (KMeans(3, n_init=1, random_state=0), ROWS, None),
    "one against the rest": (OneVsRestClassifier(LogisticRegression()), ROWS, NAMES),
    "vote": (VotingClassifier([("a", GaussianNB()), ("b", LogisticRegression(max_iter=1000))]), ROWS, NAMES),
    "target": (TransformedTargetRegressor(Ridge(), transformer=StandardScaler()), MEASURES, PROGRESS),
    "pca": (PCA(2), ROWS, None),
    "svd": (TruncatedSVD(2, random_state=0), ROWS, None),
    "factors": (FactorAnalysis(2), ROWS, None),
    "standard": (StandardScaler(), ROWS, None),
    "standard as frame": (StandardScaler().set_output(transform="pandas"), FRAME[["age", "fare"]], None),
    "minmax": (MinMaxScaler(), ROWS, None),
    "maxabs": (MaxAbsScaler(), ROWS, None),
    "robust": (RobustScaler(), ROWS, None),
    "normalizer": (Normalizer(), ROWS, None),
    "quantiles": (QuantileTransformer(n_quantiles=20), ROWS, None),
    "power": (PowerTransformer(), ROWS, None),
    "bins": (KBinsDiscretizer(3, quantile_method="averaged_inverted_cdf"), ROWS, None),
    "polynomials": (PolynomialFeatures(3), ROWS, None),
    "variance": (VarianceThreshold(0.5), ROWS, None),
    "imputer": (SimpleImputer(strategy="median", add_indicator=True), GAPS, None),
    "neighbour imputer": (KNNImputer(), GAPS, None),
    "one-hot": (OneHotEncoder(), FRAME[["port", "sex"]], None),
    "one-hot dropped": (OneHotEncoder(drop="if_binary", sparse_output=False), FRAME[["port", "sex"]], None),
    "one-hot of numbers": (OneHotEncoder(dtype=np.float32), ROWS.astype(int), None),
    "ordinal": (OrdinalEncoder(), FRAME[["port", "sex"]], None),
    "ordinal of gaps": (OrdinalEncoder(), FRAME[["age"]], None),
    "labels": (LabelEncoder(), NAMES, None),
    "binary labels": (LabelBinarizer(), NAMES, None),
    "label sets": (MultiLabelBinarizer(), [("a", "b"), ("c",)], None),
    "counts": (CountVectorizer(ngram_range=(1, 2)), TEXTS, None),
    "tf-idf": (TfidfVectorizer(stop_words="english"), TEXTS, None),
    "pipeline": (make_pipeline(StandardScaler(), PCA(2), LogisticRegression()), ROWS, NAMES),
    "pipeline with a gap": (Pipeline([("no", "passthrough"), ("nb", GaussianNB())], memory=None), ROWS, NAMES),
    "union": (FeatureUnion([("a", PCA(2)), ("b", MinMaxScaler())]), ROWS, None),
    "columns": (columns(), FRAME, None),
    "columns with a remainder": (
        ColumnTransformer([("k", OneHotEncoder(), ["sex"]), ("p", "passthrough", [1])], remainder=MinMaxScaler()),
        FRAME[["age", "fare", "sex"]],
        None,
    ),
    "columns and model": (make_pipeline(columns(), LogisticRegression()), FRAME, SURVIVED),
    "search": (
        GridSearchCV(LogisticRegression(max_iter=1000), {"C": [0.1, 1.0]}, scoring="f1_macro", cv=3),
        ROWS,
        NAMES,
    ),
    "search over columns of pipelines": (
        GridSearchCV(make_pipeline(columns(), LogisticRegression()), {"logisticregression__C": [0.1, 1.0]}, cv=2),
        FRAME,
        SURVIVED,
    ),
    "search over a pipeline": (
        GridSearchCV(
            Pipeline([("s", StandardScaler()), ("m", KNeighborsClassifier())]),
            {"s": [StandardScaler(), MinMaxScaler()], "m__n_neighbors": [1, 3]},
            cv=StratifiedKFold(3, shuffle=True, random_state=0),
        ),
        ROWS,
        NAMES,
    ),
}


def fitted(name):
    est, inputs, answers = CROSS[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # twenty epochs don't converge, and needn't
        est = clone(est)
        return est.fit(inputs) if answers is None else est.fit(inputs, answers)


def crossed(est):
    """The estimator as the judge gets it: through the codec, in bytes."""
    spec = export_estimator(est)
    assert spec is not None
    return build_estimator(decode(encode(spec)))


def dense(result):
    if isinstance(result, list):  # one array per answer
        return np.hstack(result)
    return result.toarray() if hasattr(result, "toarray") else result


@pytest.mark.parametrize("name", CROSS)
def test_estimators_come_back(name):
    """A fitted estimator comes back as the same class with the same predictions, probabilities and transforms."""
    est, inputs = fitted(name), CROSS[name][1]
    back = crossed(est)
    assert type(back) is type(est)
    assert str(back).replace("n_jobs=1", "") == str(est).replace("n_jobs=2", "")
    compared = 0
    for method in ("predict", "predict_proba", "decision_function", "transform"):
        if hasattr(est, method):
            ours, theirs = dense(getattr(back, method)(inputs)), dense(getattr(est, method)(inputs))
            if isinstance(theirs, pd.DataFrame):
                pd.testing.assert_frame_equal(ours, theirs)
            else:
                np.testing.assert_array_equal(ours, theirs)
            compared += 1
    assert compared
    if np.ndim(CROSS[name][2]) == 1:
        assert back.score(inputs, CROSS[name][2]) == est.score(inputs, CROSS[name][2])


def test_what_checks_look_at_comes_back():
    """Coefficients, feature names, parameters and what a search found are what they were."""
    model, frame = fitted("columns and model"), FRAME
    back = crossed(model)
    np.testing.assert_array_equal(back[-1].coef_, model[-1].coef_)
    assert list(back[0].get_feature_names_out()) == list(model[0].get_feature_names_out())
    assert list(back.feature_names_in_) == list(frame.columns)
    search = fitted("search")
    back = crossed(search)
    assert back.best_params_ == search.best_params_
    assert back.best_score_ == search.best_score_
    pd.testing.assert_frame_equal(pd.DataFrame(back.cv_results_), pd.DataFrame(search.cv_results_))


def test_unfitted_estimators_come_back_unfitted():
    """An estimator without training comes back without, and can be trained."""
    back = crossed(make_pipeline(StandardScaler(), LogisticRegression(C=3.0)))
    assert back[-1].C == 3.0
    assert not hasattr(back[-1], "coef_")
    assert back.fit(ROWS, KINDS).score(ROWS, KINDS) > 0.9


def test_workers_and_caches_are_forced_away(tmp_path):
    """The judge starts no workers and reads no cache, whatever the submission asks for."""
    back = crossed(Pipeline([("k", KNeighborsClassifier(n_jobs=4))], memory=str(tmp_path)).fit(ROWS, KINDS))
    assert back.memory is None
    assert back[-1].n_jobs == 1


class Liar(LogisticRegression):
    """A student's class."""

    def score(self, *args):
        return 1.0


def with_attribute(name, value):
    est = fitted("logistic")
    setattr(est, name, value)
    return est


STAYS = {
    "a student's subclass": lambda: Liar(max_iter=1000).fit(ROWS, KINDS),
    "a subclass in a pipeline": lambda: make_pipeline(StandardScaler(), Liar()).fit(ROWS, KINDS),
    "a hidden method": lambda: with_attribute("predict", lambda rows: KINDS),
    "a method hidden by data": lambda: with_attribute("score", 1.0),
    "a function of its own": lambda: with_attribute("note", lambda: 1),
    "a parameter with a lie": lambda: with_attribute("C", Liar()),
    "a tree": lambda: DecisionTreeClassifier().fit(ROWS, KINDS),
    "a forest": lambda: RandomForestClassifier(3).fit(ROWS, KINDS),
    "a metric that is a function": lambda: KNeighborsClassifier(metric=lambda a, b: 0.0, algorithm="brute"),
    "more than a message holds": lambda: with_attribute("extra_", np.zeros(10**7)),
    "no estimator": lambda: object(),
    "a class": lambda: LogisticRegression,
    "a name of the library": lambda: type("LogisticRegression", (Liar,), {"__module__": "sklearn.linear_model"})(),
}


@pytest.mark.parametrize("name", STAYS)
def test_what_is_not_the_librarys_is_not_exported(name):
    """Subclasses, hidden methods, functions and trees are not taken apart: they stay where they are."""
    assert export_estimator(STAYS[name]()) is None


@functools.cache
def original(name):
    return encode(export_estimator(fitted(name)))


def spec_of(name="logistic"):
    return decode(original(name))


def changed(name, part, key, value):
    spec = spec_of(name)
    spec[part][key] = value
    return spec


def renamed(module, name):
    return {**spec_of(), "module": module, "name": name}


def plain(value):
    return ("plain", value)


def inner(spec):
    return ("estimator", encode(spec))


class Trap:
    """Runs something as soon as anyone touches it."""

    def __reduce__(self):
        pytest.fail("the trap was touched")

    __call__ = __eq__ = __array__ = __len__ = __iter__ = __getattr__ = __reduce__
    __hash__ = None


def nested(levels):
    spec = spec_of("standard")
    for _ in range(levels):
        spec = {**spec_of("pipeline"), "params": {"steps": ("list", [("tuple", [plain("a"), inner(spec)])])}}
    return spec


SCALER = {"module": "sklearn.preprocessing", "name": "StandardScaler", "params": {}, "fitted": {}}
HOSTILE = {
    "nothing": lambda: None,
    "a list": lambda: [1],
    "an empty dict": dict,
    "a trap": lambda: {**spec_of(), "fitted": Trap()},
    "a trap inside": lambda: changed("logistic", "fitted", "coef_", plain(Trap())),
    "the system": lambda: renamed("os", "system"),
    "a process": lambda: renamed("subprocess", "Popen"),
    "a module for a class": lambda: renamed("sklearn", "linear_model"),
    "a function of the library": lambda: renamed("sklearn.datasets", "fetch_openml"),
    "an unlisted estimator": lambda: renamed("sklearn.tree", "DecisionTreeClassifier"),
    "a private module": lambda: renamed("sklearn.linear_model._logistic", "LogisticRegression"),
    "a dotted name": lambda: renamed("sklearn.linear_model", "LogisticRegression.fit"),
    "a name that is a list": lambda: renamed("sklearn.linear_model", ["LogisticRegression"]),
    "an unknown parameter": lambda: changed("logistic", "params", "hook", plain(1)),
    "a parameter out of range": lambda: changed("logistic", "params", "C", plain(-1.0)),
    "a parameter of another kind": lambda: changed("logistic", "params", "solver", plain([1])),
    "an attribute that hides a method": lambda: changed("logistic", "fitted", "predict", plain(1)),
    "an attribute that hides a property": lambda: changed("pipeline", "fitted", "named_steps", plain(1)),
    "an attribute that is a parameter": lambda: changed("logistic", "fitted", "C", plain(1)),
    "a dunder": lambda: changed("logistic", "fitted", "__class__", plain(1)),
    "an attribute with a dot": lambda: changed("logistic", "fitted", "a.b", plain(1)),
    "an attribute that is a number": lambda: changed("logistic", "fitted", 3, plain(1)),
    "a kind of value that isn't": lambda: changed("logistic", "fitted", "coef_", ("call", "os.system")),
    "a type that isn't": lambda: changed("one-hot", "params", "dtype", ("type", "memoryview")),
    "a dtype of the heap": lambda: changed("imputer", "fitted", "_fit_dtype", ("dtype", "V8")),
    "a value that is no pair": lambda: changed("logistic", "fitted", "coef_", 3),
    "a splitter that isn't": lambda: changed("search", "params", "cv", ("splitter", {"name": "LeavePOut", "params": {}})),
    "a splitter with more": lambda: changed("search", "params", "cv", ("splitter", {"name": "KFold", "params": {"x": 1}})),
    "a search over several scores": lambda: changed("search", "params", "scoring", plain(["f1", "accuracy"])),
    "a scorer that isn't": lambda: changed("search", "params", "scoring", plain("os.system")),
    "centres of too few columns": lambda: changed("k-means", "fitted", "cluster_centers_", plain(np.zeros((3, 1)))),
    "more columns than the centres": lambda: changed("k-means", "fitted", "n_features_in_", plain(10**6)),
    "centres of text": lambda: changed("k-means", "fitted", "cluster_centers_", plain(np.array([["a"] * 4] * 3))),
    "unsorted categories": lambda: changed("one-hot of numbers", "fitted", "categories_", plain([np.array([9, 1])] * 4)),
    "categories that are nan": lambda: changed("one-hot of numbers", "fitted", "categories_", plain([np.full(3, np.nan)] * 4)),
    "too few categories": lambda: changed("one-hot", "fitted", "categories_", plain([])),
    "a dropped category beyond": lambda: changed(
        "one-hot dropped", "fitted", "_drop_idx_after_grouping", plain(np.array([None, 99], dtype=object))
    ),
    "grouped categories": lambda: changed("one-hot", "params", "max_categories", plain(2)),
    "a vocabulary beyond": lambda: changed("counts", "fitted", "vocabulary_", plain({"film": 10**9})),
    "a vocabulary below": lambda: changed("counts", "fitted", "vocabulary_", plain({"film": -1})),
    "a vectorizer of files": lambda: changed("counts", "params", "input", plain("filename")),
    "a pattern without end": lambda: changed("counts", "params", "token_pattern", plain("(a+)+$")),
    "labels beyond the classes": lambda: changed("neighbours", "fitted", "_y", plain(np.full(150, 10**9))),
    "too few labels": lambda: changed("neighbours", "fitted", "_y", plain(np.zeros(3, int))),
    "neighbours of nothing": lambda: changed("neighbours", "fitted", "_fit_X", plain(np.zeros((0, 4)))),
    "a metric with parameters": lambda: changed("neighbours", "params", "metric_params", plain({"w": np.ones(1)})),
    "polynomials without end": lambda: changed("polynomials", "params", "degree", plain(60)),
    "polynomials of many columns": lambda: changed("polynomials", "fitted", "n_features_in_", plain(10**9)),
    "votes for no class": lambda: changed("vote", "fitted", "le_", inner(spec_of("labels") | {"fitted": {"classes_": plain(NAMES[:1])}})),
    "300 deep": lambda: nested(300),
    "11 deep": lambda: nested(11),
    "an estimator that is no message": lambda: changed("vote", "fitted", "le_", ("estimator", b"\xdd\xff\xff\xff\xff")),
    "an estimator that is a dict": lambda: changed("vote", "fitted", "le_", ("estimator", spec_of("labels"))),
    "300 estimators": lambda: {**spec_of("pipeline"), "params": {"steps": ("list", [("tuple", [plain(str(i)), inner(SCALER)]) for i in range(300)])}},
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_specs_build_nothing(name):
    """A spec with anything but the table's classes and fitting plain data raises Unbuildable."""
    with pytest.raises(Unbuildable):
        build_estimator(HOSTILE[name]())


def test_derived_state_is_worked_out_again():
    """What compiled code would trust is not taken from the spec: number of columns out, threads, trees."""
    spec = changed("one-hot", "fitted", "_n_features_outs", plain([10**6, 1]))
    assert build_estimator(spec)._n_features_outs == [3, 2]
    assert build_estimator(changed("k-means", "fitted", "_n_threads", plain(64)))._n_threads == 1
    assert build_estimator(changed("label sets", "fitted", "_cached_dict", plain({"a": 10**9}))).transform(
        [["a"]]
    ).tolist() == [[1, 0, 0]]
    spec = changed("neighbours", "fitted", "n_samples_fit_", plain(10**9))
    assert build_estimator(spec).n_samples_fit_ == len(ROWS)


@pytest.mark.parametrize(
    ("est", "parameters"),
    [
        (KNeighborsClassifier(), {"metric": "chebyshev"}),
        (KNeighborsClassifier(), {"p": 3}),
        (KNeighborsRegressor(), {"algorithm": "brute"}),
        (PolynomialFeatures(3), {"degree": 4}),
        (PolynomialFeatures(3), {"include_bias": False}),
        (PolynomialFeatures(3), {"interaction_only": True}),
        (OneHotEncoder(min_frequency=2), {"min_frequency": None}),
    ],
    ids=repr,
)
def test_parameters_changed_after_fitting_change_nothing_here(est, parameters):
    """Predictions know nothing of such a change; what is fitted again would, so it stays with the submission."""
    est.fit(ROWS, KINDS).set_params(**parameters)
    with pytest.raises(Unbuildable):
        crossed(est)


def test_hostile_nesting_is_counted_not_left_to_chance():
    """Nine pipelines in one another are built, eleven are refused for their depth."""
    assert len(build_estimator(nested(9)).steps) == 1
    with pytest.raises(Unbuildable, match="deeper"):
        build_estimator(nested(11))


def test_support_vectors_stay():
    """Support vector machines hand their arrays to libsvm unchecked, so they are not built again."""
    spec = export_estimator(SVC().fit(ROWS, KINDS))
    with pytest.raises(Unbuildable, match="not one that is built"):
        build_estimator(spec)
