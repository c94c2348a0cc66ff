"""Scores, and the loss for them: the text's other right way."""


# %% digit-net
def to_input(images):
    """Raw pictures (n, 28, 28), 0 to 255 -> what your network takes."""
    return prepare(images, normalise=True)


model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(10),
    ]
)
model.compile(
    optimizer="adam",
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
history = model.fit(to_input(train_images), train_labels, epochs=10, validation_split=0.1, verbose=0)
