# Everything that a newcomer, a chair or the continuous integration needs. `make help` lists the targets.

PYTHON ?= python3
PORT ?= 8000
# One more than there are processors: a test in the browser mostly waits.
WORKERS ?= $(shell expr $$(getconf _NPROCESSORS_ONLN) + 1)
REQUESTS ?= 20000
SEED ?= 8
VENV := .venv
BIN := $(VENV)/bin
BENCH_VENV := .venv-bench

# Stamps carry a sum of what was installed, so that a start with nothing to install takes no time.
PRODUCT_SUM := $(shell cat requirements.lock pyproject.toml 2>/dev/null | cksum | cut -d ' ' -f 1)
TEST_SUM := $(shell cat requirements-test.lock pyproject.toml 2>/dev/null | cksum | cut -d ' ' -f 1)
BENCH_SUM := $(shell cat requirements.lock benches/requirements-bench.lock pyproject.toml 2>/dev/null | cksum | cut -d ' ' -f 1)

# Dozens of processes are started by the tests alone: without kept bytecode each of them compiles every library anew.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test test-failover test-forms test-wordpress coverage lint bench fuzz lock system clean
.DEFAULT_GOAL := help

help: ## list the targets
	@sed -n 's/^\([a-z-]*\):.*## \(.*\)/  make \1	\2/p' Makefile | expand -t 24

run: $(VENV)/.product-$(PRODUCT_SUM) ## start the application on 127.0.0.1, with demonstration data on the first start
	@$(BIN)/agm migrate
	@$(BIN)/agm demo --unless-filled >/dev/null
	@$(BIN)/agm serve --port $(PORT)

test: system $(VENV)/.test-$(TEST_SUM) ## run every test, on SQLite, on PostgreSQL and in a browser
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --durations 10

test-forms: $(VENV)/.test-$(TEST_SUM) ## compare two hundred made-up announcements in every form
	AGM_TEST_FORMS=200 $(BIN)/python -m pytest tests/unit/wording/test_every_form.py

coverage: system $(VENV)/.test-$(TEST_SUM) ## run every test, and tell which lines and branches none of them reaches
	$(BIN)/python -m pytest -n $(WORKERS) --dist worksteal --cov --cov-report term-missing:skip-covered

lint: $(VENV)/.test-$(TEST_SUM) ## check style, types, layers and templates
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	@if [ -d templates ]; then $(BIN)/djlint --lint --quiet templates; fi

bench: $(BENCH_VENV)/.bench-$(BENCH_SUM) ## measure, and compare with other programs
	$(BENCH_VENV)/bin/python -m benches

test-failover: system $(VENV)/.test-$(TEST_SUM) ## let servers, databases and disks fail while votes come in
	$(BIN)/python -m tests.failover

test-wordpress: $(VENV)/.test-$(TEST_SUM) ## send texts to a real WordPress (Debian: wordpress php-cli php-mysql mariadb-server)
	$(BIN)/python -m tests.wordpress

fuzz: system $(VENV)/.test-$(TEST_SUM) ## send 20,000 odd requests to the demonstration, on SQLite and on PostgreSQL
	$(BIN)/python -m tests.fuzz --requests $(REQUESTS) --seed $(SEED) --database sqlite
	$(BIN)/python -m tests.fuzz --requests $(REQUESTS) --seed $(SEED) --database postgresql

lock: $(VENV)/bin/python ## choose the newest allowed versions anew and write the lock files
	@PYTHON=$(BIN)/python tools/lock

system:
	@tools/system-packages

clean: ## remove the environments and caches; the data in var/ stays
	rm -rf $(VENV) $(BENCH_VENV) dist .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis
	rm -rf .coverage htmlcov
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

$(VENV)/bin/python:
	@PYTHON=$(PYTHON) tools/environment $(VENV)

$(VENV)/.product-$(PRODUCT_SUM):
	@PYTHON=$(PYTHON) tools/environment $(VENV) requirements.lock
	@rm -f $(VENV)/.product-* && touch $@

$(VENV)/.test-$(TEST_SUM):
	@PYTHON=$(PYTHON) tools/environment $(VENV) requirements-test.lock
	@rm -f $(VENV)/.product-* $(VENV)/.test-* && touch $@ $(VENV)/.product-$(PRODUCT_SUM)

$(BENCH_VENV)/.bench-$(BENCH_SUM):
	@PYTHON=$(PYTHON) tools/environment $(BENCH_VENV) benches/requirements-bench.lock
	@rm -f $(BENCH_VENV)/.bench-* && touch $@
