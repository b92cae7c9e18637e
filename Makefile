# The words people type. `make help` lists them.
SHELL := /bin/bash
PYTHON ?= python3
BIN := .venv/bin
WORKERS ?= 2
ONLY ?=
TESTS ?=
SECONDS ?= 60

.DEFAULT_GOAL := help
.PHONY: help setup demo serve test check format bench crash fuzz clean

help:  ## list these words
	@grep -hE '^[a-z]+:.*##' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

setup: .venv/ready  ## make .venv with everything the project needs

.venv/ready: pyproject.toml constraints.txt
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "distrib needs Python 3.11 or newer; $(PYTHON) is older. Try: make setup PYTHON=python3.12"; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' 2>/dev/null || { echo "Python's venv module is missing: apt-get install python3-venv"; exit 1; }
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@echo "Installing into .venv (half a minute) ..."
	@$(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt uv 2>/dev/null \
	  && $(BIN)/uv pip install -q --python $(BIN)/python -c constraints.txt -e '.[dev]' 2>/dev/null \
	  || $(BIN)/python -m pip install -q --disable-pip-version-check -c constraints.txt -e '.[dev]'
	@touch $@

demo: setup  ## one whole day of the sample newsroom, into outbox/
	@$(BIN)/distrib demo

serve: setup  ## the sample newsroom, running, with its console
	@DISTRIB_LOGS__LEVEL=$${DISTRIB_LOGS__LEVEL:-warning} $(BIN)/distrib run --demo

test: setup  ## every test; what needs PostgreSQL or Chromium is skipped visibly where they are not
	@$(BIN)/pytest -n $(WORKERS) --dist=loadscope -q $(TESTS)

check: setup  ## format, lint, types, import contracts
	@$(BIN)/ruff format --check --quiet . && $(BIN)/ruff check --quiet . && $(BIN)/mypy && $(BIN)/lint-imports --no-cache | tail -n 12

format: setup  ## put the format right
	@$(BIN)/ruff format --quiet . && $(BIN)/ruff check --quiet --fix .

bench: setup  ## measure; ONLY=name for one
	@$(BIN)/python -m benchmarks $(ONLY)

crash: setup  ## kill the sender at every step and look at the ledger (the whole matrix)
	@DISTRIB_TEST_CRASHES=all $(BIN)/pytest -q -p no:randomly tests/crash

fuzz: setup  ## hunt for inputs that break the readers; ONLY=feed, page or sitemap, SECONDS=60
	@$(BIN)/python -c 'import atheris' 2>/dev/null || $(BIN)/uv pip install -q --python $(BIN)/python -c constraints.txt -e '.[fuzz]'
	@for kind in $(or $(ONLY),feed page sitemap); do $(BIN)/python -m tests.fuzz.reading $$kind -max_total_time=$(SECONDS) || exit 1; done

clean:  ## remove what runs and tools left behind, but no database and no outbox
	@rm -rf .fuzz .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis htmlcov .coverage* dist build
