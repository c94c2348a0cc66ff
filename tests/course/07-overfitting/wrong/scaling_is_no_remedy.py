"""Standardised inputs as the cure. The parameters are frozen, not fewer.

Loses: test_small_is_smaller, test_cure_works
"""

# %% small
trials, best = {}, None
for frozen in (0, 1):
    for _ in range(2):
        network = build_big()
        network.layers[frozen].trainable = False
        name = f"layer {frozen} frozen, {len(trials)}"
        trials[name] = train(network).history["val_loss"][-1]
        if trials[name] == min(trials.values()):
            small = network

# %% cure
normalization = keras.layers.Normalization()
normalization.adapt(X_train)
cured = keras.Sequential([keras.Input((64,)), normalization, *build_big().layers])
cured_history = train(cured)
