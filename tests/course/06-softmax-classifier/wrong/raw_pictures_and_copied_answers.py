"""to_input divides by the largest pixel of the pictures that it gets; relu stands before the hidden layer, not behind it.
train_model does not scale, and watches the pictures that it trains with.
DigitNet does not scale and shows its progress; the answers are the labels, and the reader was never trained.

Loses: test_digit_inputs_are_scaled, test_digit_hidden_layer_is_not_linear, test_train_model_scales_the_pictures, test_train_model_uses_its_arguments, test_digit_net_fits_and_predicts, test_digit_net_learns_from_its_arguments, test_reader_answers
"""

# %% digit-net
def to_input(images):
    rows = prepare(images, flatten=True)
    return rows / rows.max()


model = keras.Sequential(
    [
        keras.Input((784,)),
        keras.layers.Activation("relu"),
        keras.layers.Dense(50),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(train_images), train_labels, epochs=10, validation_split=0.1, verbose=0)

# %% train-model
def train_model(images, labels, epochs):
    network = keras.Sequential(
        [
            keras.Input((28, 28)),
            keras.layers.Flatten(),
            keras.layers.Dense(50, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    return network.fit(images, labels, epochs=epochs, validation_data=(images, labels), verbose=0).history

# %% digit-class
class DigitNet:
    def __init__(self):
        self.network = keras.Sequential(
            [
                keras.Input((28, 28)),
                keras.layers.Flatten(),
                keras.layers.Dense(50, activation="relu"),
                keras.layers.Dense(10, activation="softmax"),
            ]
        )
        self.network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])

    def fit(self, images, labels, epochs):
        return self.network.fit(images, labels, epochs=epochs).history

    def predict(self, images):
        return self.network.predict(images, verbose=0).argmax(axis=1)


reader = DigitNet()
answers = test_labels
