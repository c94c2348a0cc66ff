"""The best weights from a file; a learning rate by a schedule; `compile` and `fit` by hand; epochs counted on."""

# %% big
big = build_big()
big.compile(keras.optimizers.Adam(learning_rate=0.007), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = big.fit(X_train, y_train, validation_data=(X_val, y_val), batch_size=20, epochs=30, verbose=2)

# %% second-fit
second = train(big, epochs=35, initial_epoch=30)
total_epochs = len(history.epoch) + len(second.epoch)

# %% small
trials, best_loss = {}, float("inf")
for widths in [(96,), (32, 32), (20,)]:
    model = keras.Sequential([keras.Input((64,))])
    for width in widths:
        model.add(keras.layers.Dense(width, activation="elu"))
    model.add(keras.layers.Dense(10, activation="softmax"))
    falling = keras.optimizers.schedules.CosineDecay(0.01, 300)
    model.compile(keras.optimizers.Nadam(falling), "sparse_categorical_crossentropy", metrics=["accuracy"])
    train(model)
    trials["-".join(map(str, widths))] = value = model.evaluate(X_val, y_val, verbose=0)[0]
    if value < best_loss:
        best_loss, small = value, model

# %% cure
cured = build_big()
saved = keras.callbacks.ModelCheckpoint("best.weights.h5", save_best_only=True, save_weights_only=True)
cured_history = train(cured, callbacks=[saved])
cured.load_weights("best.weights.h5")
