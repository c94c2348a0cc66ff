"""train_model trains with the pictures of the notebook, whatever it is given.
fit uses train_labels; the reader was asked before it was trained.

Loses: test_train_model_uses_its_arguments, test_digit_net_learns_from_its_arguments, test_reader_answers
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
        train_images[:300], train_labels[:300], epochs=epochs, validation_split=0.2, verbose=0
    ).history

# %% digit-class
class DigitNet:
    def __init__(self):
        self.network = keras.Sequential(
            [
                keras.Input((28, 28)),
                keras.layers.Rescaling(1 / 255),
                keras.layers.Flatten(),
                keras.layers.Dense(50, activation="relu"),
                keras.layers.Dense(10, activation="softmax"),
            ]
        )
        self.network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])

    def fit(self, images, labels, epochs):
        return self.network.fit(images, train_labels[: len(images)], epochs=epochs, verbose=0).history

    def predict(self, images):
        return self.network.predict(images, verbose=0).argmax(axis=1)


reader = DigitNet()
answers = reader.predict(test_images)
reader.fit(train_images, train_labels, epochs=10)
