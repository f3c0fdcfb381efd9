"""When a deal is over its stage's limit: the rep is nudged, then the superior is told, then the manager.

Each is one message for all of a person's deals that fall due together: a line a deal, a button for each of up to three
deals, and one to go through all of them (one_by_one). A deal that was followed up, moved, closed or put on hold
meanwhile is left out. Of the deals of somebody who is away the superior hears instead.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import Literal

from sqlmodel import Session

from bot import access
from bot.conversation.messages import Choice, Message
from bot.messaging import inbox, outbox, unreachable
from bot.notices import recipients
from bot.notices.signals import signals_of_limits
from bot.turn.rules import Rules
from bot.wording.buttons import MOST_WITH_ALL_BUTTONS, MOST_WITH_BUTTONS, leader_buttons, rep_buttons
from bot.wording.deals import alerts
from bot.wording.offers import Acknowledge, OneByOne
from bot.wording.tasks import numbered, overdue_line, short_line, support_text, why
from config.policy import Policy
from sales import customers, leads, limits
from sales.limits import Overdue
from sales.teamwork import absences, covers
from scheduler import stage_clock
from scheduler.deferral import not_deferred
from scheduler.stage_clock import STAGE_ALERT, STAGE_ESCALATION, STAGE_NUDGE, STAGE_PLAN, STAGE_REASSIGN, STAGE_SUPPORT
from scheduler.sweep import Due, Kinds

MOST_READ = 90  # characters that are read at a glance
OFFERED = 2  # colleagues with a button each
Buttons = Callable[[Overdue, str], list[Choice]]


def kinds(rules: Rules) -> Kinds:
    """What happens when a timer of a stage's limit is due."""
    return {
        STAGE_NUDGE: partial(nudge, rules),
        STAGE_ALERT: partial(alert, rules),
        STAGE_ESCALATION: partial(escalate, rules),
        STAGE_SUPPORT: partial(support, rules),
        STAGE_REASSIGN: partial(propose, rules),
        STAGE_PLAN: partial(plan_on, rules),
    }


def nudge(rules: Rules, session: Session, due: Due) -> None:
    """Ask the rep to act; of who is away the superior is told at once, or where there is none, the nudge waits."""
    rules = rules.as_of(session)
    away = recipients.away_until(session, rules, due.member_id, due.now) is not None
    watched = bool(covers.open_of(session, {due.member_id}))
    if away and not watched and access.superior(session, due.member_id) is None:
        return recipients.put_off(session, rules, due)
    found = still_overdue(rules, session, due, watch_rest=True)
    if watched:
        found = _nudge_stand_ins(rules, session, due, found)
    if not found:
        return
    if not away:
        head = "这单超时了,要动一动:" if len(found) == 1 else f"有 {len(found)} 单超时了,要动一动:"
        tell(rules.policy, session, due, "nudge", head, found)
    superiors = {owner: access.superior(session, owner) for owner in _owners(found)}
    stage_clock.nudged(session, rules.policy, found, superiors, due.now, away=away)


def _nudge_stand_ins(rules: Rules, session: Session, due: Due, found: Sequence[Overdue]) -> list[Overdue]:
    """Ask whoever looks after a deal for its owner to act; returns the deals that nobody looks after."""
    whose = covers.stand_ins(session, ((late.deal.owner_id, late.deal.customer_id) for late in found))
    by: dict[int, list[Overdue]] = {}
    for late in found:
        if (stand_in := whose.get((late.deal.owner_id, late.deal.customer_id))) is not None:
            by.setdefault(stand_in, []).append(late)
    for stand_in, theirs in by.items():
        head = f"你替{theirs[0].deal.owner}盯的{'这单' if len(theirs) == 1 else f' {len(theirs)} 单'}超时了,要动一动:"
        tell(rules.policy, session, replace(due, member_id=stand_in), "nudge", head, theirs)
        superiors = {owner: access.superior(session, owner) for owner in _owners(theirs)}
        stage_clock.nudged(session, rules.policy, theirs, superiors, due.now)
    return [late for late in found if (late.deal.owner_id, late.deal.customer_id) not in whose]


