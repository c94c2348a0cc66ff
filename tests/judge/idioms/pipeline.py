"""A scikit-learn pipeline with a scaler."""

# %% locked
import numpy as np
from sklearn.datasets import load_iris
X_flowers, y_flowers = load_iris(return_X_y=True)

# %% solution
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.linear_model import LogisticRegression
flowers = make_pipeline(StandardScaler(), LogisticRegression(max_iter=500)).fit(X_flowers, y_flowers)

# %% wrong
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler
from sklearn.dummy import DummyClassifier
flowers = make_pipeline(StandardScaler(), DummyClassifier()).fit(X_flowers, y_flowers)

# %% test
assert hasattr(flowers, 'predict')
assert flowers.score(X_flowers, y_flowers) > 0.9
assert (flowers.predict(X_flowers[:3]) == 0).all()
