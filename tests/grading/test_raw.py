"""Learning curves as a kernel's recorder tells them."""

from softmark.grading.raw import fit_records


def test_only_cells_of_the_notebook_train() -> None:
    """A check that calls a student's function may train, too: that is no curve of the student's."""
    curve = {"loss": [2.0, 1.0]}
    told = [
        {"model": "a", "history": curve, "request": "r1"},
        {"model": "b", "history": curve, "request": "r2"},
        {"model": "c", "history": curve},
        {"model": "d", "history": curve, "request": ["r1"]},
        {"model": "e", "history": curve, "request": "r3"},
    ]
    found = fit_records(told, {"r1": "net", "r3": ""})
    assert [(fit.cell, fit.model) for fit in found] == [("net", "a"), ("", "e")]
    assert found[0].history == {"loss": (2.0, 1.0)}
