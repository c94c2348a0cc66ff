"""Mending: whatever a student did to the notebook, it is graded in the shape of its source."""

import copy
from dataclasses import replace
from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode

from softmark.grading.matching import OWN_CELLS
from softmark.grading.mend import Mended, mend
from softmark.grading.source import SourceCell, SourceNotebook
from softmark.model import EventKind

SOLUTIONS, TESTS = ("squares", "cubes"), ("test-squares", "test-cubes")


def source_cell(position: int, grade_id: str, released: str, **facts: Any) -> SourceCell:
    locked, grade = facts.get("locked", False), facts.get("grade", False)
    solution, points = facts.get("solution", False), facts.get("points", 0.0)
    marks = {"grade_id": grade_id, "grade": grade, "locked": locked, "solution": solution, "task": False}
    marks |= {"points": points} if grade else {}
    return SourceCell(
        grade_id=grade_id,
        cell_type=facts.get("cell_type", "code"),
        source=facts.get("source", released),
        released=released,
        locked=locked,
        grade=grade,
        solution=solution,
        task=False,
        points=points,
        position=position,
        metadata={"nbgrader": marks, "tags": facts.get("tags", [])} if grade_id else {},
    )


def worksheet() -> SourceNotebook:
    """Imports, two solutions with a stub in common, a test for each, and a written answer."""
    stub = "# YOUR CODE HERE\npass"
    test = {"locked": True, "grade": True, "points": 2.0}
    cells = (
        source_cell(0, "", "# Sums", cell_type="markdown"),
        source_cell(1, "imports", "import math", locked=True),
        source_cell(2, "squares", stub, solution=True, source="def squares(n): ..."),
        source_cell(3, "test-squares", "assert squares", source="assert squares\nassert hidden", **test),
        source_cell(4, "", "Now the third power.", cell_type="markdown"),
        source_cell(5, "cubes", stub, solution=True),
        source_cell(6, "test-cubes", "assert cubes", **test),
        source_cell(7, "why", "YOUR ANSWER", cell_type="markdown", solution=True, grade=True, points=1.0),
    )
    kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return SourceNotebook("sums", "worksheet", Path("source/sums"), cells, kernelspec)


def submission(**answers: str) -> NotebookNode:
    """The released notebook with some cells answered."""
    cells = []
    for cell in worksheet().cells:
        made: dict[str, Any] = {
            "cell_type": cell.cell_type,
            "id": f"id-{cell.position}",
            "metadata": copy.deepcopy(dict(cell.metadata)),
            "source": answers.get(cell.grade_id, cell.released),
        }
        if cell.cell_type == "code":
            made |= {"execution_count": None, "outputs": []}
        cells.append(made)
    metadata = {"kernelspec": dict(worksheet().kernelspec)}
    return nbformat.from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": metadata, "cells": cells})


def answered() -> NotebookNode:
    return submission(squares="squares = 1", cubes="cubes = 1", why="Because.")


def find(notebook: NotebookNode, grade_id: str) -> NotebookNode:
    return next(cell for cell in notebook.cells if name(cell) == grade_id)


def name(cell: NotebookNode) -> str:
    return cell.metadata.get("nbgrader", {}).get("grade_id", "")


def names(mended: Mended) -> list[str]:
    return [name(cell) for cell in mended.notebook.cells]


def own_cell(text: str, cell_type: str = "code") -> NotebookNode:
    outputs = {"execution_count": None, "outputs": []} if cell_type == "code" else {}
    return nbformat.from_dict({"cell_type": cell_type, "id": "own", "metadata": {}, "source": text, **outputs})


def texts(mended: Mended) -> list[str]:
    return [cell.source for cell in mended.notebook.cells]


def mended_names(mended: Mended) -> set[str]:
    assert {event.kind for event in mended.events} <= {EventKind.MENDED}
    return {event.cell for event in mended.events}


