"""The network's cell stops with a NameError; a typing error like this one is the most common crash of all.

The other tasks are right, and keep their points.
"""

# %% model
model = keras.Sequential(
    [
        keras.Input((30,)),
        keras.layers.Dense(16, activation="relu"),
        keras.layers.Dense(1, activation="sigmoid"),
    ]
)
model.compile(optimizer="adam", loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(prepare(X_trian), y_train, validation_split=0.2, epochs=30, verbose=0)
