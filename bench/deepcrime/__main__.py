"""Hold the hidden checks against DeepCrime's mutants: ``python -m bench.deepcrime [--most N] [--only NAME,...]``."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from pathlib import Path
from typing import Final

from bench.deepcrime.measuring import Measured
from bench.deepcrime.mutants import NETWORKS
from bench.deepcrime.page import page
from bench.deepcrime.trying import ROOT, WrongAnswer, outcomes, sources_of
from bench.deepcrime.verdicts import Judged, Verdict, read_reasons, verdict
from bench.machine import this_machine
from bench.telling import tell

PAGE: Final = ROOT / "docs" / "checks-benchmark.md"
AT_MOST: Final = 3
RUNS: Final = 5


def main() -> int:
    """Try, judge, measure and write; the exit status is 1 if it could not be done."""
    asked = _arguments()
    os.environ.setdefault("TF_CPP_MIN_LOG_LEVEL", "3")
    machine, begun, reasons = this_machine(), time.monotonic(), read_reasons()
    every: list[Judged] = []
    try:
        for assignment in asked.only:
            found = list(outcomes(assignment, at_most=asked.most, workers=asked.workers))
            measured = Measured(assignment, sources_of(assignment), RUNS)
            for outcome in found:
                one = verdict(outcome, reasons, measured.compared)
                every.append(one)
                if one.verdict is not Verdict.KILLED:
                    tell(f"{assignment}: {outcome.mutant.name}: {one.verdict}: {one.reason}")
    except WrongAnswer as error:
        tell(str(error))
        return 1
    whole = asked.only == list(NETWORKS)
    command = "make checks-benchmark" if asked.most == AT_MOST else f"python -m bench.deepcrime --most {asked.most}"
    minutes = (time.monotonic() - begun) / 60
    text = page(every, machine, command=command, at_most=asked.most, runs=RUNS, minutes=minutes)
    target = PAGE if whole else Path(tempfile.mkdtemp(prefix="softmark-bench-")) / PAGE.name
    target.write_text(text, encoding="utf-8")
    tell(f"written to {target}")
    return 0


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m bench.deepcrime", description=__doc__)
    known = list(NETWORKS)
    parser.add_argument(
        "--only", type=lambda text: text.split(","), default=known, help=f"of {', '.join(known)}; docs/ stays as it is"
    )
    parser.add_argument("--most", type=int, default=AT_MOST, help="mutants of each operator in each assignment")
    parser.add_argument("--workers", type=int, default=os.cpu_count() or 1, help="mutants that are tried at once")
    asked = parser.parse_args()
    if unknown := set(asked.only) - set(known):
        parser.error(f"there is no assignment {', '.join(sorted(unknown))}")
    return asked


if __name__ == "__main__":
    sys.exit(main())
