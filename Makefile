# `make demo` and `make test` do all the set-up on a machine with Python 3.11 or newer.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin

.PHONY: demo test check setup browser players database lab app benchmarks clean

demo: setup
	@$(BIN)/python -m authoring demo --out build/demo

test: check database
	$(BIN)/python -m pytest -n auto --dist loadfile

check: setup browser players
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/lint-imports
	$(BIN)/mypy

setup: $(VENV)/.ready

$(VENV)/.ready: pyproject.toml constraints.txt
	@sh scripts/setup-venv "$(PYTHON)" "$(VENV)"
	@touch $@

browser:
	@sh scripts/setup-browser

players: setup
	@sh scripts/setup-players "$(VENV)"

database:
	@sh scripts/setup-postgres

lab: setup
	@sh scripts/lab

app: setup
	@sh scripts/app

benchmarks: setup
	$(BIN)/python -m benchmarks --help

clean:
	rm -rf build $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis .import_linter_cache
