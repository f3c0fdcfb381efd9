"""A contributed script, a reward or an appeal that waits for somebody's word is looked at again: it moves on to whoever
may decide by now, where who was asked may no longer; and who has had it for a working day is reminded, once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from sqlmodel import Session

from bot import access
from bot.access import Speaker
from bot.admin import giving
from bot.admin.giving import APPEAL, CALL_APPEAL, CONTRIBUTION, REDEMPTION, Kind
from bot.conversation.messages import Choice, Message
from bot.messaging import inbox, outbox
from bot.turn.rules import Rules
from bot.wording.coaching import appeals as appeal_wording
from bot.wording.coaching import calls as call_wording
from bot.wording.library import giving as contribution_wording
from bot.wording.library import points as redemption_wording
from bot.wording.offers import DecideContribution, DecideRedemption, SettleAppeal, SettleCall
from coaching import drills
from coaching.exam import calls
from config.policy import Policy
from knowledge.points import contributions, rewards
from scheduler import timers
from scheduler.deferral import not_deferred
from scheduler.sweep import Due, Fired, Kinds

REMIND_AFTER_HOURS = 9.0  # of working time: a working day


@dataclass(frozen=True)
class Waiting:
    """A kind of request: how it is read, who may decide and who is asked, how it is passed on, and what is said."""

    kind: Kind
    offer: tuple[str, str]
    get: Callable[[Session, int], Any]
    may: Callable[[Session, Speaker, int], bool]
    whom: Callable[[Session, int], int | None]
    ask: Callable[[Session, int, int, datetime], None]
    request: Callable[[Policy, Any, str], str]
    choices: Callable[[Any], list[Choice]]
    again: Callable[[Any], str]
    title: Callable[[Any], str]


def kinds(rules: Rules) -> Kinds:
    """What happens when it is time to look at a request again."""
    return {waiting.kind: partial(look, rules, waiting) for waiting in _KINDS}


def look(rules: Rules, waiting: Waiting, session: Session, due: Due) -> None:
    """Look at the requests whose timers are due."""
    for timer in not_deferred(session, rules.working_time, due):
        key = int(timer.payload["key"])
        fact = waiting.get(session, key)
        if fact is None or not fact.is_waiting:
            continue
        asked = access.speaker(session, fact.asked_id)
        may = asked is not None and waiting.may(session, asked, fact.member_id)
        to_id = fact.asked_id if may else waiting.whom(session, fact.member_id)
        if to_id is not None and to_id != fact.asked_id:
            _move_on(rules, waiting, session, fact, to_id, due.now)
        reminded = may and _remind(rules, waiting, session, fact, timer, due.now)
        _again(rules, session, timer, to_id or fact.asked_id, reminded=reminded, now=due.now)


def _move_on(rules: Rules, waiting: Waiting, session: Session, fact: Any, to_id: int, now: datetime) -> None:
    """Ask somebody else; who was asked loses the buttons, and who waits hears of it."""
    waiting.ask(session, fact.id, to_id, now)
    flow, field = waiting.offer
    former = inbox.conversation_of_member(session, fact.asked_id)
    for granted in (True, False):
        outbox.cancel_offer(session, former, flow, {field: fact.id, "granted": granted})
    moved = waiting.get(session, fact.id)
    text = waiting.request(rules.policy, moved, fact.asked)
    _put(rules, session, to_id, Message(text, tuple(waiting.choices(moved)), "prompt"), now)
    told = contribution_wording.moved_on(waiting.title(moved), fact.asked, moved.asked)
    _put(rules, session, fact.member_id, Message(told, kind="receipt"), now)


def _remind(rules: Rules, waiting: Waiting, session: Session, fact: Any, timer: Fired, now: datetime) -> bool:
    """Remind who was asked, if they have had it for a working day and were not reminded. Returns whether they were."""
    due_at = rules.working_time.add_working_hours(fact.asked_at, REMIND_AFTER_HOURS)
    if timer.payload.get("reminded") or now < due_at:
        return bool(timer.payload.get("reminded"))
    text = waiting.again(fact)
    _put(rules, session, fact.asked_id, Message(text, tuple(waiting.choices(fact)), "nudge"), now)
    return True


def _again(rules: Rules, session: Session, timer: Fired, member_id: int, *, reminded: bool, now: datetime) -> None:
    at = rules.working_time.add_working_hours(now, giving.LOOK_AFTER_HOURS)
    payload = {"key": timer.payload["key"], **({"reminded": True} if reminded else {})}
    timers.put(session, timer.key, timer.kind, at, member_id, payload)


def _put(rules: Rules, session: Session, member_id: int, message: Message, now: datetime) -> None:
    not_before = rules.working_time.for_others_at(now, f"{member_id}")
    conversation = inbox.conversation_of_member(session, member_id)
    outbox.put(session, conversation, message, now, cause="timer", not_before=not_before)


_KINDS = (
    Waiting(
        CONTRIBUTION,
        (DecideContribution.flow, "contribution"),
        contributions.get,
        giving.may_review,
        access.superior,
        contributions.ask,
        contribution_wording.request,
        contribution_wording.request_choices,
        contribution_wording.still_waits,
        lambda fact: fact.draft.title,
    ),
    Waiting(
        REDEMPTION,
        (DecideRedemption.flow, "redemption"),
        rewards.get,
        giving.may_grant,
        giving.granter,
        rewards.ask,
        lambda _policy, fact, formerly: redemption_wording.request(fact, formerly),
        redemption_wording.request_choices,
        redemption_wording.still_waits,
        lambda fact: fact.name,
    ),
    Waiting(
        APPEAL,
        (SettleAppeal.flow, "appeal"),
        drills.appeal_of,
        giving.may_review,
        access.superior,
        drills.ask,
        lambda _policy, fact, formerly: appeal_wording.request(fact, formerly),
        appeal_wording.request_buttons,
        appeal_wording.still_waits,
        lambda fact: fact.title,
    ),
    Waiting(
        CALL_APPEAL,
        (SettleCall.flow, "appeal"),
        calls.appeal_of,
        giving.may_review,
        access.superior,
        calls.ask,
        lambda _policy, fact, formerly: call_wording.request(fact, formerly),
        call_wording.request_buttons,
        call_wording.still_waits,
        lambda fact: call_wording.title(fact.call),
    ),
)
