"""What crosses the door: equal content gives equal bytes, and nothing hidden goes where it must not."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from softmark.grading import SourceNotebook
from softmark.grading.files import copy_tree, plain_files
from softmark.grading.packing import (
    digest,
    pack_assignment,
    pack_submission,
    unpack,
    unpack_assignment,
    unpack_submission,
    without_checks,
)
from softmark.model import Limits, Seed


@pytest.fixture
def source(small_course: Any, make_cell: Callable[..., Any], make_test_cell: Callable[..., Any], tmp_path: Path) -> Any:
    """A notebook with given and hidden files."""
    cells = [
        make_cell("locked", "given", "rows = 3", "rows = 3"),
        make_cell("solution", "double", "def double(n):\n    return 2 * n  # REFERENCE", "def double(n):\n    ..."),
        make_test_cell("test-double", "### BEGIN HIDDEN TESTS\nassert double(4711) == 9422\n### END HIDDEN TESTS"),
    ]
    for name, text in {"rows.csv": "1,2", "own.txt": "given", "hidden/rows.npz": "HOLDOUT", "deep/a.txt": "a"}.items():
        path = tmp_path / "source" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (tmp_path / "source" / "one.ipynb").write_text("{}")
    return replace(
        small_course.notebook(cells), folder=tmp_path / "source", editable=frozenset({"own.txt", "deep/a.txt"})
    )


SEVEN = Seed(7)


def _submission(
    small_course: Any, source: SourceNotebook, text: str = "x = 1", files: Path | None = None, seed: Seed = SEVEN
) -> bytes:
    return pack_submission(source, small_course.submission(source, {"double": text}), files, seed, Limits(), ("t.txt",))


def test_equal_content_gives_equal_bytes(small_course: Any, source: SourceNotebook, tmp_path: Path) -> None:
    """Wherever it lies, and whenever it was written."""
    again = replace(source, folder=tmp_path / "again")
    copy_tree(source.folder, again.folder)
    for path in again.folder.rglob("*"):
        os.utime(path, (0, 0))
    assert pack_assignment(again, Limits()) == pack_assignment(source, Limits())
    assert _submission(small_course, again) == _submission(small_course, source)


def test_all_that_decides_a_mark_changes_the_bytes(small_course: Any, source: SourceNotebook) -> None:
    """Checks, solutions, hidden and given data, limits; a submission's code, files and seed."""
    cells = list(source.cells)
    changed = [
        replace(source, cells=(*cells[:2], replace(cells[2], source=cells[2].source.replace("9422", "9423")))),
        replace(source, cells=(cells[0], replace(cells[1], source="def double(n): return n"), cells[2])),
        replace(source, editable=frozenset()),
    ]
    found = [pack_assignment(each, Limits()) for each in (source, *changed)]
    found.append(pack_assignment(source, Limits(cell_seconds=1)))
    for name in ("hidden/rows.npz", "rows.csv"):
        (source.folder / name).write_text("other")
        found.append(pack_assignment(source, Limits()))
    assert len({digest(each) for each in found}) == len(found) == 7
    mine = {_submission(small_course, source), _submission(small_course, source, "x = 2")}
    mine |= {_submission(small_course, source, seed=seed) for seed in (Seed(8), Seed(7, each_answer=True))}
    assert len(mine) == 4


def test_text_decides_nothing(small_course: Any, source: SourceNotebook) -> None:
    """A student who has only written more Markdown is not graded anew; nor is one whose file is nbgrader's."""
    node = small_course.submission(source, {"double": "x = 1"})
    note = {"cell_type": "markdown", "source": "first", "metadata": {}, "id": "note"}
    node.cells.insert(0, type(node)(note))
    first = pack_submission(source, node, None, Seed(7), Limits())
    node.cells[0].source = "second"
    assert pack_submission(source, node, None, Seed(7), Limits()) == first
    assert [cell.cell_type for cell in unpack_submission(first).notebook.cells] == ["markdown", *["code"] * 3]


