"""Scaling inside the networks; a checkpoint that is loaded again; a median column by column."""

# %% prepare
def prepare(train, test):
    train, test = train.copy(), test.copy()
    for name in ["salary", "months", "commute", "overtime"]:
        middle = train[name].median()
        for part in (train, test):
            part[name] = part[name].fillna(middle)
        largest = train[name].abs().max()
        for part in (train, test):
            part[name] = part[name] / largest
    for name in train["department"].unique():
        train["is " + name] = (train["department"] == name) * 1
        test["is " + name] = (test["department"] == name) * 1
    return train.drop(columns=["badge", "department", "left"]), test.drop(columns=["badge", "department", "left"])

# %% net
scale = keras.layers.Normalization()
scale.adapt(X2_train)
net = keras.Sequential(
    [
        keras.Input((8,)),
        scale,
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
net.compile(keras.optimizers.Adam(0.005), "binary_crossentropy")
net.fit(
    X2_train, y2_train, epochs=40, validation_data=(X2_val, y2_val), validation_batch_size=600, verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(patience=5, restore_best_weights=True)],
)  # fmt: skip

# %% digit-net
def to_input(pictures):
    return pictures


digit_net = keras.Sequential(
    [
        keras.Input((8, 8)),
        keras.layers.Rescaling(1 / 16),
        keras.layers.Flatten(),
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
digit_net.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
digit_net.fit(pictures_train, labels_train, epochs=20, validation_split=0.1, verbose=0)
read_digits = digit_net.predict(pictures_test, verbose=0).argmax(axis=1).astype("float64")

# %% cure
cured = keras.Sequential([keras.Input((64,)), keras.layers.GaussianNoise(0.3), *build_given().layers])
cured.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
cured.fit(
    X4_train, y4_train, batch_size=20, epochs=20,
    validation_data=(X4_val, y4_val), validation_batch_size=600, verbose=0,
    callbacks=[
        keras.callbacks.ModelCheckpoint(
            "best.weights.h5", monitor="val_loss", save_best_only=True, save_weights_only=True
        )
    ],
)  # fmt: skip
cured.load_weights("best.weights.h5")
percent_below = (1 - cured.evaluate(X4_val, y4_val, verbose=0)[0] / given["val_loss"][-1]) * 100
