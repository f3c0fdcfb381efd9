"""Somebody begins to look after a colleague's customers, or no longer does: both hear of it, in the morning."""

from __future__ import annotations

from functools import partial

from sqlmodel import Session

from bot.conversation.messages import Message
from bot.messaging import inbox, outbox
from bot.turn.rules import Rules
from bot.wording.admin import covers as wording
from sales.teamwork import covers
from sales.teamwork.covers import CoverFact
from scheduler.day_clock import COVER_BEGINS, COVER_ENDS
from scheduler.sweep import Due, Kinds


def kinds(rules: Rules) -> Kinds:
    """What happens when the first day of it begins, and when the last is over."""
    return {COVER_BEGINS: partial(begin, rules), COVER_ENDS: partial(end, rules)}


def begin(rules: Rules, session: Session, due: Due) -> None:
    """It counts from now on."""
    for timer in due.timers:
        fact = covers.begin(session, int(timer.payload["cover"]), due.now)
        if fact is None:
            continue
        today = due.now.astimezone(rules.policy.zone).date()
        theirs = covers.looked_after(session, fact, wording.MOST)
        text = wording.begins(rules.policy, fact, theirs, today)
        _tell(rules, session, due, fact, text, wording.begins_for(fact, today))


def end(rules: Rules, session: Session, due: Due) -> None:
    """It counts no longer."""
    for timer in due.timers:
        fact = covers.finish(session, int(timer.payload["cover"]), due.now)
        if fact is not None:
            _tell(rules, session, due, fact, wording.is_over(fact), wording.is_over_for(fact))


def _tell(rules: Rules, session: Session, due: Due, fact: CoverFact, stand_in: str, member: str) -> None:
    for member_id, text in ((fact.stand_in_id, stand_in), (fact.member_id, member)):
        not_before = rules.working_time.for_others_at(due.now, f"cover:{member_id}")
        conversation = inbox.conversation_of_member(session, member_id)
        outbox.put(session, conversation, Message(text, kind="receipt"), due.now, cause="timer", not_before=not_before)
