# make run    the app in a browser            make test   every check and test
# make help   the other targets               Windows, or no make: the plain commands are in CONTRIBUTING.md
VENV ?= .venv
PYTHON ?=
ARGS ?=
PY := $(VENV)/bin/python
NPM := $(PY) scripts/node.py npm --silent
PIP := $(PY) -m pip install --quiet --disable-pip-version-check
LOCK := requirements.lock

# Each worker takes whole files, and in the browser tests has a server, a port and a Chromium of its own.
WORKERS ?= 2
PYTEST := $(PY) -m pytest --numprocesses $(WORKERS) --dist loadfile

# Matrices are small here: more threads in BLAS only make them slower.
export OPENBLAS_NUM_THREADS ?= 1
export PYTHONUNBUFFERED := 1

# Without bytecode on disk every process compiles all modules anew, and pytest rewrites all tests in each worker.
unexport PYTHONDONTWRITEBYTECODE

.PHONY: help run test test-long parity lint lint-python lint-js js checks unit pages e2e test-browsers bundles format-js static bench bench-live screenshots test-lowest lock browser nginx dev clean
.NOTPARALLEL:
.DEFAULT_GOAL := help

help:
	@echo "make run            make the environment, install, open the app      (ARGS='--server.port 8700')"
	@echo "make test           everything below from lint to e2e, as CI does"
	@echo "make test-long      the same with all seeds, and a hundred examples of each property"
	@echo "make parity         the engine beside PyTorch, which it installs"
	@echo "make lint           ruff, mypy, import contract; tsc, eslint, prettier; whether the bundles are up to date"
	@echo "make js             the pure modules of the JavaScript, by node --test"
	@echo "make unit           tests without Streamlit pages and browser        (ARGS='-k softmax')"
	@echo "make pages          each page by Streamlit's AppTest"
	@echo "make e2e            the app in a real Chromium"
	@echo "make test-browsers  every page in Firefox and in WebKitGTK, where they are installed (ARGS='-k firefox')"
	@echo "make bundles        what the browser runs, from nnviz/stage/assets into nnviz/stage/bundles"
	@echo "make static         the site without a server, into build/static     (ARGS='--wheels FOLDER')"
	@echo "make format-js      prettier over the JavaScript"
	@echo "make screenshots    pictures for the docs, and of every page in both themes into build/screenshots"
	@echo "make bench          speed beside peers, as ratios                (ARGS=--quick)"
	@echo "make bench-live     frames, answers, visitors and memory, in the browser (ARGS=--quick)"
	@echo "make test-lowest    all tests with the lowest supported versions, in .venv-lowest"
	@echo "make lock           resolve requirements.lock anew"
	@echo "make clean          remove environments, caches and build/"

# --- environment: installed again only when what it is made from has changed ---

$(PY):
	@sh scripts/make_venv.sh "$(VENV)" "$(PYTHON)"

$(VENV)/.run: requirements.txt $(LOCK) pyproject.toml | $(PY)
	@echo "installing what the app needs (about a minute the first time)"
	@$(PIP) -r requirements.txt -c $(LOCK)
	@touch $@

$(VENV)/.dev: requirements.txt requirements-dev.txt $(LOCK) pyproject.toml | $(PY)
	@echo "installing what the app and its tests need (about two minutes the first time)"
	@$(PIP) -r requirements-dev.txt -c $(LOCK)
	@touch $(VENV)/.run $@

node_modules/.installed: package.json package-lock.json .npmrc | $(VENV)/.dev
	@echo "installing what checks and bundles the JavaScript"
	@$(NPM) ci
	@touch $@

dev: $(VENV)/.dev node_modules/.installed

# --- the app ---

run: $(VENV)/.run
	@$(PY) -m streamlit run app.py $(ARGS)

# --- checks and tests ---

test: dev browser nginx
	@$(PY) scripts/versions.py
	@$(PY) scripts/at_once.py "$(MAKE)" lint-python "lint-js js"
	@$(MAKE) --no-print-directory checks e2e
	@echo "== ran and passed: ruff, mypy, import contract, tsc, eslint, prettier, bundles, JavaScript tests, unit tests, page tests, browser tests"

test-long:
	@$(MAKE) --no-print-directory test ARGS="--long $(ARGS)"

lint: dev
	@$(PY) scripts/at_once.py "$(MAKE)" lint-python lint-js

lint-python: dev
	@echo "== ruff"
	@$(PY) -m ruff check .
	@echo "== mypy"
	@$(PY) -m mypy
	@echo "== import contract"
	@$(VENV)/bin/lint-imports --no-logo

lint-js: dev
	@echo "== tsc, eslint, prettier"
	@$(NPM) run lint
	@echo "== bundles"
	@$(NPM) run bundle -- --check

js: dev
	@echo "== JavaScript tests"
	@$(NPM) test

# The C library of Linux gives the memory of large arrays back to the system, which zeroes it when the next training
# step asks for it anew: let it keep up to a gigabyte.
checks unit pages: export MALLOC_TRIM_THRESHOLD_ ?= 1000000000
checks unit pages: export MALLOC_MMAP_THRESHOLD_ ?= 1000000000

# Unit and page tests in one go: the workers start once.
checks: dev browser nginx
	@echo "== unit and page tests"
	@$(PYTEST) tests --ignore=tests/e2e $(ARGS)

unit: dev browser nginx
	@echo "== unit tests"
	@$(PYTEST) tests --ignore=tests/pages --ignore=tests/e2e $(ARGS)

pages: dev
	@echo "== page tests"
	@$(PYTEST) tests/pages $(ARGS)

browser: dev
	@$(PY) scripts/ensure_browser.py

nginx: dev
	@$(PY) scripts/ensure_nginx.py

e2e: dev browser
	@echo "== browser tests"
	@$(PYTEST) tests/e2e $(ARGS)

test-browsers: dev
	@$(PY) -m pytest tests/browsers/every_page.py $(ARGS)

parity:
	@sh scripts/make_venv.sh .venv-parity "$(PYTHON)"
	@.venv-parity/bin/python -m pip install --quiet --disable-pip-version-check -r requirements-parity.txt
	@.venv-parity/bin/python -m pytest tests/engine/pytorch_parity.py tests/engine/pytorch_parity_on_images.py tests/benchmarks/pytorch_parity.py $(ARGS)

screenshots: dev browser
	@$(PY) -m scripts.screenshots
	@NNVIZ_ALL_VIEWS=1 $(PYTEST) tests/e2e -m screenshots --long $(ARGS)
	@echo "pictures are in docs/images and build/screenshots"

bench: dev
	@$(PY) -m benchmarks $(ARGS)

bench-live: dev browser
	@$(PY) -m benchmarks.live $(ARGS)

test-lowest:
	@$(MAKE) --no-print-directory VENV=.venv-lowest LOCK=requirements-lowest.txt dev browser nginx
	@.venv-lowest/bin/python scripts/versions.py
	@$(MAKE) --no-print-directory VENV=.venv-lowest LOCK=requirements-lowest.txt unit pages e2e

# --- upkeep ---

bundles: dev
	@$(NPM) run bundle

format-js: dev
	@$(NPM) run format

static: dev
	@$(PY) -m scripts.static $(ARGS)

lock: dev
	@$(PY) scripts/lock.py $(ARGS)

clean:
	rm -rf .venv .venv-lowest .venv-parity node_modules build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .import_linter_cache .hypothesis
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
