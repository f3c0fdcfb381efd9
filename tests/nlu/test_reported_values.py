"""What a report fills and what it leaves empty (values.yml)."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import yaml

from nlu.engine import EmbeddedEngine, load_engine
from nlu.lexicon import Lexicon
from tests.testing import CACHE

HERE = Path(__file__).parent
NOW = datetime.fromisoformat("2026-11-25T10:00:00+08:00")
ROWS = yaml.load((HERE / "values.yml").read_text("utf-8"), yaml.CSafeLoader)


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    return load_engine(CACHE).with_lexicon(Lexicon.read(HERE / "sentences" / "lexicon.yml"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["say"])
def test_a_report_fills_what_it_says_and_nothing_else(engine: EmbeddedEngine, row: dict[str, Any]) -> None:
    told = engine.parse(row["say"], NOW)
    assert told.intent == "log_followup"
    assert not told.more
    wanted = {slot: value for slot, value in row.items() if slot != "say"}
    assert {slot: told.slots.get(slot) for slot in wanted} == wanted
