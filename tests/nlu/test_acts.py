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


FORCES = [
    ("徽风那单我做梦都想推到合同", ["wishes"]),
    ("闽江多半要黄，我猜的", ["supposes", "supposes"]),
    ("等姜经理签完字我再来报", ["supposes"]),
    ("汪总约我今天见面我没去", ["not_done"]),
    ("没来得及跟林总谈价格", ["not_done"]),
    ("给章主任发个微信说我晚点到", ["errand"]),
    ("汪总说要是能分期付他今天就能定", ["reports"]),
    ("如果年前能装完就上，这是谭总今天讲的", ["reports", "reports"]),
    ("谁能想到谭总今天主动找我", ["reports"]),
    ("渝味那边你盯紧点", ["instructs"]),
    ("海燕快签了", ["outlook"]),
    ("当我说客户在走流程，那就是合同审批", ["quotes", "quotes"]),
]


@pytest.mark.parametrize(("say", "forces"), FORCES)
def test_what_each_statement_does_and_why(engine: EmbeddedEngine, say: str, forces: list[str]) -> None:
    told = engine.statements_of(say, NOW)
    assert [one["force"] for one in told] == forces
    assert all(one["words"] in say and (one["evidence"] or one["force"] == "reports") for one in told)
