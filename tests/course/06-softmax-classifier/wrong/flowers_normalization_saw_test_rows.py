"""The Normalization layer was adapted to all rows.

Loses: test_iris_scaling_is_learnt_once
"""

# %% iris-net
def to_input(rows):
    return np.asarray(rows)


scale = keras.layers.Normalization()
scale.adapt(X)
model = keras.Sequential([keras.Input((4,)), scale, keras.layers.Dense(16, "relu"), keras.layers.Dense(3, "softmax")])
model.compile(keras.optimizers.Adam(0.02), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(X_train), y_train, epochs=40, batch_size=16, verbose=0)

# %% same-loss
model_onehot = keras.Sequential(model.layers)
model_onehot.compile(loss="categorical_crossentropy", metrics=["accuracy"])
loss_sparse = model.evaluate(to_input(X_test), y_test, verbose=0)[0]
loss_onehot = model_onehot.evaluate(to_input(X_test), one_hot(y_test, 3), verbose=0)[0]
