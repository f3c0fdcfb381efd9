"""Which way words go: the answer to a waiting question, an act of their own, or more for what was just recorded."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from bot import handlers
from bot.conversation import Ask, NotAnAnswer
from bot.conversation.messages import Choice
from bot.turn import router
from bot.turn.references.belonging import Waiting
from bot.wording.offers import OFFERS
from nlu.engine import load_engine
from nlu.lexicon import Lexicon
from nlu.schema import schema

NOW = datetime.fromisoformat("2026-11-26T10:00:00+08:00")
OURS, OTHER = "芜湖盛泰电机有限公司", "蚌埠康源乳业有限公司"
NAMES = {
    "customers": [
        {"name": OURS, "aliases": ["盛泰"], "contacts": ["翟总"]},
        {"name": OTHER, "aliases": ["康源"], "contacts": ["邵经理"]},
    ],
    "products": ["仓储管理系统", "能耗监测终端"],
}
TABLE = router.FlowTable(handlers.FLOWS, handlers.NOT_YET, tuple(schema().intents), OFFERS)
WHOSE = {"翟总": (OURS,), "邵经理": (OTHER,)}
CHOICES = (Choice("仓储管理系统·方案报价·30 万元", "a"), Choice("能耗监测终端·合同审批·8 万元", "b"))


def anything(text: str, _understanding: Any, _asked: Any) -> str:
    return text


def nothing(_text: str, _understanding: Any, _asked: Any) -> NotAnAnswer:
    return NotAnAnswer()


@pytest.fixture(scope="module")
def engine():
    return load_engine(Path("var/cache")).with_lexicon(Lexicon.of(NAMES))


def decided(engine, words: str, waiting: Waiting | None = None, recorded: tuple[str, ...] = ()) -> str:
    """The name of the route, with the flow that it opens or the answer that it gives."""
    meant = engine.parse(words, NOW)
    contact = meant.slots.get("contact")
    whose = WHOSE.get(contact, ()) if isinstance(contact, str) and "customer" not in meant.slots else ()
    route = router.route(words, meant, TABLE, NOW, waiting, (), whose, recorded)
    match route:
        case router.Open(flow=flow):
            return flow.name
        case router.Answer(value=value):
            return f"answer {value}"
    return type(route).__name__


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("第一个", "answer a"),
        ("能耗那个", "answer b"),
        ("合同审批的那单", "answer b"),
        ("2", "answer b"),
        ("有啥区别", "TellApart"),
        ("康源今天签了,20万", "close_deal"),
        ("盛泰现在什么情况", "customer_info"),
        ("刚去了趟康源,邵经理嫌贵", "log_followup"),
        ("邵经理微信上说没预算", "log_followup"),
        ("取消", "Cancel"),
        ("返回", "Back"),
        ("撤回", "undo"),
        ("帮助", "help"),
        ("呃", "AskAgain"),
    ],
)
def test_while_one_of_several_is_asked_for(engine, words, way):
    ask = Ask("deal", "哪一单?", CHOICES, nothing, about=(OURS, "翟总"), difference=lambda _session, _now: "不一样")
    assert decided(engine, words, Waiting(ask, "log_followup")) == way


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("翟总嫌贵,周五再去", "answer 翟总嫌贵,周五再去"),
        ("翟总", "answer 翟总"),
        ("周五", "answer 周五"),
        ("邵经理说要等老板签字", "log_followup"),
        ("明天下午三点提醒我带样品", "set_reminder"),
        ("今天我该跟谁", "my_tasks"),
        ("康源推进到合同审批", "advance_stage"),
    ],
)
def test_while_words_about_a_customer_are_awaited(engine, words, way):
    ask = Ask("report", "怎么聊的?", parse=anything, about=(OURS,))
    assert decided(engine, words, Waiting(ask, "log_followup")) == way


@pytest.mark.parametrize(
    ("words", "way"),
    [("康源", "answer 康源"), ("刚跟康源邵经理通了电话", "log_followup"), ("明早八点半", "answer 明早八点半")],
)
def test_a_report_is_no_answer_to_another_conversations_question(engine, words, way):
    assert decided(engine, words, Waiting(Ask("when", "什么时候?", parse=anything), "set_reminder")) == way


def test_an_old_question_takes_its_labels_and_nothing_else(engine):
    old = Waiting(Ask("deal", "哪一单?", CHOICES, anything, about=(OURS,)), "close_deal", is_stale=True)
    assert decided(engine, "能耗监测终端·合同审批·8 万元", old) == "answer b"
    assert decided(engine, "刚去了趟康源,邵经理嫌贵", old) == "log_followup"
    assert not decided(engine, "1", old).startswith("answer")


@pytest.mark.parametrize(
    ("words", "way"),
    [
        ("人还挺好说话", "AddToRecord"),
        ("翟总说没预算", "AddToRecord"),
        ("下周四再过去一趟", "AddToRecord"),
        ("邵经理说没预算", "log_followup"),
        ("康源那边嫌贵,周五再去", "log_followup"),
        ("刚又打了个电话,说再看看", "log_followup"),
        ("周五下午三点提醒我带样品", "set_reminder"),
        ("好的", "Acknowledge"),
        ("帮我订张机票", "out_of_scope"),
    ],
)
def test_right_after_a_record(engine, words, way):
    assert decided(engine, words, recorded=(OURS,)) == way
