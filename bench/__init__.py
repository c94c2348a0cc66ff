"""What grading costs: generated classes, timed against the least that they could need and against stock nbgrader.

``make bench`` measures all of it and writes ``docs/benchmarks.md``; ``make bench QUICK=1`` shows that it works.
"""
