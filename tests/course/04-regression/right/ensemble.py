"""`net_price` averages three networks; the closed solution of least squares put into the linear model."""

# %% model
model = build_linear(13)
Z = np.column_stack([prepare(X_train), np.ones(len(X_train))])
solution = np.linalg.lstsq(Z, y_train, rcond=None)[0]
model.set_weights([solution[:-1, None], solution[-1:]])


def linear_price(rows):
    return (prepare(rows) @ np.asarray(model.layers[-1].kernel) + np.asarray(model.layers[-1].bias))[:, 0]

# %% net
nets, histories = [], []
for widths in ([32], [16, 16], [32, 16]):
    one = build_net(13, widths)
    one.compile(keras.optimizers.Adam(0.03), "mse", metrics=["mae"])
    histories.append(one.fit(2 * prepare(X_train) - 1, y_train, validation_split=0.2, epochs=40, verbose=0))
    nets.append(one)
best = np.argmin([min(one.history["val_loss"]) for one in histories])
net, history = nets[best], histories[best]


def net_price(rows):
    return np.mean([one.predict(2 * prepare(rows) - 1, verbose=0).ravel() for one in nets], axis=0)
