"""Who reported which effective action on a day, and who did not: of the team, the company, or a colleague named."""

from __future__ import annotations

from collections import Counter
from datetime import date, datetime, timedelta

from sqlmodel import Session

from analytics import groups
from bot.access import LEADERS, Speaker
from bot.handlers.shared.named_time import day_named
from bot.turn.asking.spans import period_said
from bot.turn.opening import Opening, Talk
from bot.wording.reports import daily as wording
from bot.wording.reports.spans import say_days
from bot.wording.values import say_date
from config.policy import Policy
from nlu import leaders
from sales import daily_actions, slot_values
from sales.daily_actions import Reporter
from sales.period import Period
from sales.teamwork import people
from sales.teamwork.people import MemberFact
from scheduler import day_clock
from scheduler.working_time import WorkingTime


async def say_reported(talk: Talk, opening: Opening) -> None:
    """What the people whom the speaker leads (or one team of theirs) reported; today, who has not yet, with a button to
    have them asked once more."""
    if not leads(opening.speaker):
        return await talk.say(wording.ONLY_LEADERS)
    today, day = days(talk.policy, opening)
    period = period_meant(talk.policy, opening)
    if period is not None and period.first < day:
        return await say_days_reported(talk, opening, Period(period.first, day))
    found = await talk.query("reporters", reporters, talk.speaker, talk.policy, opening.text, day, opening.at)
    if found is None:
        return await talk.say(f"{say_date(day, today)}休息,没问有效动作。")
    if not found:
        return await talk.say(f"{say_date(day, today)}还没问过有效动作。")
    asked = day == today and await talk.query("asked", is_asked, talk.policy, opening.at)
    buttons = wording.urge_button(day, found) if asked else []
    if day == today and leaders.remarks("not_reported", opening.text):
        return await talk.say(wording.not_reported(day, found), buttons)
    by_team = len({one.team_id for one in found}) > 1
    text = (wording.team_lines if by_team else wording.day_lines)(day, today, found)
    await talk.say(text, buttons)


async def say_days_reported(talk: Talk, opening: Opening, period: Period) -> None:
    """On how many of the days of a period each reported, on which they were asked."""
    today = opening.at.astimezone(talk.policy.zone).date()
    found = await talk.query(
        "days_reported", days_reported, talk.speaker, talk.policy, opening.text, period, opening.at
    )
    await talk.say(wording.days_reported(say_days(period, today), found))


def days_reported(
    session: Session, speaker: Speaker, policy: Policy, text: str, period: Period, now: datetime
) -> tuple[tuple[str, int, int], ...]:
    """Each one's name, on how many days they reported an action and on how many they were asked, who reported least
    first. A day on which nobody has been asked yet does not count."""
    asked, acted, called = Counter[int](), Counter[int](), dict[int, str]()
    for ahead in range((period.last - period.first).days + 1):
        day = period.first + timedelta(days=ahead)
        if day_clock.asked_at(policy, day) > now:
            break
        for one in reporters(session, speaker, policy, text, day, now) or ():
            called[one.member_id] = one.name
            asked[one.member_id] += 1
            acted[one.member_id] += one.action is not None and one.action.text is not None
    return tuple((called[key], acted[key], asked[key]) for key in sorted(called, key=lambda key: (acted[key], key)))


def period_meant(policy: Policy, opening: Opening) -> Period | None:
    """The days that are asked about; None where none are named."""
    here = opening.at.astimezone(policy.zone)
    return slot_values.period(opening.understanding.slots) or period_said(opening.text, here)


async def say_own(talk: Talk, opening: Opening) -> None:
    """What the speaker reported."""
    today, day = days(talk.policy, opening)
    action = await talk.query("own_action", daily_actions.get, talk.speaker.member_id, day)
    await talk.say(wording.one_persons("你", day, today, action))


async def say_of_member(talk: Talk, opening: Opening, member: MemberFact) -> None:
    """What one person reported."""
    today, day = days(talk.policy, opening)
    action = await talk.query("action", daily_actions.get, member.id, day)
    name = "你" if member.id == opening.speaker.id else member.name
    await talk.say(wording.one_persons(name, day, today, action))


def is_asked(_session: Session, policy: Policy, at: datetime) -> bool:
    """Whether people have been asked today."""
    return at >= day_clock.asked_at(policy, at.astimezone(policy.zone).date())


def leads(speaker: Speaker) -> bool:
    """Whether the speaker leads anybody."""
    return speaker.role in LEADERS or speaker.admin


def days(policy: Policy, opening: Opening) -> tuple[date, date]:
    """Today, and the day that is asked about: the last of a period, today where none is said."""
    now = opening.at.astimezone(policy.zone)
    period = period_meant(policy, opening)
    day = period.last if period is not None else day_named(opening.text, now, asks_back=True)
    return now.date(), min(day, now.date())


def reporters(
    session: Session, speaker: Speaker, policy: Policy, text: str, day: date, now: datetime
) -> tuple[Reporter, ...] | None:
    """Who was asked on a day; None on a day off. Today everybody counts as asked, who will be."""
    if not WorkingTime(policy).is_working_day(day):
        return None
    named = people.named_team(session, text)
    group = groups.led_by(session, speaker.team_id, everybody=speaker.sees_all)
    if named is not None and (speaker.sees_all or named[1] == speaker.team_id):
        group = groups.of_team(named[1], named[0])
    if group is None:
        return ()
    asked = max(day_clock.asked_at(policy, day), now)
    return daily_actions.reporters(session, group.members, day, asked, policy.zone)
