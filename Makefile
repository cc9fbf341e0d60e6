# make help    lists what can be made. Every target sets this machine up first; where it is set up, that takes no time.

SHELL := /bin/bash
.DEFAULT_GOAL := help
.PHONY: help brief refresh test mutants fuzz gallery lint format bench picture exhibits wheel pins clean set-up set-up-tests

BRIEF ?= data/alibaba-fy2026-q2
OPTIONS ?=
ONLY ?=
COUNT ?= 10000
SECONDS_FUZZED ?= 900
BIN := .venv/bin

# Homebrew's Pango is not where macOS looks for libraries.
ifeq ($(shell uname),Darwin)
BIN := env DYLD_FALLBACK_LIBRARY_PATH=/opt/homebrew/lib:/usr/local/lib:/usr/lib .venv/bin
endif

help: ## list what can be made
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | awk -F ':.*## ' '{ printf "  make %-9s %s\n", $$1, $$2 }'

brief: set-up ## make the sample brief, or another: make brief BRIEF=data/mine OPTIONS=--strict
	@$(BIN)/reportgen build $(OPTIONS) $(BRIEF)

refresh: set-up ## refresh every brief in data/ and publish what differs in public/
	@$(BIN)/reportgen refresh $(OPTIONS) --to public

test: lint ## all that has to hold before a change lands: lint, the wheel, and every test
	tools/check_wheel.sh
	$(BIN)/pytest -n 2 --dist loadgroup

gallery: set-up-tests ## one sheet of pictures a brief of the gallery, in output/gallery/; some: make gallery ONLY="fund small"
	$(BIN)/python -m tools.gallery $(ONLY)

fuzz: set-up-tests ## mutated briefs by the ten thousand, every door along its branches, a hundred kills: make fuzz COUNT=500
	$(BIN)/python -m tests.fuzz $(COUNT)
	$(BIN)/python -m tests.coverage_fuzz --seconds $(SECONDS_FUZZED)
	$(BIN)/pytest -n 2 --hypothesis-profile=explore -m "not slow and not referee and not browser"
	DRIFTS=1000 $(BIN)/pytest -n 2 tests/test_no_drift.py
	KILLS=100 $(BIN)/pytest tests/test_survival.py -k killed_at_any_moment

mutants: set-up-tests ## plant each fault of tests/mutant_list.py in a copy: each must fail its test; some: make mutants ONLY=line
	$(BIN)/python -m tests.mutants $(ONLY)

lint: set-up-tests ## style, types, the direction of imports, the workflows
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports
	$(BIN)/python -m tests.referees.workflows

format: set-up-tests ## put the code into its form, and mend what can be mended without thought
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: set-up-tests ## measure against its peers; fills benchmarks/RESULTS.md; in minutes: make bench OPTIONS=--quick
	$(BIN)/python -m benchmarks.run $(OPTIONS)

picture: set-up-tests brief ## renew the picture in the README from the sample's PDF
	$(BIN)/python -m tools.picture output/alibaba-fy2026-q2/brief.pdf docs/images/brief.png

exhibits: set-up-tests ## renew the pictures of docs/exhibits from the examples there
	$(BIN)/python -m tools.exhibits

wheel: set-up-tests ## build the wheel and the source distribution into dist/
	$(BIN)/python -m build --no-isolation --outdir dist .

pins: ## renew requirements/*.txt to the newest versions that pyproject.toml admits
	tools/pin.sh

clean: ## remove all that was made, the editions in output/ among it
	rm -rf .venv .cache .mypy_cache .pytest_cache .ruff_cache .import_linter_cache .hypothesis \
	  build dist output public tests/referees/node_modules
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

set-up:
	@tools/setup.sh run

set-up-tests:
	@tools/setup.sh test
