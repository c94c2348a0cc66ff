"""get_dummies for both parts together. The usual cut. Softmax, and from_logits. The network learns the validation
rows, too.

Loses: test_departments_come_from_the_training_part, test_cut_is_chosen_on_validation_rows, test_digit_output_fits_loss,
    test_validation_rows_only_judge
"""

# %% prepare
def prepare(train, test):
    names = ["salary", "months", "commute", "overtime"]
    fill = train[names].median()

    mean, spread = train[names].mean(), train[names].std()
    codes = pd.get_dummies(pd.concat([train, test])["department"])
    numbers = [(part[names].fillna(fill) - mean) / spread for part in (train, test)]
    return np.hstack([numbers[0], codes[: len(train)]]), np.hstack([numbers[1], codes[len(train) :]])

# %% cut
p_val, p_test = (net.predict(rows, verbose=0).ravel() for rows in (X2_val, X2_test))
cut = 0.5
answers = (p_test >= cut).astype(int)
matrix_test, recall_test, f1_test = (score(y2_test, answers) for score in (confusion, recall, f1))

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
digit_net.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
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
    np.concatenate([X4_train, X4_val]), np.concatenate([y4_train, y4_val]), batch_size=20, epochs=12,
    validation_data=(X4_val, y4_val), validation_batch_size=600, verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(monitor="val_loss", patience=6, restore_best_weights=True)],
)  # fmt: skip
percent_below = 100 * (1 - cured.evaluate(X4_val, y4_val, verbose=0)[0] / given["val_loss"][-1])
