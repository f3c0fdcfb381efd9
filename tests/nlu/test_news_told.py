"""Which words are news of a sale, told without a contact of ours, and which only look like it."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from nlu.engine import EmbeddedEngine, load_engine
from nlu.lexicon import Lexicon
from nlu.statements.news import may_be_news, tells_news

CACHE = Path("var/cache")
NOW = datetime.fromisoformat("2026-11-24T09:30:00+08:00")
NAMES = {
    "customers": [
        {"name": "大理苍山酒店", "aliases": ["苍山"], "contacts": ["段经理", "杨工"]},
        {"name": "洛阳铜驼中学", "aliases": ["铜驼"], "contacts": ["祁校长"]},
    ],
    "products": ["锅炉", "热水机组"],
    "members": ["小周"],
}
NEWS = [
    "给苍山发了报价单,21万5",
    "苍山样机寄出去了",
    "铜驼立项批了",
    "合同寄给苍山了",
    "苍山水质报告出来了,铁超标",
    "苍山要的是8吨的锅炉",
    "苍山那边管道要改",
    "杨工要个样机",
    "段经理打电话来催进度",
    "苍山招标大概15号",
    "铜驼付款流程走完了",
    "铜驼的标书交了",
    "苍山换采购了",
    "铜驼定金到账了",
    "铜驼机房电压不够",
    "铜驼想换成不锈钢的",
    "苍山的设备到货了",
    "段经理离职了",
    "苍山新店年后开业",
    "苍山现在用的是格力的",
    "铜驼一天八百人吃饭",
    "祁校长那边厂房还没盖好",
    "铜驼的合同卡在法务了",
    "祁校长把协议退回来了",
    "样品寄出去了",
    "立项批了",
    "铁锰超标,结果出来了",
    "招标大概15号",
]
NO_NEWS = [
    "苍山这名字真好听",
    "带孩子去苍山玩了一天",
    "苍山的合同发了吗",
    "铜驼立项批了没有",
    "要是铜驼立项批了就好了",
    "听说铜驼立项批了",
    "希望铜驼立项快批",
    "苍山报价单发一份给我",
    "把苍山的合同发我看看",
    "给苍山发个报价单",
    "苍山样机还没寄",
    "苍山要不要再便宜点",
    "苍山要推进到报价",
    "苍山要看情况",
    "让小周把苍山样机寄了",
    "小周说铜驼立项批了",
    "苍山的提醒关了",
    "苍山名字写错了",
    "苍山那条撤回",
    "测试:铜驼立项批了",
    "铜驼今天股票涨了",
    "快递到了",
    "我换人了",
    "苍山真难搞",
]


@pytest.fixture(scope="module")
def named() -> EmbeddedEngine:
    return load_engine(CACHE).with_lexicon(Lexicon.of(NAMES))


def _is_news(engine: EmbeddedEngine, words: str) -> bool:
    read_as_report = engine.parse(words, NOW, "log_followup")
    return may_be_news(engine.parse(words, NOW)) and tells_news(read_as_report, NOW)


@pytest.mark.parametrize("words", NEWS)
def test_news_of_a_sale(named: EmbeddedEngine, words: str) -> None:
    assert _is_news(named, words)


@pytest.mark.parametrize("words", NO_NEWS)
def test_no_news(named: EmbeddedEngine, words: str) -> None:
    assert not _is_news(named, words)
