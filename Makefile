# make run: the reader on the sample articles.  make test: every test.  Both set up .venv first; needs Python 3.11+ and git.
VENV := .venv
BIN := $(VENV)/bin
PYTHON ?= $(shell for python in python3 python3.14 python3.13 python3.12 python3.11; do \
	$$python -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 15))' 2>/dev/null && echo $$python && break; done)

.PHONY: run test lint cases bench torture lock clean

run: $(VENV)/.installed
	$(BIN)/nrc-reader seeds

test: $(VENV)/.dev
	$(BIN)/python -m pytest -n auto --dist worksteal -q $(ARGS)

lint: $(VENV)/.dev
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# The properties of offsets over 10,000 texts each, in all scripts, and of every format over 1,000 stores: half an hour.
cases: $(VENV)/.dev
	NRC_READER_CASES=1000 $(BIN)/python -m pytest -q tests/exchange/test_formats.py --timeout 3600
	NRC_READER_CASES=10000 $(BIN)/python -m pytest -q tests/ui/text_view/test_every_script.py --timeout 3600

# What everything costs at every size, beside other programs: some ten minutes. ARGS="--compare REV" measures two commits
# in turns, ARGS=--scripts runs the scripts that measure quality and single parts; ARGS=--help says what else there is.
bench: $(VENV)/.dev
	@$(BIN)/python -m tests.benchmarks $(ARGS)

# The long forms of what every test run does in short: kills, faults of each system call, undo of everything, merges,
# old copies that an editor writes back, a team that works blind, links in a store of a stranger, hostile files.
torture: $(VENV)/.dev
	$(BIN)/python -m tests.torture.killing --kills 1000
	$(BIN)/python -m tests.torture.faults
	$(BIN)/python -m tests.torture.undoing --operations 1000
	$(BIN)/python -m tests.torture.together --operations 2000
	$(BIN)/python -m tests.torture.merges --trials 600
	$(BIN)/python -m tests.torture.copies --copies 400
	$(BIN)/python -m tests.torture.team_play
	$(BIN)/python -m tests.torture.links
	$(BIN)/python -m tests.torture.reading --kills 100
	$(BIN)/python -m tests.torture.fuzzing --inputs 10000
	$(BIN)/python -m tests.torture.answering
	$(BIN)/python -m tests.torture.hostile
	$(BIN)/python -m tests.torture.sharing

# Pin every version and hash anew, within the ranges of pyproject.toml.
lock: $(VENV)/.dev
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile pyproject.toml --universal --python-version 3.11 --upgrade --generate-hashes --no-annotate --no-header --quiet -o requirements.txt
	$(BIN)/uv pip compile pyproject.toml --group dev --all-extras --universal --python-version 3.11 -c requirements.txt --upgrade --generate-hashes --no-annotate --no-header --quiet -o requirements-dev.txt

$(VENV)/bin/python:
	@test -n "$(PYTHON)" || { echo "nrc-reader needs Python 3.11 to 3.14: install one, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python cannot make a virtual environment (on Debian: apt install python3-venv)" >&2; exit 1; }

$(VENV)/.installed: requirements.txt pyproject.toml | $(VENV)/bin/python
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements.txt
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --no-deps -e .
	@$(BIN)/python -m compileall -q reader  # an editable install has no byte code, and a first start would wait for it
	@touch $@

$(VENV)/.dev: requirements-dev.txt $(VENV)/.installed
	@$(BIN)/python -m pip install -qq --disable-pip-version-check --require-hashes -r requirements-dev.txt
	@touch $@

clean:
	rm -rf $(VENV) build dist .pytest_cache .mypy_cache .ruff_cache .hypothesis .import_linter_cache