def alert(rules: Rules, session: Session, due: Due) -> None:
    """Tell the superior: who, where stuck, how long, why."""
    rules = rules.as_of(session)
    found = for_whom(rules, session, due, still_overdue(rules, session, due), recipients.told_today(rules, due.now))
    if not found:
        return
    today = due.now.astimezone(rules.policy.zone).date()
    until = absences.away_until(session, _owners(found), today)
    for owners, late in alerts.by_presence(found, until).items():
        head = alerts.stuck(len(late), owners, today, alerts.unseen(_not_shown(session, late, due.now)))
        tell(rules.policy, session, due, "alert", head, late)
    above = {owner: access.above(session, due.member_id, owner) for owner in _owners(found)}
    stage_clock.alerted(session, rules.policy, found, above, due.now)
    ended = [overdue for overdue in found if above[overdue.deal.owner_id] is None]
    stage_clock.told_all(session, rules.policy, ended, dict.fromkeys(above, due.member_id), due.now)


def support(rules: Rules, session: Session, due: Due) -> None:
    """Tell the superior in the morning what a rep asked for in the night, if nothing was done meanwhile."""
    rules = rules.as_of(session)
    rank = recipients.told_today(rules, due.now)
    for overdue in for_whom(rules, session, due, still_overdue(rules, session, due), rank):
        text = support_text(rules.policy, overdue, overdue.support_need or "", due.now)
        message = Message(text, tuple(leader_buttons(overdue)), "alert")
        outbox.put(session, inbox.conversation_of_member(session, due.member_id), message, due.now, cause="timer")
        owner = overdue.deal.owner_id
        above = {owner: access.above(session, due.member_id, owner)}
        stage_clock.alerted(session, rules.policy, [overdue], above, due.now)


def escalate(rules: Rules, session: Session, due: Due) -> None:
    """Tell the manager, last of all."""
    rules = rules.as_of(session)
    found = for_whom(rules, session, due, still_overdue(rules, session, due), access.topmost)
    if not found:
        return
    head = alerts.still_stuck(len(found), alerts.unseen(_not_shown(session, found, due.now)))
    tell(rules.policy, session, due, "alert", head, found)
    superiors = {owner: access.superior(session, owner) for owner in _owners(found)}
    stage_clock.escalated(session, found, due.now)
    stage_clock.told_all(session, rules.policy, found, superiors, due.now)


def propose(rules: Rules, session: Session, due: Due) -> None:
    """Ask the superior who shall take the deals that nothing was done about."""
    rules = rules.as_of(session)
    found = for_whom(rules, session, due, still_overdue(rules, session, due), recipients.told_today(rules, due.now))
    speaker = access.speaker(session, due.member_id)
    if not found or speaker is None:
        return
    names = customers.short_names(session, [overdue.deal.customer_id for overdue in found])
    labels = [_deal_name(overdue, found, names) for overdue in found]
    takers = leads.takers(session, speaker.members, _owners(found), OFFERED)
    lines = numbered(short_lines(rules.policy, session, found, due.now, with_reason=True))
    message = Message(alerts.proposal(found, lines), tuple(alerts.proposal_buttons(found, takers, labels)), "nudge")
    outbox.put(session, inbox.conversation_of_member(session, due.member_id), message, due.now, cause="timer")


def still_overdue(rules: Rules, session: Session, due: Due, *, watch_rest: bool = False) -> list[Overdue]:
    """The deals of these timers that are still over their limit, the longest first; locked. With `watch_rest`, the
    nudges of the others are planned anew: their limit may have been changed meanwhile."""
    firing = not_deferred(session, rules.working_time, due)
    if firing and not rules.working_time.is_quiet(due.now):
        firing += stage_clock.due_besides(session, rules.policy, due)
    deals = [int(timer.payload["deal"]) for timer in firing]
    found = limits.overdue_facts(session, deals, due.now, rules.policy, lock=True)
    for deal_id in set(deals) - {overdue.deal.id for overdue in found} if watch_rest else ():
        stage_clock.watch(session, rules.policy, deal_id, due.now)
    return sorted(found, key=lambda overdue: (overdue.since, overdue.deal.id))


def for_whom(
    rules: Rules, session: Session, due: Due, found: Sequence[Overdue], rank: Callable[[Session, int], int | None]
) -> list[Overdue]:
    """The deals of which whoever has the `rank` over their owner is who hears now. The others are passed on to whoever
    has it by now; nobody hears where there is none any more."""
    whom = {owner: rank(session, owner) for owner in _owners(found)}
    for overdue in found:
        member_id = whom[overdue.deal.owner_id]
        if member_id is not None and member_id != due.member_id:
            stage_clock.passed_to(session, rules.policy, due.timers[0].kind, overdue.deal.id, member_id, due.now)
    return [overdue for overdue in found if whom[overdue.deal.owner_id] == due.member_id]


def plan_on(rules: Rules, session: Session, due: Due) -> None:
    """Go on planning the deals of a stage whose limit was changed."""
    for timer in due.timers:
        stage_clock.plan_stage(
            session, rules.as_of(session).policy, timer.payload["stage"], due.member_id, due.now, timer.payload["after"]
        )


