"""Signals that time alone makes true, and who hears of a signal without having spoken: the owner, the supervisor.

Of a deal that is over its limit the limit's own messages tell (`signals_of_limits`): nobody is urged twice.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot import access
from bot.conversation.messages import Choice, Message
from bot.messaging import inbox, outbox
from bot.notices import recipients
from bot.turn.rules import Rules
from bot.wording.buttons import MOST_WITH_BUTTONS
from bot.wording.deals.signals import leader_signal_buttons, signal_buttons, signal_note, signal_text
from bot.wording.tasks import numbered
from config.policy import Policy
from config.signal_rules import SignalRule
from sales import customers, signals
from sales.limits import Overdue
from sales.signals import Occurrence
from scheduler import signal_clock
from scheduler.deferral import not_deferred
from scheduler.signal_clock import OWNER, SIGNAL, SIGNAL_TELL, SUPERVISOR
from scheduler.sweep import Due, Fired, Kinds

Told = tuple[SignalRule, Occurrence]


@dataclass(frozen=True)
class Note:
    """What a message about a deal's limit also says, and the buttons that go with it."""

    text: str
    buttons: tuple[Choice, ...]


def kinds(rules: Rules) -> Kinds:
    """What happens at a deal's moment, and when somebody is to hear of a signal."""
    return {SIGNAL: partial(at_its_moment, rules), SIGNAL_TELL: partial(tell, rules)}


def at_its_moment(rules: Rules, session: Session, due: Due) -> None:
    """See what has begun by time alone, and plan who hears of it."""
    policy = rules.as_of(session).policy
    for found in signal_clock.at_its_moment(session, policy, due.timers, due.now):
        rule = signals.rule_of(policy, found.key)
        if rule is None or rule.tell in ("limit", "list") or signal_clock.left_to_limit(policy, found, due.now):
            continue
        signal_clock.tell(session, policy, found, OWNER, found.deal.owner_id, due.now, spread=True)
        superior = access.superior(session, found.deal.owner_id) if rule.supervisor else None
        if superior is not None:
            signal_clock.tell(session, policy, found, SUPERVISOR, superior, due.now, spread=True)


def tell(rules: Rules, session: Session, due: Due) -> None:
    """Tell a person of what is still so: one message for all that the same run, or time, made true."""
    away = recipients.away_until(session, rules, due.member_id, due.now) is not None
    if away and all(timer.payload["whom"] == OWNER for timer in due.timers):
        return recipients.put_off(session, rules, due)
    policy = rules.as_of(session).policy
    told: dict[tuple[str, int | None], list[Told]] = defaultdict(list)
    for timer in not_deferred(session, rules.working_time, due):
        found = still_open(session, policy, due, timer)
        if found is not None:
            told[timer.payload["whom"], timer.payload.get("run")].append(found)
    for (whom, run), signals_told in told.items():
        message = told_message(session, policy, signals_told, to_leader=whom == SUPERVISOR)
        if whom == OWNER:
            signals.mark_told(session, [found.id for _, found in signals_told], due.now)
        conversation = inbox.conversation_of_member(session, due.member_id)
        outbox.put(session, conversation, message, due.now, run_id=run, cause="timer")


def still_open(session: Session, policy: Policy, due: Due, timer: Fired) -> Told | None:
    """The signal of a timer and its rule; None where it is over, told with the limit, or somebody else's by now, who
    then hears of it."""
    found, whom = signals.get(session, int(timer.payload["signal"]), lock=True), str(timer.payload["whom"])
    rule = signals.rule_of(policy, found.key) if found is not None else None
    if found is None or rule is None or found.ended_at is not None or found.deal.closed:
        return None
    run = timer.payload.get("run")
    told = whom == OWNER and found.told_at is not None
    if run is None and (told or signal_clock.left_to_limit(policy, found, due.now)):
        return None
    owner_id = found.deal.owner_id
    today = due.now.astimezone(policy.zone).date()
    member_id = owner_id if whom == OWNER else access.superior_on(session, owner_id, today)
    if member_id is not None and member_id != due.member_id:
        signal_clock.tell(session, policy, found, whom, member_id, due.now, run=run)
    return (rule, found) if member_id == due.member_id else None


def told_message(session: Session, policy: Policy, told: Sequence[Told], *, to_leader: bool) -> Message:
    """One message about these signals: a nudge for the owner, an alert for the supervisor."""
    names = customers.short_names(session, [found.deal.customer_id for _, found in told])
    lines = [
        signal_text(policy, rule, found, names[found.deal.customer_id], with_owner=to_leader) for rule, found in told
    ]
    if len(told) == 1:
        rule, found = told[0]
        buttons = leader_signal_buttons(found) if to_leader else signal_buttons(rule, found)
        return Message(lines[0], tuple(buttons), "alert" if to_leader else "nudge")
    first = [
        Choice(f"{button.label}·{names[found.deal.customer_id]}", opens=button.opens)
        for rule, found in told[:MOST_WITH_BUTTONS]
        for button in (leader_signal_buttons(found) if to_leader else signal_buttons(rule, found))[:1]
    ]
    text = "\n".join([f"有 {len(told)} 单要留意:", *numbered(lines)])
    return Message(text, tuple(first), "alert" if to_leader else "nudge")


def signals_of_limits(
    policy: Policy, session: Session, overdue: Sequence[Overdue], now: datetime, *, to_leader: bool
) -> dict[int, Note]:
    """What a message about these overdue deals says beside their limits, by deal; where there are several, nothing."""
    notes: dict[int, Note] = {}
    shows = len(overdue) == 1
    for deal_id, found in signal_clock.with_limit(session, policy, overdue, now, tells=shows, again=to_leader).items():
        told = [(rule, one) for rule in policy.signals for one in found if one.key == rule.key]
        text = f";{signal_note([rule for rule, _ in told])}"
        notes[deal_id] = Note(text, tuple(signal_buttons(*told[0], most=1, why=False)))
    return notes
