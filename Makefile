# The commands of people and CI. Each target makes what it needs first: `make report` and `make test`
# start from a machine that has only Python 3.11 and make.

PYTHON ?= python3
QUARTER ?= 2019-20-Q2
VENV := .venv
BIN := $(VENV)/bin
# One process more than there are cores, since many tests wait for others.
WORKERS := $(shell $(PYTHON) -c 'import os; print((os.cpu_count() or 1) + 1)')
PARALLEL := --numprocesses $(WORKERS) --dist loadfile
# Some machines set it; without its cache, each of the many processes compiles the library again.
unexport PYTHONDONTWRITEBYTECODE
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check

.PHONY: report lab test test-fast test-long check fix setup bench docs lock clean

report: setup
	$(BIN)/sdp report $(QUARTER)

# JupyterLab in notebooks/; `make lab ARGS=--no-browser` passes arguments on to it.
lab: setup
	$(BIN)/sdp lab $(ARGS)

# All tests: first the fast ones; then those with processes, whole reports and trials, and with real
# pages in a browser. Several processes share the tests, the longest files first to balance them.
test: test-fast browser
	$(BIN)/python -m pytest $(PARALLEL) --no-loadscope-reorder \
		-m "processes or reports or trials or browser"

# No processes, no browser, no whole reports and no trials: about a minute.
test-fast: setup
	$(BIN)/python -m pytest --numprocesses auto --dist loadfile -m "not processes and not browser and not reports and not trials"

# Long trials, with many seeds; `make test` runs a few of each.
test-long: setup browser
	SDP_TRIALS=10 $(BIN)/python -m pytest -m trials

# Three rounds of about 20 minutes on an idle machine with two cores; writes benchmarks/results.md.
bench: setup browser
	$(BIN)/python -m benchmarks

check: setup
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache

fix: setup
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

setup: $(VENV)/.ready

# Versions and hashes come from the lock alone. It is complete, so pip resolves nothing: before
# 24.1 it ignores a pin if a package is asked for with an extra. Quarto comes last and may
# fail: its installation downloads a release, which not every network allows. It is tried once;
# `make clean` forgets that.
$(VENV)/.ready: requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(None if sys.version_info >= (3, 11) else "Python 3.11 or later is needed; set PYTHON=/path/to/python3.11")'
	@echo "Setting up $(VENV): a few minutes, once."
	$(PYTHON) -m venv $(VENV)
	$(PIP) --no-deps --require-hashes -r requirements.lock
	$(PIP) --no-deps --no-build-isolation --editable .
	@$(BIN)/python -m pip check
	@$(PIP) "quarto-cli>=1.9" >$(VENV)/quarto.log 2>&1 && $(BIN)/quarto --version >>$(VENV)/quarto.log 2>&1 \
		|| echo "Quarto could not be installed here (see $(VENV)/quarto.log); the embedded renderer is used."
	@touch $@

# The tests look at real pages. On Debian as root a browser is installed; elsewhere one must be there.
.PHONY: browser
browser:
	@command -v chromium || command -v chromium-browser || command -v google-chrome || { \
		[ "$$(id -u)" = 0 ] && command -v apt-get && apt-get update -qq && apt-get install -y -qq chromium; \
	} >/dev/null || echo "No Chromium was found: pages are not tested in a browser."

# The notebooks are committed with the outputs of the sample quarter, which tests compare.
.PHONY: notebooks
notebooks: setup
	$(BIN)/jupyter nbconvert --log-level=WARN --to notebook --execute --inplace \
		--ExecutePreprocessor.record_timing=False notebooks/*.ipynb

# The pictures in docs/images, of pages on a wide screen and on a phone, and of documents.
.PHONY: screens
screens: setup browser
	$(BIN)/python docs/screens.py

# The documentation as a site; `quarto render` makes the same pages, and those of the notebooks.
docs: setup
	$(BIN)/python docs/site.py

lock:
	uv pip compile pyproject.toml --extra dev --universal --python-version 3.11 --generate-hashes \
		--no-header --no-annotate --no-emit-index-url --output-file requirements.lock

clean:
	rm -rf $(VENV)
