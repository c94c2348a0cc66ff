"""float32 in softmax, metrics of Keras that answer with tensors, penalties of activations, a scaler that cuts; focal loss."""

# %% softmax
def softmax(z, temperature=1.0):
    z = np.array(z, dtype="float32")
    z = z - z.max(axis=-1, keepdims=True)
    powers = np.exp(z / np.float32(max(temperature, 1e-9)))
    return powers / powers.sum(axis=-1, keepdims=True)


sigmoid = np.vectorize(lambda value: softmax([value, 0.0])[0])

# %% iris-net
from sklearn.preprocessing import MinMaxScaler

scaler = MinMaxScaler(clip=True).fit(X_train)


def to_input(rows):
    return scaler.transform(rows)


model = keras.Sequential(
    [
        keras.Input((4,)),
        keras.layers.Dense(16, activation="relu", activity_regularizer=keras.regularizers.L2(1e-3)),
        keras.layers.Dense(3, activation="softmax"),
    ]
)
model.compile(keras.optimizers.Adam(0.03), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(X_train), y_train, epochs=50, batch_size=16, verbose=0)

# %% one-hot
def one_hot(labels, classes):
    return np.eye(classes)[np.asarray(labels)]


def scores(Y_true, P):
    right, macro = keras.metrics.CategoricalAccuracy(), keras.metrics.F1Score(average="macro")
    right.update_state(Y_true, P)
    macro.update_state(Y_true, P)
    return right.result(), macro.result()

# %% decode
def decode(P, names):
    frame = pd.DataFrame(np.asarray(P), columns=names)
    return frame.idxmax(axis=1).tolist(), frame.max(axis=1)


def mean_loss(P, labels):
    return keras.losses.SparseCategoricalCrossentropy()(labels, np.asarray(P))


P_new = model(to_input(new_flowers))

# %% digit-net
def to_input(images):
    return prepare(images, flatten=True, normalise=True)


model = keras.Sequential(
    [keras.Input((784,)), keras.layers.Dense(50, activation="relu"), keras.layers.Dense(10, activation="softmax")]
)
model.compile("adam", keras.losses.CategoricalFocalCrossentropy(), metrics=["accuracy"])
history = model.fit(to_input(train_images), np.eye(10)[train_labels], epochs=12, validation_split=0.1, verbose=0)

# %% evaluate
test_loss, test_accuracy = model.evaluate(to_input(test_images), np.eye(10)[test_labels], verbose=0)
test_digits = model.predict(to_input(test_images), verbose=0).argmax(axis=1)

# %% train-model
def train_model(images, labels, epochs):
    rows = prepare(images, flatten=True, normalise=True)
    order = np.random.default_rng(0).permutation(len(rows))
    cut = int(0.8 * len(rows))
    fit_rows, watch_rows = order[:cut], order[cut:]
    network = keras.Sequential([keras.layers.Dense(50, "relu"), keras.layers.Dense(10, "softmax")])
    network.compile("sgd", "sparse_categorical_crossentropy", metrics=["accuracy"])
    curves = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}
    for _epoch in range(epochs):
        result = network.fit(
            rows[fit_rows],
            labels[fit_rows],
            validation_data=(rows[watch_rows], labels[watch_rows]),
            verbose=0,
        )
        for key, values in result.history.items():
            curves[key] += values
    return curves

# %% digit-class
class DigitNet(keras.Sequential):
    def __init__(self):
        super().__init__([keras.Input((784,)), keras.layers.Dense(50, "relu"), keras.layers.Dense(10, "softmax")])
        self.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])

    def fit(self, images, labels, epochs):
        rows = prepare(images, flatten=True, normalise=True)
        return super().fit(rows, labels, epochs=epochs, verbose=0).history

    def predict(self, images):
        return super().predict(prepare(images, flatten=True, normalise=True), verbose=0).argmax(axis=1)


reader = DigitNet()
reader.fit(train_images, train_labels, epochs=10)
answers = reader.predict(test_images)
