"""A dropout layer of the student's own that is on for ever. `diagnose` asks for underfitting before overfitting.

Loses: test_dropout_is_off_in_prediction, test_diagnose_goes_by_the_table
"""

# %% dropout-net
class AlwaysDropout(keras.layers.Dropout):
    def call(self, inputs, training=None):
        return super().call(inputs, training=True)


inputs = keras.Input((64,))
x = keras.layers.Dense(256, activation="relu")(inputs)
x = AlwaysDropout(0.4)(x)
x = keras.layers.Dense(128, activation="relu")(x)
x = AlwaysDropout(0.4)(x)
dropped = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
dropped_history = train(dropped)

# %% diagnose
def diagnose(history):
    loss = np.array(history["loss"])
    val_loss = np.array(history.get("val_loss", []))
    end = np.mean(loss[-3:])
    if not np.all(np.isfinite(np.concatenate([loss, val_loss]))) or end > loss[0]:
        return "diverging"
    if np.clip(np.diff(loss), 0, None).sum() > 0.5 * (loss[0] - loss.min()):
        return "jagged"
    if val_loss.size == 0:
        return "no validation"
    if end > 0.5 * loss[0]:
        return "underfit"
    if np.mean(val_loss[-3:]) - val_loss.min() > 0.2 * (val_loss[0] - val_loss.min()):
        return "overfit"
    return "good"
