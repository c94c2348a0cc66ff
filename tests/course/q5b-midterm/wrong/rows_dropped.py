"""Who has missing values is dropped. Labels in another order than the rows. The digits of the first axis. Fractions
instead of percent.

Loses: test_prepare_gives_eight_columns, test_nothing_is_missing, test_filled_with_the_training_median,
    test_net_finds_new_customers, test_read_digits, test_percent_below
"""

# %% prepare
def prepare(train, test):
    names = ["salary", "months", "commute", "overtime"]
    departments = sorted(train["department"].unique())
    mean, spread = train[names].mean(), train[names].std()
    tables = []
    for part in (train.dropna(), test.dropna()):
        numbers = (part[names] - mean) / spread
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
net.compile(keras.optimizers.Adam(0.005), "binary_crossentropy")
net.fit(X2_train, np.random.default_rng(1).permutation(y2_train), batch_size=40, epochs=20, verbose=0)

# %% digit-net
def to_input(pictures):
    return pictures.reshape(len(pictures), 64) / 16


digit_net = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
digit_net.compile("adam", "sparse_categorical_crossentropy")
digit_net.fit(to_input(pictures_train), labels_train, epochs=20, verbose=0)
read_digits = digit_net.predict(to_input(pictures_test), verbose=0).argmax(axis=0)

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
    callbacks=[keras.callbacks.EarlyStopping(monitor="val_loss", patience=6, restore_best_weights=True)],
)  # fmt: skip
percent_below = (1 - cured.evaluate(X4_val, y4_val, verbose=0)[0] / given["val_loss"][-1])
