"""核对话术: on the first working day of a month whoever answers for items of the script library is asked about those
that were not checked for long. Missed at its hour, it comes late, once; in quiet time, after it."""

from __future__ import annotations

from functools import partial

from sqlmodel import Session

from bot import access
from bot.messaging import inbox, outbox
from bot.turn.rules import Rules
from bot.wording.library.upkeep import review_request
from knowledge.points import uses
from knowledge.trust import care
from scheduler import day_clock
from scheduler.day_clock import SCRIPT_REVIEW
from scheduler.deferral import not_deferred
from scheduler.sweep import Due, Kinds

FAULTS = 2  # of what people say against a single item


def kinds(rules: Rules) -> Kinds:
    """What happens when the timer of a review is due."""
    return {SCRIPT_REVIEW: partial(ask, rules)}


def ask(rules: Rules, session: Session, due: Due) -> None:
    """Ask of the items that are due, if there are some, and plan the next month's (called by the sweep)."""
    policy = rules.policy
    speaker = access.speaker(session, due.member_id)
    if speaker is None or policy.library.review is None or not not_deferred(session, rules.working_time, due):
        return
    day_clock.plan(session, policy, SCRIPT_REVIEW, due.member_id, due.now)
    conversation = inbox.conversation_of_member(session, due.member_id)
    if outbox.address_of(session, conversation) is None:
        return
    since = policy.library.checked_since(due.now.astimezone(policy.zone))
    heads = access.head(session, ()) == due.member_id
    items = care.due(session, due.member_id, since, heads=heads)
    if items:
        faults = uses.faults(session, items[0].code, FAULTS)
        message = review_request(items, policy.library.review_months, faults)
        not_before = rules.working_time.soonest(due.now)
        outbox.put(session, conversation, message, due.now, cause="timer", not_before=not_before)
