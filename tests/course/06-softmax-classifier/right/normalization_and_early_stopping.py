"""The digits with an adapted Normalization inside, L2 penalties of weights and of activations, SGD, and early stopping that keeps the best weights."""

# %% digit-net
def to_input(images):
    return prepare(images, flatten=True)


scale = keras.layers.Normalization(axis=None)
scale.adapt(to_input(train_images))
model = keras.Sequential(
    [
        keras.Input((784,)),
        scale,
        keras.layers.Dense(50, activation="tanh", kernel_regularizer=keras.regularizers.L2(1e-4)),
        keras.layers.ActivityRegularization(l2=1e-4),
        keras.layers.Dropout(0.2),
        keras.layers.Dense(10, activation="softmax"),
    ]
)
model.compile(keras.optimizers.SGD(0.05, momentum=0.9), "sparse_categorical_crossentropy", metrics=["accuracy"])
stop = keras.callbacks.EarlyStopping(patience=3, restore_best_weights=True)
history = model.fit(
    to_input(train_images), train_labels, epochs=25, validation_split=0.15, callbacks=[stop], verbose=0
)
