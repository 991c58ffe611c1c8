# Everything a newcomer needs: `make run`, `make test`.
PYTHON ?= python3
VENV   ?= .venv
# Where CPU builds of PyTorch are published; a mirror of the same layout works too.
TORCH_INDEX ?= https://download.pytorch.org/whl/cpu
BIN := $(VENV)/bin

.PHONY: install run test check bench lock clean

install: $(VENV)/.installed

$(VENV)/.installed: requirements.lock pyproject.toml
	$(PYTHON) -m venv $(VENV)
	grep '^torch==' requirements.lock | $(BIN)/pip install --quiet --no-deps --retries 1 --extra-index-url $(TORCH_INDEX) -r /dev/stdin
	grep -v '^torch==' requirements.lock | $(BIN)/pip install --quiet --no-deps -r /dev/stdin
	$(BIN)/pip install --quiet --no-deps --no-build-isolation --editable .
	touch $@

run: install
	$(BIN)/anfa build --if-needed
	$(BIN)/anfa serve

check: install
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

test: check
	$(BIN)/pytest --numprocesses auto --maxprocesses 4

bench: install
	$(BIN)/python -m bench

# Exact versions for every platform; PyTorch's GPU libraries are left out and Linux takes the CPU build.
lock:
	$(BIN)/uv pip compile --quiet --universal --python-version 3.11 --no-annotate --no-header --extra dev pyproject.toml \
	| grep -v -E '^(nvidia-|cuda-|triton)' \
	| sed -E "s/^torch==([0-9.]+)$$/torch==\1+cpu ; sys_platform == 'linux'\ntorch==\1 ; sys_platform != 'linux'/" \
	> requirements.lock

clean:
	rm -rf $(VENV) .anfa build dist .pytest_cache .mypy_cache .ruff_cache
