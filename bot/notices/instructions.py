"""A colleague is reminded of what they were told to do, at its time. When they have logged it, whoever told them hears
of it, with their words."""

from __future__ import annotations

from functools import partial

from sqlmodel import Session

from bot.conversation.messages import Message
from bot.messaging import inbox, outbox
from bot.turn.rules import Rules
from bot.wording.buttons import instruction_buttons
from bot.wording.offers import AnswerInstruction
from nlu import orders
from sales import followups
from sales.teamwork import instructions
from sales.teamwork.instructions import InstructionFact
from scheduler.deferral import not_deferred
from scheduler.instruction_clock import INSTRUCTION_DONE, INSTRUCTION_DUE
from scheduler.sweep import Due, Kinds


def kinds(rules: Rules) -> Kinds:
    """What happens when an instruction is due, and when somebody is to hear that it is done."""
    return {INSTRUCTION_DUE: partial(remind, rules), INSTRUCTION_DONE: partial(tell, rules)}


def remind(rules: Rules, session: Session, due: Due) -> None:
    """Remind a colleague of what is due and not done."""
    for timer in not_deferred(session, rules.working_time, due):
        told = instructions.get(session, int(timer.payload["instruction"]))
        if told is None or told.done_at is not None:
            continue
        message = Message(
            f"提醒:{told.by}交代的:{told.text}",
            tuple(instruction_buttons(told.id, news=orders.is_news(told.text))),
            "nudge",
        )
        outbox.put(session, inbox.conversation_of_member(session, told.to_id), message, due.now, cause="timer")


def tell(rules: Rules, session: Session, due: Due) -> None:
    """Tell who gave the instructions whose timers are due; at night it waits for the morning, at a full hour for a
    minute."""
    for timer in due.timers:
        told = instructions.get(session, int(timer.payload["instruction"]))
        if told is None or told.done_at is None:
            continue
        colleague = inbox.conversation_of_member(session, told.to_id)
        outbox.cancel_offer(session, colleague, AnswerInstruction.flow, {"instruction": told.id})
        message = Message(_said(session, told), kind="receipt")
        not_before = rules.working_time.for_others_at(due.now, f"{told.by_id}")
        conversation = inbox.conversation_of_member(session, told.by_id)
        outbox.put(session, conversation, message, due.now, cause="timer", not_before=not_before)


def _said(session: Session, told: InstructionFact) -> str:
    """刘洋跟了温州正阳阀门有限公司,你交代的「给正阳回电话」办了:「…」."""
    latest = followups.latest(session, told.to_id, told.done_at)
    saved = followups.saved(session, latest) if latest is not None else None
    words = f":「{saved.followup.said[:60]}」" if saved is not None else ""
    return f"{told.to}跟了{told.customer},你交代的「{told.text}」有回音了{words}"
