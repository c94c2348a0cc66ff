"""The labels were shuffled apart from the rows.

Loses: test_iris_unseen_flowers
"""

# %% iris-net
mean, spread = X_train.mean(axis=0), X_train.std(axis=0)


def to_input(rows):
    return (rows - mean) / spread


model = keras.Sequential(
    [keras.Input((4,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(3, activation="softmax")]
)

model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
wrong_labels = (y_train + 1) % 3
history = model.fit(to_input(X_train), wrong_labels, epochs=30, batch_size=16, verbose=0)
