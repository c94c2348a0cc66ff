"""A hundred outputs for ten digits; the sparse loss does not complain.

Loses: test_digit_outputs, test_digit_parameters
"""

# %% digit-net
def to_input(images):
    return prepare(images, normalise=True)


model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(100, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(train_images), train_labels, epochs=10, validation_split=0.1, verbose=0)
