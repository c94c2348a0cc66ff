"""Kernel mode: cells that only run in the submission's kernel, and kernels that answer whatever they like."""

from collections.abc import Callable
from typing import Any

import pytest

from softmark.grading.claimed import NoClaim, read_claim
from softmark.model import Basis, State

# Only in the kernel is __main__ the notebook, so this one is judged where nbgrader would judge it.
TEST = "import __main__\nassert __main__.answer == 42"
SENSIBLE = {
    "name": "<test>",
    "line": "<test>",
    "passed": True,
    "message": "",
    "detail": "",
    "seconds": 0.1,
    "weight": None,
    "exception": "",
    "missing": [],
    "cases": 1,
    "cases_passed": 1,
    "partly": 0.0,
    "error": None,
}
NOT_NUMBERS = ["1", True, None, [], {}, b"1", 1j]
FORGED: dict[str, list[object]] = {
    "name": [None, 5, ["<test>"], {}, b"<test>"],
    "line": [None, 5],
    "message": [None, 5, [1]],
    "detail": [None, {}],
    "exception": [None, 1.5],
    "passed": [None, 1, "yes", []],
    "seconds": [*NOT_NUMBERS, float("nan"), float("inf"), -1.0],
    "weight": [*(odd for odd in NOT_NUMBERS if odd is not None), float("nan"), float("inf"), 0, -1.0, 10**400],
    "missing": [None, "answer", [5], {}, ["x"] * 100_000],
    "cases": [*NOT_NUMBERS, 0, -1, 1.0, 10**400, float("nan")],
    "cases_passed": [*NOT_NUMBERS, -1, 2, 10**400, 1.0, float("inf")],
    "partly": [*NOT_NUMBERS, -0.5, 0.5, float("nan"), float("inf"), 10**400],
}
ONE_FIELD = [(field, value) for field, values in FORGED.items() for value in values]
ANSWERS = [None, 5, "value", [], ["value"], {}, {"refused": "no"}, {"value": None}, {"value": []}, {"value": {}}]


@pytest.mark.parametrize(("field", "value"), ONE_FIELD, ids=lambda value: repr(value)[:30])
def test_one_field_is_odd(field: str, value: object) -> None:
    """An outcome with one field of the wrong type or size is no outcome."""
    with pytest.raises(NoClaim, match=field):
        read_claim({"value": {"outcomes": [SENSIBLE | {field: value}], "value": None}}, hidden=True)


@pytest.mark.parametrize("field", FORGED)
def test_one_field_is_missing(field: str) -> None:
    """An outcome that lacks a field is no outcome, but for the weight that most tests do not have."""
    told = {key: value for key, value in SENSIBLE.items() if key != field}
    answer = {"value": {"outcomes": [told], "value": None}}
    if field == "weight":
        assert read_claim(answer, hidden=True).outcomes[0]["weight"] is None
    else:
        with pytest.raises(NoClaim, match=field):
            read_claim(answer, hidden=True)


@pytest.mark.parametrize("answer", ANSWERS, ids=repr)
def test_answers_of_another_shape(answer: object) -> None:
    """What is no answer at all is said to be none."""
    with pytest.raises(NoClaim):
        read_claim(answer, hidden=False)


