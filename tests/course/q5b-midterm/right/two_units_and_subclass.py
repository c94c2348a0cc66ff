"""Two softmax units for the customers, a subclass with TensorFlow inside for the digits, an ensemble as the cure."""

# %% net
net = keras.Sequential(
    [
        keras.Input((8,)),
        keras.layers.Dense(16, activation="elu"),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(2, activation="softmax"),
    ]
)
net.compile(keras.optimizers.Adam(0.003), "sparse_categorical_crossentropy", metrics=["accuracy"])
net.fit(X2_train, y2_train, epochs=25, validation_data=(X2_val, y2_val), verbose=0)

# %% cut
p_val, p_test = net.predict(X2_val, verbose=0)[:, 1], net.predict(X2_test, verbose=0)[:, 1]
best = -1
for one in cuts:
    if f1(y2_val, p_val >= one) > best:
        cut, best = one, f1(y2_val, p_val >= one)
said = np.where(p_test >= cut, 1, 0)
matrix_test = confusion(y2_test, said).tolist()
recall_test = recall(y2_test, said)
f1_test = f1(y2_test, said)

# %% digit-net
import tensorflow as tf


def to_input(pictures):
    return pictures


class Reader(keras.Model):
    def __init__(self):
        super().__init__()
        self.hidden = keras.layers.Dense(50)
        self.out = keras.layers.Dense(10)

    def call(self, pictures):
        rows = tf.reshape(tf.cast(pictures, tf.float32), (-1, 64)) / 16.0
        return tf.nn.softmax(self.out(tf.nn.relu(self.hidden(rows))))


digit_net = Reader()
digit_net.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
digit_net.fit(to_input(pictures_train), labels_train, epochs=20, verbose=0)
read_digits = list(np.argmax(digit_net.predict(pictures_test, verbose=0), axis=1))

# %% cure
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


cured = Voters(3).fit(X4_train, y4_train)
loss_of_cured = -np.log(cured.predict(X4_val)[np.arange(600), y4_val]).mean()
percent_below = (given["val_loss"][-1] - loss_of_cured) / given["val_loss"][-1] * 100
