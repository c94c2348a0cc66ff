"""The right dropout in a network of half the size. `diagnose` takes the last value alone for the end.

Loses: test_dropout_kept_the_layers, test_diagnose_goes_by_the_table
"""

# %% dropout-net
dropped = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(64, activation="relu"),
        keras.layers.Dropout(0.5),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
dropped_history = train(dropped)

# %% diagnose
def diagnose(history):
    loss = history["loss"]
    val_loss = history.get("val_loss")
    if not np.isfinite(loss).all() or (val_loss and not np.isfinite(val_loss).all()) or loss[-1] > loss[0]:
        return "diverging"
    if sum(max(0, b - a) for a, b in zip(loss, loss[1:])) > (loss[0] - min(loss)) / 2:
        return "jagged"
    if not val_loss:
        return "no validation"
    if val_loss[-1] - min(val_loss) > (val_loss[0] - min(val_loss)) / 5:
        return "overfit"
    return "underfit" if loss[-1] > loss[0] / 2 else "good"
