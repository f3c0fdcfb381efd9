"""Whoever has a ticket is reminded once when it is over its limit, then the superior of the rep hears once; nobody at
night, nobody who has left, and a changed limit counts for what is open."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import true
from sqlmodel import Session, select
from testing import Company

from bot import access
from bot.admin import policy_change
from bot.runtime import leases
from config import policy as policies
from config.policy import Policy
from config.ticket_policy import TicketPolicy
from sales import tickets
from scheduler import ticket_clock
from storage.people import Member

pytestmark = pytest.mark.world("departments")
RAISED = "联创要定制接口,请产品评估一下"


def heard(company: Company, *kinds: str) -> list[str]:
    """When who was told of tickets by the clock: 11-24 09:0 邵波 nudge."""
    zone = company.policy.zone
    return [
        f"{shown.at.astimezone(zone):%m-%d %H:%M}"[:10] + f" {shown.to} {shown.kind}"
        for shown in company.simulation.screens.shown
        if shown.kind in kinds and "工单" in shown.text
    ]


def member(session: Session, name: str) -> Member:
    return session.exec(select(Member).where(Member.name == name)).one()


@pytest.fixture
def asked(company: Company) -> Iterator[Company]:
    """小周 has asked product on Monday at 10:03; nobody listens any further."""
    company.member("小周").says(RAISED).hears("已交给产品邵波")
    company.member("邵波").hears("上午九点零三分前答复")
    yield company
    company.ignore()


def test_one_nudge_then_one_alert(asked: Company) -> None:
    asked.until("2026-11-24 09:20")
    asked.member("邵波").hears(
        "工单1", "等你答复", "超了", kind="nudge", choices=["答复", "转下一步:生产老段", "问回去", "转给别的部门"]
    )
    asked.until("2026-11-24 13:40")
    asked.member("赵琳").hears(
        "工单1", "停在产品邵波那里", "小周提的", kind="alert", choices=["催一下邵波", "看看进度"]
    )
    asked.member("赵琳").taps("催一下邵波").hears("已经催了产品邵波")
    asked.member("邵波").hears("赵琳在等工单1")
    asked.until("2026-12-01 18:00")
    assert heard(asked, "nudge", "alert") == [
        "11-23 10:0 邵波 nudge",
        "11-24 09:1 邵波 nudge",
        "11-24 13:1 赵琳 alert",
        "11-24 13:4 邵波 nudge",
    ]


def test_nobody_hears_after_it_is_answered(asked: Company) -> None:
    asked.until("2026-11-24 09:20")
    asked.member("邵波").says("可以做").hears("等你答复")
    asked.until("2026-11-30 18:00")
    assert heard(asked, "nudge", "alert") == [
        "11-23 10:0 邵波 nudge",
        "11-24 09:1 邵波 nudge",
        "11-24 17:2 小周 nudge",  # asked once more whether that solves it
    ]


def test_waiting_for_the_rep_is_not_the_departments_time(asked: Company) -> None:
    asked.until("2026-11-23 11:03")
    asked.member("邵波").says("要对接哪个系统?")
    asked.until("2026-11-25 12:03")  # 1 h used, 19 h waited: 7 h are left
    asked.member("小周").says("对接SAP")
    asked.until("2026-11-27 18:00")
    assert heard(asked, "nudge", "alert")[2:] == [
        "11-24 10:0 小周 nudge",  # asked once more what the department wants to know
        "11-25 12:0 邵波 nudge",
        "11-26 10:1 邵波 nudge",
        "11-26 14:1 赵琳 alert",
    ]
    with asked.db.read() as session:
        start, end = datetime.fromisoformat("2026-11-23T00:00+08:00"), datetime.fromisoformat("2026-11-30T00:00+08:00")
        (step,) = tickets.steps_answered(session, true(), start, end)
    assert (step.answered_at, step.paused_seconds) == (None, 19 * 3600)


def test_what_comes_at_night_waits_for_the_morning(company: Company) -> None:
    company.until("2026-11-23 21:15")
    company.member("小周").says(RAISED).hears("上班前交给产品邵波")
    company.member("小周").says("鼎新要加导出,请产品看看").hears("上班前交给产品陶然")
    company.member("小周").says("鼎新那个工单不用了").hears("不办了")
    company.until("2026-11-24 10:05")
    company.member("邵波").hears("工单1", kind="nudge")
    shown = [one for one in company.simulation.screens.shown if one.to in ("邵波", "陶然")]
    assert [one.to for one in shown] == ["邵波"]  # the other is not needed any more
    local = shown[0].at.astimezone(company.policy.zone)
    assert "08:30" < f"{local:%H:%M}" < "10:00" and local.minute not in (0, 30)
    company.ignore()


def test_several_over_at_once_are_one_message(company: Company) -> None:
    rep = company.member("小周")
    for customer in ("联创", "鼎新"):
        rep.says(f"{customer}想分三期付,让财务看看")
    company.until("2026-11-24 09:20")
    company.ignore("小周")
    finance = company.member("米会计")
    finance.hears("工单1")
    finance.hears("工单2")
    finance.hears("有 2 张工单等你答复", "1. 工单1", "2. 工单2", choices=["答复·工单1", "答复·工单2"])
    company.until("2026-11-24 14:00")
    company.member("赵琳").hears("2 张工单没人答复", choices=["催一下米会计·工单1", "催一下米会计·工单2"])


def test_who_has_left_hears_nothing_and_theirs_moves_on(asked: Company) -> None:
    with asked.db.write() as session:
        gone = member(session, "邵波")
        gone.active = False
        session.add(gone)
        session.flush()
        (moved,) = ticket_clock.leave(session, asked.policy, gone.id or 0, access.superior, asked.clock.now())
        assert moved.step.member == "陶然"
    asked.until("2026-11-23 12:00")
    asked.member("陶然").hears("工单1", "小周请产品看", kind="nudge")
    asked.until("2026-11-25 18:00")
    assert heard(asked, "nudge", "alert")[1:] == [
        "11-23 10:0 陶然 nudge",
        "11-24 09:0 陶然 nudge",
        "11-24 13:1 赵琳 alert",
    ]


def test_who_left_without_a_word_is_noticed_when_a_timer_fires(asked: Company) -> None:
    with asked.db.write() as session:
        gone = member(session, "邵波")
        gone.active = False
        session.add(gone)
    asked.until("2026-11-24 09:20")
    asked.member("陶然").hears("工单1")
    asked.until("2026-11-27 18:00")
    assert [line.split()[2:] for line in heard(asked, "nudge", "alert")[1:]] == [
        ["陶然", "nudge"],
        ["陶然", "nudge"],
        ["赵琳", "alert"],
    ]


def test_the_superior_who_serves_a_department_is_not_told_of_themselves(company: Company) -> None:
    with company.db.write() as session:
        for name in ("邵波", "陶然"):
            gone = member(session, name)
            gone.active = False
            session.add(gone)
    company.member("小周").says(RAISED).hears("已交给产品赵琳")
    company.until("2026-11-24 18:00")
    assert [line.split()[2:] for line in heard(company, "nudge", "alert")] == [
        ["赵琳", "nudge"],
        ["赵琳", "nudge"],
        ["老板", "alert"],
    ]
    company.ignore()


def with_hours(policy: Policy, hours: float) -> Policy:
    departments = tuple(one.model_copy(update={"hours": hours}) for one in policy.tickets.departments)
    return policy.model_copy(update={"tickets": TicketPolicy(departments=departments)})


@pytest.mark.parametrize(("hours", "nudged"), [(2, "11-23 12:0"), (16, "11-24 17:0")])
def test_a_changed_limit_counts_for_what_is_open(asked: Company, hours: float, nudged: str) -> None:
    asked.until("2026-11-23 11:00")
    asked.policy = with_hours(policies.load(), hours)
    lease = leases.NamedLease(asked.db, policy_change.PLANNED_BY, policy_change.LEASE)
    assert policy_change.follow(asked.db, asked.policy, asked.clock.now(), lease)
    asked.restart()
    asked.until("2026-11-25 09:30")
    assert heard(asked, "nudge")[1] == f"{nudged} 邵波 nudge"


def test_a_raiser_who_has_left_is_stood_in_for_by_the_superior(asked: Company) -> None:
    with asked.db.write() as session:
        gone = member(session, "小周")
        gone.active = False
        session.add(gone)
    asked.member("邵波").says("可以做").hears("已经答复赵琳")
    asked.member("赵琳").hears("产品邵波答复:「可以做」", choices=["解决了", "还没解决(再问)"])


def test_the_owner_is_asked_once_more_and_it_never_closes_by_itself(asked: Company) -> None:
    asked.member("邵波").says("可以做,两周").hears("已经答复")
    asked.member("小周").hears("解决了吗")
    asked.until("2026-11-24 09:30")
    asked.member("小周").hears(
        "邵波答复过了:「可以做,两周」", "解决了吗", kind="nudge", choices=["解决了", "还没解决(再问)"]
    )
    asked.until("2026-12-08 18:00")
    assert heard(asked, "nudge") == ["11-23 10:0 邵波 nudge", "11-24 09:1 小周 nudge"]
    asked.ignore()
    asked.member("小周").says("我的工单").hears("等小周确认")


def test_the_owner_is_asked_once_more_for_what_a_department_wants_to_know(asked: Company) -> None:
    asked.member("邵波").says("要对接哪个系统?").hears("已经问小周")
    asked.member("小周").hears("要对接哪个系统")
    asked.until("2026-11-24 09:30")
    asked.member("小周").hears("邵波还等你回:「要对接哪个系统", kind="nudge", choices=["回答", "不用了"])
    asked.member("小周").says("用的SAP").hears("已经回产品邵波")
    asked.ignore()


def test_nobody_is_asked_once_more_who_has_answered(asked: Company) -> None:
    asked.member("邵波").says("可以做,两周").hears("已经答复")
    asked.member("小周").hears("解决了吗")
    asked.member("小周").says("好 结了").hears("结了")
    asked.until("2026-12-01 18:00")
    assert heard(asked, "nudge") == ["11-23 10:0 邵波 nudge"]
