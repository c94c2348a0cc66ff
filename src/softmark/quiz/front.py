"""The front matter of a question: ``name: value`` between two lines ``---``."""

import math
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from softmark.messages import _
from softmark.quiz.question import Kind, Tolerance
from softmark.quiz.sections import Line, Reader, shown

_WORD = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)*")
_MARK = "---"
_LONGEST = 100  # lines


def front_matter(reader: Reader, lines: Sequence[Line]) -> tuple[dict[str, Any], dict[str, int], Sequence[Line]]:
    """What the front matter holds (see :data:`FIELDS`), the line of each entry, and the lines below it."""
    end = next((at for at, line in enumerate(lines[1:_LONGEST], 1) if line.text.rstrip() == _MARK), 0)
    if not lines or lines[0].text.rstrip() != _MARK:
        reader.complain(
            1,
            _("The file begins with {found}.").format(found=shown(lines[0].text if lines else "")),
            _("Expected --- and the front matter: id, topic and type, one a line."),
        )
        return {}, {}, lines
    if not end:
        reader.complain(1, _("The front matter does not end."), _("Expected a second line --- below it."))
        return {}, {}, ()
    root = _root(reader, [line.text for line in lines[1:end]])
    if root is None:
        return {}, {}, lines[end + 1 :]
    found, places = _entries(reader, root)
    for name in ("id", "topic", "type"):
        if name not in places:
            reader.complain(
                end + 1,
                _("The front matter ends without an entry {name}.").format(name=name),
                _("Expected {name}: {form}.").format(name=name, form=FIELDS[name][1]),
            )
    return found, places, lines[end + 1 :]


def _root(reader: Reader, lines: Sequence[str]) -> Any:
    """The front matter as a node of YAML that holds names and values; ``None`` if it is none."""
    import yaml

    try:
        root = yaml.compose("\n".join(lines), Loader=yaml.SafeLoader) or yaml.MappingNode("", [])
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        line = min(mark.line, len(lines) - 1) + 2 if mark else 2
        reader.complain(line, _("This is no YAML: {why}.").format(why=error.problem), _("Expected name: value."))
        return None
    except (yaml.YAMLError, RecursionError) as error:
        why = _("it is nested too deeply") if isinstance(error, RecursionError) else shown(str(error))
        reader.complain(2, _("The front matter cannot be read: {why}.").format(why=why), _("Expected name: value."))
        return None
    if not isinstance(root, yaml.MappingNode):
        reader.complain(2, _("The front matter is no list of names and values."), _("Expected name: value."))
        return None
    return root


def _entries(reader: Reader, root: Any) -> tuple[dict[str, Any], dict[str, int]]:
    found: dict[str, Any] = {}
    places: dict[str, int] = {}
    for key, value in root.value:
        name, line = str(key.value), key.start_mark.line + 2
        if name not in FIELDS:
            reader.complain(
                line,
                _("The front matter has an entry {name}.").format(name=shown(name)),
                _("Expected one of {names}.").format(names=", ".join(FIELDS)),
            )
        elif name in places:
            reader.complain(
                line,
                _("The front matter has a second entry {name}.").format(name=name),
                _("Expected one; the first is on line {line}.").format(line=places[name]),
            )
        else:
            places[name] = line
            read, form = FIELDS[name]
            try:
                found[name] = read(_plain(value))
            except ValueError:
                reader.complain(
                    line,
                    _("{name} is {found}.").format(name=name, found=shown(_told(value))),
                    _("Expected {form}.").format(form=form),
                )
    return found, places


def _plain(node: Any) -> str | list[str]:
    """Texts as they are written: ``no`` is no truth value here, ``2024-01-01`` no date."""
    import yaml

    if isinstance(node, yaml.ScalarNode):
        return str(node.value)
    if isinstance(node, yaml.SequenceNode) and all(isinstance(one, yaml.ScalarNode) for one in node.value):
        return [str(one.value) for one in node.value]
    raise ValueError(node.id)


def _told(node: Any) -> str:
    return node.value if isinstance(node.value, str) else _("a list or a table")


def _one(value: str | list[str]) -> str:
    if isinstance(value, list) or not value.strip():
        raise ValueError(value)
    return value.strip()


def _word(value: str | list[str]) -> str:
    if not _WORD.fullmatch(word := _one(value)):
        raise ValueError(word)
    return word


def _several(value: str | list[str]) -> tuple[str, ...]:
    parts = value if isinstance(value, list) else value.split(",")
    return tuple(_one(part) for part in parts)


def _kind(value: str | list[str]) -> Kind:
    return Kind(_one(value))


def _points(value: str | list[str]) -> float:
    points = float(_one(value))
    if not (points > 0 and math.isfinite(points)):
        raise ValueError(value)
    return points


def _difficulty(value: str | list[str]) -> int:
    if (word := _one(value)) not in ("1", "2", "3"):
        raise ValueError(word)
    return int(word)


def _order(value: str | list[str]) -> bool:
    if (word := _one(value)) not in ("shuffled", "fixed"):
        raise ValueError(word)
    return word == "shuffled"


def _tolerance(value: str | list[str]) -> Tolerance:
    """``0.01`` (absolute), ``1%`` (relative), ``0.005 or 1%``."""
    absolute = relative = 0.0
    for part in _one(value).split(" or "):
        number = float(part.replace("%", "")) if part.count("%") < 2 else math.nan
        if not 0 <= number < math.inf or ("%" in part and not part.strip().endswith("%")):
            raise ValueError(part)
        if "%" in part:
            relative = number / 100
        else:
            absolute = number
    return Tolerance(absolute, relative)


def _note(value: str | list[str]) -> str:
    return _one(value)


_SMALL: Final = _("small letters, digits and hyphens")
# What each entry is read by, and what is expected of it.
FIELDS: Final[dict[str, tuple[Callable[[str | list[str]], Any], str]]] = {
    "id": (_word, _SMALL),
    "topic": (_word, _SMALL),
    "type": (_kind, ", ".join(Kind)),
    "goals": (_several, _("ids of learning goals, as in [S0-06, E03]")),
    "points": (_points, _("a number above 0")),
    "difficulty": (_difficulty, _("1 (recall), 2 (apply) or 3 (analyse)")),
    "tolerance": (_tolerance, _("0.01, 1%, or both: 0.005 or 1%")),
    "unit": (_several, _("a unit, or a list of the ways to write it, as in [ms, milliseconds]")),
    "order": (_order, _("shuffled or fixed")),
    "note": (_note, _("a remark for authors")),
}
