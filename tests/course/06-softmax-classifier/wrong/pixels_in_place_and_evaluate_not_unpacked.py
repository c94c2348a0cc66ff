"""flatten goes column by column, and normalise writes into the caller's pictures.
The list of evaluate is kept as the loss, the accuracy is the first entry in percent, and predict is taken for digits.

Loses: test_prepare_keeps_pixels_in_order, test_prepare_keeps_its_argument, test_evaluate_gives_two_numbers, test_evaluate_loss, test_evaluate_accuracy, test_predicted_digits
"""

# %% prepare
def prepare(images, flatten=False, normalise=False):
    if normalise:
        if images.dtype.kind == "f":
            images /= 255
        else:
            images = images / 255
    if flatten:
        return images.transpose(0, 2, 1).reshape(len(images), -1)
    return images.copy()

# %% evaluate
test_loss = model.evaluate(to_input(test_images), test_labels, verbose=0)
test_accuracy = 100 * test_loss[1]
test_digits = model.predict(to_input(test_images), verbose=0)
