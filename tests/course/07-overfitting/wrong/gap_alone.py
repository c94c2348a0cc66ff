"""`diagnose` calls every gap overfitting, any smallest rise, too. Early stopping watches nothing: patience as long as
the training.

Loses: test_cure_works, test_cure_stops_at_the_best_epoch, test_diagnose_two_examples, test_diagnose_good_and_overfit,
test_diagnose_any_size, test_diagnose_goes_by_the_table
"""

# %% cure
cured = build_big()
patient = keras.callbacks.EarlyStopping(monitor="val_loss", patience=30)
cured_history = train(cured, callbacks=[patient])

# %% diagnose
def diagnose(history):
    loss = np.array(history["loss"])
    val_loss = np.array(history.get("val_loss", []))
    if not np.isfinite(loss).all() or not np.isfinite(val_loss).all() or loss[-1] > loss[0]:
        return "diverging"
    steps = np.diff(loss)
    if steps[steps > 0].sum() > 0.5 * (loss[0] - loss.min()):
        return "jagged"
    if not len(val_loss):
        return "no validation"
    if loss[-3:].mean() > 0.5 * loss[0]:
        return "underfit"
    if val_loss[-1] > loss[-1] or val_loss[-1] > val_loss.min():
        return "overfit"
    return "good"