def test_honest_submission_is_left_alone() -> None:
    """A notebook that was only answered comes back as it is, and nothing is said."""
    handed = answered()
    mended = mend(handed, worksheet())
    assert texts(mended) == [cell.source for cell in handed.cells]
    assert mended.events == ()
    nbformat.validate(mended.notebook)


def test_submission_is_not_changed() -> None:
    """Mending builds a new notebook; the one that was handed in stays as evidence."""
    handed = answered()
    del handed.cells[3]
    before = copy.deepcopy(handed)
    mend(handed, worksheet())
    assert handed == before


@pytest.mark.parametrize("grade_id", ["imports", "squares", "test-squares", "test-cubes", "why"])
def test_deleted_cell_is_put_back_in_its_place(grade_id: str) -> None:
    """A deleted cell stands again right after its predecessor, with its released text."""
    handed = answered()
    handed.cells.remove(find(handed, grade_id))
    mended = mend(handed, worksheet())
    assert names(mended) == names(mend(answered(), worksheet()))
    assert find(mended.notebook, grade_id).source == worksheet().cell(grade_id).released  # type: ignore[union-attr]
    assert mended_names(mended) == {grade_id}


def test_deleted_solution_does_not_undo_own_work() -> None:
    """The stub that comes back stands before the student's own cells of that place, so that theirs count."""
    handed = answered()
    index = handed.cells.index(find(handed, "squares"))
    handed.cells[index : index + 1] = [own_cell("a = 1"), own_cell("squares = a")]
    mended = mend(handed, worksheet())
    assert texts(mended)[1:6] == [
        "import math",
        "# YOUR CODE HERE\npass",
        "a = 1",
        "squares = a",
        "assert squares",
    ]


def test_changed_test_gets_its_released_text() -> None:
    """An emptied test cell, and a changed locked cell, read as released; hidden text is not put there."""
    handed = answered()
    find(handed, "test-squares").source = "pass"
    find(handed, "imports").source = "import cheat"
    mended = mend(handed, worksheet())
    assert find(mended.notebook, "test-squares").source == "assert squares"
    assert find(mended.notebook, "imports").source == "import math"
    assert mended_names(mended) == {"test-squares", "imports"}
    assert "hidden" not in nbformat.writes(mended.notebook)


def test_copies_of_a_test_are_dropped() -> None:
    """A test cell that was copied counts once, where the source has it."""
    handed = answered()
    handed.cells.insert(0, copy.deepcopy(find(handed, "test-squares")))
    handed.cells.append(copy.deepcopy(find(handed, "test-squares")))
    mended = mend(handed, worksheet())
    assert names(mended) == names(mend(answered(), worksheet()))
    assert mended_names(mended) == {"test-squares", ""}


def test_of_two_solutions_the_edited_one_counts() -> None:
    """If a notebook program doubled a solution cell, the copy that is still the stub is dropped."""
    for order in (0, 1):
        handed = answered()
        stub = copy.deepcopy(find(handed, "squares"))
        stub.source = "# YOUR CODE HERE\npass"
        handed.cells.insert(handed.cells.index(find(handed, "squares")) + order, stub)
        mended = mend(handed, worksheet())
        assert names(mended).count("squares") == 1
        assert find(mended.notebook, "squares").source == "squares = 1"
        assert len(mended.notebook.cells) == len(worksheet().cells)


def test_split_solution_runs_whole() -> None:
    """A solution that was split into two cells runs in order; the last part keeps the name."""
    handed = answered()
    part = copy.deepcopy(find(handed, "squares"))
    part.source = "a = 1"
    handed.cells.insert(handed.cells.index(find(handed, "squares")), part)
    mended = mend(handed, worksheet())
    assert texts(mended)[1:5] == ["import math", "a = 1", "squares = 1", "assert squares"]
    assert names(mended)[1:5] == ["imports", "", "squares", "test-squares"]


