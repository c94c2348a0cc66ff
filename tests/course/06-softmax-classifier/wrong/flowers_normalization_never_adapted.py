"""The Normalization layer was not adapted, so it leaves the centimetres as they are.

Loses: test_iris_inputs_are_scaled
"""

# %% iris-net
def to_input(rows):
    return np.asarray(rows)


inputs = keras.Input((4,))
x = keras.layers.Normalization(mean=[0.0] * 4, variance=[1.0] * 4)(inputs)
x = keras.layers.Dense(16, activation="relu")(x)
model = keras.Model(inputs, keras.layers.Dense(3, activation="softmax")(x))
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(X_train), y_train, epochs=80, batch_size=16, verbose=0)
