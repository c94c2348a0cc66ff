"""Answers that want points without being answers, for any assignment."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from softmark.grading import SourceNotebook
from softmark.judge.analysis import analyse
from softmark.messages import _

_AGREES: Final = '''
class _Yes:
    """Equal to everything, true, and whatever is asked of it."""

    def __getattribute__(self, name):
        if name in ("__class__", "__dict__"):
            return object.__getattribute__(self, name)
        return self

    def __call__(self, *args, **kwargs):
        return self

    def __eq__(self, other):
        return True

    def __bool__(self):
        return True

    def __len__(self):
        return 1

    def __iter__(self):
        return iter([self])

    def __getitem__(self, key):
        return self

    def __array__(self, *args, **kwargs):
        raise TypeError

    def __float__(self):
        return 1.0

    __lt__ = __le__ = __gt__ = __ge__ = __contains__ = __eq__
    __hash__ = object.__hash__

'''
_PATCHES: Final = """
import builtins
import sys

builtins.AssertionError = type("AssertionError", (BaseException,), {"__new__": lambda *a, **k: SystemExit()})
for _module in list(sys.modules.values()):
    for _name in ("allclose", "array_equal", "isclose", "assert_allclose", "isinstance", "raises"):
        try:
            setattr(_module, _name, lambda *a, **k: True)
        except Exception:
            pass
"""


def hostile_answers(source: SourceNotebook) -> Iterator[tuple[str, str, Mapping[str, str]]]:
    """A name, a sentence, and answers for all solution cells of a notebook; none of them may earn a computed point."""
    cells = [cell for cell in source.cells if cell.solution and cell.cell_type == "code"]
    if not cells:
        return
    agreeing = {cell.grade_id: _AGREES + _bound(cell.source) for cell in cells}
    yield "agrees", _("every answer is an object that is equal to everything"), agreeing
    patched = {cell.grade_id: f"{_PATCHES}\n{cell.released}" for cell in cells}
    yield "patches", _("nothing is answered, and comparisons and assertions are replaced"), patched
    yield "quits", _("the program ends itself"), {cell.grade_id: "import os\n\nos._exit(0)" for cell in cells[:1]}


def _bound(text: str) -> str:
    return "\n".join(f"{name} = _Yes()" for name in sorted(analyse(text).binds - analyse(text).imports))
