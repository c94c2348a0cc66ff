"""What grading one notebook needs, as bytes: they can be sent to another machine, and name their own result.

An *assignment* is one of the instructor's notebooks with all files beside it, hidden ones included, and the limits. A
*submission* is the code of one mended notebook, the files that were handed in beside it, and the seed. Equal content
gives equal bytes, whoever packs it, whenever and wherever.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
import weakref
from collections import OrderedDict
from collections.abc import Collection, Iterator
from dataclasses import asdict, dataclass, replace
from hashlib import blake2b
from pathlib import Path
from typing import Any, Final

import msgpack
from nbformat import NotebookNode, from_dict

from softmark.grading.files import plain_files
from softmark.grading.source import SourceCell, SourceNotebook
from softmark.model import Limits, Seed
from softmark.sandbox.places import new_folder
from softmark.testing.hidden import HIDDEN_FOLDER, KEPT_BACK

_UNPACKED: Final = 8
"""Assignments that a process keeps unpacked."""


def pack(value: object) -> bytes:
    """Plain values as bytes. Texts of submissions may hold lone surrogates, file names, too."""
    return bytes(msgpack.packb(value, unicode_errors="surrogatepass"))


def unpack(data: bytes) -> Any:
    """The values again.

    Raises:
        ValueError: these are no such bytes.
    """
    try:
        return msgpack.unpackb(data, unicode_errors="surrogatepass", strict_map_key=False)
    except msgpack.UnpackException as error:
        raise ValueError(str(error)) from error


def digest(*parts: bytes) -> str:
    """A name for content: equal parts have equal names, and nobody finds others with the same."""
    found = blake2b(digest_size=32)
    for part in parts:
        found.update(len(part).to_bytes(8, "big") + part)
    return found.hexdigest()


def pack_assignment(source: SourceNotebook, limits: Limits) -> bytes:
    """One of the instructor's notebooks and all that lies beside it; of texts in Markdown nothing depends on."""
    return pack(
        {
            "assignment": source.assignment,
            "notebook": source.notebook,
            "cells": [_cell(cell) for cell in source.cells],
            "editable": sorted(source.editable),
            "files": [(name, path.read_bytes()) for name, path in plain_files(source.folder)],
            "limits": asdict(limits),
        }
    )


def _cell(cell: SourceCell) -> dict[str, Any]:
    kept = asdict(replace(cell, metadata={}, attachments={}))
    if cell.cell_type != "code" and not cell.solution:
        kept |= {"source": "", "released": ""}
    return kept


def without_checks(assignment: bytes) -> bytes:
    """What of a packed assignment a submission's kernel gets to see: everything but what is hidden."""
    kept = unpack(assignment)
    for cell in kept["cells"]:
        # Of the instructor's texts, an answer's, too, is none of a submission's.
        cell |= {"source": "", "points": 0.0}
    kept["files"] = [file for file in kept["files"] if not file[0].startswith(f"{HIDDEN_FOLDER}/")]
    return pack(kept)


def answers(assignment: bytes) -> bytes:
    """The instructor's own texts in a packed assignment, but for those of test cells: what the reference runs."""
    cells = unpack(assignment)["cells"]
    return pack([cell["source"] for cell in cells if cell["solution"] or not cell["grade"]])


@dataclass(frozen=True)
class Assignment:
    """An unpacked assignment; ``source.folder`` is there as long as this object is."""

    source: SourceNotebook
    limits: Limits


