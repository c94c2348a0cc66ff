"""Prints, warnings, a progress line on stderr and plots everywhere but in the functions that must be silent."""

# %% softmax
import sys
import warnings


def softmax(z, temperature=1.0):
    z = np.asarray(z, dtype=float)
    print("softmax of shape", z.shape, "temperature", temperature)
    if temperature == 0:
        warnings.warn("temperature 0: taking the limit")
        best = z.argmax(axis=-1)
        return np.eye(z.shape[-1])[best]
    sys.stderr.write(f"largest score: {z.max():.3f}\n")
    e = np.exp(z / temperature - np.max(z / temperature, axis=-1, keepdims=True))
    return e / np.sum(e, axis=-1, keepdims=True)


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    print("sigmoid:", z)
    return np.array([softmax(pair)[0] for pair in zip(z, np.zeros(len(z)))])

# %% iris-net
scale_mean = X_train.mean(0)
scale_std = X_train.std(0)
print(f"mean {scale_mean}, std {scale_std}")


def to_input(rows):
    print("rows:", len(rows))
    return (rows - scale_mean) / scale_std


class Dots(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        sys.stderr.write("\rEpoch %d, loss %.4f" % (epoch + 1, logs["loss"]))


model = keras.models.Sequential()
model.add(keras.layers.Dense(8, input_shape=(4,), activation="relu"))
model.add(keras.layers.Dense(8, activation="relu"))
model.add(keras.layers.Dense(3, activation="softmax"))
model.summary()
model.compile(optimizer=keras.optimizers.Adam(0.02), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(
    to_input(X_train), y_train, epochs=60, batch_size=16, validation_split=0.15, callbacks=[Dots()]
)
plt.plot(history.history["loss"])
plt.show()
print(pd.DataFrame(history.history).tail())

# %% digit-net
import logging


def to_input(images):
    logging.getLogger().warning("preparing %d pictures", len(images))
    print("to_input", images.shape)
    return prepare(images, flatten=True, normalise=True)


model = keras.models.Sequential()
model.add(keras.layers.Dense(50, input_dim=784, activation="sigmoid"))
model.add(keras.layers.Dense(10, activation="softmax"))
model.summary()
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(train_images), train_labels, epochs=15, validation_split=0.1, verbose=2)
for key, values in history.history.items():
    print(f"{key:>15}: {values[-1]:.4f}")

# %% evaluate
score = model.evaluate(to_input(test_images), test_labels)
print("Test loss:", score[0], "Test accuracy:", score[1])
test_loss = score[0]
test_accuracy = score[1]
predictions = model.predict(to_input(test_images))
test_digits = np.argmax(predictions, axis=1)
for i in range(3):
    print(f"picture {i}: {test_digits[i]}, in truth {test_labels[i]}")
