# make run    extract the facts of the seed texts into out/ and show them
# make test   style, types, import contracts and tests
# make peers    the systems that the benchmarks measure beside ours, each in an environment of its own in .venv-peers
# All make .venv first and bring it up to date when pyproject.toml or constraints.txt change; PYTHON chooses the Python.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
INSTALL := $(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint constraints.txt

.PHONY: run test browser peers clean

run: $(VENV)/installed
	$(BIN)/factwire extract seeds --out out --force
	$(BIN)/factwire show out/documents.jsonl --facts

test: $(VENV)/installed-for-tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/pytest -n auto

browser:
	command -v chromium >/dev/null || { apt-get update -qq && apt-get install -y -qq chromium >/dev/null; }

peers: $(VENV)/installed
	$(BIN)/python -m pipeline.benchmark.install .venv-peers

clean:
	rm -rf $(VENV) out build dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis

$(VENV)/python:
	$(PYTHON) -m venv $(VENV)
	touch $@

$(VENV)/installed: $(VENV)/python pyproject.toml constraints.txt
	$(INSTALL) --editable .
	touch $@

$(VENV)/installed-for-tests: $(VENV)/python pyproject.toml constraints.txt
	$(INSTALL) --editable '.[train,test]'
	touch $(VENV)/installed $@
