"""One output unit for three classes, as in a regression.

Loses: test_iris_inputs_and_outputs, test_iris_output_fits_loss, test_iris_whole_number_targets, test_iris_unseen_flowers, test_losses_are_numbers, test_onehot_output_fits_loss, test_losses_are_the_same, test_new_flowers_rows, test_new_flowers_come_from_the_model
"""

# %% iris-net
mean, spread = X_train.mean(axis=0), X_train.std(axis=0)


def to_input(rows):
    return (rows - mean) / spread


model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(1)])
model.compile(keras.optimizers.Adam(0.01), "mse", metrics=["mae"])
history = model.fit(to_input(X_train), y_train, epochs=40, batch_size=16, verbose=0)
