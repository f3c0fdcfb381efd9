"""An hour before a step that was promised a customer: one nudge, unless it was superseded or reminded of otherwise."""

from __future__ import annotations

from datetime import timedelta
from functools import partial

from sqlmodel import Session

from bot.conversation.messages import Message
from bot.messaging import inbox, outbox
from bot.turn.rules import Rules
from bot.wording.buttons import log_button
from bot.wording.tasks import soon_line
from sales import reminders, tasks
from sales.tasks import Step
from scheduler.deferral import not_deferred
from scheduler.step_clock import STEP
from scheduler.sweep import Due, Kinds

SAME_HOUR = timedelta(minutes=65)  # an own reminder so near to the step is enough


def kinds(rules: Rules) -> Kinds:
    """What happens when the timer of a promised step is due."""
    return {STEP: partial(nudge, rules)}


def nudge(rules: Rules, session: Session, due: Due) -> None:
    """Remind of the steps whose timers are due (called by the sweep, in its transaction)."""
    for timer in not_deferred(session, rules.working_time, due):
        found = tasks.standing_step(session, int(timer.payload["followup"]))
        if found is None:
            continue
        step, owner_id = found
        if step.next_at is None or step.next_at <= due.now or reminded_otherwise(session, step, owner_id):
            continue
        button = log_button(deal=step.deal_id) if step.deal_id is not None else log_button(customer=step.customer_id)
        message = Message(soon_line(rules.policy, step, due.now), (button,), "nudge")
        outbox.put(session, inbox.conversation_of_member(session, owner_id), message, due.now, cause="timer")


def reminded_otherwise(session: Session, step: Step, owner_id: int) -> bool:
    """Whether the owner has set a reminder of their own about this customer at the same hour."""
    assert step.next_at is not None
    own = reminders.between(session, owner_id, step.next_at - SAME_HOUR, step.next_at + SAME_HOUR)
    return any(reminder.customer_id == step.customer_id for reminder in own)
