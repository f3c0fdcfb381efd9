"""过程健康度简报: on the first working morning of a week, of the last week in which people worked; a supervisor's is of
the team, the manager's of the company. Missed at its hour, it comes late, once."""

from __future__ import annotations

from functools import partial

from sqlmodel import Session

from analytics import groups, weekly_brief
from bot.messaging import inbox, outbox
from bot.notices import recipients
from bot.turn.rules import Rules
from bot.wording.reports import process
from sales import customers
from sales.period import Period
from scheduler import day_clock
from scheduler.day_clock import WEEKLY_BRIEF
from scheduler.deferral import not_deferred
from scheduler.sweep import Due, Kinds


def kinds(rules: Rules) -> Kinds:
    """What happens when the timer of a weekly brief is due."""
    return {WEEKLY_BRIEF: partial(send, rules)}


def send(rules: Rules, session: Session, due: Due) -> None:
    """Send the brief of the week that is over, and plan the next (called by the sweep)."""
    speaker = recipients.still_gets(session, WEEKLY_BRIEF, due.member_id)
    if speaker is None or rules.policy.weekly_brief is None or not not_deferred(session, rules.working_time, due):
        return
    rules = rules.as_of(session)
    policy = rules.policy
    day_clock.plan(session, policy, WEEKLY_BRIEF, due.member_id, due.now)
    group = groups.led_by(session, speaker.team_id, everybody=speaker.sees_all)
    conversation = inbox.conversation_of_member(session, due.member_id)
    if group is None or outbox.address_of(session, conversation) is None:
        return
    week = day_clock.week_before(policy, due.now.astimezone(policy.zone).date())
    before = day_clock.week_before(policy, week)
    brief = weekly_brief.brief(session, group, Period.week(week), Period.week(before), policy, due.now)
    named = sorted({late.deal.customer_id for late in brief.worst.deals})
    names = customers.short_names(session, named) if named else {}
    message = process.brief_message(policy, brief, names, due.now)
    not_before = rules.working_time.soonest(due.now)
    outbox.put(session, conversation, message, due.now, cause="timer", not_before=not_before)
