"""get_dummies for both parts together. The usual limit. Softmax, and from_logits. The network learns the validation
rows, too.

Loses: test_carriers_come_from_the_training_part, test_limit_is_chosen_on_validation_rows, test_digit_output_fits_loss,
    test_validation_rows_only_judge
"""

# %% tables
def to_tables(train, test):
    names = ["weight", "distance", "price", "depot"]
    fill = train[names].median()

    mean, spread = train[names].mean(), train[names].std()
    codes = pd.get_dummies(pd.concat([train, test])["carrier"])
    numbers = [(part[names].fillna(fill) - mean) / spread for part in (train, test)]
    return np.hstack([numbers[0], codes[: len(train)]]), np.hstack([numbers[1], codes[len(train) :]])

# %% limit
p_val, p_test = (detector.predict(rows, verbose=0).ravel() for rows in (parts_val, parts_test))
limit = 0.5
answers = (p_test >= limit).astype(int)
counts_test, precision_test, f1_test = (score(faulty_test, answers) for score in (confusion, precision, f1))

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
reader.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
reader.fit(to_rows(pictures_train), labels_train, epochs=20, verbose=0)
digits_seen = reader.predict(to_rows(pictures_test), verbose=0).argmax(axis=1)

# %% repair
repaired = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
repaired.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
repaired.fit(
    np.concatenate([X_few, X_judge]), np.concatenate([y_few, y_judge]), batch_size=20, epochs=12,
    validation_data=(X_judge, y_judge), validation_batch_size=600, verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(monitor="val_loss", patience=6, restore_best_weights=True)],
)  # fmt: skip
percent_less = 100 * (1 - repaired.evaluate(X_judge, y_judge, verbose=0)[0] / given["val_loss"][-1])
