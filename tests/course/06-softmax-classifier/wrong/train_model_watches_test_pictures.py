"""train_model takes the test pictures of the notebook as its validation part.

Loses: test_train_model_uses_its_arguments
"""

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
    return network.fit(
        images, labels, epochs=epochs, validation_data=(test_images, test_labels), verbose=0
    ).history
