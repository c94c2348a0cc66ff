"""Raw rows and batch normalisation as the first layer; softmax with binary cross-entropy on one-hot
labels."""

# %% prepare
def prepare(rows):
    return np.asarray(rows, dtype="float32")

# %% model
inputs = keras.Input((30,))
h = keras.layers.BatchNormalization(momentum=0.9)(inputs)
h = keras.layers.Dense(16, activation=keras.activations.silu)(h)
model = keras.Model(inputs, keras.layers.Dense(1, activation=keras.activations.sigmoid)(h))
rate = keras.optimizers.schedules.CosineDecay(0.01, decay_steps=300)
model.compile(keras.optimizers.Adam(rate), keras.losses.binary_crossentropy, metrics=["acc"])
Z_fit, Z_val, y_fit, y_val = train_test_split(prepare(X_train), y_train, test_size=0.2, stratify=y_train)
history = model.fit(
    Z_fit, y_fit, sample_weight=np.where(y_fit == 1, 1.5, 1.0), epochs=30, validation_data=(Z_val, y_val), verbose=0
)

# %% two-units
two_units = keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, "relu"), keras.layers.Dense(2, "softmax")])
two_units.compile(keras.optimizers.Adam(0.01), loss="binary_crossentropy", metrics=["accuracy"])
two_units.fit(sensors, np.eye(2)[fails], epochs=25, verbose=0)
