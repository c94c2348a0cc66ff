"""A Normalization that was never adapted leaves the columns as they are.

Loses: test_inputs_have_a_similar_range
"""

# %% prepare
def prepare(rows):
    return rows

# %% model
model = keras.Sequential(
    [
        keras.Input((30,)),
        keras.layers.Normalization(mean=0.0, variance=1.0),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer=keras.optimizers.Adam(0.001), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(prepare(X_train), y_train, validation_split=0.2, epochs=40, batch_size=16, verbose=0)
