"""Early stopping that takes a larger loss for the better one. Careful is sure of all but its mistake.

Loses: test_bold_pays_more, test_cure_works, test_cure_stops_at_the_best_epoch
"""

# %% two-stories
careful = [0.99, 0.99, 0.99, 0.99, 0.4, 0.01, 0.01, 0.01, 0.01, 0.01]
bold = [0.999, 0.999, 0.999, 0.999, 0.000001, 0.001, 0.001, 0.001, 0.001, 0.001]

# %% cure
cured = build_big()
early = keras.callbacks.EarlyStopping(monitor="val_loss", mode="max", patience=4, restore_best_weights=True)
cured_history = train(cured, callbacks=[early])
