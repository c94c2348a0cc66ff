"""get_dummies for each part alone. The limit is chosen on the test rows. Six sigmoids with a loss for softmax. The
last epoch's weights are kept.

Loses: test_carriers_come_from_the_training_part, test_limit_is_chosen_on_validation_rows, test_digit_output_fits_loss,
    test_repair_has_its_best_weights
"""

# %% tables
def to_tables(train, test):
    names = ["weight", "distance", "price", "depot"]
    fill = train[names].median()

    mean, spread = train[names].mean(), train[names].std()
    return tuple(
        pd.concat([(part[names].fillna(fill) - mean) / spread, pd.get_dummies(part["carrier"])], axis=1)
        for part in (train, test)
    )

# %% limit
p_val, p_test = (detector.predict(rows, verbose=0).ravel() for rows in (parts_val, parts_test))
limit = max(limits, key=lambda one: f1(faulty_test, (p_test >= one).astype(int)))
answers = (p_test >= limit).astype(int)
counts_test, precision_test, f1_test = (score(faulty_test, answers) for score in (confusion, precision, f1))

# %% reader
def to_rows(pictures):
    return pictures.reshape(len(pictures), 64) / 255


reader = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(40, activation="relu"),
        keras.layers.Dense(6, activation="sigmoid"),
    ]
)
reader.compile("adam", "sparse_categorical_crossentropy")
reader.fit(to_rows(pictures_train), labels_train, epochs=20, verbose=0)
digits_seen = reader.predict(to_rows(pictures_test), verbose=0).argmax(axis=1)

# %% repair
repaired = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dropout(0.4),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
repaired.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
repaired.fit(
    X_few, y_few, batch_size=20, epochs=30, validation_data=(X_judge, y_judge), validation_batch_size=600, verbose=0,
    
)  # fmt: skip
percent_less = 100 * (1 - repaired.evaluate(X_judge, y_judge, verbose=0)[0] / given["val_loss"][-1])
