"""`diagnose` with bounds of its own: jagged from twice the fall, underfitting from 0.7 of the first value.

Loses: test_diagnose_goes_by_the_table
"""

# %% diagnose
def diagnose(history):
    loss = np.asarray(history["loss"], dtype=float)
    val_loss = np.asarray(history.get("val_loss", []), dtype=float)
    end = loss[-3:].mean()
    if not (np.isfinite(loss).all() and np.isfinite(val_loss).all()) or end > loss[0]:
        return "diverging"
    steps = np.diff(loss)
    if steps[steps > 0].sum() > 2 * (loss[0] - loss.min()):
        return "jagged"
    if len(val_loss) == 0:
        return "no validation"
    if val_loss[-3:].mean() - val_loss.min() > (val_loss[0] - val_loss.min()) / 5:
        return "overfit"
    return "underfit" if end > 0.7 * loss[0] else "good"
