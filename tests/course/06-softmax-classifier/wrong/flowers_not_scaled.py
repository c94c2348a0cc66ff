"""The network gets centimetres.

Loses: test_iris_inputs_are_scaled
"""

# %% iris-net
def to_input(rows):
    return np.asarray(rows)


model = keras.Sequential(
    [keras.Input((4,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(3, activation="softmax")]
)

model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(X_train), y_train, epochs=80, batch_size=16, verbose=0)
