"""The label is an input, too. Digits read before the training.

Loses: test_prepare_gives_eight_columns, test_read_digits
"""

# %% prepare
def prepare(train, test):
    names = ["salary", "months", "commute", "overtime"] + ["left"]
    departments = sorted(train["department"].unique())
    fill = train[names].median()
    mean, spread = train[names].mean(), train[names].std() + 1e-9
    tables = []
    for part in (train, test):
        numbers = (part[names].fillna(fill) - mean) / spread
        codes = np.array([[float(one == name) for name in departments] for one in part["department"]])
        tables.append(np.hstack([numbers, codes]))
    return tables

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
read_digits = digit_net.predict(to_input(pictures_test), verbose=0).argmax(axis=1)
digit_net.compile("adam", "sparse_categorical_crossentropy")
digit_net.fit(to_input(pictures_train), labels_train, epochs=20, verbose=0)
