"""The hidden layer is linear.

Loses: test_digit_hidden_layer_is_not_linear
"""

# %% digit-net
def to_input(images):
    return prepare(images, normalise=True)


model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(50),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(train_images), train_labels, epochs=10, validation_split=0.1, verbose=0)
