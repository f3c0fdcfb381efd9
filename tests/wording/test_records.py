"""How sums, next steps, deals and lines of lists are said. `now` is Monday, 2026-11-23, 10:03 in Shanghai."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Any

import pytest

from bot.wording.buttons import deal_label, deal_list_buttons
from bot.wording.offers import LogFollowup, ShowCustomer
from bot.wording.records import forced_question, next_step, say_budget, say_objections
from bot.wording.stages import move_line, move_receipt
from bot.wording.tasks import coming_line, missed_line, overdue_line
from config import policy as policies
from sales.deals import DealFact
from sales.followups import FollowUpDraft, Gap
from sales.limits import LimitDue, Overdue
from sales.reminders import ReminderFact
from sales.stages import Moved
from sales.tasks import Step

POLICY = policies.load()
NOW = datetime(2026, 11, 23, 10, 3, tzinfo=POLICY.zone)
TUESDAY, THREE = date(2026, 11, 24), datetime(2026, 11, 24, 15, tzinfo=POLICY.zone)
WAN = 1_000_000  # 分 in 万元
DEAL = DealFact(7, 3, "联创", 2, "小周", "仓储系统", 36 * WAN, "quote", NOW, NOW, 1, 1, None)
STEP = Step(5, 3, "联创", "小周", 7, ("孙总", "钟经理"), "送样机", THREE, None)
BUDGETS = [
    ((30 * WAN, 30 * WAN), "30 万元"),
    ((30 * WAN, 50 * WAN), "30 万元到50 万元"),
    ((None, 50 * WAN), "50 万元以内"),
    ((0, 50 * WAN), "50 万元以内"),
    ((30 * WAN, None), "30 万元以上"),
    ((500_000, WAN), "5,000 元到1 万元"),
]
NEXT_STEPS: list[tuple[dict[str, Any], str]] = [
    ({}, ""),
    ({"next_action": "再去一趟"}, "再去一趟"),
    ({"next_at": THREE}, "明天(11月24日)下午三点"),
    ({"next_at": THREE, "next_action": "再去一趟"}, "明天(11月24日)下午三点,再去一趟"),
    ({"next_on": TUESDAY}, "明天(11月24日)"),
    ({"next_on": TUESDAY, "next_action": "回电话"}, "明天(11月24日),回电话"),
]
UNDERSTOOD: list[tuple[dict[str, Any], str]] = [
    ({}, "联创"),
    ({"contacts": ("孙总",), "method": "phone"}, "联创\n孙总·电话"),
    ({"outcome": "interested"}, "联创\n情况:感兴趣"),
    ({"objections": ("price", "feature"), "outcome": "considering"}, "联创\n情况:价格敏感、功能疑虑,还在考虑"),
    ({"objections": ("none",), "outcome": "interested"}, "联创\n情况:感兴趣,暂无异议"),
    ({"amount_fen": 36 * WAN}, "联创\n金额 36 万元"),
    ({"amount_fen": 36 * WAN, "budget_fen": (None, 50 * WAN)}, "联创\n金额 36 万元,预算 50 万元以内"),
    ({"next_on": TUESDAY, "next_action": "回电话"}, "联创\n下一步:明天(11月24日),回电话"),
]
MOVES = [
    ("needs", "quote", (), "已推进。联创·仓储系统:需求确认 → 方案报价\n周四(11月26日)上午十点零三分前要有进展"),
    ("contract", "won", (), "恭喜成交!联创·仓储系统:合同审批 → 成交,36 万元"),
    ("quote", "lost", ("competitor",), "已记丢单。联创·仓储系统:方案报价 → 流失\n原因:竞品对比"),
    ("quote", "lost", (), "已记丢单。联创·仓储系统:方案报价 → 流失\n是为什么丢的?点一个,或者说一句。"),
]
WHY_OVERDUE: list[tuple[dict[str, Any], str]] = [
    ({}, "还没记过跟进"),
    ({"last_followup_at": NOW}, "上次跟进今天(11月23日)"),
    ({"last_followup_at": NOW, "objections": ("price",)}, "价格敏感,上次跟进今天(11月23日)"),
    ({"last_followup_at": NOW, "next_on": TUESDAY}, "说好明天(11月24日)再联系,上次跟进今天(11月23日)"),
    ({"last_followup_at": NOW, "next_action": "送样机"}, "说好送样机,上次跟进今天(11月23日)"),
]
REMINDER = ReminderFact(1, 2, THREE, "给孙总回电话", None, None, None, 0)
COMING: list[tuple[Any, bool, bool, str]] = [
    (STEP, True, False, "·联创·孙总、钟经理:明天(11月24日)下午三点送样机"),
    (STEP, True, True, "·联创·孙总、钟经理(小周):明天(11月24日)下午三点送样机"),
    (replace(STEP, contacts=(), next_action=None, owner=None), False, True, "·联创:明天(11月24日)下午三点再联系"),
    (REMINDER, True, False, "·提醒:明天(11月24日)下午三点 给孙总回电话"),
    (replace(REMINDER, reminded_at=NOW), False, True, "·提醒:下午三点 给孙总回电话(提醒过了)"),
    (LimitDue(DEAL, THREE), False, False, "·联创 仓储系统:方案报价下午三点到时限"),
    (LimitDue(replace(DEAL, product_line=None), THREE), True, True, "·联创(小周):方案报价明天(11月24日)下午三点到时限"),
]


@pytest.mark.parametrize(("budget", "words"), BUDGETS)
def test_budgets(budget: tuple[int | None, int | None], words: str) -> None:
    assert say_budget(budget) == words


@pytest.mark.parametrize(("fields", "words"), NEXT_STEPS)
def test_next_steps(fields: dict[str, Any], words: str) -> None:
    assert next_step(POLICY, FollowUpDraft(**fields), NOW) == words


@pytest.mark.parametrize(("fields", "lines"), UNDERSTOOD)
def test_what_was_understood_is_said_back(fields: dict[str, Any], lines: str) -> None:
    question = forced_question(POLICY, Gap("objection"), "联创", FollowUpDraft(**fields), NOW)
    assert question == f"听到的是:{lines}\n客户的异议是哪一类?"


def test_a_gap_without_a_question_of_its_own() -> None:
    assert forced_question(POLICY, Gap("outcome"), "联创", FollowUpDraft(), NOW) == "听到的是:联创\n还差一项,选一下:"


def test_objections() -> None:
    assert say_objections(POLICY, ("price", "decision_chain")) == "价格敏感、决策链未齐"


@pytest.mark.parametrize(("stage_from", "stage_to", "reason", "words"), MOVES)
def test_moves(stage_from: str, stage_to: str, reason: tuple[str, ...], words: str) -> None:
    moved = Moved(replace(DEAL, stage=stage_to), stage_from, stage_to, NOW)
    assert move_receipt(POLICY, moved, reason, NOW) == words
    assert move_line(POLICY, moved) in words


@pytest.mark.parametrize(("fields", "reason"), WHY_OVERDUE)
def test_overdue_lines(fields: dict[str, Any], reason: str) -> None:
    overdue = Overdue(DEAL, NOW - timedelta(hours=5), timedelta(hours=5), **fields)
    assert overdue_line(POLICY, overdue, NOW, with_owner=False) == f"·联创 仓储系统:方案报价超时 5 小时,{reason}"
    assert overdue_line(POLICY, overdue, NOW, with_owner=True).startswith("·联创 仓储系统(小周):")


@pytest.mark.parametrize(("task", "with_day", "with_owner", "line"), COMING)
def test_lines_of_what_is_to_come(task: Any, with_day: bool, with_owner: bool, line: str) -> None:
    assert coming_line(POLICY, task, NOW, with_day=with_day, with_owner=with_owner) == line


def test_a_missed_step() -> None:
    missed = replace(STEP, next_at=None, next_on=date(2026, 11, 22))
    assert missed_line(POLICY, missed, NOW, with_owner=True) == "·联创(小周):昨天(11月22日)送样机,过了还没记"


@pytest.mark.parametrize(
    ("product", "amount", "label"),
    [
        ("仓储系统", 36 * WAN, "仓储系统·方案报价·36 万元"),
        ("仓储系统", None, "仓储系统·方案报价"),
        (None, None, "商机·方案报价"),
    ],
)
def test_a_deal_on_a_button(product: str | None, amount: int | None, label: str) -> None:
    assert deal_label(POLICY, replace(DEAL, product_line=product, amount_fen=amount)) == label


def test_buttons_under_a_list_of_deals() -> None:
    customer_of, names = {7: 3, 8: 4, 9: 3}, {3: "联创", 4: "鼎新"}
    own = [(choice.label, choice.opens) for choice in deal_list_buttons(customer_of, names, leads=False)]
    assert own == [("记跟进·联创", LogFollowup(customer=3)), ("记跟进·鼎新", LogFollowup(deal=8))]
    teams = [(choice.label, choice.opens) for choice in deal_list_buttons(customer_of, names, leads=True)]
    assert teams == [("看看·联创", ShowCustomer(3)), ("看看·鼎新", ShowCustomer(4))]
