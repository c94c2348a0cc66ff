"""flatten makes one column per picture; the net gets the pictures as they are.
Evaluated with the training pictures; largest probabilities instead of digits.

Loses: test_prepare_shapes, test_prepare_keeps_pixels_in_order, test_evaluate_loss, test_evaluate_accuracy, test_predicted_digits
"""

# %% prepare
def prepare(images, flatten=False, normalise=False):
    prepared = np.array(images)
    if normalise:
        prepared = prepared / 255.0
    if flatten:
        prepared = prepared.reshape(784, -1)
    return prepared

# %% evaluate
test_loss, test_accuracy = model.evaluate(to_input(train_images), train_labels, verbose=0)
test_digits = model.predict(to_input(test_images), verbose=0).max(axis=1)
