# Every target sets up what it needs: Python 3.11 or newer, pip and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
LOCK := requirements.lock

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: briefings test torture test-browser test-office check lab bench lock pictures clean-notebooks

briefings: $(READY)  ## build every briefing into reports/
	$(BIN)/briefings build

test: $(READY)  ## lint, types, notebooks, unit, rule and pipeline tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadfile --nbval-lax notebooks tests

torture: $(READY)  ## kill, starve and cut the power of an import at every step, and give check and import two thousand broken files (minutes)
	TORTURE=1 $(BIN)/pytest tests/unit/intake/test_transaction.py tests/unit/intake/test_power_cut.py tests/unit/intake/test_mutations.py

test-browser: briefings  ## look at every page in a real browser; installs Debian's Chromium where there is none
	@command -v chromium || command -v chromium-browser || command -v google-chrome || \
		{ echo "There is no Chromium: installing Debian's (apt-get install chromium)"; apt-get install --yes chromium; }
	$(BIN)/pytest -n auto --dist loadfile tests/browser/checks.py tests/browser/lab_checks.py

test-office: $(READY)  ## open Word files in LibreOffice and look at their pages (needs it): made ones, and those in reports/
	$(BIN)/pytest tests/office/checks.py

check: $(READY)  ## the dataset and the code, without building
	$(BIN)/briefings check
	$(BIN)/ruff check .
	$(BIN)/mypy

lab: $(READY)  ## explore in JupyterLab; its options in ARGS: make lab ARGS="--port 8890 --no-browser"
	$(BIN)/briefings lab $(ARGS)

bench: $(READY)  ## what checking, loading and building cost: CPU, time, peak memory, ratios
	$(BIN)/python tests/bench/bench_data.py
	$(BIN)/python tests/bench/bench_build.py
	$(BIN)/python tests/bench/bench_scale.py

pictures: $(READY)  ## draw the README's pages from reports/
	$(BIN)/python docs/pictures.py

clean-notebooks: $(READY)  ## store notebooks without outputs
	$(BIN)/jupyter nbconvert --clear-output --inplace notebooks/*.ipynb

lock: $(READY)  ## write the versions in use to the lock
	$(BIN)/pip freeze --all --exclude-editable --exclude pip > $(LOCK)

$(READY): pyproject.toml $(LOCK)
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --quiet --requirement $(LOCK)
	$(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .
	touch $(READY)
