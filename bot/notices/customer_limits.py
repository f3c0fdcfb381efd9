"""Customers without an open deal with whom there was no contact for long: one message a person and day, of a few."""

from __future__ import annotations

from functools import partial

from sqlmodel import Session

from bot import access
from bot.access import SELLERS
from bot.conversation.messages import Choice, Message
from bot.messaging import inbox, outbox
from bot.notices import recipients
from bot.turn.rules import Rules
from bot.wording.buttons import MOST_WITH_BUTTONS
from bot.wording.deals.cadence import silent_lines
from bot.wording.offers import LogFollowup
from sales import customers
from sales.cadence import silence
from scheduler import customer_clock
from scheduler.customer_clock import SILENT_CUSTOMERS
from scheduler.sweep import Due, Kinds


def kinds(rules: Rules) -> Kinds:
    """What happens when it is time for somebody's silent customers."""
    return {SILENT_CUSTOMERS: partial(remind, rules)}


def remind(rules: Rules, session: Session, due: Due) -> None:
    """Name the customers that have been silent the longest, and plan the next day's (called by the sweep)."""
    cadence = rules.policy.customer_cadence
    speaker = access.speaker(session, due.member_id)
    if not cadence.enabled or speaker is None or speaker.role not in SELLERS:
        return
    customer_clock.plan(session, rules.policy, due.member_id, due.now)
    found = silence.silent(session, rules.policy, due.member_id, due.now)
    away = recipients.away_until(session, rules, due.member_id, due.now) is not None
    if not found or away or rules.working_time.is_quiet(due.now):
        return
    shown = found[: cadence.most_a_day]
    silence.told(session, [one.customer_id for one in shown], due.now)
    names = customers.short_names(session, [one.customer_id for one in shown[:MOST_WITH_BUTTONS]])
    buttons = [Choice(f"记跟进·{name}", opens=LogFollowup(customer=key)) for key, name in sorted(names.items())]
    message = Message(silent_lines(shown, len(found) - len(shown)), tuple(buttons), "nudge")
    outbox.put(session, inbox.conversation_of_member(session, due.member_id), message, due.now, cause="timer")
