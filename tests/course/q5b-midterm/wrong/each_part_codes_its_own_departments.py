"""get_dummies for each part alone. The cut is chosen on the test rows. Ten sigmoids with a loss for softmax. The last
epoch's weights are kept.

Loses: test_departments_come_from_the_training_part, test_cut_is_chosen_on_validation_rows, test_digit_output_fits_loss,
    test_cure_has_its_best_weights
"""

# %% prepare
def prepare(train, test):
    names = ["salary", "months", "commute", "overtime"]
    fill = train[names].median()

    mean, spread = train[names].mean(), train[names].std()
    return tuple(
        pd.concat([(part[names].fillna(fill) - mean) / spread, pd.get_dummies(part["department"])], axis=1)
        for part in (train, test)
    )

# %% cut
p_val, p_test = (net.predict(rows, verbose=0).ravel() for rows in (X2_val, X2_test))
cut = max(cuts, key=lambda one: f1(y2_test, (p_test >= one).astype(int)))
answers = (p_test >= cut).astype(int)
matrix_test, recall_test, f1_test = (score(y2_test, answers) for score in (confusion, recall, f1))

# %% digit-net
def to_input(pictures):
    return pictures.reshape(len(pictures), 64) / 16


digit_net = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(10, activation="sigmoid"),
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
        keras.layers.Dropout(0.4),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
cured.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
cured.fit(
    X4_train, y4_train, batch_size=20, epochs=30,
    validation_data=(X4_val, y4_val), validation_batch_size=600, verbose=0,
    
)  # fmt: skip
percent_below = 100 * (1 - cured.evaluate(X4_val, y4_val, verbose=0)[0] / given["val_loss"][-1])
