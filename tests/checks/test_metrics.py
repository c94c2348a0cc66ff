"""Metrics on whatever form the answers have."""

from types import SimpleNamespace

import numpy as np
import pandas as pd
import pytest

from softmark.checks import (
    accuracy,
    as_labels,
    as_probabilities,
    balanced_accuracy,
    confusion_matrix,
    cross_entropy,
    cut,
    f1,
    macro_f1,
    majority_baseline,
    precision,
    predict_classes,
    recall,
    roc_auc,
    specificity,
)

LABELS = [2, 0, 1, 1]


@pytest.mark.parametrize(
    "form",
    [
        LABELS,
        np.array(LABELS, dtype="float32"),
        np.array(LABELS)[:, None],
        np.eye(3)[LABELS],
        pd.Series(LABELS, index=[9, 8, 7, 6]),
        pd.DataFrame({"class": LABELS}),
        0.7 * np.eye(3)[LABELS] + 0.1,
    ],
    ids=["list", "floats", "column", "one-hot", "series", "frame", "probabilities"],
)
def test_all_forms_of_labels_are_the_same_labels(form):
    """Lists, columns, one-hot rows, frames and rows of probabilities name the same classes."""
    labels = as_labels(form)
    assert labels.shape == (4,)
    assert labels.dtype.kind == "i"
    assert accuracy(LABELS, form) == 1.0


def test_words_and_booleans_are_labels():
    """Names of classes stay names; booleans are 0 and 1."""
    assert list(as_labels(["cat", "dog"])) == ["cat", "dog"]
    assert list(as_labels([True, False])) == [1, 0]
    assert f1(["cat", "dog", "dog"], ["cat", "cat", "dog"], positive="dog") == pytest.approx(2 / 3)


def test_uncut_probabilities_are_no_labels():
    """Fractions in one column would be cut silently; they are refused."""
    with pytest.raises(ValueError, match="fractions"):
        as_labels([0.2, 0.9])


def test_every_head_gives_probabilities():
    """One column, two, logits and separate sigmoids all become rows that sum to 1, in the right order."""
    one = as_probabilities([0.1, 0.8])
    np.testing.assert_allclose(one, [[0.9, 0.1], [0.2, 0.8]])
    np.testing.assert_allclose(as_probabilities(np.log(one) + 7), one)
    np.testing.assert_allclose(as_probabilities([[np.log(0.1 / 0.9)], [np.log(0.8 / 0.2)]]), one)
    np.testing.assert_allclose(as_probabilities([[0.5, 0.25, 0.25], [0.9, 0.9, 0.0]])[1], [0.5, 0.5, 0.0])


def test_classes_of_one_unit_are_cut_in_the_middle():
    """Probabilities are cut at 0.5, logits at 0; a model without ``verbose`` is asked just so."""
    probabilities, logits = np.array([[0.2], [0.6]]), np.array([[-3.0], [0.4]])
    for outputs in (probabilities, logits):
        model = SimpleNamespace(predict=lambda x, outputs=outputs: outputs)
        np.testing.assert_array_equal(predict_classes(model, np.zeros((2, 1))), [0, 1])


def test_f1_is_of_the_positive_class_and_macro_of_all():
    """Worked by hand: precision 1/2, recall 1 for class 1; F1 2/3 and, for class 0, 2/3."""
    truth, found = [0, 0, 1], [0, 1, 1]
    assert f1(truth, found) == pytest.approx(2 / 3)
    assert f1(truth, found, positive=0) == pytest.approx(2 / 3)
    assert macro_f1([0, 0, 1, 2], [0, 0, 1, 1]) == pytest.approx((1 + 2 / 3 + 0) / 3)
    assert f1([0, 0], [0, 0]) == 0.0


