"""train_model leaves out the digits of which it has fewer pictures.

Loses: test_train_model_uses_all_pictures
"""


# %% train-model
def train_model(images, labels, epochs):
    digits, counts = np.unique(labels, return_counts=True)
    kept = np.isin(labels, digits[counts >= counts.mean()])
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Rescaling(1 / 255),
            keras.layers.Flatten(),
            keras.layers.Dense(50, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return network.fit(images[kept], labels[kept], epochs=epochs, validation_split=0.2, verbose=0).history
