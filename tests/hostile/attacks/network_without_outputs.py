"""A network that gives no outputs at all for rows of this width.

Course: network
"""

# %% answer build
import keras


def build():
    layers = [keras.Input((None,)), keras.layers.Reshape((-1, 1)), keras.layers.Cropping1D((1, 1)), keras.layers.Flatten()]
    model = keras.Sequential(layers)
    model.compile(loss="binary_crossentropy", metrics=["accuracy"])
    return model


# %% answer train
model = build()
history = None
