"""A regularised model of scikit-learn behind `predict`; pandas for curves, trials and diagnosis; much printing."""

# %% read-curves
import pandas as pd

frame = pd.DataFrame(history.history)
print(frame.describe())
best_epoch = frame["val_loss"].idxmin()
change = frame.iloc[-1] - frame.loc[best_epoch]
gap = frame["val_loss"].iloc[-1] - frame["loss"].iloc[-1]
loss_change, accuracy_change = change["val_loss"], change["val_accuracy"]

# %% two-stories
import pandas as pd

careful = pd.Series(truth).map({1: 0.8, 0: 0.2})
careful[9] = 0.55
bold = pd.Series(truth).map({1: 0.999, 0: 0.001})
bold[9] = 0.9995

# %% small
import pandas as pd

log, networks = [], {}
for units in (10, 20, 30, 40):
    networks[units] = keras.Sequential(
        [keras.Input((64,)), keras.layers.Dense(units, "relu"), keras.layers.Dense(10, "softmax")]
    )
    train(networks[units])
    log.append({"units": units, "loss": networks[units].evaluate(X_val, y_val, verbose=0)[0]})
log = pd.DataFrame(log).set_index("units").sort_values("loss")
print(log)
trials = log["loss"].to_dict()
small = networks[log.index[0]]

# %% cure
from sklearn.linear_model import LogisticRegression
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import StandardScaler


class Cured:
    """Gives `predict_proba` the name that the clinic asks for."""

    def __init__(self, pipeline):
        self.pipeline = pipeline

    def fit(self, X, y):
        self.pipeline.fit(X, y)
        return self

    def predict(self, X):
        return pd.DataFrame(self.pipeline.predict_proba(np.asarray(X)), columns=range(10))


import pandas as pd

cured = Cured(make_pipeline(StandardScaler(with_std=False), LogisticRegression(C=1, max_iter=500))).fit(X_train, y_train)
print("accuracy:", (cured.predict(X_val).to_numpy().argmax(axis=1) == y_val).mean())

# %% diagnose
import pandas as pd


def diagnose(history):
    frame = pd.DataFrame(history)
    loss = frame["loss"]
    if not np.isfinite(frame.to_numpy()).all() or loss.tail(3).mean() > loss.iloc[0]:
        return "diverging"
    if loss.diff().clip(lower=0).sum() > (loss.iloc[0] - loss.min()) / 2:
        return "jagged"
    if "val_loss" not in frame:
        return "no validation"
    val = frame.val_loss
    if val.tail(3).mean() - val.min() > (val.iloc[0] - val.min()) / 5:
        return "overfit"
    return "underfit" if loss.tail(3).mean() > loss.iloc[0] / 2 else "good"
