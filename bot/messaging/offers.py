"""Offers (messages whose choices open flows) as rows, and messages that may not have arrived."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import and_, bindparam, select, text, update
from sqlmodel import Session

from bot.conversation.messages import Kind
from bot.messaging.send_queue import OUTBOX
from storage.conversations import ChangeSet, Outbox, Run
from storage.statements import execute, table_of

READ, LATELY = 40, 20  # messages looked through
RUNS, CHANGE_SETS = table_of(Run), table_of(ChangeSet)


@dataclass(frozen=True)
class OfferRow:
    """A message whose choices open flows, said `at` then; `choices` as `outbox.put` stored them."""

    id: int
    choices: Sequence[Mapping[str, Any]]
    at: datetime


@dataclass(frozen=True)
class ShownOffer:
    """What a message offered, and when it was sent."""

    choices: Sequence[Mapping[str, Any]]
    at: datetime


@dataclass(frozen=True)
class ShownMessage:
    """A message that was shown, with what its choices open; `flow` is that of the run that said it, if one did."""

    choices: Sequence[Mapping[str, Any]]
    at: datetime
    kind: str
    flow: str | None


@dataclass(frozen=True)
class LastOffer:
    """What a message of a kind offered, and what it answered (`cause`); `is_last` if no message came after it."""

    choices: Sequence[Mapping[str, Any]]
    kind: str
    cause: str | None
    is_last: bool


def take_doubtful(session: Session, conversation_id: int) -> list[Outbox]:
    """The messages that may not have arrived; they are marked as offered."""
    rows = execute(session, _MAYBE, {"conversation": conversation_id}).mappings().all()
    for row in rows:
        execute(session, _UPDATE, {"row": row["id"], "status": "offered"})
    return [Outbox(**{**row, "status": "offered"}) for row in rows]


def newest(session: Session, conversation_id: int) -> OfferRow | None:
    """The newest message, if it is an offer."""
    found = execute(session, _NEWEST, {"conversation": conversation_id}).first()
    return OfferRow(found.id, found.choices, found.at) if found and found.choices and found.step is None else None


def since(session: Session, conversation_id: int, begin: datetime) -> list[OfferRow]:
    """The offers among the newest messages since `begin`, the newest first."""
    rows = execute(session, _OFFERED, {"conversation": conversation_id, "since": begin})
    return [OfferRow(row.id, row.choices, row.at) for row in rows if row.choices and row.step is None]


def newest_of_kind(session: Session, conversation_id: int, kind: Kind, since: datetime) -> ShownOffer | None:
    """What the newest message of a kind since then offered; None if there is none that has gone out."""
    found = execute(session, _OF_KIND, {"conversation": conversation_id, "kind": kind, "since": since}).first()
    return ShownOffer(found.choices, found.sent_at or found.at) if found else None


def newest_opening(session: Session, conversation_id: int, flow: str, since: datetime) -> LastOffer | None:
    """The newest message since then with a choice that opens a flow, among the last READ; None if there is none."""
    rows = execute(session, _SINCE, {"conversation": conversation_id, "since": since}).all()
    for place, row in enumerate(rows):
        if row.step is None and any(choice.get("opens") == flow for choice in row.choices or ()):
            return LastOffer(row.choices, row.kind, row.cause, is_last=place == 0)
    return None


def lately(session: Session, conversation_id: int, since: datetime) -> list[ShownOffer]:
    """What the LATELY newest messages since then that have gone out offered, the newest first."""
    found = execute(session, _LATELY, {"conversation": conversation_id, "since": since})
    return [ShownOffer(row.choices, row.sent_at or row.at) for row in found]


def shown(session: Session, conversation_id: int, since: datetime, most: int) -> list[ShownMessage]:
    """The newest messages since then that the person has been or is being shown, the newest first."""
    given = {"conversation": conversation_id, "since": since, "most": most}
    return [ShownMessage(row.choices or (), row.at, row.kind, row.flow) for row in execute(session, _SHOWN_BY, given)]


def get(session: Session, conversation_id: int, outbox_id: int) -> OfferRow | None:
    """The offer that a message of this conversation made; None if there is no such message."""
    found = execute(session, _GET, {"conversation": conversation_id, "row": outbox_id}).first()
    return OfferRow(found.id, found.choices, found.at) if found else None


def taken(session: Session, offer: OfferRow, place: int, run_id: int | None, now: datetime) -> None:
    """Record that the reader took one of its choices, which opened this run; when they acted first stays."""
    execute(session, _ACTED, {"row": offer.id, "acted_at": now})
    if offer.choices[place].get("question") is not None:
        choices = [{**choice, "run": run_id} if at == place else choice for at, choice in enumerate(offer.choices)]
        execute(session, _UPDATE, {"row": offer.id, "choices": choices})


def answered_by(session: Session, choices: Sequence[Mapping[str, Any]], place: int) -> str | None:
    """The label of the choice by which that was answered which this one would answer; None while it is open: nothing
    of it was taken, or what was taken changed nothing and told nobody, or was taken back."""
    question = choices[place].get("question")
    for choice in choices if question is not None else ():
        run = choice.get("run")
        if choice.get("question") == question and run is not None and _took_effect(session, run):
            return str(choice["label"])
    return None


def _took_effect(session: Session, run_id: int) -> bool:
    run = execute(session, _ENDED, {"run": run_id}).first()
    if run is None or execute(session, _UNDONE, {"run": run_id}).first() is not None:
        return False
    given = {"run": run_id, "conversation": run.conversation_id}
    return any(execute(session, query, given).first() is not None for query in (_CHANGED, _TOLD))


_ENDED = select(RUNS.c.conversation_id).where(RUNS.c.id == bindparam("run"), RUNS.c.status == "done")
_CHANGED = select(CHANGE_SETS.c.id).where(CHANGE_SETS.c.run_id == bindparam("run"))
_UNDONE = _CHANGED.where(CHANGE_SETS.c.undone_at.is_not(None))
_TOLD = select(OUTBOX.c.id).where(
    OUTBOX.c.run_id == bindparam("run"),
    OUTBOX.c.conversation_id != bindparam("conversation"),
    OUTBOX.c.status != "cancelled",
)
_UPDATE = update(OUTBOX).where(OUTBOX.c.id == bindparam("row"))
_ACTED = _UPDATE.where(OUTBOX.c.acted_at.is_(None))
_HERE = OUTBOX.c.conversation_id == bindparam("conversation")
_MAYBE = select(OUTBOX).where(_HERE, text("outbox.status = 'maybe'")).order_by(OUTBOX.c.id)  # as ix_outbox_maybe says
_OFFER = select(OUTBOX.c.id, OUTBOX.c.choices, OUTBOX.c.step, OUTBOX.c.at).where(_HERE)
_UNSEEN_YET = and_(OUTBOX.c.status == "pending", OUTBOX.c.not_before.is_not(None))
_NEWEST = _OFFER.where(~_UNSEEN_YET, OUTBOX.c.status != "cancelled").order_by(OUTBOX.c.id.desc()).limit(1)
_OFFERED = (
    _OFFER.where(~_UNSEEN_YET, OUTBOX.c.status != "cancelled", OUTBOX.c.at >= bindparam("since"))
    .order_by(OUTBOX.c.id.desc())
    .limit(LATELY)
)
_SINCE = (
    select(OUTBOX.c.choices, OUTBOX.c.kind, OUTBOX.c.cause, OUTBOX.c.step)
    .where(_HERE, ~_UNSEEN_YET, OUTBOX.c.status != "cancelled", OUTBOX.c.at >= bindparam("since"))
    .order_by(OUTBOX.c.id.desc())
    .limit(READ)
)
_SHOWN_BY = (
    select(OUTBOX.c.choices, OUTBOX.c.at, OUTBOX.c.kind, RUNS.c.flow)
    .outerjoin(RUNS, RUNS.c.id == OUTBOX.c.run_id)
    .where(_HERE, ~_UNSEEN_YET, OUTBOX.c.status != "cancelled", OUTBOX.c.at >= bindparam("since"))
    .order_by(OUTBOX.c.id.desc())
    .limit(bindparam("most"))
)
_GONE_OUT = OUTBOX.c.status.not_in(("pending", "cancelled"))
_SHOWN = (
    select(OUTBOX.c.choices, OUTBOX.c.at, OUTBOX.c.sent_at)
    .where(_HERE, _GONE_OUT, OUTBOX.c.at >= bindparam("since"))
    .order_by(OUTBOX.c.id.desc())
)
_OF_KIND = _SHOWN.where(OUTBOX.c.kind == bindparam("kind")).limit(1)
_LATELY = _SHOWN.limit(LATELY)
_GET = _OFFER.where(OUTBOX.c.id == bindparam("row"))
