"""Mean squared error on one-hot targets; 1 minus the accuracy is taken for the loss.

Loses: test_digit_output_fits_loss, test_evaluate_loss
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
model.compile("adam", "mse", metrics=["accuracy"])
history = model.fit(to_input(train_images), np.eye(10)[train_labels], epochs=10, validation_split=0.1, verbose=0)

# %% evaluate
test_loss, test_accuracy = model.evaluate(to_input(test_images), np.eye(10)[test_labels], verbose=0)
test_loss = 1 - test_accuracy
test_digits = model.predict(to_input(test_images), verbose=0).argmax(axis=1)
