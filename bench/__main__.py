"""Measure what grading costs: ``python -m bench [--quick] [--only class,again,tiny,quiz]``."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, Final

from bench import class_of_networks, graded_again, quiz_class, tiny_submissions
from bench.courses import CommandFailed, Workshop, WrongMarks
from bench.machine import this_machine
from bench.report import page
from bench.size import FULL, QUICK, Size
from bench.telling import tell

PARTS: Final[Mapping[str, Callable[[Workshop, Size], Any]]] = {
    "class": class_of_networks.run,
    "again": graded_again.run,
    "tiny": tiny_submissions.run,
    "quiz": quiz_class.run,
}
PAGE: Final = Path(__file__).parents[1] / "docs" / "benchmarks.md"


def main() -> int:
    """Measure and write; the exit status is 1 if a part could not be measured."""
    asked = _arguments()
    parts = asked.only.split(",") if asked.only else list(PARTS)
    whole = not asked.quick and parts == list(PARTS)
    size = QUICK if asked.quick else FULL
    size = replace(size, students=asked.students or size.students, rounds=asked.rounds or size.rounds)
    machine, begun = this_machine(), time.monotonic()
    figures: dict[str, Any] = {}
    missing = dict.fromkeys(PARTS, "it was not asked for.")
    with tempfile.TemporaryDirectory(prefix="softmark-bench-", ignore_cleanup_errors=True) as folder:
        for name in parts:
            try:
                figures["networks" if name == "class" else name] = PARTS[name](Workshop(Path(folder)), size)
            except (CommandFailed, WrongMarks) as error:
                tell(f"{name}: {error}")
                missing[name] = str(error).splitlines()[0]
                whole = False
    text = page(machine, size, (time.monotonic() - begun) / 60, figures, missing)
    print(text)
    target = PAGE if whole else Path(tempfile.mkdtemp(prefix="softmark-bench-")) / "benchmarks.md"
    target.write_text(text, encoding="utf-8")
    tell(f"written to {target}")
    return 0 if len(figures) == len(parts) else 1


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="a small run, to see that it works; docs/ stays as it is")
    parser.add_argument("--only", metavar="PART,...", help=f"of {', '.join(PARTS)}; docs/ stays as it is")
    parser.add_argument("--students", type=int, help="of the class of networks; a multiple of 12")
    parser.add_argument("--rounds", type=int, help="how often its figures are taken")
    asked = parser.parse_args()
    unknown = set(asked.only.split(",") if asked.only else ()) - set(PARTS)
    if unknown:
        parser.error(f"there is no part {', '.join(sorted(unknown))}")
    return asked


if __name__ == "__main__":
    sys.exit(main())
