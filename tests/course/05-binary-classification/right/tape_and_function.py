"""A functional network that gives logits, trained by a compiled GradientTape step with an optimizer and a sampler of its
own; the history is a dict of arrays."""

# %% model
import tensorflow as tf

inputs = keras.Input((30,))
model = keras.Model(inputs, keras.layers.Dense(1)(keras.layers.Dense(16, activation="relu")(inputs)))
model.compile(loss=keras.losses.BinaryCrossentropy(from_logits=True))
adam = tf.keras.optimizers.Adam(0.01)
adam.build(model.trainable_variables)
Z, labels = prepare(X_train).astype("float32"), np.asarray(y_train, dtype="float32")[:, None]
fit_rows, val_rows = np.split(np.random.default_rng(0).permutation(len(Z)), [250])


@tf.function
def step(rows, truth):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(tf.nn.sigmoid_cross_entropy_with_logits(labels=truth, logits=model(rows, training=True)))
    adam.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    return loss


curves = np.zeros((30, 2))
for epoch in range(30):
    losses = [step(tf.constant(Z[rows]), tf.constant(labels[rows])).numpy() for rows in np.array_split(fit_rows, 10)]
    said = tf.sigmoid(model(Z[val_rows])).numpy() >= 0.5
    curves[epoch] = np.mean(losses), np.mean(said == labels[val_rows])
history = {"loss": curves[:, 0], "val_accuracy": curves[:, 1]}

# %% two-units
class Logits(keras.layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units

    def build(self, shape):
        self.w = self.add_weight(shape=(shape[-1], self.units), initializer="glorot_uniform")
        self.b = self.add_weight(shape=(self.units,), initializer="zeros")

    def call(self, rows):
        return rows @ self.w + self.b


two_units = keras.Sequential([keras.Input((2,)), Logits(16), keras.layers.ReLU(), Logits(2)])
two_units.compile(keras.optimizers.Adam(0.01), lambda y, z: tf.nn.sparse_softmax_cross_entropy_with_logits(tf.cast(tf.reshape(y, [-1]), tf.int32), z))
two_units.fit(sensors, fails, epochs=25, verbose=0)
