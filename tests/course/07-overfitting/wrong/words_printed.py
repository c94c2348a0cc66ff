"""`diagnose` prints its answer. The cure answers with digits instead of ten numbers a row.

Loses: test_cure_gives_ten_outputs, test_cure_works, test_cure_validation_rows_apart, test_cure_labels_untouched,
test_diagnose_two_examples, test_diagnose_good_and_overfit, test_diagnose_underfit, test_diagnose_jagged_and_diverging,
test_diagnose_any_size, test_diagnose_without_validation, test_diagnose_goes_by_the_table
"""

# %% cure
class Voting:
    def __init__(self, members):
        self.members = members

    def predict(self, X):
        votes = np.stack([member.predict(X, verbose=0).argmax(axis=1) for member in self.members])
        return np.array([np.bincount(column).argmax() for column in votes.T])


members = []
for _ in range(3):
    members.append(
        keras.Sequential(
            [keras.Input((64,)), keras.layers.Dense(24, activation="relu"), keras.layers.Dense(10, activation="softmax")]
        )
    )
    train(members[-1], epochs=15)
cured = Voting(members)

# %% diagnose
def diagnose(history):
    loss, val_loss = np.array(history["loss"]), np.array(history.get("val_loss", []))
    end = loss[-3:].mean()
    if not np.isfinite(loss).all() or not np.isfinite(val_loss).all() or end > loss[0]:
        print("diverging")
    elif np.diff(loss).clip(0).sum() > (loss[0] - loss.min()) / 2:
        print("jagged")
    elif not len(val_loss):
        print("no validation")
    elif val_loss[-3:].mean() - val_loss.min() > (val_loss[0] - val_loss.min()) / 5:
        print("overfit")
    else:
        print("underfit" if end > loss[0] / 2 else "good")
