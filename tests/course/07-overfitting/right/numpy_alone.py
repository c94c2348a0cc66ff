"""Softmax regression in NumPy, stopped at its best epoch, as the cure; dropout and diagnosis by hand."""

# %% two-stories
careful = tuple(0.65 if answer else 0.35 for answer in truth)
careful = (0.45,) + careful[1:]
bold = np.where(truth, 0.98, 0.02).astype("float32")
bold[0] = 0.000001

# %% dropout-layer
rate = 0.5
mask = np.random.rand(*ones.shape) >= rate
in_training = (ones * mask / (1 - rate)).ravel().tolist()
in_prediction = list(ones[0])
factor = np.float32(1) / np.float32(0.8)

# %% cure
class SoftmaxRegression:
    def __init__(self):
        self.W, self.b = np.zeros((64, 10)), np.zeros(10)

    def predict(self, X):
        z = np.asarray(X, dtype=float) @ self.W + self.b
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return (e / e.sum(axis=1, keepdims=True)).tolist()

    def loss(self, X, y):
        return -np.mean(np.log(np.array(self.predict(X))[np.arange(len(y)), y]))

    def fit(self, X, y, X_val, y_val, rate=0.5, epochs=400):
        best = (np.inf, self.W, self.b)
        self.history = {"loss": [], "val_loss": []}
        for _ in range(epochs):
            error = (np.array(self.predict(X)) - np.eye(10)[y]) / len(y)
            self.W, self.b = self.W - rate * X.T @ error, self.b - rate * error.sum(axis=0)
            self.history["loss"].append(self.loss(X, y))
            self.history["val_loss"].append(self.loss(X_val, y_val))
            best = min(best, (self.history["val_loss"][-1], self.W, self.b), key=lambda kept: kept[0])
        _, self.W, self.b = best
        return self


cured = SoftmaxRegression().fit(X_train, y_train, X_val, y_val)
cured_history = cured.history

# %% diagnose
def diagnose(history: dict) -> str:
    """Name the state of a training.

    Args:
        history: curves of losses, as Keras logs them.
    """
    train_curve = np.array(history["loss"], float)
    val_curve = np.array(history["val_loss"], float) if "val_loss" in history else None
    last = lambda curve: curve[-3:].mean()  # noqa: E731
    rebound = lambda curve: (last(curve) - curve.min()) / (curve[0] - curve.min() + 1e-300)  # noqa: E731
    everything = train_curve if val_curve is None else np.r_[train_curve, val_curve]
    rules = {
        "diverging": lambda: ~np.isfinite(everything).all() or last(train_curve) > train_curve[0],
        "jagged": lambda: np.maximum(np.diff(train_curve), 0).sum() > 0.5 * (train_curve[0] - train_curve.min()),
        "no validation": lambda: val_curve is None,
        "overfit": lambda: rebound(val_curve) > 0.2,
        "underfit": lambda: last(train_curve) / train_curve[0] > 0.5,
        "good": lambda: True,
    }
    return next(word for word, applies in rules.items() if applies())
