"""Class weights move the best cut; datasets; a smoothed loss whose value is no plain cross-entropy."""

# %% net
import tensorflow as tf

net = keras.Sequential(
    [keras.Input((8,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1, activation="sigmoid")]
)
net.compile(keras.optimizers.Adam(0.003), "binary_crossentropy", metrics=["accuracy"])
net.fit(X2_train, y2_train, epochs=30, class_weight={0: 0.6, 1: 3.0}, verbose=0)

# %% digit-net
def to_input(pictures):
    return tf.reshape(tf.cast(pictures, tf.float32) / 16, (-1, 64))


digit_net = keras.Sequential(
    [keras.layers.Dense(50, activation="relu"), keras.layers.Dense(10), keras.layers.Activation("softmax")]
)
digit_net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
rows_of_digits = tf.data.Dataset.from_tensor_slices((to_input(pictures_train), labels_train))
digit_net.fit(rows_of_digits.shuffle(1000).batch(25), epochs=15, verbose=0)
read_digits = tf.argmax(digit_net(to_input(pictures_test)), axis=1)

# %% cure
cured = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
cured.compile(
    keras.optimizers.Adam(0.005), keras.losses.CategoricalCrossentropy(label_smoothing=0.1), metrics=["accuracy"]
)
one_hot = np.eye(10)
cured.fit(
    X4_train, one_hot[y4_train], batch_size=20, epochs=30, validation_data=(X4_val, one_hot[y4_val]), validation_batch_size=600, verbose=0,
    callbacks=[keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)],
)  # fmt: skip
probabilities4 = cured.predict(X4_val, verbose=0)
percent_below = 100 * (1 - np.mean(-np.log(probabilities4[np.arange(600), y4_val])) / given["val_loss"][-1])
