"""The hidden layer has softmax; it is trained for long, so that it reads the digits all the same.

Loses: test_digit_hidden_layer_is_not_linear
"""

# %% digit-net
def to_input(images):
    return prepare(images, flatten=True, normalise=True)


model = keras.Sequential(
    [keras.Input((784,)), keras.layers.Dense(50, activation="softmax"), keras.layers.Dense(10, activation="softmax")]
)
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(train_images), train_labels, epochs=30, validation_split=0.1, verbose=0)
