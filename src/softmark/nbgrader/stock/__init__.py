"""Stock nbgrader on throw-away copies: what a course's submissions are worth without softmark."""

from softmark.nbgrader.stock.running import Copy, StockFailed, grade_copies
from softmark.nbgrader.stock.told import StockCell, StockNotebook, StockResult

__all__ = ["Copy", "StockCell", "StockFailed", "StockNotebook", "StockResult", "grade_copies"]
