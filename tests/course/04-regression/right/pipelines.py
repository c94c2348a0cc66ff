"""A pipeline as `prepare`; quantiles; classes and lambdas where functions are asked for."""

# %% prepare
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import QuantileTransformer, StandardScaler

prepare = make_pipeline(QuantileTransformer(n_quantiles=100, output_distribution="normal"), StandardScaler()).fit(X_train).transform

# %% model
model = build_linear(13, rate=0.3)
model.fit(prepare(X_train), y_train, epochs=40, validation_data=(prepare(X_test), y_test), verbose=0)


class Prices:
    def __init__(self, network):
        self.network = network

    def __call__(self, rows):
        return self.network.predict(prepare(rows), verbose=0).ravel().astype("float64")


linear_price = Prices(model)

# %% net
net = build_net(13, [32, 16])
net.compile(keras.optimizers.Adam(0.02), "mse", metrics=["mae"])
checkpoint = keras.callbacks.ModelCheckpoint("best.weights.h5", monitor="val_mae", save_best_only=True, save_weights_only=True)
history = net.fit(prepare(X_train), y_train, validation_split=0.2, epochs=40, callbacks=[checkpoint], verbose=0)
net.load_weights("best.weights.h5")
net_price = Prices(net)

# %% validated-rows
validated_rows = lambda n, split: range(n - round(n * split), n)
