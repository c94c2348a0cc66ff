"""Softmax gets scores between -1 and 1, in a class of the student's own, which nobody can look into.

Loses: test_iris_output_fits_loss, test_onehot_output_fits_loss
"""

# %% iris-net
def to_input(rows):
    return (np.asarray(rows) - X_train.mean(axis=0)) / X_train.std(axis=0)


class Flowers(keras.Model):
    def __init__(self):
        super().__init__()
        self.first = keras.layers.Dense(16, activation="relu")
        self.last = keras.layers.Dense(3, activation="tanh")

    def call(self, x):
        return keras.ops.softmax(self.last(self.first(x)))


model = Flowers()
model.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(X_train), y_train, epochs=60, batch_size=16, verbose=0)

# %% same-loss
model_onehot = Flowers()
model_onehot(to_input(X_test))
model_onehot.set_weights(model.get_weights())
model_onehot.compile(loss="categorical_crossentropy")
loss_sparse = model.evaluate(to_input(X_test), y_test, verbose=0)[0]
loss_onehot = model_onehot.evaluate(to_input(X_test), one_hot(y_test, 3), verbose=0)
