"""A subclass with a train_step and a test_step of its own and metric objects; fit runs it. `one_unit` learns by
`train_on_batch`; `two_units` shares one sigmoid's probability."""

# %% model
import tensorflow as tf


class Tumours(keras.models.Model):
    """Two hidden layers; the loss is tracked by hand."""

    def __init__(self, units: int = 16, **kwargs):
        super().__init__(**kwargs)
        self.first = keras.layers.Dense(units, kernel_initializer="he_uniform")
        self.second = keras.layers.Dense(units // 2, activation="relu")
        self.out = keras.layers.Dense(1, activation="sigmoid")
        self.seen_loss = keras.metrics.Mean(name="loss")
        self.seen_accuracy = keras.metrics.BinaryAccuracy(name="right")

    @property
    def metrics(self):
        return [self.seen_loss, self.seen_accuracy]

    def call(self, inputs, training=False):
        return self.out(self.second(keras.activations.leaky_relu(self.first(inputs))))

    def train_step(self, data):
        x, labels = data
        labels = tf.cast(tf.reshape(labels, (-1, 1)), tf.float32)
        with tf.GradientTape() as tape:
            p = self(x, training=True)
            loss = tf.reduce_mean(keras.losses.binary_crossentropy(labels, p))
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        return self._told(loss, labels, p)

    def test_step(self, data):
        x, labels = data
        labels = tf.cast(tf.reshape(labels, (-1, 1)), tf.float32)
        p = self(x, training=False)
        return self._told(tf.reduce_mean(keras.losses.binary_crossentropy(labels, p)), labels, p)

    def _told(self, loss, labels, p):
        self.seen_loss.update_state(loss)
        self.seen_accuracy.update_state(labels, p)
        return {metric.name: metric.result() for metric in self.metrics}


model = Tumours()
model.compile(optimizer=keras.optimizers.Adam(5e-3), loss=keras.losses.BinaryCrossentropy())
Z_fit, Z_val, y_fit, y_val = train_test_split(prepare(X_train), y_train, test_size=0.2, random_state=3)
history = model.fit(Z_fit, y_fit, validation_data=(Z_val, y_val), epochs=25, verbose=0)

# %% one-unit
one_unit = keras.Sequential([keras.Input((2,)), keras.layers.Dense(24, "relu"), keras.layers.Dense(1, "sigmoid")])
one_unit.compile(keras.optimizers.Adam(0.02), "binary_crossentropy", metrics=["accuracy"])
mixed = np.random.default_rng(4)
for epoch in range(15):
    order = mixed.permutation(len(sensors))
    for start in range(0, len(order), 50):
        rows = order[start : start + 50]
        one_unit.train_on_batch(sensors[rows], fails[rows, None])

# %% two-units
inputs = keras.Input((2,))
hidden = keras.layers.Dense(16, activation="relu")(inputs)
p_fails = keras.layers.Dense(1, activation="sigmoid")(hidden)
p_runs = keras.ops.subtract(1.0, p_fails)
two_units = keras.Model(inputs, keras.layers.Concatenate()([p_runs, p_fails]))
two_units.compile(optimizer=keras.optimizers.Adam(0.01), loss="sparse_categorical_crossentropy", metrics=["accuracy"])
two_units.fit(sensors, fails, epochs=25, verbose=0)
