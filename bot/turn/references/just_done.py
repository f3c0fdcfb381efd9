"""What a speaker has just had a colleague told or handed over, and how words that follow change it.

算了 别跟他说了 takes an order back, 不是小满 是志远 sends it to somebody else, 改成明天 puts another time;
还给小满 takes a hand-over back, 不是青龙湖 是楚江 hands over another customer instead.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlmodel import Session, col, select

from bot import access
from bot.access import Speaker
from bot.conversation import decode, standing, types
from bot.turn.speaker.hearing import SURE
from bot.wording.offers import Undo
from config.policy import Policy
from nlu import following, leading, replies
from nlu.time.times import find_times
from nlu.understanding import Understanding
from sales import customers, slot_values
from sales.stages import Held
from sales.teamwork import people
from sales.teamwork.handover import HandedOver
from sales.teamwork.instructions import InstructionFact
from storage.changes import Change
from storage.conversations import ChangeSet, Run

ANY_HOUR = (time(9), time(17, 30))  # what an order for a day is kept as
NOON, IN_EVENING = 12, re.compile("[下午晚夜]")
NAMES_DAY = re.compile(r"[天日号周期拜月]|[今明后]|大后")
TOLD = types.former_names_of("instruction")
PASSED = frozenset().union(*map(types.former_names_of, ("handover_done", "handover_request")))
LEFT = types.former_names_of("departed")
HELD = types.former_names_of("held")
INSTRUCT, REASSIGN, HOLD = "instruct", "reassign", "snooze"


@dataclass(frozen=True)
class Changed:
    """What takes back what was just done, and what is meant in its place, if anything is."""

    undo: Undo
    instead: Understanding | None = None


def changed(
    session: Session, speaker: Speaker, policy: Policy, text: str, meant: Understanding, now: datetime
) -> Changed | None:
    """How the words change the order or the hand-over that was the last thing the speaker did; None if they do not."""
    may_be_order = replies.untells(text) or following.is_new_day(text, now) or replies.meant_instead(text)
    off = following.called_off(text)
    may_be_handover = replies.gives_back(text) or replies.denies(text)
    length = leading.other_length(text, now)
    may_be_hold = length is not None or leading.ends_hold(text) or leading.more_days(text) is not None
    if not (may_be_order or may_be_handover or may_be_hold or off) or speaker.id is None:
        return None
    undo, facts = _last(session, speaker.id, policy, now)
    held = [fact for fact in facts if isinstance(fact, Held)]
    if undo is not None and may_be_hold and len(held) == 1:
        anew = length or ({} if _held_before(session, undo) else None)
        if (days := leading.more_days(text)) is not None:
            anew = {"next_time": (held[0].until.astimezone(policy.zone) + timedelta(days=days)).isoformat()}
        return _hold(undo, held[0], anew, meant)
    told = [fact for fact in facts if isinstance(fact, InstructionFact)]
    if undo is None:
        return None
    if told and off is not None and all(off in one.text for one in told):
        return Changed(undo)
    if may_be_order and len(told) == 1:
        return _order(session, policy, undo, told[0], text, meant, now)
    handed = [done for fact in facts if isinstance(done := getattr(fact, "done", None), HandedOver)]
    return _handover(session, speaker, undo, handed[0], text, meant) if may_be_handover and len(handed) == 1 else None


def passed(session: Session, member_id: int, policy: Policy, now: datetime) -> Undo | None:
    """What takes back the hand-over, or the wish for one, that was the last thing the member did; None if it was not,
    or too long ago."""
    undo, facts = _last(session, member_id, policy, now, PASSED)
    return undo if facts else None


def handed_to(session: Session, member_id: int, policy: Policy, now: datetime) -> str | None:
    """The name of who got the customer, where a hand-over was the last thing the member did."""
    _undo, facts = _last(session, member_id, policy, now, PASSED)
    handed = [done for fact in facts if isinstance(done := getattr(fact, "done", None), HandedOver)]
    to = people.get(session, handed[-1].to_id) if handed else None
    return to.name if to is not None else None


def departed(session: Session, member_id: int, policy: Policy, now: datetime) -> Undo | None:
    """What takes back that somebody has left, which was the last thing the member did."""
    undo, facts = _last(session, member_id, policy, now, LEFT)
    return undo if facts else None


def _order(
    session: Session, policy: Policy, undo: Undo, told: InstructionFact, text: str, meant: Understanding, now: datetime
) -> Changed | None:
    """The order taken back, put on another day, or given to somebody else."""
    if replies.untells(text):
        return Changed(undo)
    slots = {"person": told.to, "next_action": told.text, **({"customer": told.customer} if told.customer else {})}
    if following.is_new_day(text, now):
        named = [found for found in find_times(text, now) if found.next_time][-1]  # 周四改周五
        said = text[named.start : named.end]
        at = _moved(told.named_at and told.named_at.astimezone(policy.zone), named.next_time or "", said)
        slots |= {"next_time": at, "next_action": _with_time(told.text, said, now)}
        return Changed(undo, _meaning(meant, INSTRUCT, slots))
    if told.named_at is not None:
        slots["next_time"] = _as_named(told.named_at.astimezone(policy.zone))
    _wrong, right = replies.meant_instead(text) or ("", "")
    found = [member for member in people.find(session, right) if member.active and member.id != told.to_id]
    return Changed(undo, _meaning(meant, INSTRUCT, {**slots, "person": found[0].name})) if len(found) == 1 else None


def _handover(
    session: Session, speaker: Speaker, undo: Undo, handed: HandedOver, text: str, meant: Understanding
) -> Changed | None:
    """The hand-over taken back, or another customer handed over instead."""
    named = dict.fromkeys(name for act in (meant, *meant.more) for name in slot_values.words(act.slots, "customer"))
    whose = {name: _only(session, speaker, name) for name in named}
    others = [name for name, key in whose.items() if key not in (None, handed.customer_id)]
    if replies.denies(text):
        if handed.customer_id not in whose.values() or len(others) != 1:
            return None
        to = people.get(session, handed.to_id)
        person = slot_values.word(meant.slots, "person") or (to.name if to is not None else "")
        return Changed(undo, _meaning(meant, REASSIGN, {"customer": others[0], "person": person}))
    return Changed(undo) if not others and replies.gives_back(text, handed.former or "") else None


def _held_before(session: Session, undo: Undo) -> bool:
    """Whether a deal that was held just now had been held already."""
    found = session.exec(select(ChangeSet).where(col(ChangeSet.run_id) == undo.run)).all()
    changes = [Change.from_json(data) for change_set in found for data in change_set.changes]
    return any((change.before or {}).get("hold_until") for change in changes)


def _hold(undo: Undo, held: Held, length: dict[str, str] | None, meant: Understanding) -> Changed | None:
    """The hold taken back, or for another length, or of none where an earlier one is to end too; None where the words
    are of another customer."""
    customer = held.deal.customer
    if slot_values.word(meant.slots, "customer") not in (None, customer):
        return None
    return Changed(undo, _meaning(meant, HOLD, {"customer": customer, **length}) if length is not None else None)


def _only(session: Session, speaker: Speaker, name: str) -> int | None:
    found = customers.find(session, access.customers(speaker), name)
    return found[0].id if len(found) == 1 else None


def _meaning(meant: Understanding, intent: str, slots: dict[str, str]) -> Understanding:
    return replace(meant, intent=intent, confidence=SURE, slots=dict(slots), spans={}, more=())


def of_flow(session: Session, member_id: int, flow: str, policy: Policy, now: datetime) -> Undo | None:
    """What takes back the last thing that the member did, where this flow did it, lately."""
    done = _newest(session, member_id)
    is_late = done is None or now - done.at > timedelta(minutes=policy.undo_minutes)
    return None if done is None or is_late or done.flow != flow else Undo(done.run_id)


def last_flow(session: Session, member_id: int) -> str | None:
    """The flow by which the member did the last thing that can be undone; None if there is nothing."""
    done = _newest(session, member_id)
    return done.flow if done is not None else None


def _newest(session: Session, member_id: int) -> ChangeSet | None:
    return session.exec(
        select(ChangeSet)
        .where(col(ChangeSet.member_id) == member_id, col(ChangeSet.undone_at).is_(None))
        .order_by(col(ChangeSet.at).desc(), col(ChangeSet.id).desc())
        .limit(1)
    ).first()


def _last(
    session: Session, member_id: int, policy: Policy, now: datetime, kinds: frozenset[str] = PASSED | TOLD | HELD
) -> tuple[Undo | None, list[Any]]:
    """What takes back the last thing that the member did, and what of these kinds it was."""
    done = _newest(session, member_id)
    if done is None or now - done.at > timedelta(minutes=policy.undo_minutes):
        return None, []
    entries = [value for _tag, _key, value in standing(session.get_one(Run, done.run_id).journal)]
    known = [decode(value) for value in entries if isinstance(value, dict) and value.get("$") in kinds]
    return Undo(done.run_id), known


def _as_named(at: datetime) -> str:
    """The time of an order as its words named it: a day, where they named no hour."""
    return at.date().isoformat() if at.time() in ANY_HOUR else at.isoformat()


def _moved(known: datetime | None, named: str, said: str) -> str:
    """The new time of an order: an hour alone is of the day known, a day alone keeps the hour known."""
    if known is None:
        return named
    if "T" in named and NAMES_DAY.search(said) is None:
        at = datetime.combine(known.date(), datetime.fromisoformat(named).timetz())
        by_day = known.hour < NOON <= at.hour and not IN_EVENING.search(said)  # 改到十点, said in the afternoon
        return (at - timedelta(hours=NOON) if by_day else at).isoformat()
    if "T" not in named and known.time() not in ANY_HOUR:
        return datetime.combine(date.fromisoformat(named), known.timetz()).isoformat()
    return named


def _with_time(text: str, said: str, now: datetime) -> str:
    """The text with the new time in the place of the one that it names."""
    found = next(iter(find_times(text, now)), None)
    return text[: found.start] + said + text[found.end :] if found is not None else text
