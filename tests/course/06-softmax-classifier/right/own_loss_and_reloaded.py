"""Losses written by hand, the best weights kept in a file and loaded again; all data of tf.data."""

# %% iris-net
import tensorflow as tf
from sklearn.pipeline import make_pipeline
from sklearn.preprocessing import PowerTransformer, StandardScaler

pipeline = make_pipeline(PowerTransformer(), StandardScaler()).fit(X_train)
to_input = pipeline.transform


def negative_log_likelihood(y_true, y_pred):
    chosen = tf.reduce_sum(tf.one_hot(tf.reshape(tf.cast(y_true, tf.int32), [-1]), 3) * y_pred, axis=-1)
    return tf.reduce_mean(-tf.math.log(tf.clip_by_value(chosen, 1e-7, 1.0)))


data = tf.data.Dataset.from_tensor_slices((to_input(X_train), y_train)).shuffle(200).batch(16).prefetch(1)


def build():
    return keras.Sequential(
        [
            keras.Input((4,)),
            keras.layers.Dense(16),
            keras.layers.PReLU(),
            keras.layers.BatchNormalization(),
            keras.layers.Dense(3, activation="softmax"),
        ]
    )


model = build()
model.compile("adam", loss=negative_log_likelihood, metrics=["accuracy"])
history = model.fit(data, epochs=60, verbose=0)

# %% same-loss
def cross_entropy(y_true, y_pred):
    return -tf.reduce_sum(tf.cast(y_true, tf.float32) * tf.math.log(tf.clip_by_value(y_pred, 1e-7, 1.0)), axis=1)


model_onehot = build()
model_onehot.set_weights(model.get_weights())
model_onehot.compile("adam", loss=cross_entropy)
loss_sparse = model.evaluate(to_input(X_test), y_test, verbose=0)[0]
loss_onehot = float(np.ravel(model_onehot.evaluate(to_input(X_test), one_hot(y_test, 3), verbose=0))[0])

# %% digit-net
import tensorflow as tf


def to_input(images):
    return prepare(images, normalise=True)[..., np.newaxis]


order = np.random.RandomState(0).permutation(1000)
fit_on = tf.data.Dataset.from_tensor_slices((to_input(train_images)[order[:900]], train_labels[order[:900]])).batch(32)
watch = tf.data.Dataset.from_tensor_slices((to_input(train_images)[order[900:]], train_labels[order[900:]])).batch(32)
net = keras.Sequential(
    [
        keras.Input((28, 28, 1)),
        keras.layers.RandomTranslation(0.05, 0.05),
        keras.layers.GaussianNoise(0.1),
        keras.layers.Flatten(),
        keras.layers.Dense(50, activation="leaky_relu", kernel_initializer="he_uniform"),
        keras.layers.Dropout(0.1),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
net.compile(
    keras.optimizers.AdamW(0.003, weight_decay=0.001), keras.losses.SparseCategoricalCrossentropy(), metrics=["accuracy"]
)
keep = keras.callbacks.ModelCheckpoint("best.keras", monitor="val_accuracy", save_best_only=True)
slower = keras.callbacks.ReduceLROnPlateau(patience=3)
history = net.fit(fit_on, validation_data=watch, epochs=20, callbacks=[keep, slower], verbose=0)
model = keras.models.load_model("best.keras")
