"""A leader takes note of an alert, which ends nothing. Where policy says so, a stuck deal is offered to colleagues."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from sqlmodel import select
from testing import Company

from scheduler import stage_clock
from storage.deals import Opportunity

ALERTED = "2026-11-25 14:40"


def alerted(company: Company) -> None:
    company.until(ALERTED)
    company.ignore("小周")
    company.member("赵琳").hears("鼎新", kind="alert", choices=["再给两天", "看看情况", "我来处理"])


@pytest.mark.parametrize("words", ["我来处理", "知道了,我问问", "好的 我盯一下", "鼎新我亲自去催", "我看看"])
def test_in_words(company: Company, words: str) -> None:
    alerted(company)
    boss = company.member("赵琳").says(words)
    boss.hears("记下了:杭州鼎新", "不算跟进", "经理.*照样", choices=["再给两天", "换人跟", "撤回"])
    company.member("小周").hears("赵琳看到杭州鼎新.*会来处理", kind="receipt")


@pytest.mark.parametrize("words", ["知道了", "收到", "看到了", "明白了", "鼎新知道了", "好的,收到"])
def test_knowing_is_not_handling(company: Company, words: str) -> None:
    """Nobody is told that the leader comes to handle it, and the manager does not hear it either."""
    alerted(company)
    boss = company.member("赵琳").says(words)
    boss.hears("好。杭州鼎新.*还没人动.*经理.*照样", choices=["我来处理", "再给两天", "换人跟"], never=["记下了"])
    boss.taps("我来处理").hears("记下了:杭州鼎新")
    company.member("小周").hears("赵琳看到杭州鼎新.*会来处理", kind="receipt")


def test_knowing_of_several_at_once_tells_none_of_their_owners(company: Company) -> None:
    with company.db.write() as session:
        for deal in session.exec(select(Opportunity).where(Opportunity.owner_id == 2)):
            deal.stage, deal.clock_started_at = "quote", datetime(2026, 11, 22, 18, tzinfo=UTC)
            session.add(deal)
            session.flush()
            stage_clock.watch(session, company.policy, deal.id or 0, company.clock.now())
    company.until("2026-11-26 13:50")
    company.ignore()
    boss = company.member("赵琳").taps("知道了")
    boss.hears("好。.*还没人动", never=["记下了"])


def test_the_manager_still_hears_two_working_days_after_and_that_it_was_seen(company: Company) -> None:
    alerted(company)
    company.member("赵琳").taps("我来处理").hears("记下了")
    company.until("2026-11-27 14:00")
    company.ignore("小周", "小吴", "小郑", "赵琳", "顾强")
    company.member("老板").hears("鼎新.*主管.*11月25日.*说来处理", kind="alert", at="2026-11-27 13")


def test_it_is_taken_back(company: Company) -> None:
    alerted(company)
    boss = company.member("赵琳").taps("我来处理")
    boss.hears("记下了")
    company.ignore("小周")
    boss.says("撤回").hears("撤回")
    company.ignore("小周")


def test_what_is_handled_needs_no_note(company: Company) -> None:
    alerted(company)
    rep = company.member("小周").says("刚跟鼎新薛总通了电话,挺感兴趣")
    rep.hears("已记录")
    company.member("赵琳").taps("我来处理").hears("没有动|已经|处理过")


def test_a_reps_nod_means_nothing_of_the_kind(company: Company) -> None:
    company.until(ALERTED)
    company.ignore("赵琳")
    rep = company.member("小周")
    rep.hears("鼎新", kind="nudge")
    rep.says("知道了").hears("", never=["记下了"])


def stuck_to_the_end(company: Company) -> None:
    """Nobody did anything about 鼎新, of which the manager heard on Friday, until two working days later."""
    escalation = company.policy.escalation.model_copy(update={"reassign_after_working_days": 2})
    company.policy = company.policy.model_copy(update={"escalation": escalation})
    company.restart()
    for deal in ("联创", "安宁仓储系统", "安宁能耗终端"):
        company.member("小周").says(f"{deal}丢单了,没预算")
    company.member("小吴").says("海川丢单了,没预算")
    company.member("小郑").says("米果丢单了,没预算")
    company.until("2026-12-01 13:59")
    company.ignore()


def test_the_last_rung_proposes_to_reassign(company: Company) -> None:
    stuck_to_the_end(company)
    proposed = [
        shown for shown in company.simulation.screens.shown if shown.to == "赵琳" and "要不要换人跟" in shown.text
    ]
    assert len(proposed) == 1 and proposed[0].kind == "nudge" and "鼎新" in proposed[0].text
    assert [label for label, _ in proposed[0].buttons] == ["交给小吴", "交给阿新", "交给别人", "再给两天"]
    boss = company.member("赵琳").taps("交给阿新")
    boss.hears("杭州鼎新.*转给阿新跟了,原来是小周")
    company.member("阿新").hears("转给你跟")
    company.member("小周").hears("不用再盯了")


def test_as_shipped_nobody_is_asked_to_reassign(company: Company) -> None:
    company.until("2026-12-04 18:00")
    assert not [shown for shown in company.simulation.screens.shown if "换人跟" in shown.text]
    company.ignore()


@pytest.mark.parametrize("words", ["鼎新收到了 我盯着", "鼎新我盯着"])
def test_keeping_an_eye_on_a_deal_takes_it_from_nobody(company: Company, words: str) -> None:
    company.member("赵琳").says(words).hears("还是小周在跟,没有动")
