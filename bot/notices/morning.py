"""The list of the day: what was promised customers for today or before, and one's own reminders beside it."""

from __future__ import annotations

from functools import partial

from sqlmodel import Session

from bot import access
from bot.access import SELLERS
from bot.conversation.messages import Message
from bot.messaging import inbox, outbox
from bot.turn.rules import Rules
from bot.wording.buttons import MOST_WITH_BUTTONS, deal_list_buttons
from bot.wording.tasks import morning_list
from sales import customers, tasks
from sales.period import Period
from sales.reminders import ReminderFact
from sales.tasks import Step
from scheduler import morning_clock
from scheduler.morning_clock import MORNING_LIST
from scheduler.sweep import Due, Kinds

LISTED = 12


def kinds(rules: Rules) -> Kinds:
    """What happens when the timer of somebody's list is due."""
    return {MORNING_LIST: partial(send, rules)}


def send(rules: Rules, session: Session, due: Due) -> None:
    """Send the list, unless its day is over or nothing is on it, and plan the next (called by the sweep)."""
    morning_clock.plan(session, rules.policy, due.member_id, due.now)
    today = due.now.astimezone(rules.policy.zone).date()
    speaker = access.speaker(session, due.member_id)
    is_today = any(timer.payload["day"] == today.isoformat() for timer in due.timers)
    if speaker is None or speaker.role not in SELLERS or not is_today or rules.working_time.is_quiet(due.now):
        return
    found = tasks.due(session, speaker, due.member_id, rules.policy, Period(today, today), due.now, LISTED)
    coming = [task for task in found.coming if isinstance(task, Step | ReminderFact)]
    steps = [*(task for task in coming if isinstance(task, Step)), *found.missed]
    if not steps:  # reminders alone come at their own time
        return
    text = morning_list(rules.policy, found.missed, coming, due.now)
    deals = {step.deal_id: step.customer_id for step in steps if step.deal_id is not None}
    few = dict(list(deals.items())[:MOST_WITH_BUTTONS])
    names = customers.short_names(session, sorted(set(few.values()))) if few else {}
    message = Message(text, tuple(deal_list_buttons(few, names, leads=False)), "brief")
    outbox.put(session, inbox.conversation_of_member(session, due.member_id), message, due.now, cause="timer")
