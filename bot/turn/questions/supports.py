"""What reps asked of a leader with buttons to answer, and nobody has answered yet."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, select, true
from sqlmodel import Session, col

from bot.turn.references.standing import ASKED_FOR_SUPPORT
from bot.turn.undo.how_it_began import opening_of
from bot.wording.offers import Acknowledge, AnswerInstruction, AnswerSupport, HoldDeal
from sales import deals
from sales.teamwork import instructions
from storage.conversations import Conversation, Outbox, Run
from storage.people import Member

SINCE = timedelta(days=14)
DEAL, INSTRUCTION = "deal", "instruction"  # the parameters of what answers a request
ANSWERS = (AnswerSupport.flow, AnswerInstruction.flow, HoldDeal.flow, Acknowledge.flow)


@dataclass(frozen=True)
class Support:
    """What `by` asked of `to`, in the words by which it was put, and when; about a deal, or as an instruction."""

    by: str
    to: str
    said: str
    at: datetime
    deal_id: int | None = None
    instruction_id: int | None = None
    customer_id: int | None = None
    customer: str | None = None


def put_to(session: Session, member_id: int, now: datetime) -> tuple[Support, ...]:
    """What a member was asked and has not answered, the first asked first."""
    return _open(session, col(Conversation.member_id) == member_id, true(), now)


def put_by(session: Session, member_id: int, now: datetime) -> tuple[Support, ...]:
    """What a member asked of others who have not answered, the first asked first."""
    return _open(session, col(Conversation.member_id) != member_id, _of_runs(member_id), now)


def _open(
    session: Session, reader: ColumnElement[bool], asker: ColumnElement[bool], now: datetime
) -> tuple[Support, ...]:
    query = (
        select(
            col(Outbox.text), col(Outbox.choices), col(Outbox.at), col(Outbox.conversation_id), col(Run.conversation_id)
        )
        .join(Run, col(Run.id) == col(Outbox.run_id))
        .join(Conversation, col(Conversation.id) == col(Outbox.conversation_id))
        .where(
            reader, asker, col(Run.flow).in_(ASKED_FOR_SUPPORT), col(Run.conversation_id) != col(Outbox.conversation_id)
        )
        .where(col(Outbox.at) >= now - SINCE, col(Outbox.status) != "cancelled")
        .order_by(col(Outbox.id))
    )
    found: dict[tuple[str, int, str], Support] = {}
    for text, choices, at, to, by in session.execute(query):
        about = _about(choices)
        if about is None or _is_answered(session, to, about, at):
            continue
        support = _read(session, about, _name(session, by), _name(session, to), text.split("\n")[0], at)
        if support is not None:
            found[*about, support.said] = support
    return tuple(found.values())


def _about(choices: list[Mapping[str, Any]]) -> tuple[str, int] | None:
    """What a request is about: the parameter of what answers it, and its id."""
    for choice in choices:
        params = choice.get("params") or {}
        name = INSTRUCTION if choice.get("opens") == AnswerInstruction.flow else DEAL
        if choice.get("opens") in ANSWERS and params.get(name) is not None:
            return name, int(params[name])
    return None


def _is_answered(session: Session, conversation_id: int, about: tuple[str, int], since: datetime) -> bool:
    """Whether a run of the reader's has answered it."""
    where = (col(Run.conversation_id) == conversation_id, col(Run.flow).in_(ANSWERS), col(Run.opened_at) >= since)
    runs = session.execute(select(Run).where(*where, col(Run.status) == "done")).scalars()
    openings: Iterator[Any] = (opening_of(run) for run in runs)
    return any(opening is not None and opening.params.get(about[0]) == about[1] for opening in openings)


def _read(session: Session, about: tuple[str, int], by: str, to: str, said: str, at: datetime) -> Support | None:
    """The request as it stands now; None where its deal is closed, or it was withdrawn or done."""
    if about[0] == INSTRUCTION:
        told = instructions.get(session, about[1])
        open_still = told is not None and told.done_at is None
        return Support(by, to, said, at, instruction_id=about[1]) if open_still else None
    deal = deals.read(session, about[1])
    return None if deal.closed else Support(by, to, said, at, deal.id, None, deal.customer_id, deal.customer)


def _of_runs(member_id: int) -> ColumnElement[bool]:
    own = select(col(Conversation.id)).where(col(Conversation.member_id) == member_id)
    return col(Run.conversation_id).in_(own)


def _name(session: Session, conversation_id: int) -> str:
    query = select(col(Member.name)).join(Conversation, col(Conversation.member_id) == col(Member.id))
    return session.execute(query.where(col(Conversation.id) == conversation_id)).scalar() or ""
