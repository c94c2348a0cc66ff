"""Frames and series from the split to the matrix, which is a crosstab made complete."""

# %% split
import pandas as pd

patients = pd.DataFrame(X, columns=feature_names).assign(malignant=y)
test_part = patients.groupby("malignant", group_keys=False).sample(frac=0.2, random_state=7)
train_part = patients.drop(test_part.index).sample(frac=1, random_state=7)
X_train, y_train = train_part[feature_names], train_part["malignant"]
X_test, y_test = test_part[feature_names], test_part["malignant"]

# %% prepare
centre = X_train.median()
width = X_train.quantile(0.75) - X_train.quantile(0.25)


def prepare(rows):
    table = pd.DataFrame(np.asarray(rows), columns=feature_names)
    return table.sub(centre).div(width).clip(-10, 10)

# %% model
model = keras.models.Sequential(name="tumours")
model.add(keras.layers.Input(shape=(30,)))
model.add(keras.layers.Dense(units=16, activation="softplus", kernel_initializer="he_normal"))
model.add(keras.layers.Dense(units=1, activation="sigmoid"))
model.summary()
model.compile(optimizer="nadam", loss=keras.losses.BinaryCrossentropy(), metrics=["binary_accuracy"])
history = pd.DataFrame(
    model.fit(prepare(X_train), y_train.to_frame(), validation_split=0.25, epochs=40, batch_size=20, verbose=0).history
)
history.plot(title="training")
print(history.tail(3).to_string())

# %% to-class
def to_class(p, cut=0.5):
    column = pd.Series(np.asarray(p).ravel())
    return column.ge(cut).astype("int64").to_numpy()

# %% confusion
def confusion(y_true, y_pred):
    table = pd.crosstab(pd.Series(y_true), pd.Series(y_pred))
    return table.reindex(index=[0, 1], columns=[0, 1], fill_value=0).to_numpy()

# %% scores
def _quotient(above, below):
    return pd.Series([above]).div(below).fillna(0.0).iloc[0]


def accuracy(m):
    return _quotient(np.trace(m), np.sum(m))


def precision(m):
    return _quotient(m[1][1], m[:, 1].sum())


def recall(m):
    return _quotient(m[1][1], m[1, :].sum())


def specificity(m):
    return _quotient(m[0][0], m[0, :].sum())


def f1(m):
    return _quotient(2 * precision(m) * recall(m), precision(m) + recall(m))

# %% screening-table
def screening_table(positive, negative, tp=None, ill=None):
    table = pd.DataFrame(np.nan, index=["healthy", "ill"], columns=["negative", "positive"])
    table.loc["ill", "positive"] = np.nan if tp is None else tp
    table.loc["healthy", "positive"] = positive - table.loc["ill", "positive"]
    table.loc["ill", "negative"] = (np.nan if ill is None else ill) - table.loc["ill", "positive"]
    table.loc["healthy", "negative"] = negative - table.loc["ill", "negative"]
    given = pd.Series([positive, negative, tp, ill], dtype=float)
    if (table < 0).any(axis=None) or (given < 0).any():
        raise ValueError(f"impossible counts:\n{table}")
    cells = dict(zip(("TN", "FP", "FN", "TP"), table.to_numpy().ravel()))
    return {name: None if pd.isna(count) else int(count) for name, count in cells.items()}
