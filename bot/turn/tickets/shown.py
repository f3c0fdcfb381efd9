"""Which tickets the messages were about that a person was shown last."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlmodel import Session

from bot.messaging import offers
from bot.wording.offers import (
    AnswerTicket,
    AskBack,
    CloseTicket,
    DropTicket,
    PassTicket,
    ReplyTicket,
    ShowTickets,
    UrgeTicket,
)
from sales import tickets

FRESH = timedelta(days=3)
READ = 12  # messages
OF_STEP = frozenset({AnswerTicket.flow, PassTicket.flow, AskBack.flow, ReplyTicket.flow})
OF_TICKET = frozenset({CloseTicket.flow, DropTicket.flow, UrgeTicket.flow, ShowTickets.flow})
FLOWS = OF_STEP | OF_TICKET | {"raise_ticket"}
NEUTRAL = frozenset(  # answers that begin nothing of their own
    {"help", "out_of_scope", "nothing_open", "who_follows", "undo", "restore"}
)


@dataclass(frozen=True)
class Shown:
    """Ids of tickets, the last shown first; `newest` are those of the newest message that named any, `last` those of
    the very last message. `any`: the newest message was about a ticket at all. `lately`: all of the messages read,
    whatever came between."""

    tickets: Sequence[int] = ()
    newest: Sequence[int] = ()
    any: bool = False
    last: Sequence[int] = ()
    lately: Sequence[int] = ()


def last_shown(session: Session, conversation_id: int, now: datetime) -> Shown:
    """The tickets of the newest messages that were about tickets, up to the first that began anything else."""
    rows = offers.shown(session, conversation_id, now - FRESH, READ)
    named = [tuple(dict.fromkeys(_tickets(session, row.choices))) for row in rows]
    others = (n for n, row in enumerate(rows) if not named[n] and row.flow not in FLOWS | NEUTRAL)
    of_topic = named[: next(others, len(rows))]
    return Shown(
        _flat(of_topic),
        next((ids for ids in of_topic if ids), ()),
        bool(of_topic),
        named[0] if named else (),
        _flat(named),
    )


def _flat(found: Sequence[Sequence[int]]) -> Sequence[int]:
    return tuple(dict.fromkeys(one for ids in found for one in ids))


def _tickets(session: Session, choices: Sequence[Mapping[str, Any]]) -> Iterator[int]:
    for choice in choices:
        flow, params = choice.get("opens"), choice.get("params") or {}
        if flow in OF_STEP:
            ticket = tickets.of_step(session, int(params["step"]))
            if ticket is not None:
                yield ticket.id
        elif flow in OF_TICKET and params.get("ticket") is not None:
            yield int(params["ticket"])
