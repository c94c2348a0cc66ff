"""train_model and DigitNet with GradientTape loops and metrics objects; a batch of a hundred pictures at a time."""

# %% train-model
import tensorflow as tf


def build_network():
    return keras.Sequential([keras.Input((784,)), keras.layers.Dense(50, "relu"), keras.layers.Dense(10)])


def train_model(images, labels, epochs):
    rows = tf.constant(prepare(images, True, True), tf.float32)
    targets = tf.constant(np.asarray(labels), tf.int64)
    count = int(len(images) * 0.8)
    train = tf.data.Dataset.from_tensor_slices((rows[:count], targets[:count])).shuffle(count).batch(32)
    network, optimizer = build_network(), keras.optimizers.Adam()
    curves = dict(loss=[], accuracy=[], val_loss=[], val_accuracy=[])
    for _ in range(epochs):
        mean, right = keras.metrics.Mean(), keras.metrics.SparseCategoricalAccuracy()
        for x, y in train:
            with tf.GradientTape() as tape:
                out = network(x, training=True)
                loss = tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(y, out))
            grads = tape.gradient(loss, network.trainable_variables)
            optimizer.apply_gradients(zip(grads, network.trainable_variables))
            mean.update_state(loss)
            right.update_state(y, out)
        out = network(rows[count:], training=False)
        curves["loss"].append(float(mean.result()))
        curves["accuracy"].append(float(right.result()))
        curves["val_loss"].append(
            float(tf.reduce_mean(tf.nn.sparse_softmax_cross_entropy_with_logits(targets[count:], out)))
        )
        curves["val_accuracy"].append(float(np.mean(np.argmax(out, axis=1) == targets[count:].numpy())))
    return curves

# %% digit-class
import tensorflow as tf


class DigitNet(keras.Model):
    def __init__(self):
        super().__init__()
        self.flat = keras.layers.Flatten()
        self.one = keras.layers.Dense(50, activation="relu")
        self.two = keras.layers.Dense(10, activation="softmax")
        self.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])

    def call(self, x):
        return self.two(self.one(self.flat(tf.cast(x, tf.float32) / 255.0)))

    def fit(self, images, labels, epochs=1):
        return super().fit(images, labels, epochs=epochs, batch_size=100, verbose=0).history

    def predict(self, images):
        return tf.argmax(self(images, training=False), axis=1)


reader = DigitNet()
reader.fit(train_images, train_labels, epochs=10)
answers = reader.predict(test_images).numpy()
