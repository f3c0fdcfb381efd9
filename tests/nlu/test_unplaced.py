"""Which clauses of a report no slot takes, and which hold nothing that wants a place."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from nlu.engine import EmbeddedEngine, load_engine
from nlu.lexicon import Lexicon
from tests.testing import CACHE

NOW = datetime.fromisoformat("2026-11-23T10:03:00+08:00")
CUSTOMER = {"name": "杭州鼎新超市有限公司", "aliases": ["鼎新"], "contacts": ["薛总"]}
NAMES = {"customers": [CUSTOMER], "members": ["小吴"]}
CASES = yaml.safe_load((Path(__file__).parent / "unplaced.yml").read_text("utf-8"))


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    return load_engine(CACHE).with_lexicon(Lexicon.of(NAMES))


@pytest.mark.parametrize("case", CASES["told"], ids=lambda case: case["say"])
def test_what_no_slot_takes_is_kept_apart(engine: EmbeddedEngine, case: dict[str, Any]) -> None:
    assert list(engine.parse(case["say"], NOW, "log_followup").unplaced) == case["unplaced"]


@pytest.mark.parametrize("words", CASES["nothing"])
def test_nothing_wants_a_place(engine: EmbeddedEngine, words: str) -> None:
    assert engine.parse(words, NOW, "log_followup").unplaced == ()
