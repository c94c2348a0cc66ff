"""Batches from tf.data, validation rows given apart, tensors as answers, a schedule, the MAE as the loss."""

# %% prepare
scaling = keras.layers.Normalization()
scaling.adapt(X_train.astype("float32"))


def prepare(rows):
    return scaling(np.asarray(rows, dtype="float32"))

# %% build-linear
def build_linear(n_inputs, n_targets=1, rate=0.5):
    net = keras.Sequential([keras.layers.InputLayer(shape=(n_inputs,)), keras.layers.Dense(n_targets, use_bias=True)])
    schedule = keras.optimizers.schedules.ExponentialDecay(rate, decay_steps=200, decay_rate=0.9)
    net.compile(keras.optimizers.Adam(schedule), keras.losses.mean_squared_error)
    return net

# %% net
import tensorflow as tf

Z_fit, Z_val, y_fit, y_val = train_test_split(np.asarray(prepare(X_train)), y_train, test_size=0.15, random_state=2)
net = build_net(13, [48, 24])
net.compile(keras.optimizers.Adam(keras.optimizers.schedules.CosineDecay(0.02, 700)), "mae", metrics=["mse", "mape"])
history = net.fit(
    tf.data.Dataset.from_tensor_slices((Z_fit, y_fit)).shuffle(400).batch(32),
    validation_data=tf.data.Dataset.from_tensor_slices((Z_val, y_val)).batch(64),
    epochs=60,
    verbose=0,
)


def net_price(rows):
    return tf.reshape(net(prepare(rows)), [-1])

# %% report
import tensorflow as tf


def report(y, p):
    y, p = tf.reshape(y, [-1]), tf.reshape(p, [-1])
    off = tf.abs(y - p)
    return {
        "rmse": tf.sqrt(tf.reduce_mean(off**2)),
        "mae": tf.reduce_mean(off),
        "mape": 100 * tf.reduce_mean(off / tf.abs(y)),
    }
