# Needs git, make and Python 3.11 to 3.13 with venv. uv comes from PyPI into .tools where it is not installed.
PYTHON ?= python3
UV := $(or $(shell command -v uv 2>/dev/null),.tools/bin/uv)

# The interpreter above makes every environment; uv fetches none of its own.
export UV_PYTHON_DOWNLOADS = never
# Where it really is, behind a version manager's shim: uv makes an environment anew whose interpreter is another.
export UV_PYTHON = $(shell $(PYTHON) -c 'import sys; print(sys.executable)' 2>/dev/null)

SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

BENCH := .venv/bin/bench
# Whatever the tests start ends with them, also where they are interrupted.
PYTEST := .venv/bin/python -m tests.supervised .venv/bin/pytest -v
COMPOSE := tests/compose/test_compose.py
HARNESS := tests/benchmarks tests/third_stack tests/report tests/test_*.py
# A file's tests stay together and share what is costly; files start in their order, the longest first (tests/conftest.py).
SIDE_BY_SIDE := --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help setup bench standard reference rerun ergonomics report test lint test-pipeline test-core test-airflow test-dagster test-stacks test-harness test-compose test-long test-every-way test-distributed environments speed parity docs browser docker clean python

help: ## Show every target
	@awk -F ':.*## ' '/^[a-z.-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv ## Make the harness's and every stack's environment from the lock file
	$(BENCH) setup

bench: .venv ## Run the pipeline in plain Python, Airflow and Dagster, compare, write the report (under 10 minutes)
	$(BENCH) run

standard: .venv ## Measure the tuned contenders, with the rounds that a verdict needs (about an hour), or with PAIR=warm one pair's reference
	$(BENCH) run --profile $(or $(PAIR),standard)

reference: .venv ## Say when each reference was measured, and whether its method has changed since
	.venv/bin/python -m report.references

rerun: .venv ## Measure what a failure or a change costs the usual contenders (about three hours)
	$(BENCH) run --profile rerun

ergonomics: .venv .venvs/airflow-test .venvs/dagster-test ## Time both suites, make every mistake, count change requests
	$(BENCH) ergonomics

report: .venv ## Write the report of the newest results again
	$(BENCH) report

test: ## Run every test but the long ones, and print how long each group took (about 30 minutes)
	@$(PYTHON) tests/groups.py test-pipeline test-stacks

test-long: ## Run the tests that are slow and rarely break (about two hours)
	@$(PYTHON) tests/groups.py test-every-way test-distributed

lint: .venv ## Check style and types
	.venv/bin/ruff check .
	.venv/bin/ruff format --check .
	.venv/bin/mypy

test-pipeline: .venv .venvs/airflow-test .venvs/dagster-test ## Check style and types, test the shared core and both wrappers, side by side
	$(MAKE) --no-print-directory --jobs 3 --output-sync=target environments lint test-core test-airflow test-dagster

test-core: .venv ## Test the shared core and the dbt project on a real PostgreSQL
	$(PYTEST) $(SIDE_BY_SIDE) -n 2 --durations 10 tests/shared_etl tests/dbt_project

test-stacks: environments browser docker ## Test what test-harness and test-compose do, side by side
	$(PYTEST) $(SIDE_BY_SIDE) -n 3 --durations 30 $(COMPOSE) $(HARNESS)

test-harness: environments browser ## Test the harness and the report, and runs of every stack from end to end
	$(PYTEST) $(SIDE_BY_SIDE) -n 2 $(HARNESS)

test-airflow: .venv .venvs/airflow-test ## Test the DAG in Airflow's own environment
	.venvs/airflow-test/bin/python -m mypy --cache-dir .mypy_cache/airflow -p airflow_dags
	.venv/bin/python -m tests.supervised .venvs/airflow-test/bin/python -m pytest -v tests/airflow_dags

test-dagster: .venv .venvs/dagster-test ## Test the assets in Dagster's own environment
	.venvs/dagster-test/bin/python -m mypy --cache-dir .mypy_cache/dagster -p dagster_defs
	.venv/bin/python -m tests.supervised .venvs/dagster-test/bin/python -m pytest -v tests/dagster_defs

test-compose: environments docker ## Test docker compose, and bench on what it has started
	$(PYTEST) $(COMPOSE)

test-every-way: environments ## Test every fault, contender and change request, and a third tool beside the two (about an hour)
	$(PYTEST) $(SIDE_BY_SIDE) -n 2 tests/long

test-distributed: environments docker ## Test Celery workers with docker compose, one of which is killed (about half an hour)
	$(PYTEST) tests/compose/test_distributed.py

speed: .venv ## Measure the core's own speed and memory against a bare COPY
	.venv/bin/pytest -v benchmarks/speed

parity: .venv ## Prove 30 days of Airflow's and Dagster's backfills against bare's tables (about 15 minutes)
	$(BENCH) run --days 30 --rounds 1

docs: .venv ## Write README's figures and report/ again from the reference results
	.venv/bin/python -m report.readme

browser: ## Install Chromium, for the tests of the page, where there is no browser yet (Debian, Ubuntu)
	@command -v chromium || command -v chromium-browser || command -v google-chrome \
	|| { $(SUDO) apt-get update -q && $(SUDO) apt-get install -q -y --no-install-recommends chromium; }

docker: ## Install the Docker engine, for the tests of docker compose, where there is none yet (Debian, Ubuntu)
	@command -v dockerd >/dev/null || docker info >/dev/null 2>&1 || { $(SUDO) apt-get update -q \
	&& $(SUDO) apt-get install -q -y --no-install-recommends docker.io iptables debootstrap ca-certificates; }

clean: ## Remove the environments and everything made by tests; results stay
	rm -rf .tools .venv .venvs .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks

environments: .venv .venvs/airflow-test .venvs/dagster-test
	$(BENCH) setup

.venv: pyproject.toml uv.lock $(filter .tools/%,$(UV)) | python
	$(UV) sync --frozen --compile-bytecode
	@touch $@

.venvs/%-test: pyproject.toml uv.lock $(filter .tools/%,$(UV)) | python
	UV_PROJECT_ENVIRONMENT=$@ $(UV) sync --frozen --compile-bytecode --no-default-groups --group $* --group test
	@touch $@

.env: ## Make the secrets that docker compose needs, once; with DISTRIBUTED=yes for Celery workers
	umask 077; $(PYTHON) docker/new_env.py $(if $(DISTRIBUTED),distributed) >$@.part && mv $@.part $@

.tools/bin/uv: | python
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet uv

python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "Python 3.11 to 3.13 is needed, but $(PYTHON) is $$($(PYTHON) --version 2>&1); try: make PYTHON=python3.13" >&2; exit 1; }
