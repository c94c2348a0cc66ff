"""A class of the student's own with dropout; L2 as the remedy; softmax regression among the trials; a log of arrays."""

# %% small
trials = {}
candidates = {}
for units in (0, 16, 32):
    hidden_layers = [keras.layers.Dense(units, activation="tanh")] if units else []
    model = keras.Sequential([keras.Input((64,)), *hidden_layers, keras.layers.Dense(10), keras.layers.Softmax()])
    model.compile(optimizer=keras.optimizers.AdamW(0.007), loss="SparseCategoricalCrossentropy", metrics=["acc"])
    train(model)
    trials[f"{units} units"] = np.array([model.evaluate(X_val, y_val, batch_size=600, verbose=0)[0]])
    candidates[f"{units} units"] = model
winner = sorted(trials, key=lambda name: trials[name][0])[0]
small = candidates[winner]

# %% dropout-net
class Dropped(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = keras.layers.Dense(256, activation="relu")
        self.second = keras.layers.Dense(128, activation="relu")
        self.drop = keras.layers.Dropout(0.5)
        self.out = keras.layers.Dense(10)

    def call(self, x, training=False):
        x = self.drop(self.first(x), training=training)
        x = self.drop(self.second(x), training=training)
        return keras.ops.softmax(self.out(x))


dropped = Dropped()
dropped_history = train(dropped)

# %% cure
l2 = keras.regularizers.L2(0.01)
cured = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(256, activation="relu", kernel_regularizer=l2),
        keras.layers.Dense(128, activation="relu", kernel_regularizer=l2),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
cured_history = train(cured)
