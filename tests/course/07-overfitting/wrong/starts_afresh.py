"""Builds a new network for the second training. Counts epochs from 1. Logs training losses. A forecast that is bold
in its mistake alone; dropout in front of the first layer alone; `nan` is seen in the last training loss alone.

Loses: test_best_epoch, test_bold_pays_more, test_second_fit_went_on, test_small_is_the_best_trial,
test_dropout_works_in_training, test_diagnose_jagged_and_diverging
"""

# %% read-curves
best_epoch = int(np.argmin(history.history["val_loss"])) + 1
gap = history.history["val_loss"][-1] - history.history["loss"][-1]
loss_change = history.history["val_loss"][-1] - min(history.history["val_loss"])
accuracy_change = history.history["val_accuracy"][-1] - history.history["val_accuracy"][best_epoch - 1]

# %% two-stories
careful = [0.7, 0.7, 0.7, 0.7, 0.4, 0.3, 0.3, 0.3, 0.3, 0.3]
bold = [0.51, 0.51, 0.51, 0.51, 1e-7, 0.49, 0.49, 0.49, 0.49, 0.49]

# %% second-fit
big = build_big()
second = train(big, epochs=5)
total_epochs = 35

# %% small
trials, networks = {}, {}
for units in (64, 24, 16):
    networks[units] = keras.Sequential(
        [
            keras.Input((64,)),
            keras.layers.Dense(units, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    trials[units] = train(networks[units]).history["loss"][-1]
small = networks[min(trials, key=trials.get)]

# %% dropout-net
dropped = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dropout(0.4),
        keras.layers.Dense(256, activation="relu"),
        keras.layers.GaussianNoise(0.5),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
dropped_history = train(dropped)

# %% diagnose
def diagnose(history):
    loss = np.asarray(history["loss"], dtype=float)
    end = loss[-3:].mean()
    if not np.isfinite(loss[-1]) or end > loss[0]:
        return "diverging"
    steps = np.diff(loss)
    if steps[steps > 0].sum() > (loss[0] - loss.min()) / 2:
        return "jagged"
    if "val_loss" not in history:
        return "no validation"
    val_loss = np.asarray(history["val_loss"], dtype=float)
    lowest = val_loss.min()
    if val_loss[-3:].mean() - lowest > (val_loss[0] - lowest) / 5:
        return "overfit"
    return "underfit" if end > loss[0] / 2 else "good"
