"""Sample weights, a callback of one's own, several metrics (accuracy among them), an ordered dict."""

# %% split
X = houses[[name for name in houses if name != "price"]].to_numpy()
y = houses["price"].to_numpy()
mask = np.random.default_rng(12).random(500) < 0.2
X_train, X_test, y_train, y_test = X[~mask], X[mask], y[~mask], y[mask]

# %% prepare
centre, length = X_train.mean(0), X_train.std(0, ddof=1)


def prepare(rows):
    """Cut off what lies far outside."""
    return np.clip((np.asarray(rows) - centre) / length, -6, 6)

# %% net
class Dots(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        print(".", end="")


net = build_net(13, [40, 20, 10])
net.compile(keras.optimizers.Adam(0.01), "mse", metrics=["mae", "accuracy", "mape"], weighted_metrics=["mse"])
history = net.fit(
    prepare(X_train), y_train, sample_weight=1 / y_train * y_train.mean(), validation_split=0.2, epochs=50,
    batch_size=16, callbacks=[Dots()], verbose=0,
)  # fmt: skip


def net_price(rows):
    return net.predict(prepare(rows), batch_size=256, verbose=0).ravel()

# %% build-grouped
def build_grouped(n_house, n_around):
    parts = []
    for size in (n_house, n_around):
        start = keras.Input((size,))
        parts.append((start, keras.layers.Dense(10, activation="softplus")(start)))
    ends = [keras.layers.Dense(1, use_bias=False)(hidden) for _start, hidden in parts]
    return keras.Model([start for start, _hidden in parts], keras.layers.add(ends))

# %% report
from collections import OrderedDict


def report(y, p):
    n = y.size
    y, p = y.reshape(n), p.reshape(n)
    return OrderedDict(
        rmse=float(keras.ops.sqrt(keras.ops.mean(keras.losses.MeanSquaredError()(y, p)))),
        mae=float(np.sum(abs(y - p)) / n),
        mape=float(np.average(abs(y - p) / abs(y)) * 100),
    )
