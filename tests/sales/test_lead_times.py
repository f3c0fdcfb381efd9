"""当日线索-当日分配-当日首触: when leads were entered, assigned and first touched."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import true
from testing import Company

from sales import leads
from sales.leads import LeadTimes

DAY = date(2026, 11, 23)


def times(company: Company, day: date = DAY) -> dict[str, LeadTimes]:
    with company.db.read() as session:
        return {lead.customer: lead for lead in leads.lead_times(session, true(), day, company.policy.zone)}


def clock(company: Company, at: datetime | None) -> str | None:
    return None if at is None else f"{at.astimezone(company.policy.zone):%H:%M}"


def test_a_reps_own_lead_is_assigned_at_once_and_touched_by_the_first_contact(company: Company) -> None:
    rep = company.member("小周").says("新线索:宁波海潮瓷砖,王经理,预算大概30万")
    rep.hears("新线索记好了")
    company.advance("30m")
    rep.says("海潮瓷砖电话没打通").hears("不算一次跟进")
    lead = times(company)["宁波海潮瓷砖"]
    assert (lead.entered_at, lead.first_touch_at) == (lead.assigned_at, None)
    company.advance("30m")
    rep.says("刚跟海潮瓷砖王经理通了电话,挺感兴趣").hears("已记录")
    company.advance("30m")
    rep.says("又去拜访了海潮瓷砖王经理,还在考虑").hears("已记录")
    lead = times(company)["宁波海潮瓷砖"]
    assert [clock(company, at) for at in (lead.entered_at, lead.assigned_at, lead.first_touch_at)] == [
        "10:03",
        "10:03",
        "11:03",
    ]
    assert not times(company, date(2026, 11, 24))


def test_a_leaders_lead_is_assigned_when_somebody_gets_it(company: Company) -> None:
    boss = company.member("赵琳").says("新线索:宁波海潮瓷砖,王经理,预算大概30万")
    boss.hears("新线索记好了")
    assert times(company)["宁波海潮瓷砖"].assigned_at is None
    company.advance("20m")
    boss.says("把海潮瓷砖转给小吴").hears("转给小吴跟了")
    company.member("小吴").hears("海潮瓷砖")
    company.advance("20m")
    boss.says("把海潮瓷砖转给小周").hears("转给小周跟了")
    company.ignore("小吴", "小周")
    assert clock(company, times(company)["宁波海潮瓷砖"].assigned_at) == "10:23"


def test_who_has_been_given_a_lead_longest_ago_is_next(company: Company) -> None:
    boss = company.member("赵琳")
    with company.db.read() as session:
        first = leads.next_in_turn(session, (1,))
    boss.says("新线索:宁波海潮瓷砖,王经理").hears("新线索记好了")
    boss.says("把海潮瓷砖转给小周").hears("转给小周跟了")
    company.ignore("小周")
    with company.db.read() as session:
        assert leads.next_in_turn(session, (1,)) not in (None, first)
        assert leads.next_in_turn(session, (99,)) is None
