"""Logits and `from_logits=True` everywhere, so the cut is at 0; class weights; AdamW."""

# %% prepare
from sklearn.preprocessing import StandardScaler

scaler = StandardScaler().fit(X_train)


def prepare(rows):
    return scaler.transform(rows).astype("float32")

# %% model
model = keras.Sequential([keras.layers.Dense(16, activation="gelu"), keras.layers.Dense(1)])
model.compile(
    optimizer=keras.optimizers.AdamW(0.005),
    loss=keras.losses.BinaryCrossentropy(from_logits=True),
    metrics=[keras.metrics.BinaryAccuracy(threshold=0.0, name="richtig")],
)
history = model.fit(
    prepare(X_train), y_train, epochs=25, validation_split=0.2, class_weight={0: 0.8, 1: 1.35}, verbose=0
)

# %% one-unit
one_unit = keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, "relu"), keras.layers.Dense(1)])
one_unit.compile(keras.optimizers.Adam(0.01), keras.losses.BinaryCrossentropy(from_logits=True))
one_unit.fit(sensors, fails, epochs=25, verbose=0)

# %% two-units
two_units = keras.Sequential([keras.Input((2,)), keras.layers.Dense(16, "relu"), keras.layers.Dense(2)])
two_units.compile(keras.optimizers.Adam(0.01), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
two_units.fit(sensors, fails, epochs=25, verbose=0)

# %% to-class
def to_class(p, cut=0.5):
    p = np.array(p)
    if p.ndim == 2:
        p = p[:, 0]
    return np.where(p >= cut, 1, 0)
