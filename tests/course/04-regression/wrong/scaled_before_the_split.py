"""Scales the whole table before it is split, so that `prepare` has nothing left to do.

Loses: test_rows_keep_their_prices, test_inputs_have_a_similar_range, test_linear_model_knows_new_houses,
    test_network_knows_new_houses
"""

# %% split
from sklearn.preprocessing import MinMaxScaler

X, y = MinMaxScaler().fit_transform(houses.drop(columns="price")), houses["price"].to_numpy()
X_train, X_test, y_train, y_test = train_test_split(X, y, test_size=0.2, random_state=1)

# %% prepare
def prepare(rows):
    return rows
