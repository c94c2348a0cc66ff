"""scikit-learn and scipy wherever they fit; Softmax as a layer of its own; a loss in CamelCase; dictionaries from evaluate."""

# %% softmax
from scipy.special import softmax as ready


def softmax(z, temperature=1.0):
    scores = np.asarray(z, dtype=float)
    if temperature == 0:
        winner = np.expand_dims(np.argmax(scores, axis=-1), -1)
        return (np.arange(scores.shape[-1]) == winner).astype(float)
    return ready(scores / temperature, axis=-1)


def sigmoid(z):
    z = np.asarray(z, dtype=float)
    return softmax(np.stack([z, 0 * z], axis=-1))[..., 0]

# %% iris-net
from sklearn.preprocessing import RobustScaler

robust = RobustScaler().fit(X_train)


def to_input(rows):
    return robust.transform(rows)


model = keras.Sequential()
model.add(keras.layers.Dense(32))
model.add(keras.layers.LeakyReLU())
model.add(keras.layers.Dropout(0.1))
model.add(keras.layers.Dense(3))
model.add(keras.layers.Softmax())
model.compile(keras.optimizers.SGD(0.1, momentum=0.5), loss="SparseCategoricalCrossentropy", metrics=["accuracy"])
history = model.fit(to_input(X_train), y_train, epochs=60, batch_size=8, validation_split=0.2, verbose=0).history

# %% one-hot
from sklearn.metrics import classification_report


def one_hot(labels, classes):
    table = np.zeros((len(labels), classes))
    for row, label in enumerate(labels):
        table[row, label] = 1
    return table


def scores(Y_true, P):
    report = classification_report(np.argmax(Y_true, 1), np.argmax(P, 1), output_dict=True, zero_division=0)
    return report["accuracy"], report["macro avg"]["f1-score"]

# %% same-loss
model_onehot = keras.Sequential(
    [
        keras.Input((4,)),
        keras.layers.Dense(32),
        keras.layers.LeakyReLU(),
        keras.layers.Dropout(0.1),
        keras.layers.Dense(3, activation="softmax"),
    ]
)
model_onehot.set_weights(model.get_weights())
model_onehot.compile(loss=keras.losses.categorical_crossentropy)
loss_sparse = model.evaluate(to_input(X_test), y_test, verbose=0, return_dict=True)["loss"]
loss_onehot = model_onehot.evaluate(to_input(X_test), one_hot(y_test, 3), verbose=0, return_dict=True)["loss"]

# %% decode
from sklearn.metrics import log_loss


def decode(P, names):
    return np.array(names)[np.argmax(P, axis=1)], np.max(P, axis=1)


def mean_loss(P, labels):
    return log_loss(labels, P, labels=list(range(np.shape(P)[1])))


P_new = model.predict(to_input(new_flowers), verbose=0).tolist()

# %% evaluate
from sklearn.metrics import accuracy_score, log_loss

P = model.predict(to_input(test_images), verbose=0)
test_digits = np.argmax(P, axis=-1).tolist()
test_accuracy = accuracy_score(test_labels, test_digits)
test_loss = log_loss(test_labels, P.astype("float64") / P.sum(axis=1, keepdims=True).astype("float64"))

# %% digit-class
class Base:
    def __init__(self, hidden=50):
        self.history = {}
        self.hidden = hidden
        self.net = self.build()

    def build(self):
        net = keras.Sequential([keras.layers.Dense(self.hidden, "relu"), keras.layers.Dense(10, "softmax")])
        net.compile("nadam", "sparse_categorical_crossentropy", metrics=["accuracy"])
        return net


class DigitNet(Base):
    def fit(self, images, labels, epochs=10):
        result = self.net.fit(
            prepare(images, flatten=True, normalise=True), labels, epochs=epochs, validation_split=0.1, verbose=0
        )
        self.history = result.history
        return self.history

    def predict(self, images):
        return np.argmax(self.net.predict(prepare(images, True, True), verbose=0), axis=1)


reader = DigitNet()
reader.fit(train_images, train_labels, 10)
answers = reader.predict(test_images)
