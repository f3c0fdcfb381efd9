"""What the process figures are computed from, read for people and a period: contacts, reported days, what departments
answered, new leads."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from sqlalchemy import Select, select
from sqlmodel import Session, col

from analytics.groups import Group
from analytics.process_figures import Contact, LeadDay, Touch, lead_day, touches
from config.holidays import is_working_day
from config.policy import Policy
from sales import daily_actions, leads, tickets
from sales.period import Period
from sales.teamwork import activity
from sales.tickets import Answered
from storage.deals import FollowUp, StageChange
from storage.people import Member

DAY = timedelta(days=1)


def touches_of(session: Session, group: Group, period: Period, policy: Policy) -> list[Touch]:
    """The contacts that the group's members had about deals in a period."""
    start, end = period.start(policy.zone), period.end(policy.zone)
    ours = select(col(Member.id)).where(group.members)
    theirs = select(col(FollowUp.deal_id)).where(
        col(FollowUp.author_id).in_(ours), col(FollowUp.at).between(start, end), col(FollowUp.deal_id).is_not(None)
    )
    changes = select(col(StageChange.deal_id), col(StageChange.at)).where(
        col(StageChange.deal_id).in_(theirs), col(StageChange.at) <= end
    )
    starts: dict[int, list[datetime]] = {}
    for deal_id, at in session.execute(changes):
        starts.setdefault(deal_id, []).append(at)
    authors = set(session.execute(ours).scalars())
    rows = session.execute(_contacts(policy).where(col(FollowUp.deal_id).in_(theirs), col(FollowUp.at) <= end))
    contacts = [
        Contact(deal_id, at, author in authors, author)
        for deal_id, at, author, details in rows
        if not details.get("entry")
    ]
    return touches(starts, contacts, start, end)


def person_days(session: Session, group: Group, period: Period, policy: Policy, now: datetime) -> tuple[int, int]:
    """On how many person-days of a period an effective action was reported, and on how many it was asked."""
    reported, asked = days_by_person(session, group, period, policy, now)
    return reported.total(), asked.total()


def days_by_person(
    session: Session, group: Group, period: Period, policy: Policy, now: datetime
) -> tuple[Counter[int], Counter[int]]:
    """On how many days each member reported an effective action, and on how many they were asked, by their ids."""
    reported, asked = Counter[int](), Counter[int]()
    if policy.daily_action is None:
        return reported, asked
    day = period.first
    while day <= period.last:
        asked_at = datetime.combine(day, policy.daily_action.ask, policy.zone)
        if asked_at <= now and is_working_day(day, policy.days_off, policy.days_on):
            found = daily_actions.reporters(session, group.members, day, asked_at, policy.zone)
            asked.update(one.member_id for one in found)
            reported.update(one.member_id for one in found if one.action is not None and one.action.text is not None)
        day += DAY
    return reported, asked


def responses_of(
    session: Session, group: Group, period: Period, policy: Policy, now: datetime
) -> tuple[list[timedelta], list[timedelta]]:
    """The working time that departments took for what they answered in a period, of tickets of the group's members; and
    that for which others had waited for them at its end, or by now. Both without the time in which they waited for the
    owner."""
    end = period.end(policy.zone)
    answered, waiting = list[timedelta](), list[timedelta]()
    for step in tickets.steps_answered(session, group.members, period.start(policy.zone), end):
        took = worked(policy, step, step.answered_at or min(end, now))
        if step.answered_at is not None:
            answered.append(took)
        elif not step.waits_for_owner:
            waiting.append(took)
    return answered, waiting


def worked(policy: Policy, step: Answered, until: datetime) -> timedelta:
    """The working time that a step has been with its department, without that in which it waited for the owner."""
    return max(policy.worked(step.arrived_at, until) - timedelta(seconds=step.paused_seconds), timedelta(0))


def lead_day_of(session: Session, group: Group, day: date, policy: Policy) -> LeadDay:
    """当日线索-当日分配-当日首触 of the leads that came in on a day."""
    return lead_day(leads.lead_times(session, group.deals, day, policy.zone), policy.zone)


def _contacts(policy: Policy) -> Select[*tuple[int | None, datetime, int, dict[str, object]]]:
    return select(col(FollowUp.deal_id), col(FollowUp.at), col(FollowUp.author_id), col(FollowUp.details)).where(
        activity.reached(policy)
    )
