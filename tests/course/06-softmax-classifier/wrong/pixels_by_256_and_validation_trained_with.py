"""normalise divides by 256.
train_model trains with all pictures, those of the validation part, too, and shows its progress.

Loses: test_prepare_divides_by_255, test_prepare_keeps_pixels_in_order, test_train_model_uses_its_arguments, test_train_model_prints_nothing
"""

# %% prepare
def prepare(images, flatten=False, normalise=False):
    prepared = np.array(images)
    if flatten:
        prepared = prepared.reshape(len(prepared), -1)
    return prepared / 256 if normalise else prepared

# %% train-model
def train_model(images, labels, epochs):
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
    last = len(images) // 5
    run = network.fit(images, labels, epochs=epochs, validation_data=(images[-last:], labels[-last:]))
    return run.history
