"""The classes are numbered by the alphabet, not by their places in the list of names.

Loses: test_iris_unseen_flowers
"""

# %% iris-net
from sklearn.preprocessing import LabelEncoder, StandardScaler

scaler = StandardScaler().fit(X_train)


def to_input(rows):
    return scaler.transform(rows)


numbers = LabelEncoder().fit_transform(np.array(names)[y_train])
model = keras.Sequential([keras.Input((4,)), keras.layers.Dense(16, "relu"), keras.layers.Dense(3, "softmax")])
model.compile(keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"])
history = model.fit(to_input(X_train), numbers, epochs=40, batch_size=16, verbose=0)
