"""What stands in a released answer cell."""

from typing import Any

from nbgrader.preprocessors import ClearSolutions


class ClearAnswers(ClearSolutions):  # type: ignore[misc]  # nbgrader has no types
    """nbgrader's ``ClearSolutions``, with another stub for a cell whose metadata names one: ``softmark.stub``.

    A quiz's answer cell is one line, ``answer_q1 = ...``, which needs nothing below it.
    """

    def preprocess_cell(self, cell: Any, resources: Any, cell_index: int) -> tuple[Any, Any]:
        """Put the stub in the place of the solution, and the empty lines after it away."""
        stub = cell.metadata.pop("softmark", {}).get("stub")  # for this step alone
        if not isinstance(stub, str) or cell.cell_type != "code":
            super().preprocess_cell(cell, resources, cell_index)
            return cell, resources
        ours = ClearSolutions(parent=self.parent)
        ours.code_stub = {**ours.code_stub, resources["language"]: stub}
        ours.preprocess_cell(cell, resources, cell_index)
        cell.source = cell.source.strip()
        return cell, resources
