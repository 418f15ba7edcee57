# Two commands on a fresh machine: `make demo` and `make test`. Everything else builds on the same .venv, which is made
# once from the hashed lock and reused until the lock or pyproject.toml changes.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
BUILT := $(VENV)/.built
DEMO ?= demo
PYTEST_ARGS ?=

# Figures are taken in an environment of their own, which has the locked packages and the peers beside them.
BENCH_VENV := .venv-bench
BENCH_BIN := $(BENCH_VENV)/bin
BENCH_BUILT := $(BENCH_VENV)/.peers
BENCHES ?= map cold check plan growth calls pace
BENCH_ARGS ?= --write

# What others wrote for Go's real API is tried against the stand-in, in an environment of its own too.
OUTSIDERS_VENV := .venv-outsiders
OUTSIDERS_BIN := $(OUTSIDERS_VENV)/bin
OUTSIDERS_BUILT := $(OUTSIDERS_VENV)/.outsiders

# Least share of lines and branches that the tests must run, in per cent. The laws, and what plays whole rounds, run apart
# and uncounted: a line that only these reach has no test of its own, and counting makes the longest tests twice as long.
ENGINE_COVERAGE := 95
CONNECTORS_COVERAGE := 90
UNCOUNTED := tests/laws tests/house tests/bench tests/fuzz tests/mappings tests/strategies \
	$(addprefix tests/engine/sync/,reconciling reverting running) \
	$(addprefix tests/engine/faces/cli/,test_doctor.py test_explain.py test_norwegian.py) \
	tests/connectors/go/test_round.py \
	tests/engine/faces/pages/test_in_a_browser.py tests/engine/language/test_checker_promises.py

# The bytecode of our own files, which an installed wheel has from pip. Where Python may not write any, each of the many
# processes that a test or a benchmark starts would compile them anew; what was edited since is all that it compiles then.
COMPILE := python -m compileall -q engine connectors

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.DEFAULT_GOAL := help
.PHONY: help demo test check outsiders bench format lock clean

help: ## what can be made
	@sed -n 's/^\([a-z]*\):.*## \(.*\)/  make \1|\2/p' $(firstword $(MAKEFILE_LIST)) | awk -F'|' '{ printf "%-14s %s\n", $$1, $$2 }'

demo: $(BUILT) ## the whole round on embedded parts; leaves the workspace in demo/ to explore
	@$(BIN)/wingo demo $(DEMO)

test: check ## every check and every test, with the coverage that is asked for
	$(BIN)/python -m pytest -n auto --dist worksteal --cov --cov-report= $(addprefix --ignore=,$(UNCOUNTED)) $(PYTEST_ARGS)
	$(BIN)/python -m pytest -n auto --dist worksteal $(PYTEST_ARGS) $(UNCOUNTED)
	$(BIN)/python -m coverage report --include='engine/*' --skip-covered --fail-under=$(ENGINE_COVERAGE)
	$(BIN)/python -m coverage report --include='connectors/*' --skip-covered --fail-under=$(CONNECTORS_COVERAGE)

check: $(BUILT) ## style, types and floors, without running a test
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

outsiders: $(OUTSIDERS_BUILT) ## the stand-in against schemathesis and a client that others wrote for the real API
	$(OUTSIDERS_BIN)/python -m pytest tests/outsiders $(PYTEST_ARGS)

bench: $(BENCH_BUILT) ## measure mapping, cold starts, checks, plans, calls and pace; keeps the figures in bench/RESULTS.md
	@$(BENCH_BIN)/$(COMPILE)
	@for name in $(BENCHES); do $(BENCH_BIN)/python -m bench.$$name $(BENCH_ARGS) || exit 1; echo; done
	$(BENCH_BIN)/python -m bench.picture

format: $(BUILT) ## lay the code out as `make check` wants it
	$(BIN)/ruff check --fix-only .
	$(BIN)/ruff format .

lock: $(BUILT) ## choose the newest versions anew, for every platform
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --quiet --upgrade --universal --python-version 3.11 --generate-hashes \
		--no-emit-index-url --no-emit-find-links --custom-compile-command 'make lock' \
		--extra dev --output-file requirements.lock pyproject.toml

clean: ## remove all that was made, .venv and demo/ included
	rm -rf $(VENV) $(BENCH_VENV) $(OUTSIDERS_VENV) $(DEMO) build dist htmlcov .coverage .coverage.* .hypothesis .import_linter_cache
	rm -rf .mypy_cache .pytest_cache .ruff_cache
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

# Peers one by one: one that has no wheel for this machine is left out, and bench.map says so.
PEERS := import tomllib; print(*tomllib.load(open("pyproject.toml", "rb"))["project"]["optional-dependencies"]["bench"])
OUTSIDERS := $(subst "bench","outsiders",$(PEERS))

$(BENCH_BUILT): requirements.lock pyproject.toml
	@$(MAKE) --no-print-directory VENV=$(BENCH_VENV) $(BENCH_VENV)/.built
	@for peer in $$($(BENCH_BIN)/python -c '$(PEERS)'); do \
		$(BENCH_BIN)/python -m pip install -qq --only-binary :all: "$$peer" || echo "bench: without $$peer"; done
	@touch $@

$(OUTSIDERS_BUILT): requirements.lock pyproject.toml
	@$(MAKE) --no-print-directory VENV=$(OUTSIDERS_VENV) $(OUTSIDERS_VENV)/.built
	$(OUTSIDERS_BIN)/python -m pip install -qq $$($(OUTSIDERS_BIN)/python -c '$(OUTSIDERS)')
	@touch $@

# The lock names every package there is to install. Left to look for dependencies, pip asks for the newest release
# behind an extra (coverage[toml]) and refuses it for want of a hash.
$(BUILT): requirements.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null || { \
		echo "wingo needs Python 3.11 or newer, and $(PYTHON) is $$($(PYTHON) --version 2>/dev/null || echo not there)." >&2; \
		echo "Name another one: make $(or $(firstword $(MAKECMDGOALS)),demo) PYTHON=python3.12" >&2; exit 1; }
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install -qq --no-deps --require-hashes -r requirements.lock
	$(BIN)/python -m pip install -qq --no-deps --no-build-isolation -e .
	@$(BIN)/$(COMPILE)
	@touch $@
