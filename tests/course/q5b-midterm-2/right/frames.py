"""Frames and series everywhere; means instead of medians, min-max; weight decay and a smaller network."""

# %% split
parcels_test = parcels.groupby("late").sample(frac=0.25, random_state=2).sort_index()
parcels_train = parcels.loc[~parcels.index.isin(parcels_test.index)].reset_index(drop=True)

# %% tables
def to_tables(train, test):
    names = train.columns.drop(["code", "carrier", "late"])
    low, high, mean = train[names].min(), train[names].max(), train[names].mean()
    dummies = pd.get_dummies(train["carrier"], prefix="in")

    def ready(part):
        numbers = (part[names].fillna(mean) - low) / (high - low)
        codes = pd.get_dummies(part["carrier"], prefix="in").reindex(columns=dummies.columns, fill_value=False)
        return pd.concat([codes, numbers], axis="columns")

    return [ready(train), ready(test)]

# %% scores
def confusion(y_true, y_pred):
    table = pd.crosstab(pd.Series(y_true), pd.Series(y_pred))
    return table.reindex(index=[0, 1], columns=[0, 1], fill_value=0)


def precision(y_true, y_pred):
    said = pd.Series(y_true)[np.asarray(y_pred) == 1]
    return said.mean() if len(said) else 0


def recall(y_true, y_pred):
    return precision(y_pred, y_true)


def f1(y_true, y_pred):
    p, r = precision(y_true, y_pred), recall(y_true, y_pred)
    return 2 * p * r / (p + r) if p + r > 0 else 0

# %% detector
detector = keras.Sequential(name="parts")
detector.add(keras.Input((10,)))
detector.add(keras.layers.Dense(20, activation="silu"))
detector.add(keras.layers.Dense(1))
detector.add(keras.layers.Activation("sigmoid"))
detector.compile(keras.optimizers.AdamW(0.005), "BinaryCrossentropy", metrics=[keras.metrics.AUC()])
detector.fit(pd.DataFrame(parts_train), pd.Series(faulty_train), validation_split=0.1, epochs=25, verbose=0)

# %% limit
table = pd.DataFrame({"p": detector.predict(parts_val, verbose=0)[:, 0], "truth": faulty_val})
limit = pd.Series(limits, limits).map(lambda one: f1(table["truth"], (table["p"] >= one).astype(int))).idxmax()
said = pd.Series(detector.predict(parts_test, verbose=0)[:, 0]).ge(limit).astype(int)
counts_test = confusion(faulty_test, said)
precision_test = round(float(precision(faulty_test, said)), 3)
f1_test = round(float(f1(faulty_test, said)), 3)

# %% reader
mean_pixel, sd_pixel = pictures_train.mean(axis=0), pictures_train.std(axis=0) + 16


def to_rows(pictures):
    return pd.DataFrame(((pictures - mean_pixel) / sd_pixel).reshape(len(pictures), -1))


reader = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(40),
        keras.layers.LeakyReLU(),
        keras.layers.Dense(6),
        keras.layers.Softmax(),
    ]
)
reader.compile("nadam", keras.losses.CategoricalCrossentropy(label_smoothing=0.05), metrics=["accuracy"])
reader.fit(to_rows(pictures_train), pd.get_dummies(labels_train).astype(float), epochs=20, verbose=0)
digits_seen = pd.DataFrame(reader.predict(to_rows(pictures_test), verbose=0)).idxmax(axis=1)

# %% read-curves
curves = pd.DataFrame(given)
epochs_too_many = [len(curves.iloc[int(curves.val_loss.argmin()) + 1 :])]
gap = "{:.3f}".format((curves.val_loss - curves.loss).iloc[-1])
diagnosis = ["c"]
helped = "a) none of them"

# %% repair
repaired = keras.Sequential(
    [keras.Input((64,)), keras.layers.Dense(24, activation="relu"), keras.layers.Dense(10, activation="softmax")]
)
repaired.compile(
    keras.optimizers.AdamW(0.005, weight_decay=0.1), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
curves4 = repaired.fit(
    pd.DataFrame(X_few), pd.Series(y_few), batch_size=20, epochs=30, verbose=0,
    validation_data=(pd.DataFrame(X_judge), pd.Series(y_judge)),
    callbacks=keras.callbacks.EarlyStopping("val_loss", patience=30, restore_best_weights=True),
)  # fmt: skip
percent_less = pd.Series([min(curves4.history["val_loss"])]).rsub(given["val_loss"][-1]).div(given["val_loss"][-1]) * 100
