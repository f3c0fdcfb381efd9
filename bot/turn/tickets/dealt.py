"""How many tickets somebody has dealt with, asked in their own words (今天我回了几个)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from bot.conversation.messages import Choice
from bot.turn.context import TurnContext
from bot.wording.departments import dealt as wording
from bot.wording.offers import ShowTickets
from nlu.leading import bounds
from nlu.time.times import find_times
from sales import tickets

SHOWN = 4
DAY = timedelta(days=1)


def dealt_with(context: TurnContext, text: str) -> None:
    """Say which tickets the speaker answered or passed on, today or in the time that the words name."""
    today = context.local_now.date()
    first, last = days_named(text, context.local_now) or (today, today)
    since, until = (datetime.combine(day, time(), context.local_now.tzinfo) for day in (first, last + DAY))
    found = tickets.answered_by(context.session, context.speaker.member_id, since, until)
    buttons = [Choice(f"看工单{one.id}", opens=ShowTickets(one.id)) for one in found[:SHOWN]]
    context.say(wording.dealt_with(context.rules.policy, found, first, last, today), buttons)


def days_named(text: str, now: datetime) -> tuple[date, date] | None:
    """The days of the period that the words name; None where they name none."""
    for found in find_times(text, now):
        if found.period is not None:
            return bounds(found, now.date())
    return None
