"""The network stands outside of train_model, so a second call goes on with the first one's.
The network belongs to the class, not to the object.

Loses: test_train_model_starts_anew, test_digit_nets_are_independent
"""

# %% train-model
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


def train_model(images, labels, epochs):
    network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return network.fit(images, labels, epochs=epochs, validation_split=0.2, verbose=0).history

# %% digit-class
class DigitNet:
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

    def fit(self, images, labels, epochs):
        return self.network.fit(images, labels, epochs=epochs, verbose=0).history

    def predict(self, images):
        return self.network.predict(images, verbose=0).argmax(axis=1)


reader = DigitNet()
reader.fit(train_images, train_labels, epochs=10)
answers = reader.predict(test_images)
