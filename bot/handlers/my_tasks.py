"""What is due: deals over their limit, promised steps, reminders, limits to come. 今天我该跟谁

A leader sees the team's or the company's, with whose each is.
"""

from __future__ import annotations

from datetime import date, datetime, time

from bot import access
from bot.access import ANY_MEMBER, LEADERS
from bot.dialogue.flow import Command, Flow, Intent
from bot.dialogue.messages import Choice
from bot.dialogue.talk import Opening, Talk
from bot.saying import say_date
from bot.wording.tasks import coming_line, missed_line, overdue_line
from config.policy import Policy
from sales import customers, slots, tasks
from sales.limits import Overdue
from sales.tasks import Step, Tasks

LINES = 8
TAPS = 3


async def my_tasks(talk: Talk, opening: Opening) -> None:
    speaker, zone = talk.speaker, talk.policy.zone
    today = opening.at.astimezone(zone).date()
    first, last = slots.span(opening.understanding.slots) or (today, today)
    due = await talk.look(
        "due",
        tasks.due,
        access.customers(speaker),
        access.deals(speaker),
        speaker.member_id,
        talk.policy,
        datetime.combine(first, time.min, zone),
        datetime.combine(last, time.max, zone),
        opening.at,
        zone,
        LINES,
    )
    leads = speaker.role in LEADERS
    deals = {} if leads else deals_in(due)
    names = await talk.look("names", customers.short_names, sorted(deals.values())) if deals else {}
    taps = [Choice(f"记跟进·{names[key]}", opens="log_followup", params={"deal": deal}) for deal, key in deals.items()]
    await talk.say(told(talk.policy, due, first, last, opening.at, leads=leads), taps)


def told(policy: Policy, due: Tasks, first: date, last: date, now: datetime, *, leads: bool) -> str:
    today = now.astimezone(policy.zone).date()
    title = say_date(first, today) if first == last else f"{say_date(first, today)}到{say_date(last, today)}"
    lines = [overdue_line(policy, one, now, with_owner=leads) for one in due.overdue]
    lines += [missed_line(policy, step, now) for step in due.missed]
    lines += [coming_line(policy, one, now, with_day=first != last) for one in due.coming]
    if not lines:
        return f"{title}没有要办的事,也没有要跟的单子。"
    more = [f"……还有 {due.count - LINES} 件"] if due.count > LINES else []
    return "\n".join([f"{title}要跟 {due.count} 件:", *lines[:LINES], *more])


def deals_in(due: Tasks) -> dict[int, int]:
    """The most urgent deals, to be logged by one tap, with their customers."""
    deals: dict[int, int] = {}
    for one in (*due.overdue, *due.missed, *due.coming):
        if isinstance(one, Overdue):
            deals.setdefault(one.deal.id, one.deal.customer_id)
        elif isinstance(one, Step) and one.deal_id is not None:
            deals.setdefault(one.deal_id, one.customer_id)
    return dict(list(deals.items())[:TAPS])


FLOW = Flow(
    "my_tasks",
    version=1,
    starts=(Command("今天"), Command("待办"), Intent("my_tasks")),
    roles=ANY_MEMBER,
    run=my_tasks,
    title="今天我该跟谁",
    only_answers=True,
)
