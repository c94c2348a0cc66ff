"""Four outputs, as many as there are lengths; the sparse loss does not complain.

Loses: test_iris_inputs_and_outputs, test_new_flowers_rows
"""

# %% iris-net
def to_input(rows):
    return (np.asarray(rows) - X_train.mean(axis=0)) / X_train.std(axis=0)


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(16, "relu"), keras.layers.Dense(4, "softmax")])
model.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(X_train), y_train, epochs=60, batch_size=16, verbose=0)

# %% same-loss
model_onehot = keras.models.clone_model(model)
model_onehot.set_weights(model.get_weights())
model_onehot.compile(loss="categorical_crossentropy")
loss_sparse = model.evaluate(to_input(X_test), y_test, verbose=0)[0]
loss_onehot = np.ravel(model_onehot.evaluate(to_input(X_test), one_hot(y_test, 4), verbose=0))[0]
