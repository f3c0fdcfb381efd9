"""Which of several things words refer to: whatever is named must hold, and nothing falls back on the newest."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from bot.turn.references.reference import Candidate, Reference
from nlu.engine import load_engine
from nlu.lexicon import Lexicon

NOW = datetime.fromisoformat("2026-11-26T10:00:00+08:00")
NAMES = {
    "customers": [
        {"name": "镇江鼎立钢构有限公司", "aliases": ["鼎立"], "contacts": ["冯工"]},
        {"name": "徐州大运物流有限公司", "aliases": ["大运"], "contacts": ["纪总"]},
    ],
    "products": ["仓储管理系统", "能耗监测终端"],
}
THINGS = (
    Candidate("a", "镇江鼎立钢构有限公司", ("冯工",), "仓储管理系统", NOW.replace(day=27), 360_000),
    Candidate("b", "徐州大运物流有限公司", ("纪总",), "能耗监测终端", NOW.replace(day=28, hour=15), 90_000),
    Candidate("c", "徐州大运物流有限公司", ("纪总",), "仓储管理系统", NOW.replace(day=27), 120_000),
)


@pytest.fixture(scope="module")
def engine():
    return load_engine(Path("var/cache")).with_lexicon(Lexicon.of(NAMES))


@pytest.mark.parametrize(
    ("words", "meant"),
    [
        ("撤回", "abc"),
        ("大运那条撤回", "bc"),
        ("大运仓储管理系统那单", "c"),
        ("鼎立的跟进删了", "a"),
        ("明天十点那个提醒不要了", "ac"),
        ("后天下午三点那个", "b"),
        ("第二个", "b"),
        ("最后一条", "c"),
        ("大运小的那单", "b"),
        ("大的那个", "a"),
        ("第五个", ""),
    ],
)
def test_what_words_refer_to(engine, words, meant):
    assert "".join(Reference.of(engine.parse(words, NOW), NOW).among(THINGS)) == meant


def test_what_differs_in_anything_named_is_not_meant(engine):
    assert Reference.of(engine.parse("鼎立冯工那条撤回", NOW), NOW).among(THINGS[1:]) == ()
