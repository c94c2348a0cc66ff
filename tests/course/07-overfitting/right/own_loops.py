"""GradientTape everywhere: histories are dictionaries, patience is by hand."""

# %% big
import tensorflow as tf

cross_entropy_of = keras.losses.SparseCategoricalCrossentropy()


def loop(model, epochs, rate=0.007, after_epoch=lambda epoch, value: False):
    """Train with a loop of my own; stops when `after_epoch` says so."""
    optimizer = keras.optimizers.Adam(rate)
    logs = {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}

    @tf.function
    def step(rows, labels):
        with tf.GradientTape() as tape:
            answers = model(rows, training=True)
            value = cross_entropy_of(labels, answers)
        optimizer.apply_gradients(zip(tape.gradient(value, model.trainable_variables), model.trainable_variables))
        return value, tf.reduce_mean(tf.cast(tf.argmax(answers, axis=1) == labels, tf.float32))

    for epoch in range(epochs):
        order = np.random.permutation(200)
        seen = [step(X_train[part], y_train[part]) for part in np.split(order, 10)]
        logs["loss"].append(float(np.mean([value for value, _ in seen])))
        logs["accuracy"].append(float(np.mean([share for _, share in seen])))
        answers = model(X_val, training=False)
        logs["val_loss"].append(float(cross_entropy_of(y_val, answers)))
        logs["val_accuracy"].append(float(np.mean(np.argmax(answers, axis=1) == y_val)))
        if after_epoch(epoch, logs["val_loss"][-1]):
            break
    return logs


big = build_big()
history = loop(big, 30)

# %% read-curves
best_epoch = history["val_loss"].index(min(history["val_loss"]))
gap = tf.constant(history["val_loss"][-1] - history["loss"][-1])
loss_change = history["val_loss"][29] - history["val_loss"][best_epoch]
accuracy_change = history["val_accuracy"][29] - history["val_accuracy"][best_epoch]

# %% second-fit
second = loop(big, 5)
total_epochs = np.int64(35)

# %% small
trials = {}
networks = {}
for units in [12, 24, 36]:
    networks[f"net{units}"] = keras.Sequential(
        [keras.Input((64,)), keras.layers.Dense(units, activation="relu"), keras.layers.Dense(10, activation="softmax")]
    )
    trials[f"net{units}"] = loop(networks[f"net{units}"], 30)["val_loss"][-1]
small = networks[sorted(trials.items(), key=lambda item: item[1])[0][0]]

# %% dropout-net
dropped = keras.Sequential([keras.Input((64,))])
dropped.add(keras.layers.Dense(256, activation="relu"))
dropped.add(keras.layers.Dropout(0.5))
dropped.add(keras.layers.Dense(128, activation="relu"))
dropped.add(keras.layers.Dropout(0.5))
dropped.add(keras.layers.Dense(10, activation="softmax"))
dropped_history = loop(dropped, 30)

# %% cure
cured = build_big()
best = {"loss": np.inf, "weights": None, "epoch": 0}


def remember(epoch, value):
    if value < best["loss"]:
        best.update(loss=value, weights=cured.get_weights(), epoch=epoch)
    return epoch - best["epoch"] >= 4


cured_history = loop(cured, 30, after_epoch=remember)
cured.set_weights(best["weights"])
