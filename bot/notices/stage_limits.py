"""When a deal is over its stage's limit: the rep is nudged, then the superior is told, then the manager.

Each is one message for all of a person's deals that fall due together, with what to tap (up to three deals; above that
they are gone through one by one). A deal that was followed up, moved, closed or put on hold meanwhile is left out.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from functools import partial

from sqlmodel import Session

from bot import access
from bot.conversation.messages import Choice, Kind, Message
from bot.messaging import inbox, outbox
from bot.turn.turn import Rules
from bot.wording.buttons import leader_buttons, rep_buttons
from bot.wording.offers import OneByOne
from bot.wording.tasks import overdue_line
from config.policy import Policy
from sales import customers, limits
from sales.limits import Overdue
from scheduler import stage_clock
from scheduler.late import in_time
from scheduler.stage_clock import STAGE_ALERT, STAGE_ESCALATION, STAGE_NUDGE
from scheduler.sweep import Due, Kinds

TAPS_FOR = 3
LISTED = 8
Taps = Callable[[Overdue, str], Sequence[Choice]]


def kinds(rules: Rules) -> Kinds:
    return {
        STAGE_NUDGE: partial(nudge, rules),
        STAGE_ALERT: partial(alert, rules),
        STAGE_ESCALATION: partial(escalate, rules),
    }


def nudge(rules: Rules, session: Session, due: Due) -> None:
    """Ask the rep to act."""
    found = still_overdue(rules, session, due)
    if not found:
        return
    head = "这单超时了,要动一动:" if len(found) == 1 else f"有 {len(found)} 单超时了,要动一动:"
    tell(rules.policy, session, due.member_id, "nudge", head, found, due.now, rep_buttons)
    superiors = {owner: access.superior(session, owner) for owner in {one.deal.owner_id for one in found}}
    for one in found:
        stage_clock.nudged(session, rules.policy, one, superiors[one.deal.owner_id], due.now)


def alert(rules: Rules, session: Session, due: Due) -> None:
    """Tell the superior: who, where stuck, how long, why."""
    found = still_overdue(rules, session, due)
    if not found:
        return
    head = "这单卡住了" if len(found) == 1 else f"{len(found)} 单卡住了"
    head += ",提醒过销售,还没有动:"
    tell(rules.policy, session, due.member_id, "alert", head, found, due.now, leader_buttons)
    above = {owner: access.above(session, due.member_id, owner) for owner in {one.deal.owner_id for one in found}}
    for one in found:
        stage_clock.alerted(session, rules.policy, one, above[one.deal.owner_id], due.now)


def escalate(rules: Rules, session: Session, due: Due) -> None:
    """Tell the manager, last of all."""
    found = still_overdue(rules, session, due)
    if not found:
        return
    head = "这单一直卡着" if len(found) == 1 else f"{len(found)} 单一直卡着"
    head += ",主管已经知道了,还没有动:"
    tell(rules.policy, session, due.member_id, "alert", head, found, due.now, leader_buttons)
    for one in found:
        stage_clock.escalated(session, one, due.now)


def still_overdue(rules: Rules, session: Session, due: Due) -> list[Overdue]:
    """The deals of these timers that still are over their limit."""
    deals = [int(timer.payload["deal"]) for timer in in_time(session, rules.worktime, due)]
    found = limits.overdue_facts(session, deals, due.now, rules.policy, lock=True)
    return sorted(found, key=lambda one: (one.since, one.deal.id))


def tell(
    policy: Policy,
    session: Session,
    member_id: int,
    kind: Kind,
    head: str,
    found: Sequence[Overdue],
    now: datetime,
    taps: Taps,
) -> None:
    """One message about `found`, with the choices of each deal as far as there are few."""
    lines = [overdue_line(policy, one, now, with_owner=kind == "alert") for one in found[:LISTED]]
    more = [f"……还有 {len(found) - LISTED} 单"] if len(found) > LISTED else []
    outbox.put(
        session,
        inbox.conversation_of_member(session, member_id),
        Message("\n".join([head, *lines, *more]), tuple(choices(session, found, taps)), kind),
        now,
        cause="timer",
    )


def choices(session: Session, found: Sequence[Overdue], taps: Taps) -> list[Choice]:
    if len(found) > TAPS_FOR:
        return [Choice("逐个处理", opens=OneByOne())]
    if len(found) == 1:
        return list(taps(found[0], ""))
    names = customers.short_names(session, [one.deal.customer_id for one in found])
    return [tap for one in found for tap in taps(one, f"·{_named(one, found, names)}")]


def _named(one: Overdue, found: Sequence[Overdue], names: Mapping[int, str]) -> str:
    """A deal on a button: the customer, and the product where two are the same customer's."""
    name = names[one.deal.customer_id]
    alike = [other for other in found if other.deal.customer_id == one.deal.customer_id]
    return f"{name}{one.deal.product_line or one.deal.id}" if len(alike) > 1 else name
