"""Networks that are built, and never trained.

Loses: test_digits_seen, test_reader_reads_new_pictures, test_repair_works, test_repair_has_its_best_weights,
    test_validation_rows_only_judge, test_labels_stay_as_they_are
"""

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
reader.compile("adam", "sparse_categorical_crossentropy")
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
repaired.compile("adam", "sparse_categorical_crossentropy")
percent_less = 100 * (1 - repaired.evaluate(X_judge, y_judge, verbose=0) / given["val_loss"][-1])
