"""The result store: what is put in comes out, and nothing else does."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from softmark.grading.store import About, Kind, Store, StoreFailed

KEY, OTHER = "ab" * 32, "cd" * 32
ABOUT = About("sums", "one", "kim")
CONTENT = bytes(range(256)) * 40


@pytest.fixture
def store(tmp_path: Path) -> Store:
    return Store(tmp_path / "store")


def _file(store: Store) -> Path:
    (entry,) = store.entries()
    return entry.path


def test_content_comes_back(tmp_path: Path, store: Store) -> None:
    """Also for another process, and only under its own kind and key."""
    store.put(Kind.RESULT, KEY, CONTENT, ABOUT)
    assert Store(tmp_path / "store").get(Kind.RESULT, KEY) == CONTENT
    assert store.get(Kind.RESULT, OTHER) is None
    assert store.get(Kind.TRANSCRIPT, KEY) is None
    store.put(Kind.RESULT, KEY, b"new", ABOUT)
    assert store.get(Kind.RESULT, KEY) == b"new"


@pytest.mark.parametrize("damage", ["flip", "cut", "empty", "text", "swap"])
def test_damaged_entries_are_none(store: Store, damage: str) -> None:
    """At every byte that is tried: in the line, the seal and the content."""
    store.put(Kind.RESULT, KEY, CONTENT, ABOUT)
    path = _file(store)
    whole = path.read_bytes()
    places = [*range(0, len(whole), 37), len(whole) - 1]
    broken = {
        "flip": [whole[:at] + bytes([whole[at] ^ 1]) + whole[at + 1 :] for at in places],
        "cut": [whole[:at] for at in places],
        "empty": [b""],
        "text": [b"\n" * 500, b"softmark 1 {}\n"],
        "swap": [whole.replace(b'"kim"', b'"eve"')],
    }[damage]
    for data in broken:
        path.write_bytes(data)
        assert store.get(Kind.RESULT, KEY) is None
    path.write_bytes(whole)
    assert store.get(Kind.RESULT, KEY) == CONTENT


def test_entries_of_others_are_forged(tmp_path: Path, store: Store) -> None:
    """Made with another key, or moved from another place."""
    foreign = Store(tmp_path / "foreign")
    foreign.put(Kind.RESULT, KEY, b"full marks", ABOUT)
    place = tmp_path / "store" / "result" / KEY[:2] / KEY[2:]
    place.parent.mkdir(parents=True)
    place.write_bytes(_file(foreign).read_bytes())
    assert store.get(Kind.RESULT, KEY) is None
    store.put(Kind.RESULT, OTHER, b"full marks", ABOUT)
    place.write_bytes((tmp_path / "store" / "result" / OTHER[:2] / OTHER[2:]).read_bytes())
    assert store.get(Kind.RESULT, KEY) is None
    assert store.get(Kind.RESULT, OTHER) == b"full marks"


def test_nobody_else_can_read_it(tmp_path: Path, store: Store) -> None:
    """Neither folder nor key nor entries: what submissions said to hidden checks is in there."""
    store.put(Kind.RESULT, KEY, CONTENT, ABOUT)
    found = [tmp_path / "store", *(tmp_path / "store").rglob("*")]
    assert len(found) == 5
    assert [path for path in found if path.stat().st_mode & 0o077] == []


def test_entries_tell_whose_they_are(tmp_path: Path, store: Store) -> None:
    """Without their content; what is none of ours is left out; and they can be removed."""
    store.put(Kind.RESULT, KEY, CONTENT, ABOUT)
    store.put(Kind.CONTROL, OTHER, b"", About("sums", "one"))
    junk = tmp_path / "store" / "result" / "zz" / "junk"
    junk.parent.mkdir()
    for data in (b"", b"\xff\xfe", b"[]\n", b"softmark 1 []\n", b'softmark 1 {"kind": "result", "no": 1}\n'):
        junk.write_bytes(data)
        control, result = store.entries()
        assert (control.kind, control.about.student) == (Kind.CONTROL, "")
        assert (result.kind, result.about, result.size) == (Kind.RESULT, ABOUT, result.path.stat().st_size)
    store.remove(result)
    store.remove(result)
    assert store.get(Kind.RESULT, KEY) is None
    assert store.get(Kind.CONTROL, OTHER) == b""


def test_being_asked_for_counts_as_use(store: Store) -> None:
    store.put(Kind.RESULT, KEY, CONTENT, ABOUT)
    os.utime(_file(store), (0, 0))
    store.get(Kind.RESULT, KEY)
    (entry,) = store.entries()
    assert time.time() - entry.used < 60


def test_sweep_removes_what_was_never_finished(tmp_path: Path, store: Store) -> None:
    """But not what is being written now."""
    store.put(Kind.RESULT, KEY, CONTENT, ABOUT)
    old, new = (_file(store).with_name(name) for name in (".new-old", ".new-new"))
    for path in (old, new):
        path.touch()
    os.utime(old, (0, 0))
    store.sweep()
    assert (old.exists(), new.exists(), _file(store).exists()) == (False, True, True)


FULL = """
import resource, signal, sys
from pathlib import Path
from softmark.grading.store import About, Kind, Store, StoreFailed
store = Store(Path(sys.argv[1]))
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (2_000, 2_000))
import os
try:
    store.put(Kind.RESULT, sys.argv[2], os.urandom(50_000), About("sums"))
except StoreFailed as failed:
    print(failed)
"""


def test_what_was_there_survives_a_full_disk(tmp_path: Path, store: Store) -> None:
    """A file that cannot be written whole leaves the old one, and nothing beside it."""
    store.put(Kind.RESULT, KEY, CONTENT, ABOUT)
    done = subprocess.run(
        [sys.executable, "-c", FULL, str(tmp_path / "store"), KEY], capture_output=True, text=True, check=True
    )
    assert done.stdout.startswith(str(tmp_path / "store" / "result"))
    assert store.get(Kind.RESULT, KEY) == CONTENT
    assert os.listdir(_file(store).parent) == [KEY[2:]]


def test_damaged_key_is_told(tmp_path: Path, store: Store) -> None:
    (tmp_path / "store" / "key").write_bytes(b"short")
    with pytest.raises(StoreFailed, match="begins anew"):
        Store(tmp_path / "store")


def test_folder_that_cannot_be_made_is_told(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(StoreFailed, match="file"):
        Store(tmp_path / "file" / "store")
