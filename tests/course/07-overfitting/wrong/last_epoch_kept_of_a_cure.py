"""Noise cures; the early stopping beside it keeps the last weights. A bold forecast that is hardly surer than the
careful one.

Loses: test_bold_pays_more, test_cure_stops_at_the_best_epoch
"""

# %% two-stories
careful = np.where(truth == 1, 0.7, 0.3)
careful[4] = 0.4
bold = np.where(truth == 1, 0.71, 0.29)
bold[4] = 1e-7

# %% cure
cured = keras.Sequential([keras.Input((64,)), keras.layers.GaussianNoise(0.3), *build_big().layers])
cured_history = train(cured, callbacks=[keras.callbacks.EarlyStopping(monitor="val_loss", patience=5)])
