"""The administrator changes the limits of stages in the chat."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from databases import Postgres
from sqlmodel import select
from testing import WORLD, Company, found

from config import policy as policies
from nlu import limits_said
from nlu.limits_said import EVERY, Amount, SaidLimit
from scheduler import stage_clock
from storage.background import Audit, StageLimit, Timer
from storage.engine import open_database
from storage.people import Member


def limits_of(company: Company) -> dict[str, float]:
    with company.db.read() as session:
        return {row.stage: row.hours for row in session.exec(select(StageLimit))}


def nudges(company: Company) -> dict[str, str]:
    """When the nudges of deals fall due, by key, in the company's time, without the minutes of the spread."""
    with company.db.read() as session:
        timers = session.exec(select(Timer).where(Timer.kind == stage_clock.STAGE_NUDGE)).all()
    return {timer.key: f"{timer.at.astimezone(company.policy.zone):%m-%d %H}" for timer in timers}


def test_a_limit_is_changed_by_one_tap_and_the_open_deals_follow(company: Company) -> None:
    boss, before = company.member("老板"), nudges(company)
    boss.says("报价阶段改成两天").hears("方案报价:3 天 → 2 天", "3 单按新的", choices=["改", "不改"])
    assert limits_of(company) == {}
    boss.taps("改").hears("改好了,方案报价:3 天 → 2 天", choices=["撤回"], kind="receipt")
    assert limits_of(company) == {"quote": 48}
    moved = {key for key, at in nudges(company).items() if at != before[key]}
    assert len(moved) == 3 and {nudges(company)[key][:5] for key in moved} == {"11-25"}
    boss.says("各阶段的时限是多少").hears("方案报价:2 天.聊天里改过,原来 3 天", "线索:1 天")
    company.member("小周").says("联创现在什么情况").hears("11月25日.*到时限")
    with company.db.read() as session:
        audit = session.exec(select(Audit).where(Audit.what == "limit_changed")).one()
    assert (audit.subject, audit.detail) == ("stage:quote", {"from": 72, "to": 48})


def test_a_changed_limit_is_taken_back_with_its_timers(company: Company) -> None:
    boss, before = company.member("老板"), nudges(company)
    boss.says("方案确认放宽到8天").hears("方案确认:5 天 → 8 天")
    boss.taps("改").hears("改好了")
    assert nudges(company) != before
    boss.says("撤回").hears("已撤回:方案确认的时限 5 天 → 8 天")
    assert (limits_of(company), nudges(company)) == ({}, before)


def test_the_old_value_said_again_is_the_files(company: Company) -> None:
    boss = company.member("老板")
    boss.says("线索24小时改12小时").hears("线索:1 天 → 12 小时")
    boss.taps("改").hears("新进来的单子按新的算")
    boss.says("线索时限改成24小时").hears("线索:12 小时 → 1 天")
    boss.taps("改").hears("改好了")
    assert limits_of(company) == {}


def test_several_limits_and_back_to_the_default(company: Company) -> None:
    boss = company.member("老板")
    boss.says("需求确认阶段改成3天,合同审批改成一周").hears("·需求确认:2 天 → 3 天", "·合同审批:5 天 → 7 天")
    boss.taps("改").hears("改好了")
    assert limits_of(company) == {"needs": 72, "contract": 168}
    boss.says("时限都恢复默认").hears("·需求确认:3 天 → 2 天", "·合同审批:7 天 → 5 天")
    boss.taps("改").hears("改好了")
    assert limits_of(company) == {}
    boss.says("恢复默认").hears("本来就是这样")


@pytest.mark.parametrize("who", ["小周", "赵琳", "阿新"])
def test_others_hear_who_can(who: str, company: Company) -> None:
    company.member(who).says("报价时限放宽到4天").hears("要老板来改", "没有动")
    assert limits_of(company) == {}


@pytest.mark.parametrize("managers", [False, True])
def test_a_manager_changes_limits_where_the_company_lets_managers(
    managers: bool, tmp_path: Path, template: Path
) -> None:
    company = Company(tmp_path, template, policies.load().model_copy(update={"managers_change_limits": managers}))
    with company.db.write() as session:  # a manager who is no administrator
        session.exec(select(Member).where(Member.name == "顾强")).one().role = "manager"
    manager = company.member("顾强")
    manager.says("报价时限放宽到4天").hears("3 天 → 4 天" if managers else "要老板来改.*没有动")
    if managers:
        manager.taps("改").hears("改好了")
        company.member("赵琳").says("报价时限改成两天").hears("没有动")
        manager.says("撤回").hears("已撤回")
    assert limits_of(company) == {} and not company.unheard()
    company.close()


@pytest.mark.needs_postgres
def test_limits_are_changed_and_taken_back_on_postgresql(tmp_path: Path, template: Path, postgres: Postgres) -> None:
    db = open_database(postgres.emptied())
    found(db, WORLD, policies.load())
    company = Company(tmp_path, template, db=db)
    boss, before = company.member("老板"), nudges(company)
    boss.says("报价阶段改成两天,线索改成36小时").hears("3 天 → 2 天", "1 天 → 1 天 12 小时")
    boss.taps("改").hears("改好了")
    assert limits_of(company) == {"quote": 48, "lead": 36} and nudges(company) != before
    boss.says("报价时限改成60小时").hears("2 天 → 2 天 12 小时")
    boss.taps("改").hears("改好了")
    boss.says("撤回").hears("已撤回")
    assert limits_of(company) == {"quote": 48, "lead": 36}
    boss.says("时限都恢复默认").hears("·方案报价:2 天 → 3 天")
    boss.taps("改").hears("改好了")
    assert (limits_of(company), nudges(company)) == ({}, before)
    assert not company.unheard()
    db.close()


