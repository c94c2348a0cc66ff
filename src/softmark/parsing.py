"""Parse Python, also in several threads at once."""

import ast
import threading
from typing import Final

_LOCK: Final = threading.Lock()


def parse(source: str) -> ast.Module:
    """What :func:`ast.parse` gives, one thread at a time.

    CPython 3.11 keeps one count of the depth for all threads: when two build trees at once, one of them may end
    with "SystemError: AST constructor recursion depth mismatch".

    Raises:
        SyntaxError, ValueError, RecursionError, MemoryError: as :func:`ast.parse` does.
    """
    with _LOCK:
        return ast.parse(source)
