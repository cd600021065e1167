PYTHON ?= python3
BIN := .venv/bin
export PIP_DISABLE_PIP_VERSION_CHECK := 1
export YSQ_LOOPBACK_HTTP ?= 1
export PIP_CACHE_DIR := $(CURDIR)/.venv/pip-cache

run: .venv/run.done
	$(BIN)/ysq serve --demo

test: .venv/dev.done
	$(BIN)/python -m pytest $(ARGS)

check: .venv/dev.done
	$(BIN)/ruff check && $(BIN)/ruff format --check && $(BIN)/mypy && $(BIN)/lint-imports
	$(BIN)/python -m tests.shape.generated

bench: .venv/dev.done
	@for file in bench/*.py; do $(BIN)/python $$file || exit 1; done

openapi: .venv/dev.done
	$(BIN)/python -m tests.shape.generated --write

migrate: .venv/run.done
	$(BIN)/ysq migrate

.venv/run.done: requirements/run.txt pyproject.toml
	$(PYTHON) -m venv .venv && $(BIN)/python -m pip install -q --require-hashes --no-input -r requirements/run.txt
	$(BIN)/python -m pip install -q --no-build-isolation --no-deps --no-input -e . && touch $@

.venv/dev.done: requirements/dev.txt .venv/run.done
	$(BIN)/python -m pip install -q --require-hashes --no-input -r requirements/dev.txt && touch $@

.PHONY: run test check bench openapi migrate
