# make demo: the whole evaluation on the reference study.   make test: all tests.
# uv is used where it is on the PATH; plain venv and pip do the same work without it.

VENV  := .venv
BIN   := $(VENV)/bin
FIND_PYTHON := for p in $(PYTHON) python3 python3.13 python3.12 python3.11; do \
	command -v $$p >/dev/null 2>&1 && $$p -c 'import sys; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null \
	&& { command -v $$p; exit 0; }; done; \
	echo "impl-eval needs Python 3.11, 3.12 or 3.13 on the PATH (or: make PYTHON=/path/to/python3)." >&2; exit 1
UV    := $(shell command -v uv 2>/dev/null)

ifeq ($(UV),)
INSTALL = $(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes
EDITABLE = $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
else
INSTALL = $(UV) pip install --quiet --python $(BIN)/python --require-hashes
EDITABLE = $(UV) pip install --quiet --python $(BIN)/python --no-deps --no-build-isolation -e .
endif

.PHONY: demo test setup style lock wheel clean
.DELETE_ON_ERROR:

demo: $(VENV)/.runtime
	@$(BIN)/impl-eval run .

test: $(VENV)/.test
	$(BIN)/python -m pytest -n auto --dist loadfile

setup: $(VENV)/.test

style: $(VENV)/.test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

wheel: $(VENV)/.test
	rm -rf dist
	$(BIN)/python -m build --quiet --no-isolation --outdir dist .

$(BIN)/python:
	@python=$$($(FIND_PYTHON)) && echo "Making $(VENV) with $$python" && $$python -m venv $(VENV)

$(VENV)/.runtime: $(BIN)/python requirements.lock requirements-build.lock pyproject.toml
	@echo "Installing the pinned packages (a few minutes the first time)"
	@$(INSTALL) -r requirements.lock -r requirements-build.lock
	@$(EDITABLE)
	@touch $@

$(VENV)/.test: $(VENV)/.runtime requirements-test.lock
	@echo "Installing the pinned packages for tests"
	@$(INSTALL) -r requirements-test.lock
	@touch $@

# One lock for Linux, macOS and Windows and Python 3.11 to 3.13; no addresses in it.
LOCK = $(UV) pip compile --quiet --universal --python-version 3.11 --generate-hashes --no-header --no-annotate
lock:
	@test -n "$(UV)" || { echo "make lock needs uv on the PATH" >&2; exit 1; }
	$(LOCK) pyproject.toml -o requirements.lock
	$(LOCK) --group build -o requirements-build.lock
	$(LOCK) --group test -c requirements.lock -c requirements-build.lock -o requirements-test.lock

clean:
	rm -rf $(VENV) dist .mypy_cache .ruff_cache .pytest_cache
