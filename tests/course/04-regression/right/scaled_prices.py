"""Prices scaled for training and turned back, in both models; AdamW; (n, 1) prices."""

# %% split
X, y = houses.iloc[:, :13].values, houses[["price"]].values
order = np.random.default_rng(5).permutation(len(X))
train, test = order[100:], order[:100]
X_train, X_test, y_train, y_test = X[train], X[test], y[train], y[test]

# %% prepare
from sklearn.preprocessing import MinMaxScaler, StandardScaler

inputs_scaler, price_scaler = MinMaxScaler((-1, 1)).fit(X_train), StandardScaler().fit(y_train)


def prepare(rows):
    return inputs_scaler.transform(rows).astype("float32")

# %% model
model = build_linear(13, rate=0.02)
model.fit(prepare(X_train), price_scaler.transform(y_train), epochs=30, verbose=0)


def linear_price(rows):
    return price_scaler.inverse_transform(model.predict(prepare(rows), verbose=0))[:, 0]

# %% net
net = build_net(13, [32, 16])
net.compile(keras.optimizers.AdamW(0.01), "huber", metrics=["mae"])
history = net.fit(
    prepare(X_train), price_scaler.transform(y_train), validation_split=0.2, epochs=50, batch_size=16, verbose=0
)


def net_price(rows):
    return price_scaler.inverse_transform(net.predict(prepare(rows), verbose=0)).ravel()
