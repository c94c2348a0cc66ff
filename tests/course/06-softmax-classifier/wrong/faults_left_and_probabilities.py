"""Always five epochs, a progress bar, no validation part.
predict gives probabilities, so nothing that needs digits works.

Loses: test_train_model_history, test_train_model_epochs, test_train_model_uses_its_arguments, test_train_model_prints_nothing, test_digit_net_fits_and_predicts, test_digit_nets_are_independent, test_digit_net_learns_from_its_arguments, test_reader_answers
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
    history = network.fit(images, labels, epochs=5)
    print(network.evaluate(test_images, test_labels))
    return history.history

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
        return self.network.fit(images, labels, epochs=epochs, verbose=0).history

    def predict(self, images):
        return self.network.predict(images, verbose=0)


reader = DigitNet()
reader.fit(train_images, train_labels, epochs=10)
answers = reader.predict(test_images)
