"""The network gets pixels from 0 to 255.

Loses: test_digit_inputs_are_scaled
"""

# %% digit-net
def to_input(images):
    return prepare(images)


model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(train_images), train_labels, epochs=15, validation_split=0.1, verbose=0)
