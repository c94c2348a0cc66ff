"""A penalty so strong that nothing is learnt: the gap is closed by underfitting. Trials of one unit.

Loses: test_small_learnt_a_rule, test_cure_works
"""

# %% small
trials = {}
for name in ("first", "second", "third"):
    small = keras.Sequential(
        [
            keras.Input((64,)),
            keras.layers.Dense(1, activation="relu"),
            keras.layers.Dense(10, activation="softmax"),
        ]
    )
    trials[name] = train(small).history["val_loss"][-1]
    if trials[name] == min(trials.values()):
        best = small
small = best

# %% cure
strong = keras.regularizers.L2(1.0)
cured = keras.Sequential(
    [
        keras.Input((64,)),
        keras.layers.Dense(256, activation="relu", kernel_regularizer=strong),
        keras.layers.Dense(128, activation="relu", kernel_regularizer=strong),
        keras.layers.Dense(10, activation="softmax", kernel_regularizer=strong),
    ]
)
cured_history = train(cured)
