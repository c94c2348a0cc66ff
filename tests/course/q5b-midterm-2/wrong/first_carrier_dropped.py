"""drop_first leaves a carrier without a column. The results are those of the validation rows. 80 hidden units. A
network that learns next to nothing.

Loses: test_tables_have_eight_columns, test_carriers_are_coded, test_same_limit_for_the_test_rows,
    test_reader_parameters, test_repair_works
"""

# %% tables
def to_tables(train, test):
    names = ["weight", "distance", "price", "depot"]
    fill = train[names].median()

    mean, spread = train[names].mean(), train[names].std()
    columns = pd.get_dummies(train["carrier"], drop_first=True).columns
    tables = []
    for part in (train, test):
        codes = pd.get_dummies(part["carrier"]).reindex(columns=columns, fill_value=0)
        tables.append(pd.concat([(part[names].fillna(fill) - mean) / spread, codes], axis=1))
    return tables

# %% limit
p_val, p_test = (detector.predict(rows, verbose=0).ravel() for rows in (parts_val, parts_test))
limit = max(limits, key=lambda one: f1(faulty_val, (p_val >= one).astype(int)))
answers = (p_val >= limit).astype(int)
counts_test, precision_test, f1_test = (score(faulty_val, answers) for score in (confusion, precision, f1))

# %% reader
def to_rows(pictures):
    return pictures.reshape(len(pictures), 64) / 255


reader = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(60, activation="relu"),
        keras.layers.Dense(6, activation="softmax"),
    ]
)
reader.compile("adam", "sparse_categorical_crossentropy")
reader.fit(to_rows(pictures_train), labels_train, epochs=20, verbose=0)
digits_seen = reader.predict(to_rows(pictures_test), verbose=0).argmax(axis=1)

# %% repair
repaired = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(3, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
repaired.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
repaired.fit(
    X_few, y_few, batch_size=20, epochs=30, validation_data=(X_judge, y_judge), validation_batch_size=600, verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(monitor="val_loss", patience=6, restore_best_weights=True)],
)  # fmt: skip
percent_less = 100 * (1 - repaired.evaluate(X_judge, y_judge, verbose=0)[0] / given["val_loss"][-1])
