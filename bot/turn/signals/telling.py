"""What a signal that began with this turn has said: the owner who spoke hears at once, within the answer.

That message asks them to act (a nudge) where it might go out unasked; in quiet time and at avoided minutes it is what
it also is, a part of the answer.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlmodel import Session

from bot import access
from bot.conversation.messages import Message
from bot.wording.deals.signals import signal_buttons, signal_text
from config.policy import Policy
from config.signal_rules import SignalRule
from sales import customers, signals
from sales.signals import Occurrence
from scheduler import signal_clock
from scheduler.signal_clock import OWNER, SUPERVISOR
from scheduler.working_time import WorkingTime


def tell_of(
    session: Session, policy: Policy, begun: Iterable[Occurrence], speaker_id: int | None, run_id: int, now: datetime
) -> list[Message]:
    """The messages for the speaker; for others timers are set."""
    messages: list[Message] = []
    for found in begun:
        rule = signals.rule_of(policy, found.key)
        if rule is None or rule.tell not in ("nudge", "answer"):
            continue
        if found.deal.owner_id == speaker_id:
            messages.append(_message(session, policy, rule, found, now))
            signals.mark_told(session, [found.id], now)
        elif rule.tell == "nudge":
            signal_clock.tell(session, policy, found, OWNER, found.deal.owner_id, now, run=run_id)
        superior = access.superior(session, found.deal.owner_id) if rule.supervisor else None
        if superior is not None and superior != speaker_id:
            signal_clock.tell(session, policy, found, SUPERVISOR, superior, now, run=run_id)
    return messages


def _message(session: Session, policy: Policy, rule: SignalRule, found: Occurrence, now: datetime) -> Message:
    name = customers.short_names(session, [found.deal.customer_id])[found.deal.customer_id]
    avoided = now.astimezone(policy.zone).minute in policy.sending.avoid_minutes
    unasked = rule.tell == "nudge" and not avoided and not WorkingTime(policy).is_quiet(now)
    text = signal_text(policy, rule, found, name)
    return Message(text, tuple(signal_buttons(rule, found)), "nudge" if unasked else "reply")
