"""`diagnose` compares losses with fixed numbers, needs a validation loss and takes any; the small network is not small.

Loses: test_small_is_smaller, test_small_learnt_a_rule, test_diagnose_underfit, test_diagnose_any_size,
test_diagnose_without_validation, test_diagnose_jagged_and_diverging, test_diagnose_goes_by_the_table
"""

# %% small
trials = {"one": 3.0, "two": 2.0}
small = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(512, activation="relu"),
        keras.layers.Dense(128, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
trials["three"] = train(small).history["val_loss"][-1]

# %% diagnose
def diagnose(history):
    loss, val_loss = np.array(history["loss"]), np.array(history["val_loss"])
    if not np.isfinite(loss).all() or loss[-1] > loss[0]:
        return "diverging"
    steps = np.diff(loss)
    if steps[steps > 0].sum() > 0.5 * (loss[0] - loss.min()):
        return "jagged"
    if val_loss[-3:].mean() - val_loss.min() > 0.1:
        return "overfit"
    if loss[-1] > 1.0:
        return "underfit"
    return "good"