@pytest.mark.parametrize(
    ("said", "why"),
    [("报价时限改成0小时", "最短 1 小时"), ("线索时限改成1分钟", "最短"), ("报价时限改成10年", "最长 90 天")],
)
def test_absurd_lengths_are_asked_again(said: str, why: str, company: Company) -> None:
    boss = company.member("老板")
    boss.says(said).hears(why, "没有动")
    boss.says("36小时").hears("→ 1 天 12 小时")
    boss.taps("不改").hears("没动")
    assert limits_of(company) == {}


def test_what_was_not_said_is_asked(company: Company) -> None:
    boss = company.member("老板")
    boss.says("时限改成4天").hears("改哪个阶段", choices=["线索", "需求确认", "…"])
    boss.says("报价").hears("方案报价:3 天 → 4 天")
    boss.taps("改").hears("改好了")
    boss.says("报价的时限改一下").hears("改成多久")
    boss.says("两个工作日").hears("自然小时还是工作小时", "4 天 → 2 天")
    boss.taps("改").hears("改好了")
    assert limits_of(company) == {"quote": 48}


def test_a_nudge_already_sent_is_void_when_the_limit_is_widened(company: Company) -> None:
    company.until("2026-11-25 09:40")
    company.member("小周").hears("鼎新", kind="nudge")
    company.member("老板").says("需求确认放宽到4天").hears("2 天 → 4 天")
    company.member("老板").taps("改").hears("改好了")
    company.until("2026-11-26 18:00")  # no alert has come to 赵琳
    company.ignore("小郑", "老板")
    alerts = [shown.text for shown in company.simulation.screens.shown if shown.kind == "alert"]
    assert not any("鼎新" in text for text in alerts)
    company.until("2026-11-27 09:45")
    again = [shown for shown in company.simulation.screens.shown if shown.kind == "nudge" and "鼎新" in shown.text]
    assert len(again) == 2
    company.ignore("小周", "小郑", "小吴", "赵琳", "顾强", "老板")


def test_a_nudge_already_sent_stands_where_the_deal_stays_over_its_limit(company: Company) -> None:
    company.until("2026-11-25 09:40")
    company.member("小周").hears("鼎新", kind="nudge")
    company.member("老板").says("需求确认缩短到一天").hears("2 天 → 1 天")
    company.member("老板").taps("改").hears("改好了")
    company.until("2026-11-25 14:00")
    company.member("赵琳").hears("鼎新", kind="alert")
    company.ignore("小周", "小郑")


def test_many_deals_are_planned_in_several_transactions(company: Company, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stage_clock.plan_stage, "__defaults__", (0, 1))
    before = nudges(company)
    company.member("老板").says("报价时限改成48小时").hears("3 单")
    company.member("老板").taps("改").hears("改好了")
    assert sum(at != before[key] for key, at in nudges(company).items()) == 1
    for _ in range(4):
        company.advance("1m")
    assert sum(at != before[key] for key, at in nudges(company).items()) == 3


@pytest.mark.parametrize(
    ("said", "meant"),
    [
        ("把方案报价的时限调到60小时", (SaidLimit("quote", Amount(60)),)),
        ("合同审批时限缩短一天", (SaidLimit("contract", Amount(24), -1),)),
        ("全部阶段改成2天", (SaidLimit(EVERY, Amount(48)),)),
        ("线索时限恢复默认", (SaidLimit("lead", default=True),)),
        ("线索改两天,报价改成60小时", (SaidLimit("lead", Amount(48)), SaidLimit("quote", Amount(60)))),
        ("需求确认改成36小时", (SaidLimit("needs", Amount(36)),)),
        ("报价那个时限太紧了,放宽到五天吧", (SaidLimit("quote", Amount(120)),)),
        ("报价改成两天后给", ()),
        ("线索改成两天,报价改成三天", ()),
        ("报价改到周五", ()),
        ("报价延长两天", ()),
        ("价格改成两万", ()),
        ("先别把报价时限改成两天", ()),
        ("报价时限改成两天了吗", ()),
    ],
)
def test_what_changes_a_limit(said: str, meant: Sequence[SaidLimit]) -> None:
    assert limits_said.read(said) == meant


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("以后需求确认给三天,合同审批给7天", ["需求确认.*→ 3 天", "合同审批.*→ 7 天"]),
        ("方案确认给两周", ["方案确认.*→ 14 天"]),
        ("需求确认改4天", ["需求确认.*→ 4 天"]),
        ("把需求确认和合同审批的时限改成4天和9天", ["需求确认.*→ 4 天", "合同审批.*→ 9 天"]),
    ],
)
def test_said_shortly(company: Company, words: str, says: list[str]) -> None:
    boss = company.member("老板").says(words)
    boss.hears(*says, choices=["改", "不改"])
    boss.says("算了不改").hears("没有改|没动|没改")
    boss.hears_nothing()


def test_a_wish_is_asked_back_or_says_who_may(company: Company) -> None:
    company.member("老板").says("时限能不能改成五天").hears("改哪个阶段的时限")
    company.member("赵琳").says("报价时限太短了能不能长点").hears("要老板来改,没有动")


@pytest.mark.parametrize("words", ["把告诉主管的时间改成8小时", "有效动作改成晚上六点问"])
def test_of_other_rules_it_is_said_where_they_are(company: Company, words: str) -> None:
    company.member("老板").says(words).hears("聊天里还?改不了", "管理员")
