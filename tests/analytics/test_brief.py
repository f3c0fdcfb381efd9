"""What a brief is computed from, read on both databases."""

from __future__ import annotations

from book import POLICY, at

from analytics import groups, process_rows, weekly_brief
from sales import daily_actions
from sales.period import Period
from storage.deals import Customer, FollowUp, Opportunity, StageChange
from storage.engine import Database
from storage.people import Company, Identity, Member, Team
from storage.teamwork import DailyAction

WEEK = Period.week(at("23 00:00").date())
BEFORE = Period.week(at("16 00:00").date())
NOW = at("27 20:00")


def fill(db: Database) -> None:
    """甲 of 东区 has a lead of Monday, touched on Tuesday after an entry and an attempt, and reports on Monday."""
    with db.write() as session:
        session.add(Company(id=1, name="测试", created_at=at("20 09:00")))
        session.add_all([Team(id=1, name="东区"), Team(id=2, name="南区")])
        session.flush()
        session.add_all(
            [Member(id=1, name="甲", role="rep", team_id=1), Member(id=2, name="乙", role="rep", team_id=2)]
        )
        session.flush()
        session.add_all(
            Identity(channel="web", address=str(key), member_id=key, consented_at=at("20 09:00")) for key in (1, 2)
        )
        session.add(Customer(id=1, name="宏远", owner_id=1, created_at=at("23 10:00")))
        session.flush()
        moment = at("23 10:00")
        deal = Opportunity(customer_id=1, owner_id=1, stage="lead", stage_entered_at=moment, clock_started_at=moment)
        session.add(deal)
        session.flush()
        assert deal.id is not None
        session.add(StageChange(deal_id=deal.id, stage_to="lead", at=moment, by_id=1))
        for when, outcome, details in (
            ("23 10:00", None, {"entry": True}),
            ("23 15:00", "no_answer", {}),
            ("24 10:00", "interested", {}),
        ):
            session.add(
                FollowUp(
                    customer_id=1,
                    deal_id=deal.id,
                    author_id=1,
                    at=at(when),
                    occurred_on=at(when).date(),
                    outcome=outcome,
                    details=details,
                    said="…",
                )
            )
        session.add(
            DailyAction(member_id=1, day=WEEK.first, text="约到李总", customer_id=1, said="…", at=at("23 18:00"))
        )
        session.add(DailyAction(member_id=2, day=WEEK.first, text=None, said="没有", at=at("23 18:00")))


def test_the_figures_of_a_company_and_its_teams(db: Database) -> None:
    fill(db)
    with db.read() as session:
        found = weekly_brief.brief(session, groups.of_company(), WEEK, BEFORE, POLICY, NOW)
    assert (found.now.followup_hours, found.now.touches) == (24, 1)
    assert (found.now.reported, found.now.asked) == (1, 10)
    assert (found.before.followup_hours, found.before.reported, found.before.asked) == (None, 0, 2)  # Friday the 20th
    assert [(part.name, part.now.reported, part.now.asked) for part in found.parts] == [("东区", 1, 5), ("南区", 0, 5)]
    assert [late.deal.customer for late in found.worst.deals] == ["宏远"]


def test_a_lead_is_touched_when_the_customer_was_reached(db: Database) -> None:
    fill(db)
    with db.read() as session:
        day = process_rows.lead_day_of(session, groups.of_company(), WEEK.first, POLICY)
        assert (day.entered, day.touched) == (1, 0)  # it was reached the day after
        assert process_rows.lead_day_of(session, groups.of_team(2, "南区"), WEEK.first, POLICY).entered == 0


def test_who_joined_later_was_not_asked(db: Database) -> None:
    fill(db)
    with db.read() as session:
        everybody = groups.of_company().members
        asked = daily_actions.reporters(session, everybody, WEEK.first, at("23 17:40"), POLICY.zone)
        before = daily_actions.reporters(session, everybody, at("19 00:00").date(), at("19 17:40"), POLICY.zone)
    assert [one.name for one in asked] == ["甲", "乙"] and before == ()
