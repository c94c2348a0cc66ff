"""scikit-learn wherever there is a function for it; frames; a robust scaler; a CamelCase loss."""

# %% split
import pandas as pd

frame = pd.DataFrame(X, columns=feature_names)
X_train, X_test, y_train, y_test = train_test_split(frame, pd.Series(y), test_size=0.2, stratify=y, random_state=0)

# %% prepare
from sklearn.preprocessing import RobustScaler

robust = RobustScaler().fit(X_train.to_numpy())


def prepare(rows):
    return pd.DataFrame(robust.transform(np.asarray(rows)), columns=feature_names)

# %% model
model = keras.Sequential(
    [keras.Input((30,)), keras.layers.Dense(32, "elu"), keras.layers.Dense(8, "relu"), keras.layers.Dense(1, "sigmoid")]
)
model.compile("adam", "BinaryCrossentropy", metrics=["accuracy", keras.metrics.AUC(name="auc")])
history = model.fit(prepare(X_train), y_train, epochs=25, batch_size=16, validation_split=0.2, verbose=0)

# %% to-class
from sklearn.preprocessing import binarize


def to_class(p, cut=0.5):
    below = binarize(-np.reshape(p, (-1, 1)), threshold=-cut)  # 1 where p < cut
    return (1 - below[:, 0]).astype("int8")

# %% confusion
from sklearn.metrics import confusion_matrix


def confusion(y_true, y_pred):
    return confusion_matrix(y_true, y_pred, labels=[0, 1])

# %% scores
from sklearn import metrics


def _rows(m):
    (tn, fp), (fn, tp) = np.asarray(m).tolist()
    return [0] * (tn + fp) + [1] * (fn + tp), [0] * tn + [1] * fp + [0] * fn + [1] * tp


def accuracy(m):
    return metrics.accuracy_score(*_rows(m)) if np.sum(m) else 0.0


def precision(m):
    return metrics.precision_score(*_rows(m), zero_division=0) if np.sum(m) else 0.0


def recall(m):
    return metrics.recall_score(*_rows(m), zero_division=0) if np.sum(m) else 0.0


def specificity(m):
    return metrics.recall_score(*_rows(m), pos_label=0, zero_division=0) if np.sum(m) else 0.0


def f1(m):
    return np.float32(metrics.f1_score(*_rows(m), zero_division=0)) if np.sum(m) else np.float32(0)
