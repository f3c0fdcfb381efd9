"""Which customer was named last in a conversation, by the person or by the bot, whatever came of it.

What was not understood, an errand and an alert name their customer too: 推进到报价 said next is about that one.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal
from sqlmodel import Session, col, select

from sales import slot_values
from storage.conversations import Inbox, Outbox, Run
from storage.deals import Customer, CustomerAlias

MOST_READ = 6  # messages each way
SHORTEST_NAME = 2
LAST = 1 << 62  # the place of what no message brought about
ANSWERS = re.compile(r"inbox:(\d+)")


@dataclass(frozen=True)
class Named:
    """A customer, the people named with it, and when."""

    customer_id: int
    customer: str
    contacts: tuple[str, ...]
    at: datetime


def named_last(session: Session, own_run: int, after: datetime) -> Named | None:
    """The customer that the newest message `after` that time names, the one that began `own_run` left out; None where
    that names several."""
    run = session.get_one(Run, own_run)
    heard = session.exec(
        select(Inbox)
        .where(
            col(Inbox.conversation_id) == run.conversation_id,
            col(Inbox.handled_at).is_not(None),
            col(Inbox.at) >= after,
            col(Inbox.at) <= run.opened_at,
        )
        .order_by(col(Inbox.id).desc())
        .limit(MOST_READ)
    ).all()
    told = session.exec(
        select(Outbox)
        .where(
            col(Outbox.conversation_id) == run.conversation_id,
            col(Outbox.run_id).is_distinct_from(own_run),
            col(Outbox.status) != "cancelled",
            col(Outbox.at) >= after,
            col(Outbox.at) <= run.opened_at,
        )
        .order_by(col(Outbox.id).desc())
        .limit(MOST_READ)
    ).all()
    messages: list[tuple[tuple[datetime, int, int], Inbox | Outbox]] = [
        *(((row.at, row.id or 0, 0), row) for row in heard),
        *(((row.at, _answered(row.cause), row.id or 0), row) for row in told),
    ]
    for _place, message in sorted(messages, key=lambda pair: pair[0], reverse=True):
        named = _heard(session, message) if isinstance(message, Inbox) else _told(session, message)
        if named:
            return named[0] if len(named) == 1 else None
    return None


def _answered(cause: str | None) -> int:
    """The message (id) that one of the bot's answers."""
    found = ANSWERS.fullmatch(cause or "")
    return int(found[1]) if found else LAST


def _heard(session: Session, message: Inbox) -> list[Named]:
    meant: Mapping[str, Any] = message.understanding or {}
    acts = [meant, *meant.get("more", ())]
    names = {name for act in acts for name in slot_values.words(act.get("slots", {}), "customer")}
    contacts = slot_values.words(meant.get("slots", {}), "contact")
    if names:
        found = session.exec(select(Customer.id, Customer.name).where(col(Customer.name).in_(names))).all()
        return [Named(key, name, contacts, message.at) for key, name in found if key is not None]
    words = str(message.said.get("text") or "")
    called = literal(words).contains(col(CustomerAlias.alias))
    aliases = session.exec(
        select(Customer.id, Customer.name, CustomerAlias.alias)
        .join(CustomerAlias, col(CustomerAlias.customer_id) == col(Customer.id))
        .where(called, func.length(col(CustomerAlias.alias)) >= SHORTEST_NAME)
    ).all()
    return _longest([(key, name, alias) for key, name, alias in aliases if key], message.at) or _in_text(
        session, words, message.at
    )


def _told(session: Session, message: Outbox) -> list[Named]:
    return _in_text(session, message.text, message.at)


def _in_text(session: Session, text: str, at: datetime) -> list[Named]:
    """The customers whose whole names stand in a text."""
    found = session.exec(select(Customer.id, Customer.name).where(literal(text).contains(col(Customer.name)))).all()
    return _longest([(key, name, name) for key, name in found if key], at)


def _longest(found: Sequence[tuple[int, str, str]], at: datetime) -> list[Named]:
    """The customers called so, without those whose name is a part of another's."""
    names = [called for _key, _name, called in found]
    whole = [one for one in found if not any(one[2] != other and one[2] in other for other in names)]
    return [Named(key, name, (), at) for key, name in {key: name for key, name, _called in whole}.items()]
