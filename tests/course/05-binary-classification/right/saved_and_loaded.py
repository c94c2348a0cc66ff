"""Checkpoints of the best epoch, loaded again; weights carried over to a clone; scalers in a pipeline."""

# %% prepare
from sklearn.decomposition import PCA
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PowerTransformer

pipeline = make_pipeline(PowerTransformer(), PCA(whiten=True, random_state=0))
pipeline.fit(X_train)


def prepare(rows):
    return pipeline.transform(np.asarray(rows))

# %% model
import tempfile
from pathlib import Path

folder = Path(tempfile.mkdtemp())
trained = keras.Sequential(
    [keras.Input((30,)), keras.layers.Dense(12, "relu", kernel_regularizer="l2"), keras.layers.Dense(1, "sigmoid")]
)
trained.compile(keras.optimizers.AdamW(0.01, weight_decay=0.01), "binary_crossentropy", metrics=["accuracy"])
best = keras.callbacks.ModelCheckpoint(folder / "best.keras", monitor="val_accuracy", save_best_only=True)
history = trained.fit(prepare(X_train), y_train, validation_split=0.2, epochs=30, callbacks=[best], verbose=0)
model = keras.models.load_model(folder / "best.keras")
print(sorted(path.name for path in folder.iterdir()))

# %% one-unit
teacher = keras.Sequential([keras.Input((2,)), keras.layers.Dense(20, "relu"), keras.layers.Dense(1, "sigmoid")])
teacher.compile("adam", "binary_crossentropy")
teacher.fit(sensors, fails, epochs=60, verbose=0)
one_unit = keras.models.clone_model(teacher)
one_unit.set_weights(teacher.get_weights())
one_unit.compile("adam", "binary_crossentropy")

# %% two-units
two_units = keras.Sequential.from_config(
    {
        "name": "two",
        "layers": [
            {"class_name": "InputLayer", "config": {"batch_shape": (None, 2)}},
            {"class_name": "Dense", "config": {"units": 16, "activation": "relu"}},
            {"class_name": "Dense", "config": {"units": 2}},
            {"class_name": "Activation", "config": {"activation": "softmax"}},
        ],
    }
)
loss = keras.losses.deserialize({"class_name": "SparseCategoricalCrossentropy", "config": {}})
two_units.compile(optimizer=keras.optimizers.Adam(0.01), loss=loss)
two_units.fit(sensors, fails, epochs=25, verbose=0)
