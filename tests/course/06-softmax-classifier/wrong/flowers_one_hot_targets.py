"""One-hot targets and their loss, where whole numbers are asked for; everything fits together.

Loses: test_iris_whole_number_targets
"""

# %% iris-net
def to_input(rows):
    return (np.asarray(rows) - X_train.mean(axis=0)) / X_train.std(axis=0)


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(16, "relu"), keras.layers.Dense(3, "softmax")])
model.compile(keras.optimizers.Adam(0.02), "categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(X_train), np.eye(3)[y_train], epochs=60, batch_size=16, verbose=0)

# %% same-loss
model_onehot = keras.models.clone_model(model)
model_onehot.set_weights(model.get_weights())
model_onehot.compile(loss="categorical_crossentropy", metrics=["accuracy"])
loss_sparse = model.evaluate(to_input(X_test), one_hot(y_test, 3), verbose=0)[0]
loss_onehot = model_onehot.evaluate(to_input(X_test), one_hot(y_test, 3), verbose=0)[0]
