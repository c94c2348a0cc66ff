"""Copying a submission's files without trusting their names, kinds or sizes."""

from __future__ import annotations

import os
import shutil
import stat
from collections.abc import Collection
from pathlib import Path


def copy_tree(folder: Path, target: Path, *, leave_out: Collection[str] = (), limit: int | None = None) -> None:
    """Copy the regular files of a folder; links, sockets, pipes and notebooks stay behind.

    Args:
        folder: where from; nothing happens if it is no folder.
        target: where to; made if need be.
        leave_out: names at the top that are not copied.
        limit: bytes of one file above which it is left behind.
    """
    if not folder.is_dir() or folder.is_symlink():
        return
    for entry in os.scandir(folder):
        if entry.name in leave_out or entry.is_symlink() or entry.name.endswith(".ipynb"):
            continue
        place = target / entry.name
        if entry.is_dir(follow_symlinks=False):
            copy_tree(Path(entry.path), place, limit=limit)
            continue
        status = entry.stat(follow_symlinks=False)
        if stat.S_ISREG(status.st_mode) and (limit is None or status.st_size <= limit):
            target.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(entry.path, place, follow_symlinks=False)
