"""prepare normalises unless it is told not to.
The accuracy is a number of pictures, the digits begin with 1.
train_model gives back what fit returns, not its dictionary. fit of DigitNet always trains for ten epochs, and predict begins with 1.

Loses: test_prepare_keeps_its_argument, test_evaluate_accuracy, test_predicted_digits, test_train_model_history, test_digit_net_fits_and_predicts, test_digit_net_learns_from_its_arguments, test_reader_answers
"""

# %% prepare
def prepare(images, flatten=False, normalise=True):
    prepared = np.array(images)
    if flatten:
        prepared = prepared.reshape(len(prepared), -1)
    return prepared / 255 if normalise else prepared

# %% evaluate
test_loss, share = model.evaluate(to_input(test_images), test_labels, verbose=0)
test_accuracy = round(share * len(test_labels))
test_digits = model.predict(to_input(test_images), verbose=0).argmax(axis=1) + 1

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
    return network.fit(images, labels, epochs=epochs, validation_split=0.2, verbose=0)

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
        return self.network.fit(images, labels, epochs=10, verbose=0).history

    def predict(self, images):
        return self.network.predict(images, verbose=0).argmax(axis=1) + 1


reader = DigitNet()
reader.fit(train_images, train_labels, epochs=10)
answers = reader.predict(test_images)
