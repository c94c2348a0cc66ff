"""Two softmax units for the parts, a subclass with TensorFlow inside for the digits, an ensemble as the cure."""

# %% detector
detector = keras.Sequential(
    [
        keras.Input((10,)),
        keras.layers.Dense(16, activation="elu"),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(2, activation="softmax"),
    ]
)
detector.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"])
detector.fit(parts_train, faulty_train, epochs=25, validation_data=(parts_val, faulty_val), verbose=0)

# %% limit
p_val, p_test = detector.predict(parts_val, verbose=0)[:, 1], detector.predict(parts_test, verbose=0)[:, 1]
best = -1
for one in limits:
    if f1(faulty_val, p_val >= one) > best:
        limit, best = one, f1(faulty_val, p_val >= one)
said = np.where(p_test >= limit, 1, 0)
counts_test = confusion(faulty_test, said).tolist()
precision_test = precision(faulty_test, said)
f1_test = f1(faulty_test, said)

# %% reader
import tensorflow as tf


def to_rows(pictures):
    return pictures


class Reader(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(40)
        self.out = keras.layers.Dense(6)

    def call(self, pictures):
        rows = tf.reshape(tf.cast(pictures, tf.float32), (-1, 64)) / 255.0
        return tf.nn.softmax(self.out(tf.nn.relu(self.hidden(rows))))


reader = Reader()
reader.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
reader.fit(to_rows(pictures_train), labels_train, epochs=20, verbose=0)
digits_seen = list(np.argmax(reader.predict(pictures_test, verbose=0), axis=1))

# %% repair
class Voters:
    """Several small networks; the mean of their probabilities."""

    def __init__(self, number):
        self.networks = []
        for _ in range(number):
            network = keras.Sequential(
                [keras.Input((64,)), keras.layers.Dense(32, "relu"), keras.layers.Dense(10, "softmax")]
            )
            network.compile(keras.optimizers.Adam(0.005), "sparse_categorical_crossentropy")
            self.networks.append(network)

    def fit(self, X, y):
        for network in self.networks:
            network.fit(X, y, batch_size=20, epochs=16, verbose=0)
        return self

    def predict(self, X):
        return np.mean([network.predict(X, verbose=0) for network in self.networks], axis=0)


repaired = Voters(3).fit(X_few, y_few)
loss_of_cured = -np.log(repaired.predict(X_judge)[np.arange(600), y_judge]).mean()
percent_less = (given["val_loss"][-1] - loss_of_cured) / given["val_loss"][-1] * 100
