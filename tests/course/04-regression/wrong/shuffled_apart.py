"""Shuffles the training rows without their prices. Counts the rows from 1.

Loses: test_rows_keep_their_prices, test_linear_model_knows_new_houses, test_network_knows_new_houses,
    test_last_rows_are_validated
"""

# %% split
X, y = houses.drop(columns="price").to_numpy(), houses["price"].to_numpy()
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)
X_train = np.random.default_rng(0).permutation(X_train)

# %% validated-rows
def validated_rows(n, split):
    return list(range(n - round(n * split) + 1, n + 1))
