# kgraph: `make` sets everything up and builds the sample corpus; `make help` lists every target.

ARTICLES ?= articles
OUTPUT   ?= output
SHELL    := /bin/sh
BIN      := .venv/bin
PAGE     := tests/page
KGRAPH   := $(BIN)/kgraph

# The newest Python that works: a name on the PATH may be a shim of a version that is not there, or lack the venv module.
PYTHON ?= $(shell for p in python3.13 python3.12 python3.11 python3 /usr/bin/python3; do \
	$$p -c 'import ensurepip, sys, venv; sys.exit(not (3, 11) <= sys.version_info < (3, 14))' 2>/dev/null && { echo $$p; break; }; done)

.PHONY: all graph page networks help setup test browser-test check check-page data format accuracy accuracy-rules accuracy-constructions errors \
	speed truth identity robust lock clean

# What has changed since the last build is known to kgraph alone: it asks no clock, and an article that is gone has none.
all: .venv/installed ## Set up .venv and build the sample corpus into output/ (the default)
	$(KGRAPH) build $(ARTICLES) -o $(OUTPUT)

graph: .venv/installed ## Bring the graph alone up to date, in the time of what has changed; `make` makes its files and the page
	$(KGRAPH) build $(ARTICLES) -o $(OUTPUT) --only graph

page: .venv/installed ## Bring the graph and the page up to date, without files and networks
	$(KGRAPH) build $(ARTICLES) -o $(OUTPUT) --only page

networks: .venv/installed ## Bring the graph and the networks with their report up to date
	$(KGRAPH) build $(ARTICLES) -o $(OUTPUT) --only networks

help: ## List the targets
	@awk -F ':.*## ' '/^[a-z-]+:.*## / { printf "  make %-22s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

setup: .venv/installed ## Make .venv with the locked dependencies and kgraph itself

.venv/installed: requirements.lock pyproject.toml
	@test -n "$(PYTHON)" || { echo "kgraph needs Python 3.11, 3.12 or 3.13 with its venv module (on Debian: python3-venv)" >&2; exit 1; }
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
	$(BIN)/pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
	@touch $@

.venv/installed-dev: requirements-dev.lock .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --require-hashes -r requirements-dev.lock
	@touch $@

test: .venv/installed-dev ## Run the tests
	$(BIN)/pytest -n auto -m "not browser"

browser-test: .venv/installed-dev ## Run the tests of the page in a real browser (needs Debian's chromium and chromium-driver)
	$(BIN)/pytest -m browser

$(PAGE)/node_modules/installed: $(PAGE)/package-lock.json
	npm --prefix $(PAGE) ci --silent
	@touch $@

# Node is wanted only by those who change the page: users need Python alone.
check-page: ## Check the style of the page's modules and their tests, where Node is installed
	@if command -v npm >/dev/null; then $(MAKE) --no-print-directory $(PAGE)/node_modules/installed && npm --prefix $(PAGE) run --silent check; \
	else echo "npm is not installed: the page's modules are not checked"; fi

check: .venv/installed-dev check-page ## Everything else that CI runs: style, types, prose, and whether generated files are up to date
	$(BIN)/ruff format --check .
	$(BIN)/ruff check .
	$(BIN)/mypy
	$(BIN)/python -m scripts.data --check
	$(BIN)/python -m scripts.prose

data: .venv/installed-dev ## Write the files that are made from others: the ontology, its page, and the queries with their answers on the sample
	$(BIN)/python -m scripts.data

format: .venv/installed-dev ## Lay out the code
	$(BIN)/ruff format .
	$(BIN)/ruff check --fix .
	@! command -v npm >/dev/null || { $(MAKE) --no-print-directory $(PAGE)/node_modules/installed && npm --prefix $(PAGE) run --silent format; }

accuracy: .venv/installed-dev ## Score kgraph on a gold set: make accuracy SET=plover DATA=file-or-folder SCORER=score.py [NAMES=1]
	$(BIN)/python -m benchmarks.accuracy.run --scorer $(SCORER) --set $(SET) --gold $(DATA) $(if $(NAMES),--names)

accuracy-rules: .venv/installed-dev ## Count how often each rule is right: make accuracy-rules SET=gum DATA=file-or-folder SCORER=score.py
	$(BIN)/python -m benchmarks.accuracy.by_rule --scorer $(SCORER) --set $(SET) --gold $(DATA)

accuracy-constructions: .venv/installed-dev ## Count the own sentences of tests/gold/constructions.yaml that are read as they are meant
	$(BIN)/python -m benchmarks.accuracy.constructions

REPORT ?= -
errors: .venv/installed-dev ## Report each miss on a gold set and the stage that lost it: make errors SET=... DATA=... SCORER=... [REPORT=file]
	$(BIN)/python -m benchmarks.accuracy.errors --scorer $(SCORER) --set $(SET) --gold $(DATA) --report $(REPORT)

truth: .venv/installed-dev ## Measure whether what the graph says is true: make truth DO="draw|join|score|concordance|seen|import ..." (docs/truth.md)
	$(BIN)/python -m benchmarks.truth.run $(DO)

identity: .venv/installed-dev ## Measure whether one thing is one node: make identity DO="draw|join|score|stories|alarm|invariants|distractors ..." (docs/identity.md)
	$(BIN)/python -m benchmarks.identity.run $(DO)

speed: .venv/installed-dev ## Time extraction against spaCy alone, builds, and resolution of growing size: make speed [NEWS="files or folders"]
	$(BIN)/python -m benchmarks.speed.run $(if $(NEWS),--news $(NEWS))

SHARE ?= 1
robust: .venv/installed-dev ## Try to break kgraph from outside: make robust [NEWS="files or folders"] [ONLY="killed full"] [SHARE=0.01]
	$(BIN)/python -m benchmarks.robust.run $(ONLY) --share $(SHARE) $(if $(NEWS),--news $(NEWS))

lock: .venv/installed-dev ## Lock the dependencies again, with hashes, for all supported Pythons
	$(BIN)/pip install --quiet uv
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--group build pyproject.toml -o requirements.lock
	$(BIN)/uv pip compile -q --universal --python-version 3.11 --generate-hashes --no-emit-index-url --no-header --no-annotate \
		--group build --group dev pyproject.toml -o requirements-dev.lock

clean: ## Delete what a build wrote, but not .venv
	find $(OUTPUT) -mindepth 1 ! -name .gitkeep -delete
