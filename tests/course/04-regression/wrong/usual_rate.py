"""The optimizer by its name, so `rate` never arrives; the old script's rate is left out, too.

Loses: test_rate_arrives, test_linear_model_knows_new_houses, test_script_keeps_the_recipe
"""

# %% build-linear
def build_linear(n_inputs, n_targets=1, rate=0.5):
    net = keras.Sequential([keras.Input((n_inputs,)), keras.layers.Dense(n_targets)])
    net.compile(optimizer="adam", loss="mse", metrics=["mae"])
    return net

# %% new-script
def new_script(X, y, epochs=5):
    new = keras.Sequential([keras.Input((X.shape[1],)), keras.layers.Dense(8, "relu"), keras.layers.Dense(1)])
    new.compile(optimizer=keras.optimizers.Adam(), loss="mse")
    new.fit(X, y, epochs=epochs, verbose=0)
    errors = report(y, new.predict(X, verbose=0))
    return new, errors["rmse"], errors["mae"]