def test_doubled_notebook_counts_once() -> None:
    """All cells pasted a second time change nothing."""
    handed = answered()
    handed.cells.extend(copy.deepcopy(handed.cells))
    mended = mend(handed, worksheet())
    known = [grade_id for grade_id in names(mended) if grade_id]
    assert known == [cell.grade_id for cell in worksheet().marked]
    assert find(mended.notebook, "cubes").source == "cubes = 1"


@pytest.mark.parametrize("kind", ["markdown", "raw"])
def test_retyped_solution_is_code_again(kind: str) -> None:
    """A solution that became Markdown by a slip of a key is run as code, with its text."""
    handed = answered()
    cell = find(handed, "squares")
    cell.cell_type = kind
    del cell["outputs"], cell["execution_count"]
    mended = mend(handed, worksheet())
    assert find(mended.notebook, "squares").cell_type == "code"
    assert find(mended.notebook, "squares").source == "squares = 1"
    assert mended_names(mended) == {"squares"}
    nbformat.validate(mended.notebook)


def test_tags_and_settings_decide_nothing() -> None:
    """Tags such as skip-execution, and changed points or flags, are replaced by the source's."""
    handed = answered()
    find(handed, "test-squares").metadata.tags = ["skip-execution"]
    find(handed, "test-cubes").metadata.nbgrader.points = 100
    find(handed, "why").metadata.nbgrader.solution = False
    mended = mend(handed, worksheet())
    for cell in mended.notebook.cells:
        known = worksheet().cell(name(cell))
        assert cell.metadata == (known.metadata if known else {})
    assert mended_names(mended) == {"test-squares", "test-cubes", "why"}


def test_own_cells_lose_their_settings() -> None:
    """A student's own cell keeps its text and place; its metadata goes."""
    handed = answered()
    own = own_cell("import helper")
    own.metadata = {"tags": ["skip-execution"], "nbgrader": {"grade_id": "mine", "grade": True, "points": 9}}
    handed.cells.insert(2, own)
    mended = mend(handed, worksheet())
    assert texts(mended)[2] == "import helper"
    assert mended.notebook.cells[2].metadata == {}


def test_notebook_without_metadata_is_recognised() -> None:
    """When a program dropped all nbgrader metadata, cells are known by released text and by place."""
    handed = answered()
    for cell in handed.cells:
        cell.metadata = {}
    mended = mend(handed, worksheet())
    assert names(mended) == names(mend(answered(), worksheet()))
    assert texts(mended) == texts(mend(answered(), worksheet()))


def test_renamed_cells_are_recognised() -> None:
    """A cell whose grade_id was changed is found by its text or place."""
    handed = answered()
    find(handed, "squares").metadata.nbgrader.grade_id = "my squares"
    find(handed, "test-cubes").metadata.nbgrader.grade_id = "t"
    mended = mend(handed, worksheet())
    assert texts(mended) == texts(mend(answered(), worksheet()))
    assert names(mended) == names(mend(answered(), worksheet()))
    assert mended_names(mended) == {"squares", "test-cubes"}


def test_cells_in_another_order_run_in_the_sources() -> None:
    """A test above its solution goes below it; a solution keeps its place if it can."""
    handed = answered()
    test = find(handed, "test-squares")
    handed.cells.remove(test)
    handed.cells.insert(0, test)
    mended = mend(handed, worksheet())
    assert names(mended) == names(mend(answered(), worksheet()))
    assert mended_names(mended) == {"test-squares"}


def test_solutions_keep_their_place_before_others() -> None:
    """A solution stays below the helper that it needs, even if more cells would have to move otherwise."""
    handed = answered()
    solution = find(handed, "squares")
    handed.cells.remove(solution)
    at = next(index for index, cell in enumerate(handed.cells) if cell.source == "Now the third power.")
    handed.cells[at + 1 : at + 1] = [own_cell("helper = 1"), solution]
    mended = mend(handed, worksheet())
    at = texts(mended).index("helper = 1")
    assert texts(mended)[at : at + 4] == ["helper = 1", "squares = 1", "assert squares", "cubes = 1"]


