"""One epoch after the other with patience by hand; rare rows drawn again for training only; the history is collected;
a last training on all rows of the training part."""

# %% split
order = np.random.default_rng(12).permutation(len(X))
ill, healthy = order[y[order] == 1], order[y[order] == 0]
n_ill, n_healthy = len(ill) // 4, len(healthy) // 4
X_test, y_test = np.vstack([X[ill[:n_ill]], X[healthy[:n_healthy]]]), np.hstack([y[ill[:n_ill]], y[healthy[:n_healthy]]])
X_train, y_train = np.vstack([X[ill[n_ill:]], X[healthy[n_healthy:]]]), np.hstack([y[ill[n_ill:]], y[healthy[n_healthy:]]])

# %% prepare
logs = np.log1p(X_train)
centre, size = logs.mean(axis=0), logs.std(axis=0)


def prepare(rows):
    """Logarithms first: the columns are skewed."""
    scaled = []
    for row in rows:
        scaled.append([(np.log1p(value) - c) / s for value, c, s in zip(row, centre, size)])
    return np.array(scaled)

# %% model
Z_fit, Z_val, y_fit, y_val = train_test_split(prepare(X_train), y_train, test_size=0.2, stratify=y_train, random_state=0)
rare = np.flatnonzero(y_fit == 1)
again = np.random.default_rng(1).choice(rare, size=len(y_fit) - 2 * len(rare))
Z_fit, y_fit = np.concatenate([Z_fit, Z_fit[again]]), np.concatenate([y_fit, y_fit[again]])


def fresh():
    net = keras.Sequential([keras.Input((30,)), keras.layers.Dense(16, "mish"), keras.layers.Dense(1, "sigmoid")])
    net.compile("adam", "binary_crossentropy", metrics=["accuracy"])
    return net


model, history = fresh(), {"loss": [], "accuracy": [], "val_loss": [], "val_accuracy": []}
best, waited, epochs = np.inf, 0, 0
while waited < 5 and epochs < 40:
    told = model.fit(Z_fit, y_fit, validation_data=(Z_val, y_val), epochs=1, verbose=0).history
    for name in history:
        history[name] += told[name]
    epochs += 1
    waited = 0 if told["val_loss"][0] < best else waited + 1
    best = min(best, told["val_loss"][0])
print("epochs:", epochs)
model = fresh()
model.fit(prepare(X_train), y_train, epochs=epochs, verbose=0)
