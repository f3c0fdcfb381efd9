"""What takes the place of what was just done: its words with one part exchanged (不是宏远 是恒泰, 预算是80不是18), the
customer left with who had it (还是唐悦跟); and what was taken back by mistake."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from sqlmodel import Session, col, select

from bot.turn.opening import Opening
from bot.turn.references.topic import WINDOW, Recent
from bot.turn.undo import correctable
from bot.turn.undo.how_it_began import opening_of
from bot.turn.undo.lately import Lately
from bot.turn.undo.recorded import Recorded
from nlu import corrections
from nlu.corrections import Exchange
from nlu.time.times import find_times
from nlu.understanding import Understanding
from sales import slot_values
from sales.followups import Saved
from sales.reminders import ReminderFact
from sales.teamwork import people
from storage.changes import Change, conflicts
from storage.conversations import ChangeSet, Run

REOPENED = frozenset(  # flows done anew
    {"instruct", "log_lead", "reassign", "advance_stage", "take_leave", "cover"}
)
REMINDING = frozenset({"set_reminder", "change_reminder"})
HANDOVER, LEAD, MOVE = "reassign", "log_lead", "advance_stage"
SLOTS = ("customer", "contact", "person", "product", "amount", "budget")
MONEY = re.compile(r"\d+(?:\.\d+)?[万千wW]?元?块?")
REMINDS = re.compile(r"(?:再)?(?:提醒|叫|喊)我$")
LONGER = timedelta(days=1)  # a lead whose customer is named may have its sum put right for longer


@dataclass(frozen=True)
class Instead:
    """The run `run` is undone (None: nothing is), then `flow` is opened by `text` (None: nothing is)."""

    run: int | None
    flow: str | None = None
    text: str = ""


def instead_of(lately: Lately, meant: Understanding) -> Instead | None:
    """What the words put in the place of what the speaker just did; None if they do no such thing, or where a record
    is put right in its place."""
    text = meant.text
    exchange, who = corrections.exchange(text), corrections.stays_with(text)
    if exchange is None and who is None:
        return None
    new = lately.since(WINDOW)
    if who is not None and new and new[0].flow == HANDOVER:
        return _left_with(lately.session, new[0], who)
    if exchange is None or (new and new[0].flow == MOVE and "stage" in meant.slots):
        return None
    earlier = [thing for thing in lately.since(LONGER) if thing not in new]
    return _exchanged(lately.session, new, exchange, meant) or _lead_put_right(earlier, exchange, text)


def is_of_reminder(lately: Lately, text: str) -> bool:
    """Whether the words put another time or another word in the place of those of the reminder that was just set or
    changed (不是明天是后天提醒我)."""
    exchange = corrections.exchange(text)
    things = lately.since(WINDOW) if exchange is not None else []
    if exchange is None or not things or things[0].flow not in REMINDING:
        return False
    fact = next((thing.fact for thing in things if isinstance(thing.fact, ReminderFact)), None)
    by_word = fact is not None and exchange.wrong is not None and holds(fact.text, exchange.wrong)
    return fact is not None and (by_word or (is_time(exchange, lately.now) and not exchange.is_change))


def others_told(session: Session, run_id: int, but_not: Collection[str | None]) -> list[Understanding]:
    """The records of the words that opened a run which are about other customers."""
    opening = opening_of(session.get_one(Run, run_id))
    records = opening.records if opening is not None else ()
    return [known for known in records if not set(slot_values.words(known.slots, "customer")) & set(but_not)]


def customer_named(session: Session, member_id: int, meant: Understanding, end: int, now: datetime) -> str | None:
    """The customer that the words name before the place `end`; None if none."""
    spans = zip(slot_values.words(meant.slots, "customer"), meant.spans_of("customer"), strict=False)
    before = [name for name, span in spans if span[1] <= end]
    words = replace(meant, text=meant.text[:end], slots={}, spans={})
    return before[0] if before else correctable.customer_named(session, member_id, words, [], now)


def record_of(lately: Lately, called: str) -> Recent | None:
    """The newest follow-up that the member recorded within a day about the customer `called` so, or in these words."""
    saved = [thing for thing in lately.since(LONGER) if isinstance(thing.fact, Saved)]
    words = {thing.change_set_id: thing.fact.followup.said for thing in saved if isinstance(thing.fact, Saved)}
    of_customer = (thing for thing in saved if thing.customer == called)
    newest = next(of_customer, next((thing for thing in saved if called in words[thing.change_set_id]), None))
    if newest is None or newest.followup_id is None or newest.customer is None:
        return None
    return Recent((newest.customer,), (newest.followup_id,))


def undone_lately(session: Session, member_id: int, now: datetime) -> ChangeSet | None:
    """The change set that the member took back last, within the WINDOW."""
    query = select(ChangeSet).where(col(ChangeSet.member_id) == member_id, col(ChangeSet.undone_at) >= now - WINDOW)
    return session.exec(query.order_by(col(ChangeSet.undone_at).desc(), col(ChangeSet.id).desc()).limit(1)).first()


def _exchanged(
    session: Session, things: Sequence[Recorded], exchange: Exchange, meant: Understanding
) -> Instead | None:
    """The newest of the `things` whose words have what was wrong; where that is not said, the newest."""
    openings = list(_openings(session, things))
    for thing, opening in openings:
        if exchange.wrong is None or not holds(opening.text, exchange.wrong):
            continue
        changed = put(opening.text, exchange.wrong, exchange.right)
        return _done_anew(session, thing, changed, exchange) if thing.flow in REOPENED else None
    if not openings or openings[0][0].flow not in REOPENED:
        return None
    thing, opening = openings[0]
    by_slot = _by_slot(opening, exchange, meant)
    return _done_anew(session, thing, by_slot, exchange) if by_slot is not None else None


def _done_anew(session: Session, thing: Recorded, text: str, exchange: Exchange) -> Instead | None:
    """The thing done by `text` instead; of a lead that has been added to since only the sum is put right."""
    change_set = session.get_one(ChangeSet, thing.change_set_id)
    if not conflicts(session, [Change.from_json(data) for data in change_set.changes]):
        return Instead(thing.run_id, thing.flow, text)
    return _sum_of(thing, exchange) if thing.flow == LEAD else None


def _sum_of(lead: Recorded, exchange: Exchange) -> Instead | None:
    if not MONEY.fullmatch(exchange.right):
        return None
    amount = f"{exchange.right}万" if exchange.right[-1].isdigit() else exchange.right
    return Instead(None, "change_amount", f"{lead.customer}的金额改成{amount}")


def _openings(session: Session, things: Sequence[Recorded]) -> Iterator[tuple[Recorded, Opening]]:
    for thing in {thing.run_id: thing for thing in things}.values():
        opening = opening_of(session.get_one(Run, thing.run_id))
        if opening is not None and opening.text:
            yield thing, opening


def _by_slot(opening: Opening, exchange: Exchange, meant: Understanding) -> str | None:
    """The opening's words with what is right in the place of what they name of the same kind."""
    right, was = exchange.right, opening.understanding
    for slot in SLOTS:
        spans = was.spans_of(slot)
        is_one = any(meant.text[start:end] in right for start, end in meant.spans_of(slot))
        is_sum = slot in ("amount", "budget") and MONEY.fullmatch(right) is not None
        is_surname = slot == "contact" and len(right) == 1
        if len(spans) == 1 and (is_one or is_sum or is_surname):
            start, end = spans[0]
            said = was.text[start:end]
            new = right + said[1:] if is_surname else f"{right}万" if is_sum and right[-1].isdigit() else right
            return was.text[:start] + new + was.text[end:]
    return None


