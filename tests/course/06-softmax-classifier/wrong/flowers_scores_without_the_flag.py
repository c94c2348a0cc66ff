"""No output activation and no from_logits=True. The copy has the right pair, so the losses differ.

Loses: test_iris_output_fits_loss, test_losses_are_the_same
"""

# %% iris-net
mean, spread = X_train.mean(axis=0), X_train.std(axis=0)


def to_input(rows):
    return (rows - mean) / spread


model = keras.Sequential(
    [keras.Input((4,)), keras.layers.Dense(16, activation="tanh"), keras.layers.Dense(3)]
)
model.compile(keras.optimizers.Adam(0.01), keras.losses.SparseCategoricalCrossentropy(from_logits=True))
history = model.fit(to_input(X_train), y_train, epochs=60, batch_size=16, verbose=0)
model.compile(keras.optimizers.Adam(0.001), "sparse_categorical_crossentropy", metrics=["accuracy"])

# %% same-loss
model_onehot = keras.models.clone_model(model)
model_onehot.set_weights(model.get_weights())
model_onehot.compile(loss=keras.losses.CategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
loss_sparse = model.evaluate(to_input(X_test), y_test, verbose=0)[0]
loss_onehot = model_onehot.evaluate(to_input(X_test), one_hot(y_test, 3), verbose=0)[0]

# %% decode
def decode(P, names):
    return [names[k] for k in np.argmax(P, axis=1)], np.max(P, axis=1)


def mean_loss(P, labels):
    return -np.mean(np.log(np.asarray(P)[np.arange(len(P)), labels]))


P_new = softmax(model.predict(to_input(new_flowers), verbose=0))
