"""L2, weight decay, dropout and noise, all of the strength 0. A forecast of 0.5.

Loses: test_ten_probabilities, test_cure_works
"""

# %% two-stories
careful = [0.7, 0.7, 0.7, 0.7, 0.5, 0.3, 0.3, 0.3, 0.3, 0.3]
bold = [0.95, 0.95, 0.95, 0.95, 0.0001, 0.05, 0.05, 0.05, 0.05, 0.05]

# %% cure
none = keras.regularizers.L2(0.0)
cured = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.GaussianNoise(0.0),
        keras.layers.Dense(256, activation="relu", kernel_regularizer=none),
        keras.layers.Dropout(0.0),
        keras.layers.Dense(128, activation="relu", kernel_regularizer=none),
        keras.layers.Dropout(0.0),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
cured.compile(
    optimizer=keras.optimizers.AdamW(0.007, weight_decay=0.0), loss="sparse_categorical_crossentropy", metrics=["accuracy"]
)
cured_history = train(cured)
