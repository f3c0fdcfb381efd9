"""What words say about tickets, as tables."""

from __future__ import annotations

import pytest

from nlu import tickets

NUMBERED = [
    ("工单3 可以做,两周", (3, "可以做,两周")),
    ("3号工单不用了", (3, "不用了")),
    ("#12 到哪了", (12, "到哪了")),
    ("工单三能做", (3, "能做")),
    ("看看工单5", (5, "")),
    ("我要提个工单", None),
]
LISTED = [
    ("我的工单", "own"),
    ("我提的工单都到哪了", "own"),
    ("我手上还有哪些工单", "in_hand"),
    ("组里的工单", "team"),
    ("提个工单给产品", None),
    ("恒泰那个工单到哪了", None),
]
SAID = [
    (tickets.asks_where, "恒泰那个工单到哪了", True),
    (tickets.asks_where, "财务那边有消息了吗", True),
    (tickets.asks_where, "提个工单给产品,看看进度", False),
    (tickets.drops, "恒泰那个工单不用了", True),
    (tickets.drops, "提个工单给财务,取消订单", False),
    (tickets.solved, "搞定了谢谢", True),
    (tickets.solved, "还没解决,客户还要日志", False),
    (tickets.solved, "客户说可以了再签", None),
    (tickets.passes, "这个得财务看", "department"),
    (tickets.passes, "可以做,转下一步吧", "next"),
    (tickets.passes, "可以做,两周", None),
    (tickets.asks, "客户要几个接口", True),
    (tickets.asks, "什么时候都行", False),
    (tickets.asked_back, "问回去:要几个接口", "要几个接口"),
    (tickets.is_seen, "收到,我先看看", True),
    (tickets.is_seen, "行", False),
    (tickets.says_what, "帮我找一下法务", False),
    (tickets.says_what, "法务帮看下合同", True),
    (tickets.urges, "帮我催催财务", True),
]


@pytest.mark.parametrize(("text", "expected"), NUMBERED)
def test_a_ticket_is_named_by_its_number(text: str, expected: object) -> None:
    assert tickets.numbered(text) == expected


@pytest.mark.parametrize(("text", "expected"), LISTED)
def test_whose_tickets_are_asked_for(text: str, expected: object) -> None:
    assert tickets.listed(text) == expected


@pytest.mark.parametrize(("reads", "text", "expected"), SAID)
def test_what_is_said_of_one(reads: object, text: str, expected: object) -> None:
    assert reads(text) == expected  # type: ignore[operator]


def test_each_department_gets_the_clauses_that_are_for_it() -> None:
    text = "恒泰要定制接口,请产品评估接口,财务看看分期"
    assert tickets.shared_out(text, [(9, 11), (16, 18)]) == [
        "恒泰要定制接口,请产品评估接口",
        "恒泰要定制接口,财务看看分期",
    ]
    assert tickets.shared_out("产品和财务都看看", [(0, 2), (3, 5)]) == ["产品和财务都看看"] * 2
