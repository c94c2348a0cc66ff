"""An adapted Normalization layer inside a nested network; early stopping; label smoothing; one-hot
labels and a log-softmax whose loss has `from_logits`; a table that is a dict of the student's own."""

# %% prepare
def prepare(rows):
    return rows

# %% model
scaling = keras.layers.Normalization()
scaling.adapt(X_train)
body = keras.Sequential([keras.Input((30,)), keras.layers.Dense(16), keras.layers.PReLU(), keras.layers.Dropout(0.1)])
model = keras.Sequential([keras.Input((30,)), scaling, body, keras.layers.Dense(1, "sigmoid")])
model.compile(
    keras.optimizers.Adam(0.005), keras.losses.BinaryCrossentropy(label_smoothing=0.05), metrics=["binary_accuracy"]
)
stop = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
history = model.fit(X_train, y_train, epochs=40, validation_split=0.2, callbacks=[stop], verbose=0)

# %% two-units
two_units = keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, "relu"), keras.layers.Dense(2, "log_softmax")])
two_units.compile(keras.optimizers.Adam(0.01), keras.losses.CategoricalCrossentropy(from_logits=True))
two_units.fit(sensors, keras.utils.to_categorical(fails, 2), epochs=25, verbose=0)

# %% screening-table
class Table(dict):
    def counts(self):
        return [count for count in self.values() if count is not None]


class Impossible(ValueError):
    pass


def screening_table(positive, negative, tp=None, ill=None):
    table = Table(TP=tp, FP=None, FN=None, TN=None)
    if ill is not None and not 0 <= ill <= positive + negative:
        raise Impossible("more people are ill than were tested")
    if tp is not None:
        table["FP"] = positive - tp
    if tp is not None and ill is not None:
        table["FN"], table["TN"] = ill - tp, negative - ill + tp
    if min([positive, negative, *table.counts()]) < 0:
        raise Impossible(table)
    return table
