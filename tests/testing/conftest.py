"""Everything about runs holds in a pytest of their own, and in one in which other tests have run."""

import pytest

from softmark.testing import in_one_pytest, run_tests


@pytest.fixture(params=["alone", "after others"], autouse=True)
def how(request, monkeypatch):
    """How the module's ``run_tests`` runs."""
    if request.param == "after others" and hasattr(request.module, "run_tests"):
        monkeypatch.setattr(request.module, "run_tests", _after_others)


def _after_others(*args, **options):
    found = []

    @pytest.fixture
    def model():
        return "of the other cell"

    def test_other(model, capsys, tmp_path, monkeypatch):
        print("of the other test")
        raise SystemExit

    def serve():
        test_other.__globals__["@model"] = model
        try:
            run_tests([test_other], {}.__getitem__, path="cell")
        finally:
            del test_other.__globals__["@model"]
        found.append(run_tests(*args, **options))

    in_one_pytest(serve)
    return found[0]
