"""How long departments have to answer is changed in words: shown first, done by one tap, it counts for open tickets."""

from __future__ import annotations

import pytest
from sqlmodel import col, select
from testing import Company

from nlu import tickets as reading
from nlu.limits_said import Amount, SaidLimit
from storage.background import StageLimit, Timer
from storage.teamwork import TicketStep


def raised(company: Company) -> None:
    company.member("小周").says("请法务看一下安宁医院的合同能不能改").hears("已交给法务")
    company.member("法务小何").hears("工单1")


def nudge_at(company: Company) -> str:
    with company.db.read() as session:
        timer = session.exec(select(Timer).where(col(Timer.kind) == "ticket_over")).one()
    return f"{timer.at.astimezone(company.policy.zone):%m-%d %H}"


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("财务回复时限改成4小时", SaidLimit("finance", Amount(4))),
        ("把财务部的答复时间缩短到三小时吧", SaidLimit("finance", Amount(3))),
        ("产品那边的工单时限放宽到两天", SaidLimit("product", Amount(16, working=True))),
        ("能不能把售后的处理时限改为6个小时", SaidLimit("service", Amount(6))),
        ("以后法务必须在一天内答复", SaidLimit("legal", Amount(8, working=True))),
        ("客服要4小时内回复", SaidLimit("service", Amount(4))),
        ("各部门的答复时限都改成6小时", SaidLimit("*", Amount(6))),
        ("生产的答复时限加2小时", SaidLimit("production", Amount(2), 1)),
        ("法务的时限恢复默认", SaidLimit("legal", default=True)),
        ("财务的回复时限改一下", SaidLimit("finance")),
    ],
)
def test_what_is_to_be_changed(words: str, said: SaidLimit) -> None:
    assert reading.said_limits(words) == (said,)


@pytest.mark.parametrize(
    "words",
    [
        "财务回复时限是多少",
        "财务回复时限改了吗",
        "财务说回复时限要改成4小时",
        "报价时限改成两天",
        "财务4小时就回了",
        "客户要4小时内答复",
        "财务那边别改时限",
        "财务的发票4小时内要给客户",
        "产品报价改成50万",
    ],
)
def test_what_changes_no_limit(words: str) -> None:
    assert reading.said_limits(words) == ()


def test_a_department_gets_less_time_and_open_tickets_follow(company: Company) -> None:
    raised(company)
    boss, before = company.member("老板"), nudge_at(company)
    boss.says("法务的答复时限改成4小时").hears(
        "法务答复工单:8 个工作小时 → 4 个工作小时", "在走的 1 张工单按新的", choices=["改", "不改"]
    )
    assert nudge_at(company) == before
    boss.taps("改").hears("改好了,法务答复工单:8 个工作小时 → 4 个工作小时", choices=["撤回"], kind="receipt")
    assert nudge_at(company) != before
    boss.says("法务回复时限是多少").hears("法务 4 小时", "财务 8 小时")
    boss.says("撤回").hears("已撤回:法务答复工单的时限 8 个工作小时 → 4 个工作小时")
    assert nudge_at(company) == before
    with company.db.read() as session:
        assert session.exec(select(StageLimit)).all() == []


def test_more_time_makes_void_what_was_said_of_the_limit(company: Company) -> None:
    raised(company)
    company.until("2026-11-24 11:00")
    company.member("法务小何").hears("等你答复,超了")
    boss = company.member("老板")
    company.ignore()
    boss.says("法务的答复时限放宽到五天").hears("8 个工作小时 → 40 个工作小时")
    boss.taps("改").hears("改好了")
    with company.db.read() as session:
        assert session.exec(select(TicketStep.nudged_at)).one() is None
    company.ignore()


def test_all_departments_at_once(company: Company) -> None:
    boss = company.member("老板").says("所有部门的答复时限改成6小时")
    boss.hears("财务答复工单:8 个工作小时 → 6 个工作小时", "法务答复工单")
    boss.says("不改").hears("没动")


def test_others_may_not(company: Company) -> None:
    company.member("小周").says("财务回复时限改成4小时").hears("时限是全公司的规则,要老板来改")


def test_how_long_is_asked_for_where_it_was_not_said(company: Company) -> None:
    boss = company.member("老板").says("财务的回复时限改一下")
    boss.hears("改成多久")
    boss.says("4小时").hears("财务答复工单:8 个工作小时 → 4 个工作小时")
    boss.taps("改").hears("改好了")
