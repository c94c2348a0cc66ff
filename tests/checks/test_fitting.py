"""What was fitted on which rows is told from statistics, whatever fitted it."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest, VarianceThreshold, f_classif, f_regression
from sklearn.impute import KNNImputer, SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GridSearchCV
from sklearn.pipeline import FeatureUnion, make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    MaxAbsScaler,
    MinMaxScaler,
    OneHotEncoder,
    PowerTransformer,
    QuantileTransformer,
    RobustScaler,
    StandardScaler,
)

from softmark.checks import fitted_on

RNG = np.random.default_rng(0)
ALL = RNG.gamma(2.0, [1.0, 50.0, 1000.0, 3.0], (500, 4)) + np.array([0, 5000, 0, -7])
LABELS = (ALL[:, 0] + RNG.normal(size=500) > 2).astype(int)
TRAIN, TEST = ALL[:400], ALL[400:]
PARTS = {"train": TRAIN, "all": ALL, "test": TEST}
LABELLED = {"train": (TRAIN, LABELS[:400]), "all": (ALL, LABELS), "test": (TEST, LABELS[400:])}
ROWS = {"train": slice(400), "all": slice(None), "test": slice(400, None)}
FRAME = pd.DataFrame(ALL, columns=list("abcd")).assign(port=np.array(["C", "Q", "S"])[np.arange(500) % 3])

STEPS = {
    "standard": StandardScaler,
    "without deviation": lambda: StandardScaler(with_std=False),
    "min-max": MinMaxScaler,
    "robust": RobustScaler,
    "maximum": MaxAbsScaler,
    "power": PowerTransformer,
    "quantiles": lambda: QuantileTransformer(n_quantiles=50),
    "imputer": SimpleImputer,
    "neighbours": KNNImputer,
    "best": lambda: SelectKBest(f_classif, k=2),
    "best by regression": lambda: SelectKBest(f_regression, k=2),
    "variance": VarianceThreshold,
    "PCA": lambda: PCA(2),
    "random PCA": lambda: PCA(2, svd_solver="randomized"),
    "scaler, PCA": lambda: make_pipeline(StandardScaler(), PCA(2)),
    "scaler, function, model": lambda: make_pipeline(
        StandardScaler(), FunctionTransformer(), "passthrough", LogisticRegression()
    ),
    "scaler, trees": lambda: make_pipeline(MinMaxScaler(), RandomForestClassifier(5)),
    "columns": lambda: make_pipeline(
        ColumnTransformer([("one", StandardScaler(), [0, 1]), ("two", "drop", [2])], remainder="passthrough"),
        LogisticRegression(max_iter=2000),
    ),
    "union": lambda: FeatureUnion([("one", StandardScaler()), ("two", PCA(1))]),
    "search": lambda: GridSearchCV(
        make_pipeline(StandardScaler(), LogisticRegression()), {"logisticregression__C": [0.1, 1.0]}, cv=2
    ),
}


@pytest.mark.parametrize("step", STEPS)
def test_estimators_are_asked_for_their_statistics(step):
    """Scalers, imputers, selectors and projections, alone and inside, say which rows they were fitted on."""
    for name, rows in ROWS.items():
        fitted = STEPS[step]().fit(ALL[rows], LABELS[rows])
        found = fitted_on(fitted, **LABELLED)
        assert (found.seen, bool(found)) == ("" if name == "train" else name, name == "train")
    other = STEPS[step]().fit(ALL[100:300], LABELS[100:300])
    assert fitted_on(other, **LABELLED).seen == "other"
    unfitted = fitted_on(STEPS[step](), **LABELLED)
    assert unfitted.seen in ("unfitted", "other")
    assert not unfitted


def test_a_leak_in_one_step_is_a_leak():
    """A pipeline put together from steps that were fitted apart is as clean as its worst step."""
    scaler = StandardScaler().fit(ALL)
    clean = PCA(2).fit(StandardScaler().fit_transform(TRAIN))
    mixed = make_pipeline(scaler, clean)
    assert fitted_on(mixed, **PARTS).seen == "other"


def test_frames_with_words():
    """Columns of several types inside a column transformer; frames are rows like any others."""

    def columns():
        return ColumnTransformer([("n", make_pipeline(SimpleImputer(), StandardScaler()), list("abcd"))])

    both = ColumnTransformer([*columns().transformers, ("w", OneHotEncoder(), ["port"])])
    for made in (columns(), both):
        for name, rows in ROWS.items():
            found = fitted_on(made.fit(FRAME.iloc[rows]), train=FRAME[:400], all=FRAME, test=FRAME[400:])
            assert found.seen == ("" if name == "train" else name)


SCALES = {
    "standard": lambda x, on: (x - on.mean(axis=0)) / on.std(axis=0),
    "one less": lambda x, on: (x - on.mean(axis=0)) / on.std(axis=0, ddof=1),
    "all columns together": lambda x, on: (x - on.mean()) / on.std(),
    "min-max": lambda x, on: (x - on.min(axis=0)) / (on.max(axis=0) - on.min(axis=0)),
    "from -1 to 1": lambda x, on: 2 * (x - on.min(axis=0)) / np.ptp(on, axis=0) - 1,
    "with a small number": lambda x, on: (x - on.mean(axis=0)) / (on.std(axis=0) + 1e-7),
    "single precision": lambda x, on: StandardScaler().fit(on).transform(x).astype("float32"),
    "frame": lambda x, on: pd.DataFrame(RobustScaler().fit(on).transform(x)),
    "list": lambda x, on: MaxAbsScaler().fit(on).transform(x).tolist(),
}


@pytest.mark.parametrize("scale", SCALES)
def test_rows_that_were_scaled_by_hand(scale):
    """From arrays alone: shift and size of each column are those of the rows that they were taken from."""
    for name, rows in ROWS.items():
        seen = "" if name == "train" else name
        assert fitted_on(SCALES[scale](TRAIN, ALL[rows]), **PARTS).seen == seen
        assert fitted_on(SCALES[scale](TEST, ALL[rows]), of=TEST, **PARTS).seen == seen
    assert fitted_on(SCALES[scale](TRAIN, ALL[100:300]), **PARTS).seen == "other"


def test_arrays_that_are_not_scaled_rows():
    """Rows as they were, of another shape, bent, shuffled, or nothing at all."""
    right = SCALES["standard"](TRAIN, TRAIN)
    assert fitted_on(TRAIN, **PARTS).seen == "not scaled"
    assert fitted_on(right[:-1], **PARTS).seen == "unreadable"
    assert fitted_on(np.log(TRAIN + 10), **PARTS).seen == "other"
    assert fitted_on(right[::-1], **PARTS).seen == "other"
    assert fitted_on(0 * right, **PARTS).seen == "other"
    for nothing in (None, "scaled", [], np.nan * right, object()):
        assert fitted_on(nothing, **PARTS).seen == "unreadable"


def test_estimators_that_learn_nothing():
    """Where nothing is fitted there is no leak, and no scaler either: it does not pass for one."""
    assert fitted_on(LogisticRegression().fit(TRAIN / 1e4, LABELS[:400]), **PARTS).seen == "other"


def test_constant_columns_say_nothing():
    """A column without spread has no scale; the others still have one."""
    part = {name: np.c_[rows, np.full(len(rows), 4.0)] for name, rows in PARTS.items()}
    for on, seen in (("train", ""), ("all", "all")):
        scaler = StandardScaler().fit(part[on])
        assert fitted_on(scaler, **part).seen == seen
        assert fitted_on(scaler.transform(part["train"]), **part).seen == seen


def test_normalization_layers():
    """Keras' Normalization, adapted or given mean and variance, is asked for these."""
    keras = pytest.importorskip("keras")
    for name, rows in PARTS.items():
        layer = keras.layers.Normalization()
        layer.adapt(rows.astype("float32"))
        given = keras.layers.Normalization(mean=rows.mean(axis=0), variance=rows.var(axis=0))
        given.build((None, 4))
        for one in (layer, given):
            assert fitted_on(one, **PARTS).seen == ("" if name == "train" else name)


def test_statistics_of_a_stranger():
    """What only looks like an estimator is refused in words."""
    found = fitted_on(SimpleNamespace(get_params=dict, transform=abs), **PARTS)
    assert found.seen == "unreadable"
