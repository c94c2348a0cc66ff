"""pandas wherever it goes: scaling with a frame's mean and deviation, dummies, crosstabs, answers as frames and series."""

# %% iris-net
columns = ["a", "b", "c", "d"]
train_frame = pd.DataFrame(X_train, columns=columns)
middle, width = train_frame.mean(), train_frame.std()


def to_input(rows):
    return (pd.DataFrame(rows, columns=columns) - middle) / width


model = keras.Sequential(
    [keras.layers.Dense(10, activation="elu"), keras.layers.Dense(10, activation="elu"), keras.layers.Dense(3, "softmax")]
)
model.compile(loss="sparse_categorical_crossentropy", optimizer=keras.optimizers.Nadam(0.01), metrics=["accuracy"])
history = model.fit(to_input(X_train), y_train, epochs=40, batch_size=10, validation_split=0.1, verbose=0)

# %% one-hot
def one_hot(labels, classes):
    return pd.get_dummies(pd.Categorical(labels, categories=range(classes))).to_numpy()


def scores(Y_true, P):
    truth, guess = pd.DataFrame(Y_true).idxmax(axis=1), pd.DataFrame(P).idxmax(axis=1)
    table = pd.crosstab(truth, guess).reindex(index=range(P.shape[1]), columns=range(P.shape[1]), fill_value=0)
    hits = pd.Series(np.diag(table))
    f = 2 * hits / (table.sum(axis=0) + table.sum(axis=1)).clip(lower=1)
    return pd.Series({"accuracy": (truth == guess).mean(), "f1": f.mean()})

# %% same-loss
model_onehot = keras.models.clone_model(model)
model_onehot.build((None, 4))
model_onehot.set_weights(model.get_weights())
model_onehot.compile(loss="categorical_crossentropy")
rows = to_input(X_test).to_numpy()
loss_sparse, _accuracy = model.evaluate(rows, y_test, verbose=0)
loss_onehot = model_onehot.evaluate(rows, pd.get_dummies(y_test).astype(float).to_numpy(), verbose=0, return_dict=True)
loss_onehot = pd.Series(loss_onehot)["loss"]

# %% decode
def decode(P, names):
    table = pd.DataFrame(P, columns=names)
    return table.idxmax(axis="columns"), table.max(axis="columns")


def mean_loss(P, labels):
    return pd.Series(np.asarray(P)[range(len(P)), list(labels)]).apply(np.log).mul(-1).mean()


P_new = pd.DataFrame(model.predict(to_input(new_flowers), verbose=0), columns=names).round(3)

# %% digit-net
import pandas as pd


def to_input(images):
    return pd.DataFrame(prepare(images, flatten=True, normalise=True))


model = keras.Sequential(
    [keras.Input((784,)), keras.layers.Dense(50, activation="relu"), keras.layers.Dense(10, activation="softmax")]
)
model.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(train_images), train_labels, epochs=10, batch_size=20, verbose=0)

# %% evaluate
result = pd.Series(model.evaluate(to_input(test_images), test_labels, verbose=0, return_dict=True))
test_loss, test_accuracy = result["loss"], result["accuracy"]
test_digits = pd.DataFrame(model.predict(to_input(test_images), verbose=0)).idxmax(axis=1)

# %% train-model
def train_model(images, labels, epochs):
    pixels = pd.DataFrame(images.reshape(len(images), -1)) / 255
    network = keras.Sequential(
        [keras.Input((784,)), keras.layers.Dense(50, activation="relu"), keras.layers.Dense(10, activation="softmax")]
    )
    network.compile("adam", "sparse_categorical_crossentropy", metrics=["accuracy"])
    run = network.fit(pixels, pd.Series(labels), epochs=epochs, validation_split=0.2, verbose=0)
    return pd.DataFrame(run.history).to_dict("list")
