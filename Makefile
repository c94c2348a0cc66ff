# Everything a newcomer needs: `make demo` and `make test`. Both set up .venv from nothing.
PYTHON ?= python3
BIN := .venv/bin

.PHONY: demo test lint bench checks-benchmark messages setup clean

setup: .venv/ready

.venv/ready: pyproject.toml constraints.txt
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --upgrade pip
	$(BIN)/python -m pip install --quiet --constraint constraints.txt --editable ".[dev]"
	touch $@

demo: setup
	$(BIN)/python tools/demo.py

lint: setup
	$(BIN)/ruff format --check src tests tools bench
	$(BIN)/ruff check src tests tools bench
	$(BIN)/mypy

# Files of tests at once, on up to four cores; a file's tests share what they have set up.
test: setup lint
	$(BIN)/python -m pytest --numprocesses=logical --maxprocesses=4 --dist=loadfile

# What grading costs on this machine: half an hour, and docs/benchmarks.md; with QUICK=1 some minutes, and no page.
bench: setup
	$(BIN)/python -m bench $(if $(QUICK),--quick)

# The catalogue of all texts that people read, from which translations are made.
messages: setup
	$(BIN)/pybabel -q extract --mapping src/softmark/locale/babel.cfg --no-location --sort-output --omit-header \
		--output src/softmark/locale/softmark.pot src/softmark

# What the hidden checks catch of DeepCrime's mutants: docs/checks-benchmark.md.
checks-benchmark: setup
	$(BIN)/python -m bench.deepcrime

clean:
	rm -rf demo .venv
