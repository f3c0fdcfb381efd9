"""The process figures of a period in chat: of the company, a team, a colleague or oneself; and of new leads."""

from __future__ import annotations

import re
from datetime import date, datetime, timedelta

from sqlmodel import Session

from analytics import groups, process_rows, weekly_brief
from analytics.groups import Group
from analytics.process_figures import LeadDay
from analytics.weekly_brief import Brief
from bot.access import LEADERS, Speaker
from bot.handlers.shared.reporting.reported import days, leads, period_meant
from bot.turn.asking.spans import compared_with, names_only_compared, this_month
from bot.turn.opening import Opening, Talk
from bot.wording.reports import process as wording
from bot.wording.reports.spans import say_days
from config.policy import Policy
from nlu import leaders
from sales import customers, slot_values
from sales.period import Period
from sales.teamwork import people
from sales.teamwork.people import MemberFact
from scheduler import day_clock

DAY = timedelta(days=1)
WEEKLY = re.compile("简报|周报|健康度")  # of a week that is over


async def say_figures(talk: Talk, opening: Opening, member: MemberFact | None = None) -> None:
    """The brief of whom the words are about: the colleague or the team named, whom the speaker leads, or the speaker;
    of the period said, else of the last week that is over, or where single figures are asked for, of this week."""
    now = opening.at
    own = (member is not None and member.id == opening.speaker.id) or (member is None and not leads(opening.speaker))
    period = None if names_only_compared(opening.understanding) else slot_values.period(opening.understanding.slots)
    found = await talk.query("brief", read, talk.speaker, talk.policy, opening.text, member, period, now)
    named = sorted({late.deal.customer_id for late in found.worst.deals})
    names = await talk.query("names", customers.short_names, named) if named else {}
    message = wording.brief_message(talk.policy, found, names, now, own=own)
    await talk.say(message.text, message.choices, attachments=message.attachments)


def read(
    session: Session,
    speaker: Speaker,
    policy: Policy,
    text: str,
    member: MemberFact | None,
    period: Period | None,
    now: datetime,
) -> Brief:
    """The brief that the words ask for."""
    group = group_meant(session, speaker, text, member)
    today = now.astimezone(policy.zone).date()
    if period is None:
        weekly = WEEKLY.search(text) is not None
        period = Period.week(day_clock.week_before(policy, today) if weekly else today - DAY * today.weekday())
    against = compared_with(text, period, now.astimezone(policy.zone)) or before(policy, period)
    return weekly_brief.brief(session, group, period, against, policy, now)


def before(policy: Policy, period: Period) -> Period:
    """What a period is compared with: a week with the last one that was worked before it, any other with as many days
    before it."""
    if period == Period.week(period.first):
        return Period.week(day_clock.week_before(policy, period.first))
    length = period.last - period.first
    return Period(period.first - DAY - length, period.first - DAY)


def group_meant(session: Session, speaker: Speaker, text: str, member: MemberFact | None) -> Group:
    """Whom the words are about, as far as the speaker may see it."""
    if member is not None:
        return groups.of_member(member.id, member.name)
    named = people.named_team(session, text)
    if named is not None and (speaker.sees_all or (speaker.role in LEADERS and named[1] == speaker.team_id)):
        return groups.of_team(named[1], named[0])
    led = groups.led_by(session, speaker.team_id, everybody=speaker.sees_all) if leads(speaker) else None
    return led or groups.of_member(speaker.member_id, speaker.name)


async def say_leads(talk: Talk, opening: Opening) -> None:
    """How soon the leads of a day were assigned and first touched."""
    today, day = days(talk.policy, opening)
    period = period_meant(talk.policy, opening)
    first = period.first if period is not None and period.first < day else day
    if period is None and leaders.says("asks_first_touch", opening.text):
        first = this_month(today).first  # a rate is asked for, not what came today
    found = await talk.query("leads", lead_figures, talk.speaker, talk.policy, opening.text, first, day)
    await talk.say(wording.leads_text(talk.policy, say_days(Period(first, day), today), found))


def lead_figures(session: Session, speaker: Speaker, policy: Policy, text: str, first: date, last: date) -> LeadDay:
    """The leads of these days, of whom the words are about, each counted on its own day."""
    group = group_meant(session, speaker, text, None)
    of_days = [
        process_rows.lead_day_of(session, group, first + DAY * ahead, policy)
        for ahead in range((last - first).days + 1)
    ]
    sums = zip(*((one.entered, one.assigned, one.touched) for one in of_days), strict=True)
    return LeadDay(*map(sum, sums))
