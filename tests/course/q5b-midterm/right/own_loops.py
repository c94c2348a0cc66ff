"""Own training loops: a tape for the customers, batches for the digits, patience by hand for the cure."""

# %% net
import tensorflow as tf

net = keras.Sequential([keras.Input((8,)), keras.layers.Dense(16, "relu"), keras.layers.Dense(1, "sigmoid")])
loss_of_net, steps = keras.losses.BinaryCrossentropy(), keras.optimizers.Adam(0.005)
net.compile(steps, loss_of_net)
batches = tf.data.Dataset.from_tensor_slices((X2_train, y2_train.astype("float32")[:, None])).shuffle(1200).batch(50)


@tf.function
def step(rows, truth):
    with tf.GradientTape() as tape:
        loss = loss_of_net(truth, net(rows, training=True))
    steps.apply_gradients(zip(tape.gradient(loss, net.trainable_weights), net.trainable_weights))


for epoch in range(25):
    for rows, truth in batches:
        step(rows, truth)

# %% digit-net
def to_input(pictures):
    return np.array([picture.ravel() for picture in pictures], dtype="float32") / np.float32(16)


digit_net = keras.Sequential([keras.Input((64,)), keras.layers.Dense(50, "tanh"), keras.layers.Dense(10, "softmax")])
digit_net.compile(keras.optimizers.Adam(0.005), keras.losses.SparseCategoricalCrossentropy())
shuffled = np.random.default_rng(1)
for epoch in range(12):
    for rows in np.array_split(shuffled.permutation(1000), 20):
        digit_net.train_on_batch(to_input(pictures_train[rows]), labels_train[rows])
read_digits = np.array([np.argmax(row) for row in digit_net.predict_on_batch(to_input(pictures_test))])

# %% cure
cured = build_given()
lowest, kept, waited = np.inf, None, 0
while waited < 4:
    cured.fit(X4_train, y4_train, batch_size=20, epochs=1, verbose=0)
    loss4 = cured.evaluate(X4_val, y4_val, verbose=0)[0]
    waited += 1
    if loss4 < lowest:
        lowest, kept, waited = loss4, cured.get_weights(), 0
cured.set_weights(kept)
percent_below = 100 * (1 - lowest / given["val_loss"][-1])
