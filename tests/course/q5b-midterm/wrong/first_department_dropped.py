"""drop_first leaves a department without a column. The results are those of the validation rows. 100 hidden units. A
network that learns next to nothing.

Loses: test_prepare_gives_eight_columns, test_departments_are_coded, test_same_cut_for_the_test_rows,
    test_digit_net_parameters, test_cure_works
"""

# %% prepare
def prepare(train, test):
    names = ["salary", "months", "commute", "overtime"]
    fill = train[names].median()

    mean, spread = train[names].mean(), train[names].std()
    columns = pd.get_dummies(train["department"], drop_first=True).columns
    tables = []
    for part in (train, test):
        codes = pd.get_dummies(part["department"]).reindex(columns=columns, fill_value=0)
        tables.append(pd.concat([(part[names].fillna(fill) - mean) / spread, codes], axis=1))
    return tables

# %% cut
p_val, p_test = (net.predict(rows, verbose=0).ravel() for rows in (X2_val, X2_test))
cut = max(cuts, key=lambda one: f1(y2_val, (p_val >= one).astype(int)))
answers = (p_val >= cut).astype(int)
matrix_test, recall_test, f1_test = (score(y2_val, answers) for score in (confusion, recall, f1))

# %% digit-net
def to_input(pictures):
    return pictures.reshape(len(pictures), 64) / 16


digit_net = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(100, activation="relu"),
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
        keras.layers.Dense(3, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
cured.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
cured.fit(
    X4_train, y4_train, batch_size=20, epochs=30,
    validation_data=(X4_val, y4_val), validation_batch_size=600, verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(monitor="val_loss", patience=6, restore_best_weights=True)],
)  # fmt: skip
percent_below = 100 * (1 - cured.evaluate(X4_val, y4_val, verbose=0)[0] / given["val_loss"][-1])
