"""What people look at: cleaned notebooks, result panels and the feedback page."""

from softmark.pages.clean import clean_notebook
from softmark.pages.feedback import CellKind, FeedbackCell, FeedbackPage, render_feedback
from softmark.pages.outputs import ShownLimits, clean_outputs
from softmark.pages.panel import panel_output, render_cell_panel
from softmark.pages.text import clean_block, clean_text

__all__ = [
    "CellKind",
    "FeedbackCell",
    "FeedbackPage",
    "ShownLimits",
    "clean_block",
    "clean_notebook",
    "clean_outputs",
    "clean_text",
    "panel_output",
    "render_cell_panel",
    "render_feedback",
]
