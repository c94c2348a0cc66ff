"""The label is an input, too. Digits read before the training.

Loses: test_tables_have_eight_columns, test_digits_seen
"""

# %% tables
def to_tables(train, test):
    names = ["weight", "distance", "price", "depot"] + ["late"]
    carriers = sorted(train["carrier"].unique())
    fill = train[names].median()
    mean, spread = train[names].mean(), train[names].std() + 1e-9
    tables = []
    for part in (train, test):
        numbers = (part[names].fillna(fill) - mean) / spread
        codes = np.array([[float(one == name) for name in carriers] for one in part["carrier"]])
        tables.append(np.hstack([numbers, codes]))
    return tables

# %% reader
def to_rows(pictures):
    return pictures.reshape(len(pictures), 64) / 255


reader = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(40, activation="relu"),
        keras.layers.Dense(6, activation="softmax"),
    ]
)
digits_seen = reader.predict(to_rows(pictures_test), verbose=0).argmax(axis=1)
reader.compile("adam", "sparse_categorical_crossentropy")
reader.fit(to_rows(pictures_train), labels_train, epochs=20, verbose=0)
