"""Which names in a message its speaker may be shown.

The engine knows the whole company's names. A customer outside the speaker's scope is dropped from what was understood
before anything is decided by it: the words stay as they were typed.
"""

from __future__ import annotations

from dataclasses import replace

from sqlalchemy import bindparam, select
from sqlmodel import Session

from bot import access
from nlu.understanding import Understanding
from storage.deals import Customer
from storage.statements import fetch, table_of, within


def within_scope(session: Session, speaker: access.Speaker, understanding: Understanding) -> Understanding:
    """`understanding` with customers that the speaker may not see put back to the words as typed."""
    more = tuple(within_scope(session, speaker, record) for record in understanding.more)
    named = understanding.slots.get("customer")
    if named is None:
        return replace(understanding, more=more)
    names = named if isinstance(named, list) else [named]
    scoped = within(_CALLED, access.customers(speaker))
    visible = {name for name in names if fetch(session, scoped, {"called": name}).first()}
    typed = _as_typed(understanding, len(names))
    kept = [name if name in visible else typed[index] or name for index, name in enumerate(names)]
    slots = {**understanding.slots, "customer": kept if isinstance(named, list) else kept[0]}
    return replace(understanding, slots=slots, more=more)


def _as_typed(understanding: Understanding, count: int) -> list[str | None]:
    words: list[str | None] = [understanding.text[start:end] for start, end in understanding.spans_of("customer")]
    return (words + [None] * count)[:count]


_CUSTOMERS = table_of(Customer)
_CALLED = select(_CUSTOMERS.c.id).where(_CUSTOMERS.c.name == bindparam("called"))
