# Every target sets up what it needs: Python 3.11 or newer, pip and make are enough.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# Two stages: what building needs, and beside it what tests and JupyterLab need.
READY := $(VENV)/.ready
READY_DEV := $(VENV)/.ready-dev
LOCK := requirements.lock
LOCK_DEV := requirements-dev.lock

export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: briefings test torture test-browser chromium test-office validate-pdf check lab bench lock pictures clean-notebooks

briefings: $(READY)  ## build every briefing into reports/
	$(BIN)/briefings build

test: $(READY_DEV)  ## lint, types, notebooks, unit, rule and pipeline tests
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/pytest -n auto --dist loadfile --no-loadscope-reorder --nbval-lax notebooks tests

torture: $(READY_DEV)  ## kill, starve and cut the power of an import at every step, give check and import two thousand broken files, kill builds at every moment, run what ends a notebook in kernels too (minutes)
	TORTURE=1 $(BIN)/pytest tests/unit/intake/test_transaction.py tests/unit/intake/test_power_cut.py tests/unit/intake/test_mutations.py \
		tests/pipeline/test_processes.py tests/pipeline/test_engines.py

test-browser: $(READY_DEV) chromium briefings  ## look at every page in a real browser; installs Debian's Chromium where there is none
	$(BIN)/pytest -n auto --dist loadfile tests/browser/*checks.py

chromium:
	@command -v chromium || command -v chromium-browser || command -v google-chrome || \
		{ echo "There is no Chromium: installing Debian's (apt-get install chromium)"; \
		apt-get update --quiet=2 && DEBIAN_FRONTEND=noninteractive apt-get install --yes --quiet=2 chromium; }

test-office: $(READY_DEV) briefings  ## open every Word file in LibreOffice (needs it) and look at its pages
	$(BIN)/pytest tests/office/checks.py

validate-pdf: $(READY_DEV) briefings  ## read every PDF back: tags, reading order, pages; and ask veraPDF, where VERAPDF names its command
	$(BIN)/pytest -n auto tests/paper/checks.py

check: $(READY_DEV)  ## the dataset and the code, without building
	$(BIN)/briefings check
	$(BIN)/ruff check .
	$(BIN)/mypy

lab: $(READY_DEV)  ## explore in JupyterLab; its options in ARGS: make lab ARGS="--port 8890 --no-browser"
	$(BIN)/briefings lab $(ARGS)

bench: $(READY_DEV)  ## what checking, loading and building cost: CPU, time, peak memory, ratios
	$(BIN)/python tests/bench/bench_data.py
	$(BIN)/python tests/bench/bench_build.py
	$(BIN)/python tests/bench/bench_scale.py
	$(BIN)/python tests/bench/bench_preview.py

pictures: $(READY_DEV)  ## draw the README's pages from reports/, and those that tests compare pages with
	$(BIN)/python docs/pictures.py
	$(BIN)/python tests/pictures.py

clean-notebooks: $(READY_DEV)  ## store notebooks without outputs
	$(BIN)/jupyter nbconvert --clear-output --inplace notebooks/*.ipynb

lock: $(READY_DEV)  ## bring the locks up to date with pyproject.toml, for every system, with the checksums of all files
	$(RESOLVE) --extra dev --output-file $(LOCK_DEV)
	$(RESOLVE) --extra office --constraint $(LOCK_DEV) --output-file $(LOCK)

RESOLVE := $(BIN)/uv pip compile pyproject.toml --group checkout --universal --python-version 3.11 --generate-hashes \
	--no-header --quiet

INSTALL = $(BIN)/python -m pip install --quiet --require-hashes --requirement
CHECKOUT = $(BIN)/python -m pip install --quiet --no-deps --no-build-isolation --editable .

$(READY): pyproject.toml $(LOCK)
	@echo "Installing into $(VENV) what building needs: about 100 packages, 720 MB, a minute or two."
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) $(LOCK)
	$(CHECKOUT)
	touch $(READY)

$(READY_DEV): pyproject.toml $(LOCK) $(LOCK_DEV)
	@echo "Installing into $(VENV) what building, tests and JupyterLab need: about 200 packages, 1 GB, a few minutes."
	$(PYTHON) -m venv $(VENV)
	$(INSTALL) $(LOCK_DEV)
	$(CHECKOUT)
	touch $(READY) $(READY_DEV)
