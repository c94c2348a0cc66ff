"""to_input fits a new scaler to whatever rows it gets.

Loses: test_iris_scaling_is_learnt_once
"""

# %% iris-net
from sklearn.preprocessing import StandardScaler


def to_input(rows):
    return StandardScaler().fit_transform(rows)


model = keras.Sequential(
    [keras.Input((4,)), keras.layers.Dense(16, activation="relu"), keras.layers.Dense(3, activation="softmax")]
)

model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(X_train), y_train, epochs=40, batch_size=16, verbose=0)
