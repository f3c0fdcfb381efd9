"""Which reminders are set, in order of time, numbered. 我设了哪些提醒 / 明天有哪些提醒 / 下周有什么提醒"""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from sqlmodel import Session

from bot import access
from bot.access import ANY_MEMBER
from bot.conversation import Command, Flow, Intent
from bot.conversation.messages import Choice
from bot.handlers.shared.reminding.reminders_meant import in_period, meant
from bot.turn.opening import Opening, Talk
from bot.turn.references import topic
from bot.wording.offers import CancelReminder
from bot.wording.reminders import reminder_line
from bot.wording.tasks import coming_line, put_off_line
from bot.wording.values import say_date
from config.policy import Policy
from nlu.time.times import find_times
from sales import customers, deals, limits, slot_values
from sales.period import Period
from sales.reminders import ReminderFact

MOST_WITH_BUTTONS = 5
MOST_LISTED = 20
LONGEST_LIMIT = timedelta(days=366)
ASKS_WHEN = re.compile("什么时[候间]|啥时|几时|何时|几点|哪天|多久|多会")


async def my_reminders(talk: Talk, opening: Opening) -> None:
    now = opening.at
    period = period_named(opening.text, now.astimezone(talk.policy.zone))
    found: tuple[ReminderFact, ...] = await talk.query("found", to_list, talk.policy, opening, period)
    title = "" if period is None else say_period(period, now.astimezone(talk.policy.zone))
    if not found and period is None and ASKS_WHEN.search(opening.text):
        clocks = await talk.query("by_itself", reminded_by_itself, talk.policy, opening)
        if clocks:
            return await talk.say("\n".join(["没有单独设的提醒。单子上我会这样催:", *clocks]))
    if not found:
        none = f"{title}没有设提醒。" if title else "现在没有设着的提醒。"
        return await talk.say(f"{none}有事怕忘,说一句「明早九点提醒我……」,到点我叫你。")
    lines = [f"{number}. {reminder_line(talk.policy, known, now)}" for number, known in enumerate(found, 1)]
    more = [f"……还有 {len(found) - MOST_LISTED} 条"] if len(found) > MOST_LISTED else []
    few = found if len(found) <= MOST_WITH_BUTTONS else ()
    buttons = [Choice(f"取消第{number}条", opens=CancelReminder(known.id)) for number, known in enumerate(few, 1)]
    await talk.say("\n".join([f"{title}设了 {len(found)} 条提醒:", *lines[:MOST_LISTED], *more]), buttons)


def to_list(session: Session, policy: Policy, opening: Opening, period: Period | None) -> tuple[ReminderFact, ...]:
    """The reminders asked about: of the period, else those that the words refer to, else all."""
    known = meant(session, policy, opening)
    if period is not None:
        return in_period(policy, known.pending, period.start(policy.zone), period.end(policy.zone))
    return known.found or known.pending


def reminded_by_itself(session: Session, policy: Policy, opening: Opening) -> tuple[str, ...]:
    """When the speaker is reminded of their deals without having set anything: of the customer named or spoken of, else
    of those put off, and of the limits that come next."""
    words, own = slot_values.word(opening.understanding.slots, "customer"), deals.owned_by(opening.speaker.member_id)
    found = customers.find(session, access.customers(opening.speaker), words) if words else ()
    spoken_of = topic.under_discussion(session, opening.run, opening.at) if not words else None
    meant = found[0].id if len(found) == 1 else spoken_of.customer_id if spoken_of is not None else None
    later = limits.put_off(session, own, opening.at, meant)
    due = limits.coming(session, own, policy, opening.at, opening.at + LONGEST_LIMIT, MOST_LISTED)[1]
    there = {known.deal.id for known in later}
    due = tuple(one for one in due if one.deal.id not in there and meant in (None, one.deal.customer_id))
    lines = [f"·{put_off_line(policy, known, opening.at)}" for known in later]
    lines += [coming_line(policy, one, opening.at, with_day=True, with_owner=False) for one in due]
    return tuple(lines[:MOST_WITH_BUTTONS])


def period_named(text: str, now: datetime) -> Period | None:
    """The day, week or month that the words name; None for none, or for a time of day."""
    for found in find_times(text, now):
        if found.period is not None and not found.duration:
            return slot_values.period({"period": found.period})
    return None


def say_period(period: Period, now: datetime) -> str:
    """明天(11月24日), 周一(11月30日)到周日(12月6日)."""
    first = say_date(period.first, now.date())
    return first if period.first == period.last else f"{first}到{say_date(period.last, now.date())}"


FLOW = Flow(
    "my_reminders",
    version=1,
    starts=(Command("我的提醒"), Intent("my_reminders")),
    roles=ANY_MEMBER,
    run=my_reminders,
    title="看设了哪些提醒",
    only_answers=True,
)
