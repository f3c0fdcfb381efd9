"""What is read beside the words' own meaning before a turn, so that the turn need not be begun again for it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.turn.speaker.ahead import readings_ahead
from nlu.engine import EmbeddedEngine, load_engine
from nlu.lexicon import Lexicon

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")


@pytest.fixture(scope="module")
def engine() -> EmbeddedEngine:
    return load_engine(Path("var/cache")).with_lexicon(
        Lexicon.of({"customers": [{"name": "杭州鼎新超市有限公司", "aliases": ["鼎新"]}]})
    )


@pytest.mark.parametrize(
    ("text", "intents"),
    [
        ("谢谢", set()),
        ("我的提醒", set()),
        ("就是预算没下来", {"customer_info", "log_followup"}),
        ("预算没定", {"customer_info", "log_followup"}),
        ("我下午打个电话过去", {"set_reminder"}),
        ("本月我签了多少", {"query_funnel", "customer_info"}),
        ("换成秦经理对接", {"log_followup"}),
        ("鼎新那半不要了", {"customer_info"}),
    ],
)
def test_words_are_read_as_what_a_turn_will_ask_for(engine: EmbeddedEngine, text: str, intents: set[str]) -> None:
    read = readings_ahead(engine.parse(text, NOW))
    assert intents <= read
    assert bool(intents) == bool(read)
