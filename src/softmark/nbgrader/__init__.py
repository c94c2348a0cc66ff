"""softmark in nbgrader: ``configure(c)`` in a course's ``nbgrader_config.py`` is all that is needed."""

from softmark.nbgrader.configuring import configure

__all__ = ["configure"]
