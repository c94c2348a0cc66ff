"""A new department is an error. The cut is chosen once more on the test rows. No hidden activation. The true digits
are looked up.

Loses: test_departments_come_from_the_training_part, test_same_cut_for_the_test_rows, test_digit_hidden_layer_is_not_linear,
    test_labels_stay_as_they_are
"""

# %% prepare
from sklearn.compose import ColumnTransformer
from sklearn.impute import SimpleImputer
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import OneHotEncoder, StandardScaler


def prepare(train, test):
    numbers = make_pipeline(SimpleImputer(strategy="median"), StandardScaler())
    both = ColumnTransformer(
        [("numbers", numbers, ["salary", "months", "commute", "overtime"]), ("words", OneHotEncoder(), ["department"])]
    )
    return both.fit_transform(train), both.transform(test)

# %% cut
p_val, p_test = (net.predict(rows, verbose=0).ravel() for rows in (X2_val, X2_test))
cut = max(cuts, key=lambda one: f1(y2_val, (p_val >= one).astype(int)))
answers = (p_test >= max(cuts, key=lambda one: f1(y2_test, (p_test >= one).astype(int)))).astype(int)
matrix_test, recall_test, f1_test = (score(y2_test, answers) for score in (confusion, recall, f1))

# %% digit-net
def to_input(pictures):
    return pictures.reshape(len(pictures), 64) / 16


digit_net = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(50),
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
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
cured.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy", metrics=["accuracy"])
cured.fit(
    X4_train, digits.target[mixed[:220]], batch_size=20, epochs=30,
    validation_data=(X4_val, y4_val), validation_batch_size=600, verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(monitor="val_loss", patience=6, restore_best_weights=True)],
)  # fmt: skip
percent_below = 100 * (1 - cured.evaluate(X4_val, y4_val, verbose=0)[0] / given["val_loss"][-1])
