"""Say on the terminal how far the bench is."""

import sys
import time
from typing import Final

_BEGUN: Final = time.monotonic()


def tell(sentence: str) -> None:
    """A line with the time since the bench began."""
    seconds = round(time.monotonic() - _BEGUN)
    print(f"{seconds // 60:3}:{seconds % 60:02}  {sentence}", file=sys.stderr, flush=True)
