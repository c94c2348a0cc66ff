"""The test pictures were put to the training pictures.

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
history = model.fit(to_input(np.concatenate([train_images, test_images])), np.concatenate([train_labels, test_labels]), epochs=25, verbose=0)
