"""tf.data for training and validation, many callbacks, much output, a warning; a network with dropout and batch
normalisation inside."""

# %% split
from sklearn.model_selection import StratifiedKFold

folds = StratifiedKFold(n_splits=5, shuffle=True, random_state=11)
train, test = next(iter(folds.split(X, y)))
X_train, y_train = X[train], y[train].reshape(-1, 1)
X_test, y_test = X[test], y[test].reshape(-1, 1)
print(f"{len(X_train)=} {len(X_test)=}")

# %% model
import sys
import warnings

import tensorflow as tf

Z = np.float32(prepare(X_train))
train_rows = tf.data.Dataset.from_tensor_slices((Z[:260], y_train[:260])).shuffle(260, seed=0).batch(16).prefetch(2)
val_rows = tf.data.Dataset.from_tensor_slices((Z[260:], y_train[260:])).batch(64)


class Progress(keras.callbacks.Callback):
    def on_epoch_end(self, epoch, logs=None):
        bar = "#" * (epoch + 1)
        sys.stderr.write(f"\r{bar:<30} {logs['val_loss']:.3f}")


model = keras.Sequential(
    [
        keras.Input(shape=(30,)),
        keras.layers.Dense(32, use_bias=False, kernel_regularizer=keras.regularizers.l2(1e-4)),
        keras.layers.BatchNormalization(),
        keras.layers.LeakyReLU(negative_slope=0.1),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(1, activation="sigmoid", bias_initializer=keras.initializers.Constant(-0.5)),
    ]
)
model.compile(
    optimizer=keras.optimizers.SGD(0.05, momentum=0.9, nesterov=True, clipnorm=1.0),
    loss="binary_crossentropy",
    metrics=["accuracy", keras.metrics.Precision(), keras.metrics.Recall(), keras.metrics.AUC()],
)
history = model.fit(
    train_rows,
    validation_data=val_rows,
    epochs=30,
    verbose=2,
    callbacks=[
        Progress(),
        keras.callbacks.EarlyStopping(monitor="val_accuracy", mode="max", patience=25),
        keras.callbacks.ReduceLROnPlateau(patience=4, factor=0.5),
        keras.callbacks.LearningRateScheduler(lambda epoch, rate: rate * 0.98),
        keras.callbacks.TerminateOnNaN(),
        keras.callbacks.LambdaCallback(on_train_end=lambda logs: print("\ndone")),
    ],
)
warnings.warn("this took a while")

# %% one-unit
machines = tf.data.Dataset.from_tensor_slices((sensors, fails)).cache().shuffle(600, seed=2).batch(30)
one_unit = keras.Sequential([keras.layers.Dense(32, activation="swish"), keras.layers.Dense(1, activation="sigmoid")])
one_unit.compile(optimizer=keras.optimizers.Adamax(0.02), loss="binary_crossentropy", metrics=["accuracy"])
one_unit.fit(machines, epochs=25, verbose=0)

# %% two-units
two_units = keras.Sequential([keras.layers.Dense(32, "relu"), keras.layers.Dense(8, "relu"), keras.layers.Dense(2, "softmax")])
two_units.compile(
    optimizer=keras.optimizers.Adam(keras.optimizers.schedules.ExponentialDecay(0.02, 200, 0.8)),
    loss=keras.losses.CategoricalCrossentropy(label_smoothing=0.02),
    metrics=[keras.metrics.CategoricalAccuracy()],
)
two_units.fit(machines.map(lambda rows, labels: (rows, tf.one_hot(labels, 2))), epochs=25, verbose=0)
