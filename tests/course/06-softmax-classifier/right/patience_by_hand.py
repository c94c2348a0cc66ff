"""Patience by hand, with the best weights put back; an EarlyStopping that never trips; a metric under another name."""

# %% iris-net
from sklearn.preprocessing import QuantileTransformer

quantiles = QuantileTransformer(n_quantiles=50, output_distribution="normal").fit(X_train)


def to_input(rows):
    return quantiles.transform(rows)


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(16, "mish"), keras.layers.Dense(3, "softmax")])
model.compile("rmsprop", "sparse_categorical_crossentropy", metrics=["accuracy"])
never = keras.callbacks.EarlyStopping(monitor="loss", patience=1000)
history = model.fit(to_input(X_train), y_train, epochs=100, batch_size=8, callbacks=[never], verbose=0)

# %% digit-net
def to_input(images):
    return prepare(images, flatten=True) / 127.5 - 1


model = keras.Sequential([keras.Input((784,)), keras.layers.Dense(50, "relu"), keras.layers.Dense(10, "softmax")])
model.compile("adam", "sparse_categorical_crossentropy", metrics=[keras.metrics.SparseCategoricalAccuracy(name="hits")])
history = {"loss": [], "val_loss": []}
best, best_weights, waited = np.inf, None, 0
while waited < 3 and len(history["loss"]) < 25:
    run = model.fit(
        to_input(train_images[:850]),
        train_labels[:850],
        validation_data=(to_input(train_images[850:]), train_labels[850:]),
        verbose=0,
    )
    for key in history:
        history[key] += run.history[key]
    if history["val_loss"][-1] < best:
        best, best_weights, waited = history["val_loss"][-1], model.get_weights(), 0
    else:
        waited += 1
model.set_weights(best_weights)
