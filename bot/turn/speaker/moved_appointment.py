"""Words that move an appointment with a customer (他推到周六了, 又改期 说15号): a report, whatever they are taken for.

They are about a promised step, that of the customer or contact they name, else of the one spoken of or the only one.
They never put a limit or a reminder off.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta

from bot.access import SALES, customers
from bot.turn.references.belonging import REPORT, REPORTING
from bot.turn.speaker.hearing import SURE, Hearing, marked
from bot.turn.speaker.leading.more_time import may_rest
from nlu.statements import appointments
from nlu.understanding import Understanding
from sales import slot_values, tasks
from sales.customers import by_contact
from sales.tasks import Step

TOLD_LATE = timedelta(days=1)  # a move may be told a day after the appointment
PUTS_OFF = frozenset({"snooze", "reopen_deal", "set_reminder"})  # what words without a promise are else taken for
ALONE = frozenset({"instruct", "reassign", "raise_ticket", "close_deal"})  # acts that are more than a move


def moves_appointment(
    heard: Understanding, hearing: Hearing, now: datetime, spoken_of: Sequence[str]
) -> Understanding | None:
    """The words as the report of a moved appointment, its customer filled in; None where they are none. `spoken_of`
    are the customers of what was recorded or put to the speaker just now."""
    if hearing.speaker.role not in SALES or not may_move(heard, now):
        return None
    read = hearing.read(heard.text, REPORT)
    if "customer" in heard.slots:  # the words may put right what was told of a customer whom they do not name
        read = replace(read, slots={"customer": heard.slots["customer"], **read.slots})
    moved = appointments.moved(read, now)
    if moved is None or not (moved.told or "customer" in read.slots):
        return None
    named = _named(read, hearing)
    if named is not None and not named:
        return None
    steps = tasks.promised(hearing.session, hearing.speaker, now - TOLD_LATE, hearing.policy.zone)
    fit = {step.customer for step in steps if (step.customer in named if named is not None else _is_own(step, hearing))}
    if named is None and len(fit) > 1:
        fit = fit & {*spoken_of} or fit
    if not fit:
        holds = hearing.leads and may_rest(heard, marked(heard))  # 鼎新先推到下周一再说, of no appointment
        told = moved.told and named is not None and heard.intent in PUTS_OFF and not holds
        return _report(read, None) if told else None
    if moved.soft and not moved.told:
        return None
    return _report(read, next(iter(fit)) if len(fit) == 1 else None)


def may_move(heard: Understanding, now: datetime) -> bool:
    """Whether the words might move an appointment, and do nothing else."""
    alone = not heard.more and heard.intent not in ALONE
    return alone and {*heard.factuality} <= REPORTING and appointments.may_move(heard.text, now)


def _named(read: Understanding, hearing: Hearing) -> set[str] | None:
    """The customers in scope that the words name, or that have the contact named; None where they name nobody."""
    if "customer" in read.slots:
        return set(slot_values.words(read.slots, "customer"))
    contact = slot_values.word(read.slots, "contact")
    if contact is None:
        return None
    return {known.name for known in by_contact(hearing.session, customers(hearing.speaker), contact)}


def _is_own(step: Step, hearing: Hearing) -> bool:
    return step.owner == hearing.speaker.name


def _report(read: Understanding, customer: str | None) -> Understanding:
    slots = {**read.slots, "customer": customer} if customer is not None else read.slots
    return replace(read, intent=REPORT, confidence=SURE, slots=slots, more=())
