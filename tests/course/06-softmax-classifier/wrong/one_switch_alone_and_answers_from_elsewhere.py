"""prepare looks at the second switch only if the first one is off.
The loss is the last one of the training, the accuracy that of the training pictures, the digits are theirs, too.
train_model trains for ten epochs always. Objects of DigitNet share a network that is the default of an argument.

Loses: test_prepare_keeps_pixels_in_order, test_evaluate_loss, test_evaluate_accuracy, test_predicted_digits, test_train_model_epochs, test_digit_nets_are_independent
"""

# %% prepare
def prepare(images, flatten=False, normalise=False):
    if normalise:
        return images / 255
    elif flatten:
        return images.reshape(len(images), -1)
    return images

# %% evaluate
test_loss = history.history["loss"][-1]
test_accuracy = model.evaluate(to_input(train_images), train_labels, verbose=0)[1]
test_digits = model.predict(to_input(train_images[:300]), verbose=0).argmax(axis=1)

# %% train-model
def build():
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
    return network


def train_model(images, labels, epochs):
    return build().fit(images, labels, epochs=10, validation_split=0.2, verbose=0).history

# %% digit-class
def new_network():
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
    return network


class DigitNet:
    def __init__(self, network=new_network()):
        self.network = network

    def fit(self, images, labels, epochs):
        return self.network.fit(images, labels, epochs=epochs, verbose=0).history

    def predict(self, images):
        return self.network.predict(images, verbose=0).argmax(axis=1)


reader = DigitNet()
reader.fit(train_images, train_labels, epochs=10)
answers = reader.predict(test_images)
