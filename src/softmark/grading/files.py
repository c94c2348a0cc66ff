"""Copying a submission's files without trusting their names, kinds or sizes."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Collection, Iterator
from pathlib import Path


def copy_tree(
    folder: Path,
    target: Path,
    *,
    leave_out: Collection[str] = (),
    replaces: Collection[str] = (),
    limit: int | None = None,
) -> None:
    """Copy the regular files of a folder; links, sockets, pipes and notebooks stay behind.

    Args:
        folder: where from; nothing happens if it is no folder.
        target: where to; made if need be. What is there already stays.
        leave_out: names of files and folders, relative to ``folder``, that are not copied.
        replaces: names of files, relative to ``folder``, that are copied in the place of a file of that name.
        limit: bytes of one file above which it is left behind.
    """
    if not folder.is_dir() or folder.is_symlink():
        return
    for entry in os.scandir(folder):
        if entry.name in leave_out or entry.is_symlink() or entry.name.endswith(".ipynb"):
            continue
        place = target / entry.name
        if entry.is_dir(follow_symlinks=False):
            if place.is_dir() or not place.exists():
                inner, outer = _inside(entry.name, leave_out), _inside(entry.name, replaces)
                copy_tree(Path(entry.path), place, leave_out=inner, replaces=outer, limit=limit)
            continue
        if place.exists() and (entry.name not in replaces or place.is_dir()):
            continue
        status = entry.stat(follow_symlinks=False)
        if stat.S_ISREG(status.st_mode) and (limit is None or status.st_size <= limit):
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(entry.path, place, follow_symlinks=False)


def plain_files(
    folder: Path, *, leave_out: Collection[str] = (), limit: int | None = None
) -> Iterator[tuple[str, Path]]:
    """The files of a folder that :func:`copy_tree` would take into an empty one, sorted.

    Yields:
        Their names relative to the folder, with ``/`` between the parts, and their paths.
    """
    if not folder.is_dir() or folder.is_symlink():
        return
    for entry in sorted(os.scandir(folder), key=lambda entry: entry.name):
        if entry.name in leave_out or entry.is_symlink() or entry.name.endswith(".ipynb"):
            continue
        if entry.is_dir(follow_symlinks=False):
            inner = plain_files(Path(entry.path), leave_out=_inside(entry.name, leave_out), limit=limit)
            yield from ((f"{entry.name}/{name}", path) for name, path in inner)
            continue
        status = entry.stat(follow_symlinks=False)
        if stat.S_ISREG(status.st_mode) and (limit is None or status.st_size <= limit):
            yield entry.name, Path(entry.path)


def _inside(folder: str, names: Collection[str]) -> frozenset[str]:
    """Those of the names that are about a folder's content, relative to it."""
    return frozenset(name.removeprefix(f"{folder}/") for name in names if name.startswith(f"{folder}/"))
