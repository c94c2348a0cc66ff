"""No library but NumPy where that is possible: split, tables, scores; softmax regression as the cure."""

# %% split
random = np.random.default_rng(8)
parts = ([], [])
for label in (0, 1):
    rows = random.permutation(np.flatnonzero(staff["left"].to_numpy() == label))
    parts[1].extend(rows[: round(0.25 * len(rows))])
    parts[0].extend(rows[round(0.25 * len(rows)) :])
staff_train, staff_test = (staff.take(random.permutation(rows)) for rows in parts)

# %% prepare
def prepare(train, test):
    columns_train, columns_test = [], []
    for name in ("salary", "months", "commute", "overtime"):
        one, other = train[name].to_numpy(dtype=float), test[name].to_numpy(dtype=float)
        middle = np.nanmedian(one)
        one, other = (np.where(np.isnan(column), middle, column) for column in (one, other))
        low, high = np.percentile(one, [25, 75])
        columns_train.append((one - middle) / (high - low))
        columns_test.append((other - middle) / (high - low))
    for name in dict.fromkeys(train["department"]):
        columns_train.append(np.where(train["department"].to_numpy() == name, 1.0, 0.0))
        columns_test.append(np.where(test["department"].to_numpy() == name, 1.0, 0.0))
    return np.column_stack(columns_train), np.column_stack(columns_test)

# %% scores
def confusion(y_true, y_pred):
    return np.bincount(2 * np.asarray(y_true, int) + np.asarray(y_pred, int), minlength=4).reshape(2, 2)


def recall(y_true, y_pred):
    m = confusion(y_true, y_pred)
    return float(m[1, 1] / max(m[1].sum(), 1))


def f1(y_true, y_pred):
    m = confusion(y_true, y_pred)
    p, r = m[1, 1] / max(m[:, 1].sum(), 1), m[1, 1] / max(m[1].sum(), 1)
    return np.float32(2 * p * r / (p + r)) if p + r else 0

# %% cut
p_val, p_test = net.predict(X2_val, verbose=0), net.predict(X2_test, verbose=0)
found = np.array([float(f1(y2_val, p_val[:, 0] >= one)) for one in cuts])
cut = np.float32(cuts[found == found.max()][-1])
matrix_test = confusion(y2_test, p_test[:, 0] >= cut)
recall_test = matrix_test[1, 1] / matrix_test[1].sum()
f1_test = 2 * matrix_test[1, 1] / (2 * matrix_test[1, 1] + matrix_test[0, 1] + matrix_test[1, 0])

# %% read-curves
best_epoch = np.argmin(given["val_loss"])
times_higher = np.array(given["val_loss"])[-1] / np.min(given["val_loss"])
diagnosis = "b"
better = {"c"}

# %% cure
class SoftmaxRegression:
    def __init__(self):
        self.W, self.b = np.zeros((64, 10)), np.zeros(10)

    def predict(self, X):
        z = np.asarray(X, dtype=float) @ self.W + self.b
        e = np.exp(z - z.max(axis=1, keepdims=True))
        return e / e.sum(axis=1, keepdims=True)

    def loss(self, X, y):
        return -np.mean(np.log(self.predict(X)[np.arange(len(y)), y]))

    def fit(self, X, y, rate=0.5, epochs=300):
        best = np.inf, self.W, self.b
        for _ in range(epochs):
            error = (self.predict(X) - np.eye(10)[y]) / len(y)
            self.W, self.b = self.W - rate * X.T @ error, self.b - rate * error.sum(axis=0)
            best = min(best, (self.loss(X4_val, y4_val), self.W, self.b), key=lambda kept: kept[0])
        _, self.W, self.b = best
        return self


cured = SoftmaxRegression().fit(X4_train, y4_train)
percent_below = "{:.1f} %".format(100 - 100 * cured.loss(X4_val, y4_val) / given["val_loss"][-1])
