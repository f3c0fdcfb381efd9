"""The company's names for the understanding engine, and which of them a speaker may be shown.

The engine knows the whole company's names, given anew when their revision number has moved. A customer outside the
speaker's scope is dropped from what was understood before anything is decided by it: the words stay as they were typed.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from typing import Protocol

from sqlalchemy import bindparam, select
from sqlmodel import Session

from bot import access
from nlu.lexicon import Lexicon
from nlu.understanding import Understanding
from sales import customers, slot_values
from sales.names import LEXICON, lexicon_of
from storage import revisions
from storage.deals import Customer
from storage.engine import Database
from storage.statements import fetch, table_of, within

ABOUT_A_DEAL = frozenset({"advance_stage", "close_deal", "reopen_deal"})


class Understands(Protocol):
    """An understanding engine that can be given other names; never raises on any text."""

    def parse(self, text: str, now: datetime, meaning: str | None = None) -> Understanding: ...

    def with_lexicon(self, lexicon: Lexicon) -> Understands: ...


class Reads(Protocol):
    """How the processor reads words: `now` is in the company's zone; never raises on any text."""

    def parse(self, text: str, now: datetime, meaning: str | None = None) -> Understanding: ...


class CompanyEngine:
    """`engine` with the names of the company in `db`, given anew when their revision number has moved."""

    def __init__(self, db: Database, engine: Understands) -> None:
        self._db = db
        self._engine = engine
        self._revision = -1

    def parse(self, text: str, now: datetime, meaning: str | None = None) -> Understanding:
        self._refresh()
        return self._engine.parse(text, now, meaning)

    def _refresh(self) -> None:
        with self._db.read_statement() as connection:
            revision = revisions.number(connection, LEXICON)
        if revision != self._revision:
            with self._db.read() as session:
                self._engine = self._engine.with_lexicon(lexicon_of(session))
            self._revision = revision


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


def customers_of_contact(session: Session, speaker: access.Speaker, understanding: Understanding) -> tuple[str, ...]:
    """The customers in scope that have the contact whom the words name, where they name no customer."""
    if speaker.role is None or "customer" in understanding.slots or "contact" not in understanding.slots:
        return ()
    contacts = slot_values.words(understanding.slots, "contact")
    return tuple(known.name for known in customers.by_contact(session, access.customers(speaker), contacts[0]))


def as_in_question(
    session: Session, speaker: access.Speaker, understanding: Understanding, about: Sequence[str]
) -> Understanding:
    """A move, a win, a loss or the like that names nobody, said while a question waits that is `about` one customer:
    it is about that customer too."""
    names_somebody = not understanding.slots.keys().isdisjoint({"customer", "contact"})
    if understanding.intent not in ABOUT_A_DEAL or names_somebody or speaker.role is None:
        return understanding
    scoped = within(_CALLED, access.customers(speaker))
    known = [name for name in about if fetch(session, scoped, {"called": name}).first()]
    return (
        replace(understanding, slots={**understanding.slots, "customer": known[0]})
        if len(known) == 1
        else understanding
    )


def _as_typed(understanding: Understanding, count: int) -> list[str | None]:
    words: list[str | None] = [understanding.text[start:end] for start, end in understanding.spans_of("customer")]
    return (words + [None] * count)[:count]


_CUSTOMERS = table_of(Customer)
_CALLED = select(_CUSTOMERS.c.id).where(_CUSTOMERS.c.name == bindparam("called"))
