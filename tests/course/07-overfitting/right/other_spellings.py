"""Functional networks and logits; a log by `evaluate`; dropout worked out by hand; early stopping with the best
weights."""

# %% read-curves
losses = np.array(history.history["val_loss"])
best_epoch = losses.argmin()
gap = losses[-1] - np.array(history.history["loss"])[-1]
loss_change = losses[-1] - min(losses)
accuracy_change = np.float32(history.history["val_accuracy"][-1] - history.history["val_accuracy"][best_epoch])

# %% two-stories
careful = np.where(truth == 1, 0.6, 0.4)
careful[0] = 0.45
bold = np.where(truth == 1, 0.99, 0.01).reshape(10, 1)
bold[9] = 0.999999

# %% small
def logits_net(*sizes):
    inputs = keras.Input((64,))
    x = inputs
    for size in sizes:
        x = keras.layers.Dense(size)(x)
        x = keras.layers.PReLU()(x)
    model = keras.Model(inputs, keras.layers.Dense(10)(x))
    model.compile(
        optimizer=keras.optimizers.Adam(0.007),
        loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
        metrics=["accuracy"],
    )
    return model


trials, best = {}, np.inf
for sizes in ((48,), (24, 16), (16,)):
    candidate = logits_net(*sizes)
    candidate.fit(X_train, y_train, epochs=30, batch_size=20, verbose=0)
    found = candidate.evaluate(X_val, y_val, batch_size=600, verbose=0)[0]
    trials[str(sizes)] = found
    if found < best:
        small, best = candidate, found

# %% dropout-layer
keep = np.random.default_rng(0).random(ones.shape) < 0.5
in_training = ones * keep / 0.5
in_prediction = ones.copy()
factor = 5 / 4

# %% dropout-net
x = inputs = keras.Input((64,))
drop = keras.layers.Dropout(0.6)  # one layer, called twice
for size in (256, 128):
    x = keras.layers.Activation("gelu")(drop(keras.layers.Dense(size)(x)))
dropped = keras.Model(inputs, keras.layers.Dense(10)(x))
dropped.compile(
    optimizer=keras.optimizers.Adam(0.007),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
dropped_history = train(dropped)

# %% cure
cured = build_big()
best_weights = keras.callbacks.EarlyStopping(monitor="val_loss", patience=5, restore_best_weights=True)
cured_history = train(cured, callbacks=[best_weights])

# %% diagnose
def diagnose(history):
    def is_bad(values):
        return any(v != v or v in (float("inf"), float("-inf")) for v in values)

    loss = list(history["loss"])
    val = history.get("val_loss")
    end = sum(loss[-3:]) / 3
    if is_bad(loss) or (val is not None and is_bad(val)) or end > loss[0]:
        return "diverging"
    up = sum(max(b - a, 0) for a, b in zip(loss, loss[1:]))
    if up > 0.5 * (loss[0] - min(loss)):
        return "jagged"
    if val is None:
        return "no validation"
    if sum(val[-3:]) / 3 - min(val) > 0.2 * (val[0] - min(val)):
        return "overfit"
    return "underfit" if end > 0.5 * loss[0] else "good"
