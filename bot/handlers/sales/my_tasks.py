"""What is due: deals over their limit, promised steps, reminders, coming limits. 今天我该跟谁

A leader sees the team's or the company's tasks, each with its owner. For a period in the future, what is late now is
listed after it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from bot.access import ANY_MEMBER, LEADERS
from bot.conversation import Command, Flow, Intent
from bot.turn.opening import Opening, Talk
from bot.wording.buttons import MOST_WITH_BUTTONS, deal_list_buttons
from bot.wording.offers import MyTasks
from bot.wording.tasks import coming_line, missed_line, numbered, overdue_line, untouched_line
from bot.wording.values import say_date
from config.policy import Policy
from sales import customers, slot_values, tasks
from sales.limits import Overdue
from sales.period import Period
from sales.tasks import Step, Tasks

LINES = 8
LATE_LINES = 3


async def my_tasks(talk: Talk, opening: Opening) -> None:
    speaker = talk.speaker
    today = opening.at.astimezone(talk.policy.zone).date()
    period = slot_values.period(opening.understanding.slots) or Period(today, today)
    due = await talk.query(
        "due",
        tasks.due,
        speaker,
        speaker.member_id,
        talk.policy,
        period,
        opening.at,
        LINES,
    )
    leads = speaker.role in LEADERS
    deals = deals_in(due)
    names = await talk.query("names", customers.short_names, sorted(set(deals.values()))) if deals else {}
    await talk.say(
        task_list(talk.policy, due, period, opening.at, leads=leads), deal_list_buttons(deals, names, leads=leads)
    )


def task_list(policy: Policy, due: Tasks, period: Period, now: datetime, *, leads: bool) -> str:
    """What is due in a period, late things first, under one title; for a future period, late things are listed after
    it, under a title of their own."""
    first, last = period.first, period.last
    today = now.astimezone(policy.zone).date()
    title = say_date(first, today) if first == last else f"{say_date(first, today)}到{say_date(last, today)}"
    late = [overdue_line(policy, overdue, now, with_owner=leads) for overdue in due.overdue]
    late += [missed_line(policy, step, now, with_owner=leads) for step in due.missed]
    coming = [coming_line(policy, task, now, with_day=first != last, with_owner=leads) for task in due.coming]
    fresh = [untouched_line(policy, lead, now, with_owner=leads) for lead in due.untouched] if first <= today else []
    none = f"{title}没有要办的事,也没有要跟的单子。"
    if first > today:
        parts = listed(f"{title}要跟", due.count - due.late, coming, LINES) or [none]
        shown = min(len(coming), LINES)
        return "\n".join([*parts, *listed("眼下先要跟的还有", due.late, late, LATE_LINES, after=shown)])
    parts = listed(f"{title}要跟", due.count, [*late, *coming], LINES)
    shown = min(len(late) + len(coming), LINES)
    new = listed("还没联系过的线索", due.untouched_count, fresh, LATE_LINES, after=shown)
    return "\n".join([*parts, *new]) or none


def listed(title: str, count: int, lines: Sequence[str], most: int, after: int = 0) -> list[str]:
    """The title and the first `most` of `count` lines, numbered on from `after`; empty if there are none."""
    more = [f"……还有 {count - most} 件"] if count > most else []
    return [f"{title} {count} 件:", *numbered(lines[:most], after + 1), *more] if lines else []


def deals_in(due: Tasks) -> dict[int, int]:
    """The most urgent deals, which get buttons: deal id → customer id."""
    deals: dict[int, int] = {}
    for task in (*due.overdue, *due.missed, *due.coming):
        match task:
            case Overdue(deal=deal):
                deals.setdefault(deal.id, deal.customer_id)
            case Step(deal_id=int(deal_id), customer_id=customer_id):
                deals.setdefault(deal_id, customer_id)
    for lead in due.untouched:
        deals.setdefault(lead.deal.id, lead.deal.customer_id)
    return dict(list(deals.items())[:MOST_WITH_BUTTONS])


FLOW = Flow(
    "my_tasks",
    version=1,
    starts=(Command("今天"), Command("待办"), Intent("my_tasks")),
    roles=ANY_MEMBER,
    run=my_tasks,
    title="今天我该跟谁",
    only_answers=True,
    offer=MyTasks,
)
