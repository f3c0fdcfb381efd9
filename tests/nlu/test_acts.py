"""Messages that hold several acts (acts.yml): a report, and what the bot is asked to do beside it."""

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
NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")
ROWS = yaml.load((HERE / "acts.yml").read_text("utf-8"), yaml.CSafeLoader)


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    return load_engine(CACHE).with_lexicon(Lexicon.read(HERE / "sentences" / "lexicon.yml"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row["say"])
def test_each_act_is_understood_by_itself(engine: EmbeddedEngine, row: dict[str, Any]) -> None:
    first = engine.parse(row["say"], NOW)
    open_slots = set(row.get("skip", ()))
    acts = [
        {"intent": act.intent, "slots": {slot: value for slot, value in act.slots.items() if slot not in open_slots}}
        for act in (first, *first.more)
    ]
    assert acts == row["acts"]


@pytest.mark.parametrize("row", [row for row in ROWS if len(row["acts"]) > 1], ids=lambda row: row["say"])
def test_what_an_act_says_stands_in_the_message(engine: EmbeddedEngine, row: dict[str, Any]) -> None:
    first = engine.parse(row["say"], NOW)
    for act in (first, *first.more):
        assert act.text == row["say"]
        assert not any(other.more for other in first.more)
        for slot in ("contact", "next_action"):
            assert [row["say"][start:end] for start, end in act.spans_of(slot)] == [
                act.slots[slot] for _ in act.spans_of(slot)
            ]
