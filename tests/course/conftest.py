"""The course itself, graded for real: every variant of every assignment, by the cases of ``softmark verify``."""

from __future__ import annotations

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from softmark.grading import Engine, SourceNotebook
from softmark.grading.pool import Pool
from softmark.model import Limits
from softmark.nbgrader.course import open_course
from softmark.nbgrader.source import load_source
from softmark.verify import Case, Tried, collect, try_all

collect_ignore_glob = ["*/right/*", "*/wrong/*"]  # whatever variants are called, they are no tests
ROOT = Path(__file__).parents[2]
WORKERS = min(os.cpu_count() or 1, 4)
AHEAD = 3


@cache
def cases() -> dict[str, Case]:
    """All cases but mutants, by their names for pytest."""
    found = {}
    for folder in sorted(
        path for path in (ROOT / "source").iterdir() if path.is_dir() and not (path / "quiz.toml").exists()
    ):
        seeds = int(os.environ.get("SOFTMARK_SEEDS", "2"))
        for case in collect(_sources(folder.name), Path(__file__).parent / folder.name, seeds=seeds, mutants=0):
            found[f"{folder.name}-{case.kind}-{case.name}".replace(" ", "-").replace(":", "")] = case
    return found


def _sources(assignment: str) -> list[SourceNotebook]:
    course = open_course(ROOT)
    paths = sorted((ROOT / "source" / assignment).glob("*.ipynb"))
    return [load_source(course.coursedir, course.app, assignment, path.stem) for path in paths]


class Trying:
    """Tries the selected cases in their order, ahead of the tests that ask for them."""

    def __init__(self, selected: list[str]) -> None:
        self.names = tuple(selected)
        self._pool = Pool(WORKERS)
        engine = Engine(executor=self._pool)
        every = [cases()[name] for name in selected]
        self._coming = zip(selected, try_all(engine, every, Limits(retries=0), WORKERS * AHEAD), strict=True)
        self._known: dict[str, Tried] = {}

    def of(self, name: str) -> Tried:
        """What became of one case."""
        while name not in self._known:
            done, tried = next(self._coming)
            self._known[done] = tried
        return self._known[name]

    def close(self) -> None:
        """Forget what has not been tried yet."""
        self._pool.shutdown(wait=False, cancel_futures=True)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Give each test that asks for the ``name`` of a case those of the kinds that its mark names; all without."""
    if "name" in metafunc.fixturenames:
        mark = metafunc.definition.get_closest_marker("kinds")
        metafunc.parametrize("name", [name for name, case in cases().items() if mark is None or case.kind in mark.args])


@pytest.fixture(scope="session")
def trying(request: pytest.FixtureRequest) -> Iterator[Trying]:
    """What became of the selected cases."""
    items = (getattr(item, "callspec", None) for item in request.session.items)
    names = (item.params["name"] for item in items if item is not None and "name" in item.params)
    made = Trying([name for name in dict.fromkeys(names) if name in cases()])
    yield made
    made.close()