@pytest.mark.parametrize(
    "names",
    [
        ["my.txt"],
        ["rows.csv", "own.txt"],
        ["hidden/rows.npz", "hidden"],
        ["deep", "rows.csv/inner.txt", "deep/b.txt", "deep/a.txt"],
        ["other.ipynb", "big.bin", "t.txt", "more/t.txt"],
    ],
)
def test_files_that_are_packed_are_those_that_are_copied(
    small_course: Any, source: SourceNotebook, tmp_path: Path, names: list[str]
) -> None:
    """The kernel sees just what it saw when files were copied straight from the submission."""
    handed, straight, through = (tmp_path / name for name in ("handed", "straight", "through"))
    for name in names:
        path = handed / name
        if not path.is_dir() and not any(parent.is_file() for parent in path.parents):
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text("x" * 3_000 if name == "big.bin" else f"handed in as {name}")
    (handed / "link").symlink_to("/etc/passwd")
    limits = Limits(submission_bytes=2_000)
    for folder in (straight, through):
        copy_tree(source.folder, folder, leave_out=("hidden",))
    out = ("hidden", "t.txt")
    copy_tree(handed, straight, leave_out=out, replaces=source.editable, limit=limits.submission_bytes)
    packed = pack_submission(source, small_course.submission(source, {}), handed, Seed(7), limits, ("t.txt",))
    for name, content in unpack_submission(packed).files:
        (through / name).parent.mkdir(parents=True, exist_ok=True)
        (through / name).write_bytes(content)
    assert _content(through) == _content(straight)
    assert ("big.bin" in _content(through)) is False


def _content(folder: Path) -> dict[str, bytes]:
    return {name: path.read_bytes() for name, path in plain_files(folder)}


def test_assignment_comes_back_with_its_files(source: SourceNotebook) -> None:
    """In a folder of ours, which goes when nobody needs it any more."""
    found = unpack_assignment(pack_assignment(source, Limits(calls := 5)))
    assert found.limits == Limits(calls)
    assert [cell.source for cell in found.source.cells] == [cell.source for cell in source.cells]
    assert _content(found.source.folder) == _content(source.folder)
    folders = {found.source.folder}
    del found
    for seconds in range(10, 20):  # more than are kept
        folders.add(unpack_assignment(pack_assignment(source, Limits(float(seconds)))).source.folder)
    gc.collect()
    assert sum(folder.exists() for folder in folders) == 8


def test_kernels_part_holds_nothing_hidden(source: SourceNotebook) -> None:
    """By this a transcript is known: it stays the same when checks, hidden data or solutions change."""
    seen = without_checks(pack_assignment(source, Limits()))
    assert not any(secret in seen for secret in (b"HOLDOUT", b"9422", b"REFERENCE", b"rows.npz"))
    assert [name for name, _data in unpack(seen)["files"]] == ["deep/a.txt", "own.txt", "rows.csv"]
    (source.folder / "hidden" / "rows.npz").write_text("other")
    assert without_checks(pack_assignment(source, Limits())) == seen
    (source.folder / "rows.csv").write_text("other")
    assert without_checks(pack_assignment(source, Limits())) != seen


def test_odd_texts_and_names_come_back(small_course: Any, source: SourceNotebook, tmp_path: Path) -> None:
    """Lone surrogates in a cell, bytes in a file's name that are no text, a name with a line break."""
    (tmp_path / "handed").mkdir()
    for name in (b"no-\xff-text", b"line\nbreak", "한글.txt".encode()):
        Path(os.fsdecode(bytes(tmp_path / "handed") + b"/" + name)).write_bytes(name)
    found = unpack_submission(_submission(small_course, source, "x = '\ud800'", tmp_path / "handed"))
    assert found.notebook.cells[1].source == "x = '\ud800'"
    assert all(os.fsencode(name) == data for name, data in found.files)
    assert len(found.files) == 3


@pytest.mark.parametrize("data", [b"", b"\xc1", b"\x91", b"\xde\xff\xff"])
def test_what_is_no_pack_is_told(data: bytes) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  (msgpack has many words for it)
        unpack(data)
