"""Networks that are built, and never trained.

Loses: test_read_digits, test_digit_net_reads_new_pictures, test_cure_works, test_cure_has_its_best_weights,
    test_validation_rows_only_judge, test_labels_stay_as_they_are
"""

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
digit_net.compile("adam", "sparse_categorical_crossentropy")
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
cured.compile("adam", "sparse_categorical_crossentropy")
percent_below = 100 * (1 - cured.evaluate(X4_val, y4_val, verbose=0) / given["val_loss"][-1])
