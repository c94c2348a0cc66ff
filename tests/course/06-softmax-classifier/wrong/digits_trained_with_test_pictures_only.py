"""train and test were mixed up.

Loses: test_digit_test_pictures_were_not_learnt
"""

# %% digit-net
def to_input(images):
    return prepare(images, normalise=True)


model = keras.Sequential(
    [
        keras.Input((28, 28)),
        keras.layers.Flatten(),
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(test_images), test_labels, epochs=30, verbose=0)
