"""The company's names for the understanding engine, and which of them a speaker may be shown.

The engine knows the whole company's names as they are when a message is read. A customer outside the speaker's scope is
dropped from what was understood before anything is decided by it: the words stay as they were typed.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Protocol

import structlog
from sqlalchemy import bindparam, select
from sqlmodel import Session

from bot import access
from nlu.lexicon import Changes, Lexicon, Names
from nlu.understanding import Understanding
from sales import customers, slot_values
from sales.names import LEXICON, changes_since, has_at_most, lexicon_of, names_of
from storage import revisions
from storage.deals import Customer
from storage.engine import Database
from storage.statements import fetch, table_of, within

MOST_BESIDE = 500  # changed customers
log = structlog.get_logger(__name__)
ABOUT_A_DEAL = frozenset({"advance_stage", "close_deal", "reopen_deal"})


class Understands(Protocol):
    """An understanding engine that can be given other names; never raises on any text."""

    def parse(self, text: str, now: datetime, meaning: str | None = None) -> Understanding: ...

    def with_lexicon(self, lexicon: Lexicon) -> Understands: ...

    def with_changes(self, changes: Changes) -> Understands: ...


class Reads(Protocol):
    """How the processor reads words: `now` is in the company's zone; never raises on any text."""

    def parse(self, text: str, now: datetime, meaning: str | None = None) -> Understanding: ...


@dataclass(frozen=True)
class Built:
    """The names of a `revision` are in the engine's folder under `key`."""

    revision: int
    key: str


class Beside(Protocol):
    """Builds all names beside the turns, in another process. For `not_worth` customers and less it is not worth it."""

    not_worth: int

    def start(self) -> None:
        """Begin, if it is not at work."""

    def result(self, *, wait: bool = False) -> Built | None:
        """What it has built since it was last asked; None where it has not ended. Raises BuildFailed."""


class BuildFailed(Exception):
    """The names could not be built beside."""


class CompanyEngine:
    """`engine` with the names of the company in `db`, as they are in each turn.

    What has changed since the last turn is read and laid beside the names that are there; that costs with what has
    changed. When much has, all names are built anew: `beside` the turns, which go on with what they have, or here where
    the company is small or there is no beside."""

    def __init__(self, db: Database, engine: Understands, beside: Beside | None = None) -> None:
        self._db = db
        self._engine = engine
        self._beside = beside
        self._revision: int | None = None
        self._changed = 0  # customers since all names were built
        self._refreshing = threading.Lock()

    def parse(self, text: str, now: datetime, meaning: str | None = None) -> Understanding:
        self.refresh()
        return self._engine.parse(text, now, meaning)

    def refresh(self) -> None:
        """Know the names as they are now."""
        with self._refreshing:
            self._take()
            self._follow()
            if self._revision is None:
                self._take(wait=True)
                self._follow()

    def _follow(self) -> None:
        """Go from the names that are known to those that there are."""
        with self._db.read_statement() as connection:
            if revisions.number(connection, LEXICON) == self._revision:
                return
        with self._db.read() as session:
            found = None if self._revision is None else changes_since(session, self._revision)
            if found is not None:
                self._revision, changes = found
                self._engine = self._engine.with_changes(changes)
                self._changed += len(changes.customers)
            elif self._beside is None or has_at_most(session, self._beside.not_worth):
                self._revision = revisions.number(session.connection(), LEXICON)
                self._engine, self._changed = self._engine.with_lexicon(lexicon_of(session)), 0
                return
        if self._beside is not None and (found is None or self._changed > MOST_BESIDE):
            self._beside.start()

    def _take(self, *, wait: bool = False) -> None:
        """Go on with what has been built beside. What could not be built there is built here from now on."""
        try:
            built = self._beside.result(wait=wait) if self._beside is not None else None
        except BuildFailed:
            log.exception("the names could not be built beside the turns; they are built between them")
            built, self._beside = None, None
        if built is not None:
            self._engine = self._engine.with_lexicon(Lexicon(built.key, self._names))
            self._revision, self._changed = built.revision, 0

    def _names(self) -> Names:
        with self._db.read() as session:
            return names_of(session)


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


def names_own_customer(session: Session, speaker: access.Speaker, understanding: Understanding) -> bool:
    """Whether the words name a customer whom the speaker may see."""
    scoped = within(_CALLED, access.customers(speaker))
    named = slot_values.words(understanding.slots, "customer")
    return any(fetch(session, scoped, {"called": name}).first() for name in named)


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
