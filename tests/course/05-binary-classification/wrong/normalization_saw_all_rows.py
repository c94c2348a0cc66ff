"""Adapts the Normalization layer on all patients. Thinks that one unit with softmax is fine.

Loses: test_scaling_knows_training_rows_only, test_statements_are_right
"""

# %% prepare
def prepare(rows):
    return rows

# %% model
scaling = keras.layers.Normalization()
scaling.adapt(X)
model = keras.Sequential([keras.Input((30,)), scaling, keras.layers.Dense(16, "relu"), keras.layers.Dense(1, "sigmoid")])
model.compile(optimizer=keras.optimizers.Adam(0.003), loss="binary_crossentropy", metrics=["accuracy"])
history = model.fit(prepare(X_train), y_train, validation_split=0.2, epochs=30, verbose=0)

# %% statements
statements = {"a": False, "b": True, "c": False, "d": True, "e": True}
