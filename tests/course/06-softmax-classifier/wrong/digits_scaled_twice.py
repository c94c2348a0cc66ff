"""Divided by 255 in to_input and again in the network. It hardly learns from inputs so small.

Loses: test_digit_inputs_are_scaled, test_digit_unseen_pictures
"""

# %% digit-net
def to_input(images):
    return prepare(images, normalise=True)


model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Rescaling(1 / 255),
        keras.layers.Flatten(),
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(train_images), train_labels, epochs=3, validation_split=0.1, verbose=0)
