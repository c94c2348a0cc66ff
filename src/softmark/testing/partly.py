"""A test that earns a part of its points: by what it found, instead of all or nothing."""

from softmark.checks.findings import Finding


class Partly(AssertionError):
    """A test found an answer that is not all right.

    Attributes:
        share: the part of the test's points that is earned, from 0 to below 1.
    """

    def __init__(self, message: str, share: float) -> None:
        super().__init__(message)
        self.share = share


def earn(found: Finding) -> None:
    """Give as much of a test's points as a finding says.

    Args:
        found: of :mod:`softmark.checks`; its ``share`` of the points is earned, and its ``message`` told if it has one.

    Raises:
        Partly: if there is something to tell.

    Example:
        >>> earn(Finding("One of your two options is right.", share=0.5))
        Traceback (most recent call last):
        softmark.testing.partly.Partly: One of your two options is right.
    """
    if not found:
        raise Partly(found.message, min(max(found.share, 0.0), 1.0))
