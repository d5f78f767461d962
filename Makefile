# Everything a newcomer needs: `make run`, `make test`. Needs Python 3.11 or later, git and make.
PYTHON ?= python3.11
VENV   := .venv
BIN    := $(VENV)/bin
# Twice quiet: an index that lacks a package is no news, an error still is.
PIP    := $(BIN)/python -m pip install --quiet --quiet --disable-pip-version-check

.PHONY: run test check gate bench demo-live lock clean

run: $(VENV)/.ready  ## ingest the seed documents through Prefect; print what was found and alerted
	@$(BIN)/parley ingest seeds

test: $(VENV)/.ready  ## every test
	@$(BIN)/pytest -n auto

check: $(VENV)/.ready  ## lint, format and types
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .
	@$(BIN)/mypy

gate: $(VENV)/.ready  ## how good detection is, on labelled text; fails below its floors
	@$(BIN)/python -m tests.gate

bench: $(VENV)/.ready .venv-bench/.ready  ## speed, memory, accuracy beside others; prints tables
	@$(BIN)/python -m tests.bench

demo-live: $(VENV)/.ready  ## watch sources of a test site on this machine, twice, and show what came of it
	@$(BIN)/python -m tests.demo

lock:  ## rewrite the locks (needs uv on the PATH)
	uv pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-emit-index-url \
		--no-header tests/bench/rivals.in --output-file tests/bench/rivals.lock
	uv pip compile --quiet --universal --python-version 3.11 --extra dev --generate-hashes \
		--no-emit-index-url --no-header pyproject.toml --output-file requirements.lock

clean:  ## remove the environment, the data and the caches
	rm -rf $(VENV) .venv-bench data build *.egg-info .mypy_cache .ruff_cache .pytest_cache .hypothesis

# --no-deps: the lock is complete, and pip (23.2) stumbles over extras among hashes
$(VENV)/.ready: requirements.lock pyproject.toml
	@echo "Installing into $(VENV), once; it takes about a minute…"
	@$(PYTHON) -m venv $(VENV)
	@$(PIP) --no-deps --require-hashes -r requirements.lock
	@$(PIP) --no-deps --no-build-isolation --editable .
	@touch $@

# What we are compared with wants an older lxml than ours.
.venv-bench/.ready: tests/bench/rivals.lock
	@$(PYTHON) -m venv .venv-bench
	@.venv-bench/bin/python -m pip install --quiet --quiet --disable-pip-version-check --no-deps \
		--require-hashes -r tests/bench/rivals.lock
	@touch $@
