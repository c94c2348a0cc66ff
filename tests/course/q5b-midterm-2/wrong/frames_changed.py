"""The frames themselves are filled. Softmax on one unit. Labels of other pictures. The training loss chooses the
epoch.

Loses: test_frames_are_not_changed, test_detector_output_fits_loss, test_detector_finds_new_parts,
    test_reader_reads_new_pictures, test_helped
"""

# %% tables
def to_tables(train, test):
    names = ["weight", "distance", "price", "depot"]
    carriers = sorted(train["carrier"].unique())
    fill = train[names].median()
    mean, spread = train[names].mean(), train[names].std()
    tables = []
    for part in (train, test):
        part[names] = part[names].fillna(fill)
        numbers = (part[names] - mean) / spread
        codes = np.array([[float(one == name) for name in carriers] for one in part["carrier"]])
        tables.append(np.hstack([numbers, codes]))
    return tables

# %% detector
detector = keras.Sequential(
    [
        keras.Input((10,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="softmax"),
    ]
)
detector.compile(keras.optimizers.Adam(0.005), "binary_crossentropy")
detector.fit(parts_train, faulty_train, batch_size=40, epochs=20, verbose=0)

# %% reader
def to_rows(pictures):
    return pictures.reshape(len(pictures), 64) / 255


reader = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(40, activation="relu"),
        keras.layers.Dense(6, activation="softmax"),
    ]
)
reader.compile("adam", "sparse_categorical_crossentropy")
reader.fit(to_rows(pictures_train), np.random.default_rng(1).permutation(labels_train), epochs=20, verbose=0)
digits_seen = reader.predict(to_rows(pictures_test), verbose=0).argmax(axis=1)

# %% read-curves
epochs_too_many = len(given["val_loss"]) - 1 - int(np.argmin(given["val_loss"]))
gap = given["val_loss"][-1] - given["loss"][-1]
diagnosis = "c"
helped = "d"
