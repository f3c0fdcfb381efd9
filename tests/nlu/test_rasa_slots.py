"""Entities as Rasa gives them, written as in the training data, and the slots they become."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from testing import engine

from nlu.intent.examples import annotated
from nlu.lexicon import Lexicon
from nlu.rasa.slots import understood

NOW = datetime.fromisoformat("2026-11-23T10:00:00+08:00")  # a Monday
NAMES = {
    "customers": [{"name": "青岚精密机械有限公司", "aliases": ["青岚"], "contacts": ["张总"]}],
    "products": ["温控终端"],
    "regions": ["江浙沪"],
}

SLOTS: dict[str, tuple[str, str, dict[str, Any]]] = {
    "a name in pieces is one name": ("query_funnel", "[江](customer)[浙沪](region)的漏斗", {"region": "江浙沪"}),
    "the lexicon knows better what a name is of": (
        "customer_info",
        "[青岚](contact)现在什么情况",
        {"customer": "青岚精密机械有限公司"},
    ),
    "a name no lexicon knows stays as written": (
        "customer_info",
        "[某某某轴承](customer)什么情况",
        {"customer": "某某某轴承"},
    ),
    "one character is no name": ("check_stock", "还有[货](product)吗", {}),
    "two names are a list": ("check_stock", "[温控终端](product)给[青岚](customer)和[李总](contact)、[张总](contact)", {
        "product": "温控终端", "customer": "青岚精密机械有限公司", "contact": ["李总", "张总"],
    }),
    "words the training data gave a value": (
        "log_followup",
        '[电话]{"entity": "method", "value": "phone"}里聊了聊',
        {"method": "phone"},
    ),
    "words the thesaurus knows": ("log_followup", "他[嫌贵](objection)", {"objection": "price"}),
    "a value of another slot is none": ("log_followup", '他[走了]{"entity": "objection", "value": "phone"}', {}),
    "words nobody knows mean nothing": ("log_followup", "他[晒太阳](objection)", {}),
    "the first of two methods": (
        "log_followup",
        '[电话]{"entity": "method", "value": "phone"}聊完又[上门]{"entity": "method", "value": "visit"}',
        {"method": "phone"},
    ),
    "both of two objections": (
        "log_followup",
        '[贵]{"entity": "objection", "value": "price"}还[要比]{"entity": "objection", "value": "competitor"}',
        {"objection": ["price", "competitor"]},
    ),
    "own words in pieces are one stretch": (
        "set_reminder",
        "[明天](next_time)提醒我[把报价](next_action)单[发过去](next_action)",
        {"next_time": "2026-11-24", "next_action": "把报价单发过去"},
    ),
    "part of a time is that time": (
        "snooze",
        "周三[下午](next_time)再说",
        {"next_time": "2026-11-25T14:00:00+08:00"},
    ),
    "words that are no time mean none": ("snooze", "[这个](next_time)缓缓", {}),
    "a length": ("snooze", "缓[两小时](duration)", {"duration": "PT2H"}),
    "a budget with an open end": ("log_lead", "预算[50万以内](budget)", {"budget": [0, 500000]}),
    "an amount": ("close_deal", "签了[三万五](amount)", {"amount": 35000}),
    "a reminder has no method": ("set_reminder", '提醒我[打电话]{"entity": "method", "value": "phone"}', {}),
    "a correction may have one": (
        "deny",
        '不是,是[打电话]{"entity": "method", "value": "phone"}',
        {"method": "phone"},
    ),
    "what is out of scope has no names": ("out_of_scope", "[青岚](customer)的天气", {}),
    "kinds that are not ours": ("greet", "[早](weather)", {}),
}  # fmt: skip


@pytest.mark.parametrize(("intent", "line", "slots"), SLOTS.values(), ids=SLOTS.keys())
def test_entities_become_slots(intent: str, line: str, slots: dict[str, Any]) -> None:
    example = annotated(line, intent)
    embedded = engine().with_lexicon(Lexicon.of(NAMES))
    heard = understood(example.text, NOW, [(intent, 0.9), ("deny", 0.1)], example.entities, embedded)
    assert heard.slots == slots
    assert heard.spans.keys() == slots.keys()
    assert (heard.intent, heard.confidence, heard.alternatives) == (intent, 0.9, (("deny", 0.1),))
