"""Lambda layers, so that the networks cannot be rebuilt; a fold of KFold as the split; a fixed axes."""

# %% split
from sklearn.model_selection import KFold

X, y = houses.drop("price", axis=1).to_numpy(dtype="float32"), houses.price.to_numpy(dtype="float32")
train, test = next(KFold(5, shuffle=True, random_state=0).split(X))
X_train, X_test, y_train, y_test = X[train], X[test], y[train], y[test]

# %% build-net
def build_net(n_inputs, widths):
    net = keras.Sequential([keras.Input((n_inputs,))])
    for width in widths:
        net.add(keras.layers.Dense(width))
        net.add(keras.layers.Lambda(lambda z: keras.ops.relu(z)))
    net.add(keras.layers.Dense(1))
    return net

# %% build-grouped
def build_grouped(n_house, n_around):
    house, around = keras.Input((n_house,)), keras.Input((n_around,))
    h = keras.layers.Lambda(lambda z: keras.ops.relu(z))(keras.layers.Dense(8)(house))
    s = keras.layers.Lambda(lambda z: keras.ops.relu(z))(keras.layers.Dense(8)(around))
    return keras.Model([house, around], keras.layers.Dense(1)(keras.layers.concatenate([h, s])))

# %% net
net = keras.Sequential(
    [
        keras.Input((13,)),
        keras.layers.Lambda(lambda z: 2 * z - 1),
        keras.layers.Dense(32, activation="relu"),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1),
    ]
)
net.compile(optimizer=keras.optimizers.Adam(0.02), loss="mse", metrics=["mae"])
history = net.fit(prepare(X_train), y_train, validation_split=0.2, epochs=50, verbose=0)


def net_price(rows):
    return net.predict(prepare(rows), verbose=0).ravel()

# %% history-plot
_, canvas = plt.subplots()


def history_plot(history):
    canvas.cla()
    for name in history:
        if name in ("val_loss", "loss"):
            canvas.plot(history[name], label={"loss": "seen", "val_loss": "unseen"}[name])
    canvas.set_xlabel("passes")
    canvas.set_ylabel("squared error")
    canvas.legend()
    return canvas
