"""The whole cured network comes back from a file; the dropout layers are put between those of the big network."""

# %% dropout-net
layers = []
for layer in build_big().layers:
    layers += [layer, keras.layers.Dropout(0.5)]
dropped = keras.Sequential([keras.Input(shape=(64,)), *layers[:-1]])
dropped_history = train(dropped, batch_size=25)

# %% cure
patient = build_big()
keeping = keras.callbacks.ModelCheckpoint("best.keras", monitor="val_accuracy", mode="max", save_best_only=True)
cured_history = train(patient, epochs=12, callbacks=[keeping])
cured = keras.models.load_model("best.keras")
