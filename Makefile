# Every target sets up what it needs. `make demo` and `make test` are all a newcomer has to know.
PYTHON ?= python3
BIN := .venv/bin
DATA ?= ../shared/data
export DATA

.PHONY: demo setup test soak check eval bench assets lock clean

demo: setup  ## a situation report for examples/, in the terminal and as demo.html; then, on a terminal, a floor of them is served (SERVE=0: not)
	@$(BIN)/watchfloor demo --html demo.html $(if $(filter 0,$(SERVE)),--no-serve)

setup: .venv/ready  ## .venv with the command .venv/bin/watchfloor

.venv/ready: requirements-dev.lock pyproject.toml
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || \
	  { echo "Watchfloor needs Python 3.11 or newer; set PYTHON=… to one."; exit 1; }
	@$(PYTHON) -c 'import ensurepip, venv' || \
	  { echo "This Python cannot make virtual environments. On Debian: apt-get install python3-venv"; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --no-build-isolation --no-deps --editable .
	@touch $@

# A file's tests stay on one worker, so that its floors and browsers are made once. (`loadgroup` parted them:
# pytest-xdist 3.8 names groups in a way that pytest 9 does not see.)
test: setup check  ## all checks and all tests
	$(BIN)/python -m pytest -n 2 --dist loadfile
	$(BIN)/python -m evals --own

SOAKS := kills power_cuts full_disks month flood bursts deliveries alerts api postgresql backfill
soak: setup  ## long runs: kills, power cuts, full disks, a month of a fake clock, a flood of one outlet, bursts, deliveries, alerts, the API, a PostgreSQL server, archives; SHORT=1 for minutes
	@for name in $(SOAKS); do $(BIN)/python -m soaks.$$name $(if $(SHORT),--short) || exit 1; done

check: setup  ## lint, types, layers, complexity, names, mirror
	$(BIN)/ruff format --check --quiet .
	$(BIN)/ruff check --quiet .
	$(BIN)/mypy
	$(BIN)/lint-imports --no-cache
	$(BIN)/python -m tools.complexity
	$(BIN)/python -m tools.class_names
	$(BIN)/python -m tools.mirror

eval: setup  ## every task on the dev data in DATA, against evals/floors.json
	$(BIN)/python -m evals

bench: setup  ## throughput, growth, waiting and memory, in turns within one run; FULL=1 for full sizes
	$(if $(FULL),FULL=1) $(BIN)/python -m benchmarks

assets: setup  ## what the screen shows that is not ours, from the npm packages of tools/assets (needs the package registry)
	cd tools/assets && npm ci --ignore-scripts --no-audit --no-fund
	$(BIN)/python -m tools.build_assets

lock: setup  ## requirements*.lock anew from pyproject.toml (needs the package registry)
	$(BIN)/python -m pip install --quiet uv
	$(BIN)/uv pip compile --universal --python-version 3.11 --no-emit-index-url --no-header --generate-hashes \
	  pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --no-emit-index-url --no-header --generate-hashes \
	  pyproject.toml --extra postgresql --extra scale -c requirements.lock -o requirements-scale.lock
	$(BIN)/uv pip compile --universal --python-version 3.11 --no-emit-index-url --no-header --generate-hashes \
	  pyproject.toml --group dev -c requirements.lock -o requirements-dev.lock

clean:
	rm -rf .venv .cache build-output dist .mypy_cache .ruff_cache .pytest_cache