class _Unpacked:
    """Assignments that this process has unpacked, the last ones used; safe to share between threads."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, Assignment] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, data: bytes) -> Assignment:
        key = digest(data)
        with self._lock:
            if key not in self._known:
                folder = new_folder("assignment")
                self._known[key] = found = _unpack_assignment(unpack(data), folder)
                weakref.finalize(found, shutil.rmtree, folder, ignore_errors=True)
                if len(self._known) > _UNPACKED:
                    self._known.popitem(last=False)
            self._known.move_to_end(key)
            return self._known[key]


_UNPACKED_HERE: Final = _Unpacked()


def unpack_assignment(data: bytes) -> Assignment:
    """The assignment again, its files in a folder of ours."""
    return _UNPACKED_HERE.get(data)


def _unpack_assignment(known: dict[str, Any], folder: Path) -> Assignment:
    write_files(known["files"], folder)
    source = SourceNotebook(
        known["assignment"],
        known["notebook"],
        folder,
        tuple(SourceCell(**cell) for cell in known["cells"]),
        editable=frozenset(known["editable"]),
    )
    return Assignment(source, Limits(**known["limits"]))


def pack_submission(
    source: SourceNotebook,
    notebook: NotebookNode,
    files: Path | None,
    seed: Seed,
    limits: Limits,
    ignored: Collection[str] = (),
) -> bytes:
    """The code of a mended notebook, and the files beside it that its kernel gets to see.

    Args:
        source: the instructor's notebook.
        notebook: the submission in the source's shape.
        files: the folder that it was handed in with.
        seed: seed of its random generators.
        limits: budgets; larger files are left out.
        ignored: names of files and folders in ``files`` that are not the submission's.
    """
    names = (cell.metadata.get("nbgrader", {}).get("grade_id", "") for cell in notebook.cells)
    answers = {cell.grade_id for cell in source.cells if cell.solution}
    cells = [
        (position, cell.cell_type, name, cell.source)
        for position, (name, cell) in enumerate(zip(names, notebook.cells, strict=True))
        if cell.cell_type == "code" or name in answers
    ]
    taken = [] if files is None else list(_taken(source, files, limits, ignored))
    return pack({"cells": cells, "files": taken, "seed": [seed.number, seed.each_answer]})


def _taken(
    source: SourceNotebook, files: Path, limits: Limits, ignored: Collection[str]
) -> Iterator[tuple[str, bytes]]:
    """What :func:`softmark.grading.files.copy_tree` takes where the given files are already."""
    found = list(plain_files(files, leave_out=(*KEPT_BACK, *ignored), limit=limits.submission_bytes))
    if not found:
        return
    given = {name for name, _path in plain_files(source.folder, leave_out=KEPT_BACK)}
    folders = {str(parent) for name in given for parent in Path(name).parents}
    for name, path in found:
        under_a_file = any(str(parent) in given for parent in Path(name).parents)
        if not under_a_file and name not in folders and (name not in given or name in source.editable):
            with contextlib.suppress(OSError):
                yield name, path.read_bytes()


@dataclass(frozen=True)
class Submission:
    """An unpacked submission; where ``notebook`` had a text that is none of an answer's, it has an empty one."""

    notebook: NotebookNode
    files: tuple[tuple[str, bytes], ...]
    seed: Seed


def unpack_submission(data: bytes) -> Submission:
    """The submission again."""
    known = unpack(data)
    cells: list[dict[str, Any]] = []
    for position, kind, name, text in known["cells"]:
        cells += [_unpack_cell(number, "markdown", "", "") for number in range(len(cells), position)]
        cells.append(_unpack_cell(position, kind, name, text))
    notebook = from_dict({"nbformat": 4, "nbformat_minor": 5, "metadata": {}, "cells": cells})
    return Submission(notebook, tuple((name, content) for name, content in known["files"]), Seed(*known["seed"]))


def _unpack_cell(position: int, kind: str, name: str, text: str) -> dict[str, Any]:
    metadata = {"nbgrader": {"grade_id": name}} if name else {}
    cell = {"cell_type": kind, "id": f"cell-{position}", "source": text, "metadata": metadata}
    return cell | ({"outputs": [], "execution_count": None} if kind == "code" else {})


def write_files(files: Collection[tuple[str, bytes]], folder: Path) -> None:
    """Write packed files into a folder of ours. Names come from :func:`plain_files`, and cannot lead elsewhere."""
    for name, content in files:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
