"""normalise divides by the largest pixel of the given pictures.
Loss and accuracy are swapped; the argmax goes along the wrong axis.

Loses: test_prepare_divides_by_255, test_evaluate_loss, test_evaluate_accuracy, test_predicted_digits
"""

# %% prepare
def prepare(images, flatten=False, normalise=False):
    prepared = np.array(images, dtype=float)
    if normalise:
        prepared = prepared / prepared.max()
    if flatten:
        prepared = prepared.reshape(len(prepared), -1)
    return prepared

# %% evaluate
test_accuracy, test_loss = model.evaluate(to_input(test_images), test_labels, verbose=0)
test_digits = model.predict(to_input(test_images), verbose=0).argmax(axis=0)
