"""The results as JSON: what ``docs/results.schema.json`` promises is what is written."""

import json
from pathlib import Path

import jsonschema
import pytest

from softmark.cli.results_table import to_json
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
