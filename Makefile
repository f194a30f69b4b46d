# make map and make test set up everything they need; make help lists the rest.
SHELL := /bin/bash
.SHELLFLAGS := -eu -o pipefail -c
.DEFAULT_GOAL := help

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
DOCS := .venv-docs
FUZZ := .venv-fuzz
CASE := geodata/cases/green-zone-2020-11-17
PIP := $(BIN)/python -m pip --disable-pip-version-check --quiet

.PHONY: help map test check format golden reference docs pictures look look-office fuzz trials mutants locks clean

help: ## List the targets
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 12

map: $(VENV)/run.stamp ## Build the Green Zone map, or that of CASE (a folder), into outputs/
	@$(BIN)/geomap build $(CASE) -o outputs/$(notdir $(CASE:%/=%))

test: $(VENV)/dev.stamp ## Set up everything and run format, lint, types, import contract and all tests
	@$(MAKE) --no-print-directory check
	@chromium="$$(scripts/find-chromium.sh $(BIN)/python)" && echo "browser: $$chromium" \
	  && GEOMAP_CHROMIUM="$$chromium" $(BIN)/python -m pytest -n auto --dist worksteal

check: $(VENV)/dev.stamp ## Format, lint, types, import contract, and whether files.csv and docs/reference are true
	@$(BIN)/ruff format --check .
	@$(BIN)/ruff check .
	@$(BIN)/mypy
	@$(BIN)/lint-imports --no-cache --no-logo
	@$(BIN)/python scripts/update_files_csv.py --check
	@$(BIN)/python scripts/build_reference.py --check

format: $(VENV)/dev.stamp ## Format and mend what the linter can mend
	@$(BIN)/ruff format . && $(BIN)/ruff check --fix .

golden: $(VENV)/dev.stamp ## Write the golden files anew; review the diff
	@$(BIN)/python -m pytest tests/golden --update-golden

reference: $(VENV)/run.stamp ## Write docs/reference anew from the code
	@$(BIN)/python scripts/build_reference.py && $(BIN)/python scripts/print_case_figures.py --write \
	  && $(BIN)/python scripts/print_ground_names.py --write

docs: $(DOCS)/docs.stamp ## Build the docs strictly into site/ and look that they need no other host
	@NO_MKDOCS_2_WARNING=1 $(DOCS)/bin/mkdocs build --strict --quiet
	@$(DOCS)/bin/python scripts/check_site.py site
	@echo "site/index.html"

pictures: $(VENV)/dev.stamp ## Take docs/pictures anew in a Chromium; look at each
	@chromium="$$(scripts/find-chromium.sh $(BIN)/python)" \
	  && GEOMAP_CHROMIUM="$$chromium" $(BIN)/python scripts/take_pictures.py \
	  && GEOMAP_CHROMIUM="$$chromium" $(BIN)/python scripts/take_case_pictures.py
	@$(BIN)/python scripts/draw_gallery.py

look: $(VENV)/dev.stamp ## Draw and measure every case, then INVENTED (50) cases drawn at random; look at outputs/look
	@chromium="$$(scripts/find-chromium.sh $(BIN)/python)" && export GEOMAP_CHROMIUM="$$chromium" PYTHONPATH=tests \
	  && $(BIN)/python scripts/look.py $(LOOK) && $(BIN)/python scripts/look.py --invented $(or $(INVENTED),50)

look-office: $(VENV)/dev.stamp ## Open the reports in LibreOffice and turn every page into a picture below outputs/office
	@$(BIN)/python scripts/look_office.py

fuzz: $(FUZZ)/fuzz.stamp ## Give each reader of text strange files for FUZZ_MINUTES (10); failures go to outputs/fuzz
	@$(FUZZ)/bin/python scripts/fuzz.py

trials: $(VENV)/dev.stamp ## Try every command on cases, sheets and tables drawn at random, TRIALS (20) times as long as make test
	@GEOMAP_TRIALS=$(or $(TRIALS),20) $(BIN)/python -m pytest tests/property/test_trials.py -n 4 -q

mutants: $(VENV)/dev.stamp ## Change one thing at a time in what privacy, places and days rest on; MUTANTS_ONLY names modules
	@$(BIN)/python scripts/mutants.py

locks: ## Resolve locks/*.txt anew from pyproject.toml
	@scripts/lock.sh $(PYTHON)

clean: ## Remove the environments, the built docs and all outputs
	@rm -rf $(VENV) $(DOCS) $(FUZZ) site outputs/*/

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' \
	  || { echo "geomap needs Python 3.11 or newer; $(PYTHON) is older or missing. Set PYTHON=/path/to/python3."; exit 1; }
	@$(PYTHON) -m venv $(VENV) \
	  || { rm -rf $(VENV); echo "This Python has no venv. On Debian: apt-get install python3-venv"; exit 1; }

$(VENV)/run.stamp: locks/build.txt locks/run.txt pyproject.toml | $(BIN)/python
	@echo "setting up $(VENV) from locks/run.txt ..."
	@$(PIP) install --require-hashes -r locks/build.txt -r locks/run.txt
	@$(PIP) install --no-deps --no-build-isolation --editable .
	@touch $@

$(VENV)/dev.stamp: locks/dev.txt $(VENV)/run.stamp
	@echo "setting up $(VENV) from locks/dev.txt ..."
	@$(PIP) install --require-hashes -r locks/dev.txt
	@touch $@

$(DOCS)/docs.stamp: locks/docs.txt
	@echo "setting up $(DOCS) from locks/docs.txt ..."
	@test -x $(DOCS)/bin/python || $(PYTHON) -m venv $(DOCS)
	@$(DOCS)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes -r locks/docs.txt
	@touch $@

$(FUZZ)/fuzz.stamp: locks/build.txt locks/run.txt locks/fuzz.txt pyproject.toml
	@echo "setting up $(FUZZ) from locks/fuzz.txt ..."
	@test -x $(FUZZ)/bin/python || $(PYTHON) -m venv $(FUZZ)
	@$(FUZZ)/bin/python -m pip --disable-pip-version-check --quiet install --require-hashes \
	  -r locks/build.txt -r locks/run.txt -r locks/fuzz.txt
	@$(FUZZ)/bin/python -m pip --disable-pip-version-check --quiet install --no-deps --no-build-isolation --editable .
	@touch $@
