"""Networks inside networks; activations and dropout as layers, as functions, and as a Layer class; logits averaged."""

# %% small
def block(units):
    return keras.Sequential([keras.layers.Dense(units), keras.layers.Activation("relu")])


trials, networks = {}, {}
for units in (16, 24, 32):
    networks[units] = keras.Sequential([keras.Input((64,)), block(units), keras.layers.Dense(10), keras.layers.Softmax()])
    trials[units] = train(networks[units]).history["val_loss"]
    trials[units] = trials[units][-1:]
small = networks[min(trials, key=lambda name: trials[name][0])]

# %% dropout-layer
model = keras.Sequential([keras.layers.Dropout(0.5)])
in_training = model(ones, training=True)
in_prediction = model.predict(ones, verbose=0)
factor = float(keras.layers.Dropout(0.2)(np.ones((50, 50)), training=True).numpy().max())

# %% dropout-net
def hidden_block(units):
    return keras.Sequential(
        [keras.layers.Dense(units), keras.layers.Dropout(0.5), keras.layers.Activation("relu")], name=f"block_{units}"
    )


inputs = keras.Input((64,))
body = keras.Model(inputs, hidden_block(128)(hidden_block(256)(inputs)))
dropped = keras.Sequential([keras.Input((64,)), body, keras.layers.Dense(10), keras.layers.Softmax()])
dropped_history = train(dropped)

# %% cure
x = image = keras.Input((64,))
members = []
for seed in range(3):
    keras.utils.set_random_seed(seed)
    x = keras.layers.Dense(32, activation="relu", kernel_regularizer="l2")(keras.layers.GaussianDropout(0.2)(image))
    members.append(keras.layers.Dense(10)(x))
cured = keras.Model(image, keras.layers.Average()(members))
cured.compile(
    optimizer=keras.optimizers.Adam(0.007),
    loss=keras.losses.SparseCategoricalCrossentropy(from_logits=True),
    metrics=["accuracy"],
)
cured_history = train(cured)