def test_kernels_that_answer_what_they_like(
    small_course: Any, make_cell: Callable[..., Any], make_test_cell: Callable[..., Any]
) -> None:
    """Whatever is wrong with an answer costs its own cell the points, with a sentence, and no other cell's."""
    outcome, credit = "{**told['outcomes'][0], %s}", "{**told, 'value': %s}"
    forged = {
        "none": "None",
        "deep": "functools.reduce(lambda inner, _: [inner], range(30), 1)",
        "too-deep": "functools.reduce(lambda inner, _: [inner], range(60), 1)",
        "table": "{'outcomes': np.zeros(3), 'value': None}",
        "no-outcomes": "{'outcomes': [], 'value': None}",
        "another-test": "{**told, 'outcomes': [%s]}" % (outcome % "'name': 'test_other'"),
        "no-cases": "{**told, 'outcomes': [{'name': told['outcomes'][0]['name'], 'passed': True}]}",
        "many-passed": "{**told, 'outcomes': [%s]}" % (outcome % "'cases_passed': 10**30"),
        "no-seconds": "{**told, 'outcomes': [%s]}" % (outcome % "'seconds': float('nan')"),
        "credit-text": credit % "'3'",
        "credit-true": credit % "True",
        "credit-none": credit % "None",
        "credit-nan": credit % "float('nan')",
        "credit-infinite": credit % "float('inf')",
        "credit-negative": credit % "-3",
        "credit-huge": credit % "10**400",
        "credit-list": credit % "[3]",
    }
    hostile = (
        "import functools\n"
        "import numpy as np\n"
        "import softmark.kernel.agent as agent\n"
        "from softmark.codec import WireLimits, decode, encode\n"
        "answer, real, limits = 42, agent._answer, WireLimits(depth=90)\n"
        "def forge(server, request):\n"
        "    asked, truth = decode(request), real(server, request)\n"
        "    if asked['op'] == 'fits':\n"
        "        return encode({'value': [{'history': {'loss': [10**400]}, 'model': 'm'}]})\n"
        "    if asked['op'] != 'claim' or asked['path'] == '<honest>':\n"
        "        return truth\n"
        "    told = decode(truth)['value']\n"
        f"    forged = {{{', '.join(f'{name!r}: lambda told: {code}' for name, code in forged.items())}}}\n"
        "    return encode({'value': forged[asked['path'].strip('<>')](told)}, limits=limits)\n"
        "agent._answer = forge"
    )
    cells = [
        make_cell("solution", "solve", "answer = 42", "answer = None"),
        *(make_test_cell(name, f"{TEST}\n3" if name.startswith("credit") else TEST, 3) for name in forged),
        make_test_cell("honest", f"{TEST}\n3", 3),
    ]
    source = small_course.notebook(cells)
    honest = small_course.grade(source, {"solve": "answer = 42"}).result
    assert {cell.points for cell in honest.cells} == {3.0}
    assert {check.basis for cell in honest.cells for check in cell.checks} == {Basis.CLAIMED}
    result = small_course.grade(source, {"solve": hostile}).result
    assert {cell.grade_id: cell.points for cell in result.cells} == dict.fromkeys(forged, 0.0) | {"honest": 3.0}
    for name in forged:
        (check,) = result.cell(name).checks
        assert (check.state, check.message.endswith(".")) == (State.FAILED, True), (name, check)


def test_partial_credit_in_the_kernel(
    small_course: Any, make_cell: Callable[..., Any], make_test_cell: Callable[..., Any]
) -> None:
    """The last value is the credit, be it a number of Python's or of numpy's; what is no number is no credit."""
    test = make_test_cell("test", "import __main__\n__main__.credit", 3)
    source = small_course.notebook([make_cell("solution", "solve", "credit = 3", "pass"), test])
    credits = {"1": 1.0, "np.float64(1.5)": 1.5, "np.int64(2)": 2.0, "None": 0.0, "True": 0.0}
    given = [
        small_course.grade(source, {"solve": f"import numpy as np\ncredit = {credit}"}).result.cells[0].points
        for credit in credits
    ]
    assert given == list(credits.values())


def test_the_reference_says_what_a_check_weighs(
    small_course: Any, make_cell: Callable[..., Any], make_test_cell: Callable[..., Any]
) -> None:
    """A kernel that gives its one right answer all the weight still has that check's points alone."""
    tests = (
        "from softmark import points\n"
        "import __main__\n"
        "@points(1)\ndef test_easy():\n    assert __main__.easy\n"
        "@points(3)\ndef test_hard():\n    assert __main__.hard"
    )
    heavy = (
        "import softmark.testing.outcomes as outcomes\n"
        "easy, hard, real = True, False, outcomes.TestOutcome.__init__\n"
        "def init(self, *args, **options):\n"
        "    real(self, *args, **options)\n"
        "    object.__setattr__(self, 'weight', 1e9 if self.passed else 1.0)\n"
        "outcomes.TestOutcome.__init__ = init"
    )
    cells = [make_cell("solution", "solve", "easy = hard = True", "pass"), make_test_cell("tests", tests, 4)]
    source = small_course.notebook(cells)
    (cell,) = small_course.grade(source, {"solve": heavy}).result.cells
    assert [(check.name, check.points, check.maximum) for check in cell.checks] == [
        ("test_easy", 1.0, 1.0),
        ("test_hard", 0.0, 3.0),
    ]
