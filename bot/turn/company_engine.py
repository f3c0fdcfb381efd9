"""An understanding engine that knows the company's names as they are now."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol

from sqlalchemy import select

from bot.turn.names import lexicon_of
from nlu.lexicon import Lexicon
from nlu.understanding import Understanding
from sales.customers import LEXICON
from storage.background import Revision
from storage.engine import Database
from storage.statements import table_of


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
            revision: int = connection.execute(_REVISION).scalar() or 0
        if revision != self._revision:
            with self._db.read() as session:
                self._engine = self._engine.with_lexicon(lexicon_of(session))
            self._revision = revision


_REVISIONS = table_of(Revision)
_REVISION = select(_REVISIONS.c.number).where(_REVISIONS.c.name == LEXICON)
