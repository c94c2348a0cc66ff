"""The same in a class of the student's own, which nobody can look into.

Loses: test_digit_inputs_are_scaled
"""

# %% digit-net
def to_input(images):
    return prepare(images).astype("float32")


class Digits(keras.Model):
    def __init__(self):
        super().__init__()
        self.flat = keras.layers.Flatten()
        self.first = keras.layers.Dense(50, activation="relu")
        self.last = keras.layers.Dense(10, activation="softmax")

    def call(self, x):
        return self.last(self.first(self.flat(x)))


model = Digits()
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(train_images), train_labels, epochs=15, validation_split=0.1, verbose=0)
