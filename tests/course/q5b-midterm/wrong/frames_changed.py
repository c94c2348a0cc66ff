"""The frames themselves are filled. Softmax on one unit. Labels of other pictures. The training loss chooses the
epoch.

Loses: test_frames_are_not_changed, test_net_output_fits_loss, test_net_finds_new_customers,
    test_digit_net_reads_new_pictures, test_better
"""

# %% prepare
def prepare(train, test):
    names = ["salary", "months", "commute", "overtime"]
    departments = sorted(train["department"].unique())
    fill = train[names].median()
    mean, spread = train[names].mean(), train[names].std()
    tables = []
    for part in (train, test):
        part[names] = part[names].fillna(fill)
        numbers = (part[names] - mean) / spread
        codes = np.array([[float(one == name) for name in departments] for one in part["department"]])
        tables.append(np.hstack([numbers, codes]))
    return tables

# %% net
net = keras.Sequential(
    [
        keras.Input((8,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="softmax"),
    ]
)
net.compile(keras.optimizers.Adam(0.005), "binary_crossentropy")
net.fit(X2_train, y2_train, batch_size=40, epochs=20, verbose=0)

# %% digit-net
def to_input(pictures):
    return pictures.reshape(len(pictures), 64) / 16


digit_net = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(50, activation="relu"),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
digit_net.compile("adam", "sparse_categorical_crossentropy")
digit_net.fit(to_input(pictures_train), np.random.default_rng(1).permutation(labels_train), epochs=20, verbose=0)
read_digits = digit_net.predict(to_input(pictures_test), verbose=0).argmax(axis=1)

# %% read-curves
best_epoch = int(np.argmin(given["val_loss"]))
times_higher = given["val_loss"][-1] / min(given["val_loss"])
diagnosis = "b"
better = "d"
