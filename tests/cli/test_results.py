"""The results as JSON: what ``docs/results.schema.json`` promises is what is written."""

import io
import json
from pathlib import Path

import jsonschema
import pytest
from rich.console import Console

from softmark.cli.results_table import print_results, to_json
from softmark.model import (
    Basis,
    CellResult,
    CheckResult,
    Event,
    EventKind,
    NotebookResult,
    State,
    SubmissionResult,
)

SCHEMA = json.loads((Path(__file__).parents[2] / "docs" / "results.schema.json").read_text(encoding="utf-8"))


def _results() -> list[SubmissionResult]:
    checks = tuple(
        CheckResult(
            f"test_{state.name.lower()}", "A line.", state, float(state is State.PASSED), 1.0, "Seen.", basis=basis
        )
        for state, basis in zip(State, [*Basis, *Basis], strict=True)
    )
    cells = (CellResult("net", 4.0, checks), CellResult("loss", 1.0, checks[:1]))
    events = tuple(Event(kind, "It happened.", "net") for kind in EventKind)
    graded = NotebookResult("b", cells[1:], (), (), 1.25)
    return [
        SubmissionResult("nets", "kim", (NotebookResult("a", cells, events, (), 12.5), graded)),
        SubmissionResult("nets", "lee", (graded,)),
        SubmissionResult("nets", "park"),
    ]


def test_results_keep_to_the_schema() -> None:
    """Every state, basis and kind of event is one that the schema knows, and it leaves nothing out."""
    jsonschema.Draft202012Validator.check_schema(SCHEMA)
    jsonschema.validate(to_json("nets", _results()), SCHEMA)


@pytest.mark.parametrize(
    ("enum", "names"),
    [
        (SCHEMA["$defs"]["state"]["enum"], State),
        (SCHEMA["$defs"]["event"]["properties"]["kind"]["enum"], EventKind),
        (SCHEMA["$defs"]["check"]["properties"]["basis"]["enum"], Basis),
    ],
    ids=["states", "events", "bases"],
)
def test_schema_names_what_there_is(enum: list[str], names: type) -> None:
    """The schema knows no state, event or basis that can't occur."""
    assert enum == list(names)


def test_not_graded_is_null() -> None:
    """A submission with one cell that could not be checked has no sum: any number would be a lie."""
    kim, lee, park = to_json("nets", _results())["submissions"]
    assert (kim["points"], kim["graded"]) == (None, False)
    assert (lee["points"], lee["graded"]) == (1.0, True)
    assert (park["points"], park["graded"], park["notebooks"]) == (None, False, [])


def _cell(points: float, maximum: float) -> CellResult:
    state = State.PASSED if points == maximum else State.FAILED
    return CellResult("t", maximum, (CheckResult("test_t", "A line.", state, points, maximum),))


def _row(*notebooks: NotebookResult) -> tuple[list[str], list[str]]:
    """The table's head and the row of one submission, in words."""
    told = io.StringIO()
    print_results(Console(file=told, width=120), "nets", [SubmissionResult("nets", "kim", notebooks)])
    head, _line, row = told.getvalue().splitlines()[:3]
    return head.split(), row.split()


def test_cells_of_one_name_in_two_notebooks_both_count() -> None:
    """A copied notebook has cells of the same names; each is a column, and its points are in the sum."""
    notebooks = (NotebookResult("a", (_cell(0, 2),)), NotebookResult("b[2]", (_cell(5, 5),)))
    (kim,) = to_json("nets", [SubmissionResult("nets", "kim", notebooks)])["submissions"]
    assert (kim["points"], kim["maximum"]) == (5.0, 7.0)
    assert _row(*notebooks) == (
        ["student", "a/t", "b[2]/t", "points", "state"],
        ["kim", "0", "5", "5/7", "graded"],
    )


def test_nothing_to_grade_automatically_is_no_missing_work() -> None:
    """A notebook that a person grades alone has 0 of 0 points, and nobody says that it was not attempted."""
    notebook = NotebookResult("a")
    (kim,) = to_json("nets", [SubmissionResult("nets", "kim", (notebook,))])["submissions"]
    assert (kim["points"], kim["maximum"], kim["graded"]) == (0, 0, True)
    assert _row(notebook)[1] == ["kim", "0/0", "graded"]
