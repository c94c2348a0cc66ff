"""A subclassed model with `tf.nn` inside, trained by a GradientTape loop: the history is a dict."""

# %% split
from sklearn.model_selection import StratifiedShuffleSplit

splitter = StratifiedShuffleSplit(n_splits=1, test_size=0.25, random_state=8)
train, test = next(splitter.split(X, y))
X_train, X_test, y_train, y_test = X[train].astype("float32"), X[test].astype("float32"), y[train], y[test]

# %% model
import tensorflow as tf


class Net(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(16)
        self.out = keras.layers.Dense(1)

    def call(self, x):
        return tf.nn.sigmoid(self.out(tf.nn.relu(self.hidden(x))))


model = Net()
model.compile(optimizer=keras.optimizers.Adam(0.005), loss="binary_crossentropy")
Z = prepare(X_train).astype("float32")
Z_fit, y_fit, Z_val, y_val = Z[:240], y_train[:240, None].astype("float32"), Z[240:], y_train[240:]
data = tf.data.Dataset.from_tensor_slices((Z_fit, y_fit)).shuffle(240, seed=1).batch(32)
history = {"loss": [], "val_accuracy": []}


def step(rows, labels):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.binary_crossentropy(labels, model(rows, training=True)))
    grads = tape.gradient(loss, model.trainable_variables)
    model.optimizer.apply_gradients(zip(grads, model.trainable_variables))
    return loss


for epoch in range(25):
    losses = [float(step(rows, labels)) for rows, labels in data]
    history["loss"].append(float(np.mean(losses)))
    said = model(Z_val).numpy()[:, 0] >= 0.5
    history["val_accuracy"].append(float(np.mean(said == y_val)))

# %% one-unit
class Small(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(16, activation="tanh")
        self.out = keras.layers.Dense(1)

    def call(self, x):
        return keras.ops.sigmoid(self.out(self.hidden(x)))


one_unit = Small()
one_unit.compile(keras.optimizers.Adam(0.02), keras.losses.BinaryCrossentropy(), metrics=["accuracy"])
one_unit.fit(sensors, fails, epochs=25, verbose=0)

# %% two-units
import tensorflow as tf

two_units = keras.Sequential(
    [keras.Input((2,)), keras.layers.Dense(20, "tanh"), keras.layers.Dense(2, activation=tf.nn.softmax)]
)
two_units.compile(keras.optimizers.Adam(0.02), loss=keras.losses.sparse_categorical_crossentropy)
two_units.fit(tf.data.Dataset.from_tensor_slices((sensors, fails)).batch(32), epochs=30, verbose=0)
