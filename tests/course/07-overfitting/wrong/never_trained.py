"""Networks that nobody has trained.

Loses: test_small_learnt_a_rule, test_small_validation_rows_apart, test_small_labels_untouched, test_cure_works,
    test_cure_stops_at_the_best_epoch, test_cure_validation_rows_apart, test_cure_labels_untouched
"""

# %% small
small = keras.Sequential([keras.Input((64,)), keras.layers.Dense(10, activation="softmax")])
small.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
untrained_loss = small.evaluate(X_val, y_val, verbose=0)[0]
trials = {"first": untrained_loss, "second": 9.0, "third": 9.5}

# %% cure
cured = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.GaussianNoise(0.3),
        keras.layers.Dense(256, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
cured.compile("adam", "sparse_categorical_crossentropy")
cured_history = None
