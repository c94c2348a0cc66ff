"""The columns of the carriers are scaled, too. Precision and F1 have each other's names. Raw pixels. A penalty that
is much too strong.

Loses: test_carriers_are_coded, test_carriers_come_from_the_training_part, test_precision_and_f1_belong_to_the_matrix,
    test_digit_inputs_are_scaled, test_repair_works
"""

# %% tables
def to_tables(train, test):
    names = ["weight", "distance", "price", "depot"]
    fill = train[names].median()

    carriers = sorted(train["carrier"].unique())


    def numbers_of(part):
        codes = [(part["carrier"] == name).astype(float).rename(name) for name in carriers]
        return pd.concat([part[names].fillna(fill), *codes], axis=1)


    mean, spread = numbers_of(train).mean(), numbers_of(train).std()
    return (numbers_of(train) - mean) / spread, (numbers_of(test) - mean) / spread

# %% limit
p_val, p_test = (detector.predict(rows, verbose=0).ravel() for rows in (parts_val, parts_test))
limit = max(limits, key=lambda one: f1(faulty_val, (p_val >= one).astype(int)))
answers = (p_test >= limit).astype(int)
counts_test, precision_test, f1_test = (score(faulty_test, answers) for score in (confusion, precision, f1))
precision_test, f1_test = f1_test, precision_test

# %% reader
def to_rows(pictures):
    return pictures.reshape(len(pictures), 64)


reader = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(40, activation="relu"),
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
        keras.layers.Dense(64, activation="relu", kernel_regularizer=keras.regularizers.L2(0.3)),
        keras.layers.Dense(10, activation="softmax", kernel_regularizer=keras.regularizers.L2(0.3)),
    ]
)
repaired.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
repaired.fit(
    X_few, y_few, batch_size=20, epochs=30, validation_data=(X_judge, y_judge), validation_batch_size=600, verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(monitor="val_loss", patience=6, restore_best_weights=True)],
)  # fmt: skip
percent_less = 100 * (1 - repaired.evaluate(X_judge, y_judge, verbose=0)[0] / given["val_loss"][-1])
