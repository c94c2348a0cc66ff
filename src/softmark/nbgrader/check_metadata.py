"""nbgrader's check of its own metadata, without checking alike cells again."""

from typing import Any, Final

from nbformat import NotebookNode
from nbgrader.nbgraderformat import MetadataValidator
from nbgrader.preprocessors import CheckCellMetadata

_MOST: Final = 10_000


class CheckedMetadata(CheckCellMetadata):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's own.

    For each cell, that reads a schema, and checks that the schema is one: most of the time that nbgrader takes for a
    notebook. The cells of a class have the same metadata, as they are the instructor's.
    """

    def preprocess(self, nb: NotebookNode, resources: dict[str, Any]) -> tuple[NotebookNode, dict[str, Any]]:
        """See nbgrader's."""
        try:
            _Validator().validate_nb(nb)
        except Exception:  # whatever it is, nbgrader says it
            found: tuple[NotebookNode, dict[str, Any]] = super().preprocess(nb, resources)
            return found
        return nb, resources


class _Validator(MetadataValidator):  # type: ignore[misc]  # nbgrader has no types
    """Knows what was valid before: a cell is, or is not, by its type and nbgrader's metadata alone."""

    _valid: Final[set[object]] = set()

    def validate_cell(self, cell: NotebookNode) -> None:
        found = cell.metadata.get("nbgrader")
        known = _known_by(cell.cell_type, found) if found is not None else None
        if known is not None and known in self._valid:
            return
        super().validate_cell(cell)
        if known is not None and len(self._valid) < _MOST:
            self._valid.add(known)


def _known_by(cell_type: str, metadata: NotebookNode) -> object:
    """Both in one object to look up by; ``None`` if there is a value of which that cannot be said."""
    parts = [(name, type(value), value) for name, value in metadata.items()]
    if any(kind not in (str, bool, int, float, type(None)) for _name, kind, _value in parts):
        return None
    return cell_type, frozenset(parts)
