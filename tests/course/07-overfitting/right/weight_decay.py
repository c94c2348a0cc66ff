"""Weight decay and a rate that falls; early stopping that never trips; logits; a small network with batch
normalisation."""

# %% read-curves
loss, val_loss, val_acc = (np.array(history.history[name]) for name in ("loss", "val_loss", "val_accuracy"))
(best_epoch,) = np.flatnonzero(val_loss == val_loss.min())
gap = (val_loss - loss)[-1]
loss_change = np.ptp([val_loss[-1], val_loss[best_epoch]])
accuracy_change = round(val_acc[-1] - val_acc[best_epoch], 4)

# %% small
trials, networks = {}, {}
for units in (16, 24, 40):
    networks[units] = keras.Sequential(
        [
            keras.Input((64,)),
            keras.layers.Dense(units, use_bias=False),
            keras.layers.BatchNormalization(),
            keras.layers.ReLU(),
            keras.layers.Dense(10),
        ]
    )
    networks[units].compile(
        optimizer=keras.optimizers.Adam(0.005), loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    )
    trials[units] = round(train(networks[units], epochs=25).history["val_loss"][-1], 2)
small = networks[min(trials, key=trials.get)]

# %% cure
cured = build_big()
cured.compile(
    optimizer=keras.optimizers.AdamW(learning_rate=0.007, weight_decay=0.5),
    loss="sparse_categorical_crossentropy",
    metrics=["accuracy"],
)
cured_history = train(
    cured,
    callbacks=[
        keras.callbacks.ReduceLROnPlateau(monitor="val_loss", factor=0.5, patience=2),
        keras.callbacks.EarlyStopping(monitor="val_loss", patience=29, restore_best_weights=True),
    ],
)
