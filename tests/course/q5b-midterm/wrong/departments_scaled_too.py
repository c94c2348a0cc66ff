"""The columns of the departments are scaled, too. Recall and F1 have each other's names. Raw pixels. A penalty that
is much too strong.

Loses: test_departments_are_coded, test_departments_come_from_the_training_part, test_recall_and_f1_belong_to_the_matrix,
    test_digit_inputs_are_scaled, test_cure_works
"""

# %% prepare
def prepare(train, test):
    names = ["salary", "months", "commute", "overtime"]
    fill = train[names].median()

    departments = sorted(train["department"].unique())


    def numbers_of(part):
        codes = [(part["department"] == name).astype(float).rename(name) for name in departments]
        return pd.concat([part[names].fillna(fill), *codes], axis=1)


    mean, spread = numbers_of(train).mean(), numbers_of(train).std()
    return (numbers_of(train) - mean) / spread, (numbers_of(test) - mean) / spread

# %% cut
p_val, p_test = (net.predict(rows, verbose=0).ravel() for rows in (X2_val, X2_test))
cut = max(cuts, key=lambda one: f1(y2_val, (p_val >= one).astype(int)))
answers = (p_test >= cut).astype(int)
matrix_test, recall_test, f1_test = (score(y2_test, answers) for score in (confusion, recall, f1))
recall_test, f1_test = f1_test, recall_test

# %% digit-net
def to_input(pictures):
    return pictures.reshape(len(pictures), 64)


digit_net = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
digit_net.compile("adam", "sparse_categorical_crossentropy")
digit_net.fit(to_input(pictures_train), labels_train, epochs=20, verbose=0)
read_digits = digit_net.predict(to_input(pictures_test), verbose=0).argmax(axis=1)

# %% cure
cured = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(64, activation="relu", kernel_regularizer=keras.regularizers.L2(0.3)),
        keras.layers.Dense(10, activation="softmax", kernel_regularizer=keras.regularizers.L2(0.3)),
    ]
)
cured.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
cured.fit(
    X4_train, y4_train, batch_size=20, epochs=30,
    validation_data=(X4_val, y4_val), validation_batch_size=600, verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(monitor="val_loss", patience=6, restore_best_weights=True)],
)  # fmt: skip
percent_below = 100 * (1 - cured.evaluate(X4_val, y4_val, verbose=0)[0] / given["val_loss"][-1])
