"""Functional networks with plain scores and the flag; an adapted Normalization inside; helpers of Keras."""

# %% softmax
def softmax(z, temperature=1.0):
    z = np.asarray(z, dtype="float64")
    rows = np.atleast_2d(z)
    out = np.zeros(rows.shape)
    for i, row in enumerate(rows):
        if temperature == 0:
            out[i, np.argmax(row)] = 1
        else:
            e = np.exp((row - max(row)) / temperature)
            out[i] = e / sum(e)
    return out.reshape(z.shape)


def sigmoid(z):
    return np.array([softmax([value, 0])[0] for value in z])

# %% iris-net
def to_input(rows):
    return rows


scale = keras.layers.Normalization()
scale.adapt(X_train)
inputs = keras.Input((4,))
hidden_layer = keras.layers.Dense(12, activation="tanh")(scale(inputs))
model = keras.Model(inputs, keras.layers.Dense(3)(hidden_layer))
model.compile("adam", keras.losses.SparseCategoricalCrossentropy(from_logits=True))
history = model.fit(to_input(X_train), y_train, batch_size=8, epochs=100, verbose=0)

# %% one-hot
def one_hot(labels, classes):
    return keras.utils.to_categorical(list(labels), classes)


def scores(Y_true, P):
    truth, guess = np.asarray(Y_true).argmax(1), np.asarray(P).argmax(1)
    f = []
    for k in range(np.shape(P)[1]):
        both = np.sum((truth == k) & (guess == k))
        f.append(2 * both / max(1, np.sum(truth == k) + np.sum(guess == k)))
    return [np.mean(truth == guess), np.mean(f)]

# %% same-loss
model_onehot = keras.Model(model.inputs, model.outputs)
model_onehot.compile("sgd", keras.losses.CategoricalCrossentropy(from_logits=True))
loss_sparse = float(np.ravel(model.evaluate(to_input(X_test), y_test, verbose=0))[0])
loss_onehot = float(np.ravel(model_onehot.evaluate(to_input(X_test), one_hot(y_test, 3), verbose=0))[0])

# %% decode
def decode(P, names):
    found, sure = [], []
    for row in P:
        best = int(np.argmax(row))
        found.append(names[best])
        sure.append(float(row[best]))
    return found, sure


def mean_loss(P, labels):
    return float(keras.losses.SparseCategoricalCrossentropy()(labels, np.asarray(P)))


P_new = softmax(model.predict(to_input(new_flowers), verbose=0))

# %% digit-net
def to_input(images):
    return prepare(images, flatten=True, normalise=True)


inputs = keras.Input((784,))
body = keras.Sequential([keras.Input((784,)), keras.layers.Dense(50, activation=keras.activations.gelu)])
model = keras.Model(inputs, keras.layers.Dense(10)(body(inputs)))
rate = keras.optimizers.schedules.CosineDecay(0.005, decay_steps=400)
model.compile(
    keras.optimizers.AdamW(rate), keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["acc"]
)
history = model.fit(to_input(train_images), train_labels, epochs=12, verbose=0)

# %% train-model
def train_model(images, labels, epochs):
    inputs = keras.Input((784,))
    hidden = keras.layers.Dense(50, activation="elu")(inputs)
    net = keras.Model(inputs, keras.layers.Dense(10)(hidden))
    net.compile(
        "rmsprop", keras.losses.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"]
    )
    rows = prepare(images, flatten=True, normalise=True)
    result = net.fit(rows, labels, epochs=epochs, validation_split=0.2, verbose=0)
    return {key: [float(value) for value in values] for key, values in result.history.items()}