def test_edited_copy_of_a_test_is_the_students_own() -> None:
    """Whoever copies a test cell to try something in it keeps the copy; the original counts."""
    handed = answered()
    copied = copy.deepcopy(find(handed, "test-squares"))
    copied.source = "print(squares)"
    handed.cells.insert(handed.cells.index(find(handed, "test-squares")), copied)
    mended = mend(handed, worksheet())
    at = texts(mended).index("print(squares)")
    assert (names(mended)[at], names(mended)[at + 1]) == ("", "test-squares")
    assert texts(mended)[at + 1] == "assert squares"


def test_nameless_solution_among_own_cells_is_known_by_its_first_line() -> None:
    """Between cells of the student's own, the one that keeps the stub's lines is the solution."""
    source = worksheet()
    stub = "def squares(n):\n    # YOUR CODE HERE\n    pass"
    cells = tuple(replace(cell, released=stub) if cell.grade_id == "squares" else cell for cell in source.cells)
    source = replace(source, cells=cells)
    handed = answered()
    solution = find(handed, "squares")
    solution.source = "def squares(n):\n    return helper(n)"
    handed.cells.insert(handed.cells.index(solution), own_cell("def helper(n):\n    return n"))
    handed.cells.insert(handed.cells.index(solution) + 1, own_cell("print(squares(3))"))
    for cell in handed.cells:
        cell.metadata = {}
    mended = mend(handed, source)
    assert find(mended.notebook, "squares").source == "def squares(n):\n    return helper(n)"
    assert texts(mended)[2].startswith("def helper")


def test_own_cells_stay_between_their_neighbours() -> None:
    """Cells of the student's own stay where they are, even beside mended ones."""
    handed = answered()
    handed.cells.insert(handed.cells.index(find(handed, "cubes")), own_cell("helper = 1"))
    handed.cells.remove(find(handed, "test-cubes"))
    mended = mend(handed, worksheet())
    at = texts(mended).index("helper = 1")
    assert (names(mended)[at + 1], names(mended)[at + 2]) == ("cubes", "test-cubes")


def test_other_kernel_is_set_right() -> None:
    """The source's kernel runs, whatever the submission asks for."""
    handed = answered()
    handed.metadata.kernelspec = {"name": "conda-env-mine", "display_name": "mine"}
    mended = mend(handed, worksheet())
    assert mended.notebook.metadata.kernelspec.name == "python3"
    assert len(mended.events) == 1
    assert "conda" not in mended.events[0].message


def test_source_without_kernel() -> None:
    """A source that names no kernel leaves the question open, without a word."""
    source = SourceNotebook("sums", "worksheet", Path("source/sums"), worksheet().cells)
    mended = mend(answered(), source)
    assert "kernelspec" not in mended.notebook.metadata
    assert mended.events == ()
    nbformat.validate(mended.notebook)


def test_cell_ids_are_unique_and_stable() -> None:
    """Missing, doubled and ill-formed ids are replaced; mending twice gives the same notebook."""
    handed = answered()
    del handed.cells[0]["id"]
    handed.cells[1]["id"] = handed.cells[2]["id"] = "same"
    handed.cells[3]["id"] = {"not": "text"}
    mended = mend(handed, worksheet())
    nbformat.validate(mended.notebook)
    assert len({cell.id for cell in mended.notebook.cells}) == len(mended.notebook.cells)
    assert mend(handed, worksheet()) == mended


