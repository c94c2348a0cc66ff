"""Frames and series everywhere; means instead of medians, min-max; weight decay and a smaller network."""

# %% split
staff_test = staff.groupby("left").sample(frac=0.25, random_state=2).sort_index()
staff_train = staff.loc[~staff.index.isin(staff_test.index)].reset_index(drop=True)

# %% prepare
def prepare(train, test):
    names = train.columns.drop(["badge", "department", "left"])
    low, high, mean = train[names].min(), train[names].max(), train[names].mean()
    dummies = pd.get_dummies(train["department"], prefix="in")

    def ready(part):
        numbers = (part[names].fillna(mean) - low) / (high - low)
        codes = pd.get_dummies(part["department"], prefix="in").reindex(columns=dummies.columns, fill_value=False)
        return pd.concat([codes, numbers], axis="columns")

    return [ready(train), ready(test)]

# %% scores
def confusion(y_true, y_pred):
    table = pd.crosstab(pd.Series(y_true), pd.Series(y_pred))
    return table.reindex(index=[0, 1], columns=[0, 1], fill_value=0)


def recall(y_true, y_pred):
    found = pd.Series(y_pred)[np.asarray(y_true) == 1]
    return found.mean() if len(found) else 0


def precision(y_true, y_pred):
    return recall(y_pred, y_true)


def f1(y_true, y_pred):
    p, r = precision(y_true, y_pred), recall(y_true, y_pred)
    return 2 * p * r / (p + r) if p + r > 0 else 0

# %% net
net = keras.Sequential(name="customers")
net.add(keras.Input((8,)))
net.add(keras.layers.Dense(20, activation="silu"))
net.add(keras.layers.Dense(1))
net.add(keras.layers.Activation("sigmoid"))
net.compile(keras.optimizers.AdamW(0.005), "BinaryCrossentropy", metrics=[keras.metrics.AUC()])
net.fit(pd.DataFrame(X2_train), pd.Series(y2_train), validation_split=0.1, epochs=25, verbose=0)

# %% cut
table = pd.DataFrame({"p": net.predict(X2_val, verbose=0)[:, 0], "truth": y2_val})
cut = pd.Series(cuts, cuts).map(lambda one: f1(table["truth"], (table["p"] >= one).astype(int))).idxmax()
said = pd.Series(net.predict(X2_test, verbose=0)[:, 0]).ge(cut).astype(int)
matrix_test = confusion(y2_test, said)
recall_test = round(float(recall(y2_test, said)), 3)
f1_test = round(float(f1(y2_test, said)), 3)

# %% digit-net
mean_pixel, sd_pixel = pictures_train.mean(axis=0), pictures_train.std(axis=0) + 1


def to_input(pictures):
    return pd.DataFrame(((pictures - mean_pixel) / sd_pixel).reshape(len(pictures), -1))


digit_net = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(50),
        keras.layers.LeakyReLU(),
        keras.layers.Dense(10),
        keras.layers.Softmax(),
    ]
)
digit_net.compile("nadam", keras.losses.CategoricalCrossentropy(label_smoothing=0.05), metrics=["accuracy"])
digit_net.fit(to_input(pictures_train), pd.get_dummies(labels_train).astype(float), epochs=20, verbose=0)
read_digits = pd.DataFrame(digit_net.predict(to_input(pictures_test), verbose=0)).idxmax(axis=1)

# %% read-curves
curves = pd.DataFrame(given)
best_epoch = [int(curves.val_loss.argmin())]
times_higher = "{:.2f}".format(curves.val_loss.iloc[-1] / curves.val_loss.min())
diagnosis = ["b"]
better = "C) stop early"

# %% cure
cured = keras.Sequential(
    [keras.Input((64,)), keras.layers.Dense(24, activation="relu"), keras.layers.Dense(10, activation="softmax")]
)
cured.compile(
    keras.optimizers.AdamW(0.005, weight_decay=0.1), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
curves4 = cured.fit(
    pd.DataFrame(X4_train), pd.Series(y4_train), batch_size=20, epochs=30, verbose=0,
    validation_data=(pd.DataFrame(X4_val), pd.Series(y4_val)),
    callbacks=keras.callbacks.EarlyStopping("val_loss", patience=30, restore_best_weights=True),
)  # fmt: skip
percent_below = pd.Series([min(curves4.history["val_loss"])]).rsub(given["val_loss"][-1]).div(given["val_loss"][-1]) * 100
