"""Pipelines and cross-validation are described by what they do."""

import numpy as np
import pytest
from sklearn.compose import ColumnTransformer
from sklearn.decomposition import PCA
from sklearn.ensemble import RandomForestClassifier
from sklearn.feature_selection import SelectKBest
from sklearn.impute import SimpleImputer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import (
    GridSearchCV,
    GroupKFold,
    KFold,
    RepeatedKFold,
    ShuffleSplit,
    StratifiedKFold,
    TimeSeriesSplit,
)
from sklearn.pipeline import Pipeline, make_pipeline
from sklearn.preprocessing import (
    FunctionTransformer,
    MaxAbsScaler,
    MinMaxScaler,
    OneHotEncoder,
    OrdinalEncoder,
    PolynomialFeatures,
    RobustScaler,
    StandardScaler,
)

from softmark.checks import describe_folds, describe_pipeline

ROWS = np.random.default_rng(0).normal(size=(40, 3))
LABELS = (ROWS[:, 0] > 0).astype(int)


@pytest.mark.parametrize("scaler", [StandardScaler, MinMaxScaler, RobustScaler, MaxAbsScaler])
def test_spellings_of_a_scaled_model(scaler):
    """Whichever scaler, however nested, and inside a search: scale, then predict."""
    plain = make_pipeline(scaler(), LogisticRegression())
    nested = Pipeline([("a", make_pipeline("passthrough", scaler())), ("b", make_pipeline(LogisticRegression()))])
    columns = make_pipeline(ColumnTransformer([("s", scaler(), [0, 1])], remainder="passthrough"), LogisticRegression())
    search = GridSearchCV(plain, {"logisticregression__C": [1.0]}, cv=2)
    for model in (plain, nested, columns, search):
        assert describe_pipeline(model).steps == ("scale", "predict")
        assert not describe_pipeline(model).fitted
        assert describe_pipeline(model.fit(ROWS, LABELS)).fitted
        assert describe_pipeline(model).steps == ("scale", "predict")


@pytest.mark.parametrize(
    ("step", "does"),
    [
        (SimpleImputer(), "impute"),
        (SimpleImputer(strategy="most_frequent"), "impute"),
        (OneHotEncoder(), "encode"),
        (OrdinalEncoder(), "encode"),
        (SelectKBest(k=20), "select"),
        (PCA(10), "combine"),
        (PCA(), "combine"),
        (PolynomialFeatures(2), "combine"),
        (FunctionTransformer(np.sqrt), "change"),
        (FunctionTransformer(lambda x: 2 * x), "change"),
        (RandomForestClassifier(), "predict"),
        (LogisticRegression(), "predict"),
    ],
)
def test_what_a_step_does(step, does):
    """Each step is tried on a small table; it is not fitted itself."""
    assert describe_pipeline(step).steps == (does,)
    assert not describe_pipeline(step).fitted
    assert not [name for name in vars(step) if name.endswith("_")]


def test_what_is_no_estimator():
    """Anything else is refused."""
    with pytest.raises(ValueError, match="NoneType"):
        describe_pipeline(None)


@pytest.mark.parametrize(
    ("cv", "expected"),
    [
        (5, (5, False, True, False, True)),
        (None, (5, False, True, False, True)),
        (KFold(4), (4, False, False, False, True)),
        (KFold(4, shuffle=True, random_state=0), (4, True, False, False, True)),
        (StratifiedKFold(3, shuffle=True, random_state=0), (3, True, True, False, True)),
        (GridSearchCV(LogisticRegression(), {}, cv=StratifiedKFold(3)), (3, False, True, False, True)),
        (TimeSeriesSplit(4), (4, False, False, True, True)),
        (ShuffleSplit(6, random_state=0), (6, True, False, False, False)),
        (RepeatedKFold(n_splits=2, n_repeats=2, random_state=0), (4, True, False, False, False)),
        ([(list(range(30)), list(range(30, 60)))], (1, False, False, True, True)),
        ([(list(range(40)), list(range(30, 60)))], (1, False, False, False, False)),
    ],
    ids=str,
)
def test_what_folds_do(cv, expected):
    """Numbers, splitters, searches and lists of indices: folds, shuffled, stratified, in time, disjoint."""
    seen = describe_folds(cv)
    assert (seen.folds, seen.shuffled, seen.stratified, seen.in_time, seen.disjoint) == expected


def test_folds_by_groups():
    """A splitter that needs groups gets some."""
    assert describe_folds(GroupKFold(4)).folds == 4
