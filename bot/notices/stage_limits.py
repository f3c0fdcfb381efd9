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
from bot.turn.rules import Rules
from bot.wording.buttons import MOST_WITH_BUTTONS, leader_buttons, rep_buttons
from bot.wording.offers import OneByOne
from bot.wording.tasks import overdue_line
from config.policy import Policy
from sales import customers, limits
from sales.limits import Overdue
from scheduler import stage_clock
from scheduler.deferral import not_deferred
from scheduler.stage_clock import STAGE_ALERT, STAGE_ESCALATION, STAGE_NUDGE
from scheduler.sweep import Due, Kinds

LISTED = 8
Buttons = Callable[[Overdue, str], list[Choice]]


def kinds(rules: Rules) -> Kinds:
    """What happens when a timer of a stage's limit is due."""
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
    superiors = {owner: access.superior(session, owner) for owner in _owners(found)}
    for overdue in found:
        stage_clock.nudged(session, rules.policy, overdue, superiors[overdue.deal.owner_id], due.now)


def alert(rules: Rules, session: Session, due: Due) -> None:
    """Tell the superior: who, where stuck, how long, why."""
    found = still_overdue(rules, session, due)
    if not found:
        return
    head = "这单卡住了" if len(found) == 1 else f"{len(found)} 单卡住了"
    head += ",提醒过销售,还没有动:"
    tell(rules.policy, session, due.member_id, "alert", head, found, due.now, leader_buttons)
    above = {owner: access.above(session, due.member_id, owner) for owner in _owners(found)}
    for overdue in found:
        stage_clock.alerted(session, rules.policy, overdue, above[overdue.deal.owner_id], due.now)


def escalate(rules: Rules, session: Session, due: Due) -> None:
    """Tell the manager, last of all."""
    found = still_overdue(rules, session, due)
    if not found:
        return
    head = "这单一直卡着" if len(found) == 1 else f"{len(found)} 单一直卡着"
    head += ",主管已经知道了,还没有动:"
    tell(rules.policy, session, due.member_id, "alert", head, found, due.now, leader_buttons)
    for overdue in found:
        stage_clock.escalated(session, overdue, due.now)


def still_overdue(rules: Rules, session: Session, due: Due) -> list[Overdue]:
    """The deals of these timers that still are over their limit."""
    deals = [int(timer.payload["deal"]) for timer in not_deferred(session, rules.working_time, due)]
    found = limits.overdue_facts(session, deals, due.now, rules.policy, lock=True)
    return sorted(found, key=lambda overdue: (overdue.since, overdue.deal.id))


def _owners(found: Sequence[Overdue]) -> set[int]:
    return {overdue.deal.owner_id for overdue in found}


def tell(
    policy: Policy,
    session: Session,
    member_id: int,
    kind: Kind,
    head: str,
    found: Sequence[Overdue],
    now: datetime,
    buttons: Buttons,
) -> None:
    """One message about `found`, with the buttons of each deal as far as there are few."""
    lines = [overdue_line(policy, overdue, now, with_owner=kind == "alert") for overdue in found[:LISTED]]
    more = [f"……还有 {len(found) - LISTED} 单"] if len(found) > LISTED else []
    outbox.put(
        session,
        inbox.conversation_of_member(session, member_id),
        Message("\n".join([head, *lines, *more]), tuple(choices(session, found, buttons)), kind),
        now,
        cause="timer",
    )


def choices(session: Session, found: Sequence[Overdue], buttons: Buttons) -> list[Choice]:
    """The buttons of each deal, named by it where there are several; above a few, they are gone through one by one."""
    if len(found) > MOST_WITH_BUTTONS:
        return [Choice("逐个处理", opens=OneByOne())]
    if len(found) == 1:
        return buttons(found[0], "")
    names = customers.short_names(session, [overdue.deal.customer_id for overdue in found])
    return [button for overdue in found for button in buttons(overdue, f"·{_deal_name(overdue, found, names)}")]


def _deal_name(overdue: Overdue, found: Sequence[Overdue], names: Mapping[int, str]) -> str:
    """A deal on a button: the customer, and the product where two are the same customer's."""
    name = names[overdue.deal.customer_id]
    same_customer = [other for other in found if other.deal.customer_id == overdue.deal.customer_id]
    return f"{name}{overdue.deal.product_line or overdue.deal.id}" if len(same_customer) > 1 else name
