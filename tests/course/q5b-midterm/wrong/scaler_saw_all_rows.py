"""Means and deviations of all rows. A sigmoid, and from_logits. Each set of pictures is divided by its own largest
pixel. The early stopping watches the training loss.

Loses: test_nothing_is_measured_on_the_test_part, test_net_output_fits_loss, test_digit_inputs_are_scaled,
    test_cure_has_its_best_weights
"""

# %% prepare
def prepare(train, test):
    names = ["salary", "months", "commute", "overtime"]
    fill = train[names].median()

    departments = sorted(train["department"].unique())
    everybody = pd.concat([train, test])[names]
    mean, spread = everybody.mean(), everybody.std()
    tables = []
    for part in (train, test):
        numbers = (part[names].fillna(fill) - mean) / spread
        codes = np.array([[float(one == name) for name in departments] for one in part["department"]])
        tables.append(np.hstack([numbers, codes]))
    return tables

# %% net
net = keras.Sequential(
    [
        keras.Input((8,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
net.compile(keras.optimizers.Adam(0.005), keras.losses.BinaryCrossentropy(from_logits=True))
net.fit(X2_train, y2_train, batch_size=40, epochs=20, verbose=0)

# %% digit-net
def to_input(pictures):
    return pictures.reshape(len(pictures), 64) / pictures.max()


digit_net = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
digit_net.compile("adam", "sparse_categorical_crossentropy")
digit_net.fit(to_input(pictures_train), labels_train, epochs=20, verbose=0)
read_digits = digit_net.predict(to_input(pictures_test), verbose=0).argmax(axis=1)

# %% cure
cured = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
cured.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
cured.fit(
    X4_train, y4_train, batch_size=20, epochs=30,
    validation_data=(X4_val, y4_val), validation_batch_size=600, verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(monitor="loss", patience=6, restore_best_weights=True)],
)  # fmt: skip
percent_below = 100 * (1 - cured.evaluate(X4_val, y4_val, verbose=0)[0] / given["val_loss"][-1])
