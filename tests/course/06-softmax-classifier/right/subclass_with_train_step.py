"""A keras.Model subclass with a train_step of its own and metrics objects; custom layers with weights of their own; names that tests use, too."""

# %% iris-net
import tensorflow as tf

floats = X_train.mean(axis=0)
numbers = X_train.std(axis=0)


def to_input(rows):
    return tf.convert_to_tensor((rows - floats) / numbers, dtype=tf.float32)


class Classifier(keras.Model):
    def __init__(self, **kwargs):
        super().__init__(**kwargs)
        self.d1 = keras.layers.Dense(20, activation="relu")
        self.drop = keras.layers.Dropout(0.1)
        self.d2 = keras.layers.Dense(3)
        self.tracker = keras.metrics.Mean(name="loss")
        self.right = keras.metrics.SparseCategoricalAccuracy(name="accuracy")

    def call(self, inputs, training=False):
        return self.d2(self.drop(self.d1(inputs), training=training))

    @property
    def metrics(self):
        return [self.tracker, self.right]

    def train_step(self, data):
        x, y = data
        with tf.GradientTape() as tape:
            predictions = self(x, training=True)
            loss = self.compute_loss(y=y, y_pred=predictions)
        gradients = tape.gradient(loss, self.trainable_variables)
        self.optimizer.apply_gradients(zip(gradients, self.trainable_variables))
        self.tracker.update_state(loss)
        self.right.update_state(y, predictions)
        return {m.name: m.result() for m in self.metrics}

    def test_step(self, data):
        x, y = data
        self.tracker.update_state(self.compute_loss(y=y, y_pred=self(x, training=False)))
        return {"loss": self.tracker.result()}


model = Classifier()
model.compile(keras.optimizers.Adam(0.02), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
history = model.fit(to_input(X_train), y_train, epochs=60, batch_size=16, verbose=0)

# %% same-loss
model_onehot = Classifier()
model_onehot.compile(loss=keras.losses.CategoricalCrossentropy(from_logits=True))
model_onehot(to_input(X_test))
model_onehot.set_weights(model.get_weights())
loss_sparse = model.evaluate(to_input(X_test), y_test, verbose=0, return_dict=True)["loss"]
loss_onehot = model_onehot.evaluate(to_input(X_test), one_hot(y_test, 3), verbose=0, return_dict=True)["loss"]

# %% decode
import tensorflow as tf


def decode(P, names):
    best = tf.argmax(P, axis=1)
    return [names[k] for k in best.numpy()], tf.reduce_max(P, axis=1)


def mean_loss(P, labels):
    chosen = tf.gather(tf.convert_to_tensor(P), tf.convert_to_tensor(labels), axis=1, batch_dims=1)
    return tf.reduce_mean(-tf.math.log(chosen))


P_new = tf.nn.softmax(model.predict(to_input(new_flowers), verbose=0))

# %% digit-net
import tensorflow as tf


class MyDense(keras.layers.Layer):
    def __init__(self, units):
        super().__init__()
        self.units = units

    def build(self, input_shape):
        self.w = self.add_weight(shape=(input_shape[-1], self.units), initializer="glorot_uniform", trainable=True)
        self.b = self.add_weight(shape=(self.units,), initializer="zeros", trainable=True)

    def call(self, inputs):
        return tf.matmul(inputs, self.w) + self.b


def to_input(images):
    return prepare(images, True, True).astype("float32")


doubt = MyDense(50)
trained = MyDense(10)
inputs = keras.Input((784,))
hidden = keras.layers.ReLU()(doubt(inputs))
model = keras.Model(inputs, keras.layers.Softmax()(trained(hidden)))
model.compile(keras.optimizers.RMSprop(0.001), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(train_images), train_labels, epochs=12, validation_split=0.1, verbose=0)
