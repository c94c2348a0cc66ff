"""Divides all columns by one number. Validates the first rows.

Loses: test_inputs_have_a_similar_range, test_last_rows_are_validated
"""

# %% prepare
def prepare(rows):
    return rows / 100

# %% net
net = build_net(13, [32, 16])
net.compile(optimizer=keras.optimizers.Adam(0.01), loss="mse", metrics=["mae"])
history = net.fit(prepare(X_train), y_train, validation_split=0.1, batch_size=16, epochs=100, verbose=0)


def net_price(rows):
    return net.predict(prepare(rows), verbose=0).ravel()

# %% validated-rows
def validated_rows(n, split):
    return list(range(round(n * split)))
