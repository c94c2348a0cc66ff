"""A trained Keras model is asked for its parts and predictions."""

# %% locked
import numpy as np
import keras
X_net = np.linspace(-1, 1, 64).reshape(-1, 1)
y_net = (X_net > 0).astype(int)

# %% solution
net = keras.Sequential([keras.Input((1,)), keras.layers.Dense(8, activation='relu'), keras.layers.Dense(1, activation='sigmoid')])
net.compile('adam', 'binary_crossentropy', metrics=['accuracy'])
log = net.fit(X_net, y_net, epochs=2, verbose=0)

# %% wrong
net = keras.Sequential([keras.Input((1,)), keras.layers.Dense(8, activation='relu'), keras.layers.Dense(2)])
net.compile('adam', 'mse')
log = net.fit(X_net, y_net, epochs=1, verbose=0)

# %% test
assert isinstance(net, keras.Model)
assert net.output_shape == (None, 1)
assert net.layers[-1].activation.__name__ == 'sigmoid'
assert net.count_params() == 25
assert net.predict(X_net, verbose=0).shape == (64, 1)
assert len(log.history['loss']) == 2
loss, accuracy = net.evaluate(X_net, y_net, verbose=0)
assert 0 <= accuracy <= 1
