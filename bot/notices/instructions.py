"""When a colleague has logged what they were told to do: who told them hears of it, with the colleague's words."""

from __future__ import annotations

from functools import partial

from sqlmodel import Session

from bot.conversation.messages import Message
from bot.messaging import inbox, outbox
from bot.turn.rules import Rules
from sales import followups
from sales.teamwork import instructions
from sales.teamwork.instructions import InstructionFact
from scheduler.instruction_clock import INSTRUCTION_DONE
from scheduler.sweep import Due, Kinds


def kinds(rules: Rules) -> Kinds:
    """What happens when somebody is to hear that an instruction is done."""
    return {INSTRUCTION_DONE: partial(tell, rules)}


def tell(rules: Rules, session: Session, due: Due) -> None:
    """Tell who gave the instructions whose timers are due; at night it waits for the morning."""
    for timer in due.timers:
        told = instructions.get(session, int(timer.payload["instruction"]))
        if told is None or told.done_at is None:
            continue
        message = Message(_said(session, told), kind="receipt")
        quiet = rules.working_time.is_quiet(due.now)
        not_before = rules.working_time.send_at(due.now, f"{told.by_id}") if quiet else None
        conversation = inbox.conversation_of_member(session, told.by_id)
        outbox.put(session, conversation, message, due.now, cause="timer", not_before=not_before)


def _said(session: Session, told: InstructionFact) -> str:
    """刘洋跟了温州正阳阀门有限公司,你交代的「给正阳回电话」办了:「…」."""
    latest = followups.latest(session, told.to_id, told.done_at)
    saved = followups.saved(session, latest) if latest is not None else None
    words = f":「{saved.followup.said[:60]}」" if saved is not None else ""
    return f"{told.to}跟了{told.customer},你交代的「{told.text}」有回音了{words}"
