# Every target can be the first one on a fresh machine (Python 3.11, pip, make) and is quick the second time.
PYTHON ?= python3
BIN := .venv/bin
STAMP := .venv/.installed

.PHONY: help install demo crowd test check lint-web unit unit-postgresql journeys screenshots browser bench bench-figures lock messages

help: ## What there is
	@grep -E "^[a-z-]+:.*\#\#" $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 18

# The lock file's exact versions, taken from whichever package index pip is set up for.
$(STAMP): uv.lock pyproject.toml
	@echo "Installing Python packages into .venv …"
	@test -x $(BIN)/python || $(PYTHON) -m venv .venv
	@$(BIN)/python -m pip install --quiet --upgrade pip uv
	@$(BIN)/uv export --quiet --frozen --all-extras --no-hashes --no-emit-project --output-file .venv/locked.txt
	@$(BIN)/python -m pip install --quiet --requirement .venv/locked.txt
	@$(BIN)/python -m pip install --quiet --no-deps --editable .
	@touch $(STAMP)

install: $(STAMP) ## The exact versions of uv.lock into .venv

check: $(STAMP) ## Style, types, layers, migrations
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/djhtml --check --tabwidth 2 templates
	$(BIN)/lint-imports
	$(BIN)/mypy
	$(BIN)/python manage.py makemigrations --check --dry-run --settings brs.settings.test

# Node is needed for this alone; the versions stand in .lint/package.json.
LINT := .lint/node_modules
$(LINT): .lint/package.json
	@command -v npm >/dev/null || { echo "lint-web needs Node.js 20 or newer, with npm"; exit 1; }
	npm install --prefix .lint --no-audit --no-fund --silent
	@touch $(LINT)

lint-web: $(LINT) ## Styles and scripts: stylelint, eslint, prettier (FIX=1 mends what can be mended)
	$(LINT)/.bin/stylelint $(if $(FIX),--fix) --config .lint/stylelint.json "static/css/**/*.css"
	$(LINT)/.bin/eslint $(if $(FIX),--fix) --config .lint/eslint.mjs static/js templates/activities/worker.js
	$(LINT)/.bin/prettier $(if $(FIX),--write,--check) --config .lint/prettier.json "static/**/*.{css,js}" templates/activities/worker.js

browser:
	@sh tests/browser.sh

demo: $(STAMP) ## Serve the site with the starter catalogue at http://localhost:8000
	@$(BIN)/python manage.py demo

crowd: $(STAMP) ## PEOPLE=400 made-up learners with a past for the demo, so that its reports show figures
	@DJANGO_SETTINGS_MODULE=brs.settings.local $(BIN)/python -m tests.benchmarks.crowd $${PEOPLE:-400}

unit: $(STAMP) browser ## Fast tests
	$(BIN)/python -m pytest --numprocesses 2 --ignore tests/journeys

unit-postgresql: $(STAMP) browser ## Those of them that use the database, on PostgreSQL; the house's crawls learn nothing new there
	@sh tests/postgresql.sh $(BIN)/python -m pytest --numprocesses 2 --ignore tests/journeys --ignore tests/house -m django_db

journeys: $(STAMP) browser ## Real-browser journeys
	$(BIN)/python -m pytest tests/journeys

screenshots: $(STAMP) browser ## Make the pictures of docs/first-course.md anew
	BRS_SCREENSHOTS=1 $(BIN)/python -m pytest tests/journeys/test_first_course.py

test: check unit unit-postgresql journeys ## Everything CI runs

messages: $(STAMP) ## Bring the .po files up to date with the strings on screen
	@command -v xgettext >/dev/null || { echo "Installing gettext …"; \
		$$([ "$$(id -u)" = 0 ] || echo sudo) apt-get install -y -qq --no-install-recommends gettext >/dev/null; }
	$(BIN)/python manage.py makemessages
	$(BIN)/python manage.py compilemessages

bench: $(STAMP) ## The site's speed beside a bare Django page (ROUNDS=5 SECONDS=2)
	@$(BIN)/python -m tests.benchmarks.run

bench-figures: $(STAMP) ## Reports and the API, timed at 10 and at PEOPLE=100000 learners
	@sh tests/benchmarks/figures.sh $(BIN)/python

lock: $(STAMP) ## Renew uv.lock
	$(BIN)/uv lock --upgrade
