"""Dropout behind the first hidden layer alone, in a functional network; the second training is of a copy with new
weights.

Loses: test_second_fit_went_on, test_dropout_works_in_training
"""

# %% second-fit
second = train(keras.models.clone_model(big), epochs=5)
total_epochs = 30 + 5

# %% dropout-net
inputs = keras.Input((64,))
x = keras.layers.Dense(256, activation="relu")(inputs)
x = keras.layers.Dropout(0.6)(x)
x = keras.layers.Dense(128, activation="relu")(x)
dropped = keras.Model(inputs, keras.layers.Dense(10, activation="softmax")(x))
dropped_history = train(dropped)
