"""An hour before a step that was promised a customer: one nudge, unless it was superseded or reminded of otherwise. The
day after, where policy says so, a question what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

from sqlmodel import Session

from bot.conversation.messages import Choice, Message
from bot.messaging import inbox, outbox
from bot.notices import recipients
from bot.turn.rules import Rules
from bot.wording.buttons import MOST_WITH_BUTTONS, log_button
from bot.wording.deals.cadence import step_question
from bot.wording.offers import AnswerStep, LogFollowup
from bot.wording.tasks import soon_line
from sales import customers, reminders, tasks
from sales.tasks import Step
from sales.teamwork import covers
from scheduler.deferral import not_deferred
from scheduler.step_clock import STEP, STEP_ASKED
from scheduler.sweep import Due, Kinds

SAME_HOUR = timedelta(minutes=65)  # an own reminder so near to the step is enough


def kinds(rules: Rules) -> Kinds:
    """What happens when the timer of a promised step is due."""
    return {STEP: partial(nudge, rules), STEP_ASKED: partial(ask, rules)}


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
        whose = covers.stand_ins(session, [(owner_id, step.customer_id)])
        to = whose.get((owner_id, step.customer_id), owner_id)
        outbox.put(session, inbox.conversation_of_member(session, to), message, due.now, cause="timer")


def ask(rules: Rules, session: Session, due: Due) -> None:
    """Ask what became of the steps that were promised for the day before: one message for each person, when they are
    back from where they were."""
    away = recipients.away_until(session, rules, due.member_id, due.now) is not None
    if away:
        return recipients.put_off(session, rules, due)
    asked: dict[int, list[Step]] = {}
    for timer in not_deferred(session, rules.working_time, due):
        found = tasks.standing_step(session, int(timer.payload["followup"]))
        if found is not None and rules.policy.asks_about_steps:
            asked.setdefault(found[1], []).append(found[0])
    for owner_id, steps in asked.items():
        lines = [step_question(rules.policy, step, due.now) for step in steps]
        text = lines[0] if len(steps) == 1 else "\n".join(["之前说好的,办了吗?", *(f"·{line}" for line in lines)])
        message = Message(text, tuple(asked_buttons(session, steps)), "nudge")
        outbox.put(session, inbox.conversation_of_member(session, owner_id), message, due.now, cause="timer")


def asked_buttons(session: Session, steps: Sequence[Step]) -> list[Choice]:
    """What became of one step, or of several, each to be reported or put off."""
    names = customers.short_names(session, [step.customer_id for step in steps]) if len(steps) > 1 else {}
    buttons = []
    for step in steps[:MOST_WITH_BUTTONS]:
        of = f"·{names[step.customer_id]}" if names else ""
        done = LogFollowup(deal=step.deal_id) if step.deal_id is not None else LogFollowup(customer=step.customer_id)
        buttons += [
            Choice(f"去了{of}", opens=done),
            Choice(f"改天{of}", opens=AnswerStep(step.followup_id, missed=False)),
        ]
        buttons += [] if names else [Choice("没去成", opens=AnswerStep(step.followup_id, missed=True))]
    return buttons


def reminded_otherwise(session: Session, step: Step, owner_id: int) -> bool:
    """Whether the owner has set a reminder of their own about this customer at the same hour."""
    assert step.next_at is not None
    own = reminders.between(session, owner_id, step.next_at - SAME_HOUR, step.next_at + SAME_HOUR)
    return any(reminder.customer_id == step.customer_id for reminder in own)