def _lead_put_right(things: Sequence[Recorded], exchange: Exchange, text: str) -> Instead | None:
    """The sum of a lead entered earlier, whose customer is named."""
    named = [thing for thing in things if thing.flow == LEAD and thing.customer and _is_named(thing.customer, text)]
    return _sum_of(named[0], exchange) if len(named) == 1 else None


def _left_with(session: Session, thing: Recorded, who: str) -> Instead | None:
    """The hand-over is taken back if it was from `who`; else it is made to them."""
    members = people.find(session, who)
    if len(members) != 1:
        return None
    change_set = session.get_one(ChangeSet, thing.change_set_id)
    changes = [Change.from_json(data) for data in change_set.changes]
    owners = [change.before["owner_id"] for change in changes if change.before and "owner_id" in change.before]
    if members[0].id in owners:
        return Instead(thing.run_id)
    opening = opening_of(session.get_one(Run, thing.run_id))
    spans = opening.understanding.spans_of("person") if opening is not None else ()
    if opening is None or len(spans) != 1:
        return None
    words = opening.understanding.text
    return Instead(thing.run_id, thing.flow, words[: spans[0][0]] + who + words[spans[0][1] :])


def holds(text: str, wrong: str) -> bool:
    """Whether what was wrong stands in the text, and in no longer number."""
    return re.search(rf"(?<![\d.]){re.escape(wrong)}(?![\d.])", text) is not None


def put(text: str, wrong: str, right: str) -> str:
    """`text` with `right` in the place of `wrong`, whose unit is not said twice."""
    at = re.search(rf"(?<![\d.]){re.escape(wrong)}(?![\d.])", text)
    assert at is not None
    right = REMINDS.sub("", right)
    after = text[at.end() :].removeprefix(right[-1]) if right[-1:] in ("万", "元") else text[at.end() :]
    return text[: at.start()] + right + after


def is_time(exchange: Exchange, now: datetime) -> bool:
    """Whether a time is put in another one's place."""
    return any(time.next_time is not None and time.is_point for time in find_times(exchange.right, now))


def _is_named(customer: str, text: str) -> bool:
    """Whether four or more signs of the customer's name stand in the text."""
    return any(customer[at : at + 4] in text for at in range(len(customer) - 3))