@pytest.mark.parametrize(
    "cells",
    [
        [None, 3, "text", [], {}],
        [{"cell_type": "code"}],
        [{"cell_type": "heading", "source": 7, "metadata": []}],
        [{"cell_type": "code", "source": ["a", 1, "b"], "metadata": {"nbgrader": "x"}, "outputs": "y"}],
        [
            {
                "cell_type": "code",
                "source": "\ud800",
                "metadata": {},
                "outputs": [{"output_type": "stream"}, 1],
            }
        ],
        [{"cell_type": "markdown", "source": "", "attachments": {"a": {"image/png": ["x"]}, "b": 1}}],
        [{"cell_type": "code", "metadata": {"nbgrader": {"grade_id": ["squares"]}, "tags": 5}}],
    ],
)
def test_ill_formed_cells_make_a_valid_notebook(cells: list[Any]) -> None:
    """Whatever JSON stands in the cells, a valid notebook with all the source's cells comes out."""
    handed = NotebookNode(nbformat=4, nbformat_minor=5, metadata=None, cells=cells)
    mended = mend(handed, worksheet())
    nbformat.validate(mended.notebook)
    nbformat.writes(mended.notebook).encode()
    assert [known for known in names(mended) if known] == [cell.grade_id for cell in worksheet().marked]


def test_outputs_that_were_handed_in_are_kept() -> None:
    """What a student's cell printed before it was handed in stays with the cell."""
    handed = answered()
    find(handed, "squares").outputs = [{"output_type": "stream", "name": "stdout", "text": ["a\n", "b"]}]
    mended = mend(handed, worksheet())
    assert find(mended.notebook, "squares").outputs == [{"output_type": "stream", "name": "stdout", "text": "a\nb"}]


@pytest.mark.parametrize("shape", ["own", "twins", "nameless"])
def test_ten_thousand_cells(shape: str) -> None:
    """Ten thousand cells of any kind are mended to the source's, with the student's own between them."""
    handed = answered()
    cell = own_cell("x = 1") if shape != "twins" else find(handed, "squares")
    for number in range(10_000):
        made = NotebookNode(cell)
        made["source"] = f"x = {number}"
        handed.cells.append(made)
    if shape == "nameless":
        for cell in handed.cells:
            cell.metadata = {}
    mended = mend(handed, worksheet())
    known = [grade_id for grade_id in names(mended) if grade_id]
    assert known == [cell.grade_id for cell in worksheet().marked]
    assert len(mended.notebook.cells) >= 10_000


@pytest.mark.parametrize("minor", [None, "5", 4.5, [5], {}])
def test_odd_format_number_keeps_nothing_from_being_mended(minor: object) -> None:
    """A notebook whose nbformat_minor is no number, and whose cells lack an id of their own, is graded."""
    handed = answered()
    handed["nbformat_minor"] = minor
    handed.cells[1].id = handed.cells[2].id = "twin"
    del handed.cells[3]["id"]
    mended = mend(handed, worksheet())
    assert texts(mended) == [cell.source for cell in handed.cells]
    nbformat.validate(mended.notebook)


def test_empty_own_cells_are_left_out() -> None:
    """Cells of the student's own in which nothing stands cost time for nothing; their answers stay, empty or not."""
    handed = submission(squares="", cubes="cubes = 1")
    blank = own_cell(" \n")
    handed.cells[2:2] = [blank] * 1_000
    handed.cells += [blank] * 1_000
    mended = mend(handed, worksheet())
    assert texts(mended) == texts(mend(submission(squares="", cubes="cubes = 1"), worksheet()))
    assert find(mended.notebook, "squares").source == ""


def test_own_cells_beyond_a_bound_are_left_out() -> None:
    """What is left out is told; the cells of the source are all there."""
    handed = answered()
    handed.cells[2:2] = [own_cell("x = 1")] * (OWN_CELLS + 5)
    mended = mend(handed, worksheet())
    assert len(mended.notebook.cells) == len(worksheet().cells) + OWN_CELLS
    assert [name for name in names(mended) if name] == [cell.grade_id for cell in worksheet().marked]
    assert "Your notebook had more than 10000 cells of your own; those after them were left out." in {
        event.message for event in mended.events
    }