def test_cross_entropy_is_mean_surprise():
    """-log p of the true class, finite at 0; for one column, one-hot labels, and models with their inputs."""
    probabilities = [[0.5, 0.5], [0.1, 0.9]]
    expected = -(np.log(0.5) + np.log(0.9)) / 2
    assert cross_entropy(probabilities, [0, 1]) == pytest.approx(expected)
    assert cross_entropy([0.5, 0.9], [[0], [1]]) == pytest.approx(expected)
    model = SimpleNamespace(predict=lambda x, verbose: np.log(probabilities))
    assert cross_entropy(model, np.eye(2), x=np.zeros((2, 3))) == pytest.approx(expected)
    assert cross_entropy([[1.0, 0.0]], [1]) == pytest.approx(-np.log(1e-7))
    assert cross_entropy([1.0], [0]) == pytest.approx(-np.log(1e-7))
    with pytest.raises(ValueError, match="3 labels"):
        cross_entropy(probabilities, [0, 1, 1])


def test_cross_entropy_of_a_softmax_is_what_keras_logs():
    """A network that is almost certain, and wrong, costs more than -log 1e-7 = 16.1. One sigmoid unit is clipped."""
    scores = np.array([[0, 30, 0], [25, 0, 0], [0, 0, 4]], dtype="float32")
    powers = np.exp(scores - scores.max(axis=1, keepdims=True))
    softmax = SimpleNamespace(predict=lambda x, verbose: powers / powers.sum(axis=1, keepdims=True))
    by_hand = (np.log(np.exp(scores.astype(float)).sum(axis=1)) - scores[[0, 1, 2], [0, 1, 0]]).mean()
    assert by_hand > 18
    assert cross_entropy(softmax, [0, 1, 0], x=scores) == pytest.approx(by_hand, rel=1e-5)
    sigmoid = SimpleNamespace(predict=lambda x, verbose: np.ones((1, 1), dtype="float32"))
    assert cross_entropy(sigmoid, [0], x=[[0]]) == pytest.approx(-np.log(1e-7))


def test_majority_baseline_is_the_share_of_the_largest_class():
    """Three of four rows are class 1."""
    assert majority_baseline([[1], [0], [1], [1]]) == 0.75


def test_precision_recall_and_specificity_are_three_things():
    """Worked by hand: 3 ill, 5 healthy; 2 ill found, 1 false alarm; each way to swap them gives another number."""
    truth, said = [1, 1, 1, 0, 0, 0, 0, 0], np.array([[1], [1], [0], [1], [0], [0], [0], [0]])
    np.testing.assert_array_equal(confusion_matrix(truth, said), [[4, 1], [1, 2]])
    assert precision(truth, said) == pytest.approx(2 / 3)
    assert recall(truth, np.eye(2)[said[:, 0]]) == pytest.approx(2 / 3)
    assert recall(truth, [1] * 8) == 1
    assert precision(truth, [1] * 8) == pytest.approx(3 / 8)
    assert specificity(truth, said) == pytest.approx(4 / 5)
    assert specificity(truth, said, positive=0) == recall(truth, said)
    assert balanced_accuracy(truth, said) == pytest.approx((2 / 3 + 4 / 5) / 2)
    assert balanced_accuracy(truth, [0] * 8) == 0.5
    assert precision(truth, [0] * 8) == recall([0, 0], [1, 1]) == specificity([1], [1]) == 0
    with pytest.raises(ValueError, match="8 labels and 1"):
        recall(truth, [1])


def test_area_under_the_curve_takes_any_scores():
    """Probabilities, logits and two columns order the rows alike; inverted scores give 1 minus it."""
    truth, p = [0, 0, 1, 1], np.array([0.1, 0.6, 0.4, 0.9])
    for scores in (p, p[:, None], np.log(p / (1 - p)), np.c_[1 - p, p], pd.Series(p), np.c_[-p, p] * 9):
        assert roc_auc(truth, scores) == 0.75
    assert roc_auc(truth, 1 - p) == 0.25
    assert roc_auc(["no", "no", "yes", "yes"], p, positive="yes") == 0.75
    with pytest.raises(ValueError, match="shape"):
        roc_auc(truth, np.eye(4))


def test_a_cut_counts_what_reaches_it():
    """A score at the cut is class 1, in one column and in two."""
    for scores in ([0.2, 0.5, 0.7], [[0.2], [0.5], [0.7]], [[0.8, 0.2], [0.5, 0.5], [0.3, 0.7]]):
        np.testing.assert_array_equal(cut(scores), [0, 1, 1])
        np.testing.assert_array_equal(cut(scores, at=0.6), [0, 0, 1])
