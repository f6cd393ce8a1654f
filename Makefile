# Needs git, make and Python 3.11 to 3.13 with venv. uv comes from PyPI into .tools where it is not installed.
PYTHON ?= python3
UV := $(or $(shell command -v uv 2>/dev/null),.tools/bin/uv)

# The interpreter above makes every environment; uv fetches none of its own.
export UV_PYTHON_DOWNLOADS = never
export UV_PYTHON = $(shell command -v $(PYTHON) 2>/dev/null)

SUDO := $(if $(filter 0,$(shell id -u)),,sudo)

COMPOSE := tests/compose/test_compose.py
CONTENDERS := tests/benchmarks/test_contenders.py
HARNESS := tests/benchmarks tests/third_stack tests/report tests/test_*.py --ignore $(CONTENDERS)
# A file's tests stay together and share what is costly; files start in the order in which they are listed, the longest first.
SIDE_BY_SIDE := --dist loadfile --no-loadscope-reorder

.DEFAULT_GOAL := help
.PHONY: help setup bench standard rerun ergonomics report test lint test-core test-airflow test-dagster test-stacks test-harness test-compose test-contenders test-distributed speed parity docs browser docker clean python

help: ## Show every target
	@awk -F ':.*## ' '/^[a-z.-]+:.*## / {printf "  make %-14s %s\n", $$1, $$2}' $(MAKEFILE_LIST)

setup: .venv ## Make the harness's and every stack's environment from the lock file
	$(UV) run bench setup

bench: .venv ## Run the pipeline in plain Python, Airflow and Dagster, compare, write the report (under 10 minutes)
	$(UV) run bench run

standard: .venv ## Measure every contender but one, with the rounds that a verdict needs (about an hour)
	$(UV) run bench run --profile standard

rerun: .venv ## Measure what a failure or a change costs every contender (about two hours)
	$(UV) run bench run --profile rerun

ergonomics: .venv .venvs/airflow-test .venvs/dagster-test ## Time both suites, make every mistake, count change requests
	$(UV) run bench ergonomics

report: .venv ## Write the report of the newest results again
	$(UV) run bench report

test: ## Run every test but the two targets of longer ones (less than an hour)
	@took=""; for group in lint test-core test-stacks test-dagster test-airflow; do \
	  began=$$(date +%s); $(MAKE) --no-print-directory $$group || exit 1; \
	  took="$$took$$(printf '  %-14s %5d s' $$group $$(($$(date +%s) - began)))\n"; done; \
	printf "all tests passed; each group took:\n$$took"

lint: .venv ## Check style and types
	$(UV) run ruff check .
	$(UV) run ruff format --check .
	$(UV) run mypy

test-core: .venv ## Test the shared core and the dbt project on a real PostgreSQL
	$(UV) run pytest -v $(SIDE_BY_SIDE) -n 2 tests/shared_etl tests/dbt_project

test-stacks: .venv .venvs/airflow-test .venvs/dagster-test browser docker ## Test what test-harness and test-compose do, side by side
	$(UV) run bench setup
	$(UV) run pytest -v $(SIDE_BY_SIDE) -n 3 --durations 30 $(COMPOSE) $(HARNESS)

test-harness: .venv .venvs/airflow-test .venvs/dagster-test browser ## Test the harness and the report, and runs of every stack from end to end
	$(UV) run bench setup
	$(UV) run pytest -v $(SIDE_BY_SIDE) -n 2 $(HARNESS)

test-airflow: .venvs/airflow-test ## Test the DAG in Airflow's own environment
	.venvs/airflow-test/bin/python -m mypy -p airflow_dags
	.venvs/airflow-test/bin/python -m pytest -v tests/airflow_dags

test-dagster: .venvs/dagster-test ## Test the assets in Dagster's own environment
	.venvs/dagster-test/bin/python -m mypy -p dagster_defs
	.venvs/dagster-test/bin/python -m pytest -v tests/dagster_defs

test-compose: .venv docker ## Test docker compose, and bench on what it has started (about a quarter of an hour)
	$(UV) run bench setup
	$(UV) run pytest -v $(COMPOSE)

test-contenders: .venv ## Test what `make test` leaves out: other contenders, more of changes (about a quarter of an hour)
	$(UV) run bench setup
	$(UV) run pytest -v $(CONTENDERS)

test-distributed: .venv docker ## Test Celery workers with docker compose, one of which is killed (about half an hour)
	$(UV) run bench setup
	$(UV) run pytest -v tests/compose/test_distributed.py

speed: .venv ## Measure the core's own speed and memory against a bare COPY
	$(UV) run pytest -v benchmarks/speed

parity: .venv ## Prove 30 days of Airflow's and Dagster's backfills against bare's tables (about 15 minutes)
	$(UV) run bench run --days 30 --rounds 1

docs: .venv ## Write README's figures and report/ again from the reference results
	$(UV) run python -m report.readme

browser: ## Install Chromium, for the tests of the page, where there is no browser yet (Debian, Ubuntu)
	@command -v chromium || command -v chromium-browser || command -v google-chrome \
	|| { $(SUDO) apt-get update -q && $(SUDO) apt-get install -q -y --no-install-recommends chromium; }

docker: ## Install the Docker engine, for the tests of docker compose, where there is none yet (Debian, Ubuntu)
	@command -v dockerd >/dev/null || docker info >/dev/null 2>&1 || { $(SUDO) apt-get update -q \
	&& $(SUDO) apt-get install -q -y --no-install-recommends docker.io iptables debootstrap ca-certificates; }

clean: ## Remove the environments and everything made by tests; results stay
	rm -rf .tools .venv .venvs .pytest_cache .mypy_cache .ruff_cache .hypothesis .benchmarks

.venv: pyproject.toml uv.lock $(filter .tools/%,$(UV)) | python
	$(UV) sync --frozen
	@touch $@

.venvs/%-test: pyproject.toml uv.lock $(filter .tools/%,$(UV)) | python
	UV_PROJECT_ENVIRONMENT=$@ $(UV) sync --frozen --no-default-groups --group $* --group test
	@touch $@

.env: ## Make the secrets that docker compose needs, once; with DISTRIBUTED=yes for Celery workers
	umask 077; $(PYTHON) docker/new_env.py $(if $(DISTRIBUTED),distributed) >$@.part && mv $@.part $@

.tools/bin/uv: | python
	$(PYTHON) -m venv .tools
	.tools/bin/python -m pip install --quiet uv

python:
	@$(PYTHON) -c 'import sys; sys.exit(not (3, 11) <= sys.version_info[:2] <= (3, 13))' || \
	  { echo "Python 3.11 to 3.13 is needed, but $(PYTHON) is $$($(PYTHON) --version 2>&1); try: make PYTHON=python3.13" >&2; exit 1; }
