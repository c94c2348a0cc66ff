"""Parsing in several threads."""

import ast
import gc
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from softmark.parsing import parse

TEXT = "\n".join(f"def f{n}(x):\n    return [y * {n} for y in (x, (x + {n}) ** 2) if y]" for n in range(300))


class Slow:
    """Garbage that lets another thread go on while it is collected: in the middle of a tree, if need be."""

    def __init__(self) -> None:
        self.cycle = self

    def __del__(self) -> None:
        time.sleep(1e-4)


@pytest.fixture
def _eager_collector() -> Iterator[None]:
    before = gc.get_threshold()
    gc.set_threshold(50)
    yield
    gc.set_threshold(*before)


def _parse_beside_garbage(_number: int) -> ast.Module:
    for _ in range(5):
        Slow()
    return parse(TEXT)


@pytest.mark.usefixtures("_eager_collector")
def test_threads_parse_at_once() -> None:
    """Each thread gets the tree that one alone gets, whenever another one is let go on (CPython 3.11 fails here)."""
    expected = ast.dump(ast.parse(TEXT))
    with ThreadPoolExecutor(4) as executor:
        trees = list(executor.map(_parse_beside_garbage, range(40)))
    assert all(ast.dump(tree) == expected for tree in trees)
