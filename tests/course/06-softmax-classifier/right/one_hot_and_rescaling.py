"""The digits with one-hot targets and smoothed labels, scaled by a layer of the network; the history kept as a dictionary."""

# %% prepare
def prepare(images, flatten=False, normalise=False):
    result = images.astype("float32").copy()
    if flatten:
        result = result.reshape((-1, 28 * 28))
    return result / 255 if normalise else result

# %% digit-net
def to_input(images):
    return prepare(images)


model = keras.Sequential(
    [
        keras.layers.Rescaling(1 / 255),
        keras.layers.Flatten(),
        keras.layers.Dense(50),
        keras.layers.Activation("selu"),
        keras.layers.Dense(10),
        keras.layers.Activation("softmax"),
    ]
)
model.compile("adam", keras.losses.CategoricalCrossentropy(label_smoothing=0.1), metrics=["accuracy"])
history = model.fit(
    to_input(train_images), np.eye(10)[train_labels], epochs=15, validation_split=0.2, verbose=0
).history

# %% evaluate
result = model.evaluate(to_input(test_images), np.eye(10)[test_labels], verbose=0, return_dict=True)
test_loss, test_accuracy = result["loss"], result["accuracy"]
test_digits = np.array([int(row.argmax()) for row in model.predict(to_input(test_images), verbose=0)])