def _owners(found: Sequence[Overdue]) -> set[int]:
    return {overdue.deal.owner_id for overdue in found}


def _not_shown(session: Session, found: Sequence[Overdue], now: datetime) -> list[Overdue]:
    """Those whose nudge is still on its way: the owner's platform takes none for them."""
    waiting = unreachable.not_shown(session, _owners(found), now)
    return [overdue for overdue in found if (overdue.deal.owner_id, overdue.nudged_at) in waiting]


def tell(
    policy: Policy,
    session: Session,
    due: Due,
    kind: Literal["nudge", "alert"],
    head: str,
    found: Sequence[Overdue],
) -> None:
    """Put one message about `found` into the outbox: a nudge for the rep, an alert for a leader."""
    is_alert = kind == "alert"
    if len(found) == 1 and is_alert:
        lines = [overdue_line(policy, found[0], due.now, with_owner=True)]
    elif len(found) == 1:
        lines = nudge_lines(policy, session, found[0], due.now, len(head))
    else:
        lines = numbered(short_lines(policy, session, found, due.now, with_reason=is_alert))
    buttons = choices(session, found, leader_buttons if is_alert else rep_buttons)
    notes = signals_of_limits(policy, session, found, due.now, to_leader=is_alert)
    for place, late in enumerate(found):
        lines[place] += notes[late.deal.id].text if late.deal.id in notes else ""
    if len(found) == 1 and not is_alert:
        buttons += [button for note in notes.values() for button in note.buttons]
    if is_alert and len(found) > 1:
        buttons.append(Choice("知道了", opens=Acknowledge()))
    message = Message("\n".join([head, *lines]), tuple(buttons), kind)
    outbox.put(session, inbox.conversation_of_member(session, due.member_id), message, due.now, cause="timer")


def nudge_lines(policy: Policy, session: Session, overdue: Overdue, now: datetime, used: int) -> list[str]:
    """What happened, why it matters and what to do first, in less than MOST_READ characters with the `used` ones, with
    the customer's short name and nothing of the last contact where it would be more."""
    above = access.superior(session, overdue.deal.owner_id) is not None
    heard = above and overdue.alerted_at is None and overdue.support_at is None
    end = alerts.why_and_next(policy, overdue, heard_above=heard)
    line = overdue_line(policy, overdue, now, with_owner=False)
    if used + len(line) + len(end) + 2 >= MOST_READ:
        name = customers.short_names(session, [overdue.deal.customer_id])[overdue.deal.customer_id]
        line = f"·{short_line(policy, overdue, name, with_owner=False)},{why(policy, overdue, now)}"
        line = line.partition(",上次跟进")[0]
    return [line, end]


def choices(session: Session, found: Sequence[Overdue], buttons: Buttons) -> list[Choice]:
    """The buttons of each deal, with the deal's name if there are several: of more than two deals one button each, of
    many one for all."""
    if len(found) == 1:
        return buttons(found[0], "")
    rest = Choice("逐个处理", opens=OneByOne())
    if len(found) > MOST_WITH_BUTTONS:
        return [rest]
    names = customers.short_names(session, [overdue.deal.customer_id for overdue in found])
    of_each = [buttons(late, f"·{_deal_name(late, found, names)}") for late in found]
    if len(found) <= MOST_WITH_ALL_BUTTONS:
        return [button for deal_buttons in of_each for button in deal_buttons]
    return [*(deal_buttons[0] for deal_buttons in of_each), rest]


def short_lines(
    policy: Policy, session: Session, found: Sequence[Overdue], now: datetime, *, with_reason: bool
) -> list[str]:
    """A line for each of several deals: its short name, its stage, how long; for a leader also whose and why."""
    names = customers.short_names(session, [overdue.deal.customer_id for overdue in found])
    lines = []
    for overdue in found:
        line = short_line(policy, overdue, _deal_name(overdue, found, names), with_owner=with_reason)
        lines.append(f"{line},{why(policy, overdue, now)}" if with_reason else line)
    return lines


def _deal_name(overdue: Overdue, found: Sequence[Overdue], names: Mapping[int, str]) -> str:
    """A deal on a button: the customer, and the product where two are the same customer's."""
    name = names[overdue.deal.customer_id]
    same_customer = [other for other in found if other.deal.customer_id == overdue.deal.customer_id]
    return f"{name}{overdue.deal.product_line or overdue.deal.id}" if len(same_customer) > 1 else name
