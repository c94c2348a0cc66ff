"""What people look at: cleaned notebooks, result panels and the feedback page."""

from softmark.pages.clean import ShownLimits, clean_notebook
from softmark.pages.text import clean_block, clean_text

__all__ = ["ShownLimits", "clean_block", "clean_notebook", "clean_text"]
