"""scikit-learn and pandas wherever they have a function; frames for the parts; a z-score scaler."""

# %% split
frame, prices = houses.drop(columns="price"), houses["price"]
X, y = frame.to_numpy(), prices.to_numpy()
X_train, X_test, y_train, y_test = train_test_split(frame, prices, test_size=0.25, random_state=3)

# %% prepare
from sklearn.preprocessing import StandardScaler

scaler = StandardScaler().fit(X_train.to_numpy())


def prepare(rows):
    return scaler.transform(np.asarray(rows))

# %% build-linear
def build_linear(n_inputs, n_targets=1, rate=0.5):
    inputs = keras.Input((n_inputs,))
    net = keras.Model(inputs, keras.layers.Dense(n_targets, activation="linear")(inputs))
    net.compile(keras.optimizers.Adam(learning_rate=rate), keras.losses.MeanSquaredError())
    return net

# %% model
model = build_linear(X_train.shape[1])
model.fit(prepare(X_train), y_train, epochs=40, batch_size=32, verbose=0)


def linear_price(rows):
    return pd.Series(np.squeeze(model.predict(prepare(rows), verbose=0), axis=1))

# %% net
net = build_net(13, (64, 32))
net.compile("adam", "mean_squared_error", metrics=["mean_absolute_error", keras.metrics.RootMeanSquaredError()])
history = net.fit(prepare(X_train), y_train, validation_split=0.2, epochs=80, batch_size=8, verbose=0).history


def net_price(rows):
    return net.predict(prepare(rows), verbose=0)[:, 0]

# %% validated-rows
def validated_rows(n, split):
    return pd.RangeIndex(n)[-round(n * split) :].to_numpy()

# %% history-plot
def history_plot(history):
    wanted = [name for name in ("loss", "val_loss") if name in history]
    return pd.DataFrame(history)[wanted].plot(xlabel="epoch", ylabel="mean squared error")

# %% report
from sklearn import metrics


def report(y, p):
    y, p = y.flatten(), p.flatten()
    return {
        "rmse": metrics.root_mean_squared_error(y, p),
        "mae": metrics.mean_absolute_error(y, p),
        "mape": 100 * metrics.mean_absolute_percentage_error(y, p),
    }

# %% new-script
def new_script(X, y, epochs=5):
    inputs = keras.Input(X.shape[1:])
    new = keras.Model(inputs, keras.layers.Dense(1)(keras.layers.Dense(8, "relu")(inputs)))
    new.compile(keras.optimizers.Adam(0.02), "mse", metrics=["mae"])
    new.fit(X, y, epochs=epochs, verbose=0)
    p = new.predict(X, verbose=0)
    return new, metrics.root_mean_squared_error(y, p), metrics.mean_absolute_error(y, p)
