"""Whole-number targets with the loss for one-hot targets: fit raises, so nothing is trained.

Loses: test_iris_whole_number_targets, test_iris_unseen_flowers, test_losses_are_numbers, test_losses_are_the_same
"""

# %% iris-net
mean, spread = X_train.mean(axis=0), X_train.std(axis=0)


def to_input(rows):
    return (rows - mean) / spread


model = keras.Sequential(
    [keras.Input((4,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(3, activation="softmax")]
)

model.compile("adam", "categorical_crossentropy")
history = None
history = model.fit(to_input(X_train), y_train, epochs=40, verbose=0)
