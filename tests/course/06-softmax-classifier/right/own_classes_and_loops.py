"""Subclasses of keras.Model with tf.nn inside, trained by GradientTape loops without a history; min-max scaling; digits learnt for long."""

# %% iris-net
import tensorflow as tf

low, high = X_train.min(axis=0), X_train.max(axis=0)


def to_input(rows):
    return ((rows - low) / (high - low)).astype("float32")


class Flowers(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = keras.layers.Dense(16)
        self.last = keras.layers.Dense(3)

    def call(self, x):
        return tf.nn.softmax(self.last(tf.nn.relu(self.first(x))))


model = Flowers()
model.compile(keras.optimizers.Adam(0.02), loss=keras.losses.sparse_categorical_crossentropy)
model(to_input(X_train[:1]))


@tf.function
def one_step(x, y):
    with tf.GradientTape() as tape:
        loss = tf.reduce_mean(keras.losses.sparse_categorical_crossentropy(y, model(x, training=True)))
    model.optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    return loss


for epoch in range(300):
    one_step(tf.constant(to_input(X_train)), tf.constant(y_train))
history = None

# %% same-loss
model_onehot = Flowers()
model_onehot(to_input(X_train[:1]))
model_onehot.set_weights(model.get_weights())
model_onehot.compile(loss="CategoricalCrossentropy")
loss_sparse = np.float32(np.ravel(model.evaluate(to_input(X_test), y_test, verbose=0))[0])
loss_onehot = np.float32(np.ravel(model_onehot.evaluate(to_input(X_test), one_hot(y_test, 3), verbose=0))[0])

# %% digit-net
import tensorflow as tf


def to_input(images):
    return prepare(images).astype("float32")


class Digits(keras.Model):
    def __init__(self):
        super().__init__()
        self.small = keras.layers.Rescaling(1 / 255)
        self.flat = keras.layers.Flatten()
        self.first = keras.layers.Dense(50)
        self.last = keras.layers.Dense(10)

    def call(self, x):
        return self.last(tf.nn.relu(self.first(self.flat(self.small(x)))))


model = Digits()
loss_function = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
model.compile(keras.optimizers.Adam(0.01), loss=loss_function, metrics=["accuracy"])
model(to_input(train_images[:1]))
rows = tf.data.Dataset.from_tensor_slices((to_input(train_images), train_labels)).shuffle(1000).batch(50)


@tf.function
def one_step(x, y):
    with tf.GradientTape() as tape:
        loss = loss_function(y, model(x, training=True))
    model.optimizer.apply_gradients(zip(tape.gradient(loss, model.trainable_variables), model.trainable_variables))
    return loss


for epoch in range(80):
    for x, y in rows:
        one_step(x, y)
history = None
