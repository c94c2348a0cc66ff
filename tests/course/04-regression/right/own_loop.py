"""Subclassed models with `tf.nn` inside; a GradientTape loop, so the history is a dict of lists."""

# %% build-linear
import tensorflow as tf


class Linear(keras.Model):
    def __init__(self, units):
        super().__init__()
        self.out = keras.layers.Dense(units)

    def call(self, x):
        return self.out(x)


def build_linear(n_inputs, n_targets=1, rate=0.5):
    net = Linear(n_targets)
    net.build((None, n_inputs))
    net.compile(optimizer=keras.optimizers.Adam(rate), loss="mse")
    return net

# %% build-net
import tensorflow as tf


class Funnel(keras.Model):
    def __init__(self, widths):
        super().__init__()
        self.hidden = [keras.layers.Dense(width) for width in widths]
        self.out = keras.layers.Dense(1)

    def call(self, x):
        for layer in self.hidden:
            x = tf.nn.relu(layer(x))
        return self.out(x)


def build_net(n_inputs, widths):
    net = Funnel(widths)
    net(np.zeros((1, n_inputs), dtype="float32"))
    return net

# %% build-grouped
import tensorflow as tf


class Grouped(keras.Model):
    def __init__(self):
        super().__init__()
        self.one, self.other, self.out = keras.layers.Dense(12), keras.layers.Dense(9), keras.layers.Dense(1)

    def call(self, inputs):
        house, around = inputs
        return self.out(tf.concat([tf.nn.relu(self.one(house)), tf.nn.tanh(self.other(around))], axis=1))


def build_grouped(n_house, n_around):
    return Grouped()

# %% net
import tensorflow as tf

net = build_net(13, [32, 16])
net.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse")
Z, prices = (2 * prepare(X_train) - 1).astype("float32"), y_train[:, None].astype("float32")
data = tf.data.Dataset.from_tensor_slices((Z[:320], prices[:320])).shuffle(320, seed=1).batch(32)
history = {"loss": [], "val_loss": [], "val_mae": []}


@tf.function
def step(rows, targets):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean((net(rows, training=True) - targets) ** 2)
    grads = tape.gradient(loss, net.trainable_variables)
    net.optimizer.apply_gradients(zip(grads, net.trainable_variables))
    return loss


for epoch in range(50):
    history["loss"].append(float(np.mean([float(step(rows, targets)) for rows, targets in data])))
    errors = net(Z[320:]).numpy() - prices[320:]
    history["val_loss"].append(float(np.mean(errors**2)))
    history["val_mae"].append(float(np.mean(np.abs(errors))))


def net_price(rows):
    return net((2 * prepare(rows) - 1).astype("float32")).numpy()[:, 0]
