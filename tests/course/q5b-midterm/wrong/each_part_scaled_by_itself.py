"""fit_transform for each part. A network without a bend. The softmax in the hidden layer. No validation rows, so no
best epoch.

Loses: test_nothing_is_measured_on_the_test_part, test_net_hidden_layer_is_not_linear, test_digit_hidden_layer_is_not_linear,
    test_cure_has_its_best_weights
"""

# %% prepare
def prepare(train, test):
    names = ["salary", "months", "commute", "overtime"]
    fill = train[names].median()

    departments = sorted(train["department"].unique())
    tables = []
    for part in (train, test):
        filled = part[names].fillna(fill)
        numbers = (filled - filled.mean()) / filled.std()
        codes = np.array([[float(one == name) for name in departments] for one in part["department"]])
        tables.append(np.hstack([numbers, codes]))
    return tables

# %% net
net = keras.Sequential(
    [
        keras.Input((8,)),
        keras.layers.Dense(16),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
net.compile(keras.optimizers.Adam(0.005), "binary_crossentropy")
net.fit(X2_train, y2_train, batch_size=40, epochs=20, verbose=0)

# %% digit-net
def to_input(pictures):
    return pictures.reshape(len(pictures), 64) / 16


digit_net = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(50, activation="softmax"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
digit_net.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy")
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
    X4_train, y4_train, batch_size=20, epochs=12, verbose=0,
    
)  # fmt: skip
percent_below = 100 * (1 - cured.evaluate(X4_val, y4_val, verbose=0)[0] / given["val_loss"][-1])
