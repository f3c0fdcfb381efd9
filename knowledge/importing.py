"""Bringing items into the library: new ones are added, changed ones updated, and what a file does not name stays.

An item of a document has the document's name before SOURCE_END in its code, so that what has gone from the document can
be named, and retired: it is found no more.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import RowMapping, bindparam, insert, or_, select, update
from sqlmodel import Session

from knowledge.items import Item
from storage import revisions
from storage.library import Script
from storage.statements import execute, table_of

AT_ONCE = 500  # items looked up in one statement
REVISION = "library"
SOURCE_END = "#"
LISTS = ("industry", "buyer_role", "tags")


@dataclass(frozen=True)
class Imported:
    """How many items an import added, updated, and found as they were."""

    added: int
    updated: int
    unchanged: int


@dataclass(frozen=True)
class Changes:
    """What an import comes to: items that are new, those that are changed with what they were, and how many are as they
    were. What was retired is new when it comes again, and in `retired`."""

    new: tuple[Item, ...]
    changed: tuple[tuple[Item, Item], ...]
    unchanged: int
    retired: frozenset[str]

    @property
    def counts(self) -> Imported:
        """How many of each."""
        return Imported(len(self.new), len(self.changed), self.unchanged)


def changes(session: Session, items: Sequence[Item]) -> Changes:
    """What bringing in the items, whose codes differ, would change."""
    known = _known(session, [item.code for item in items])
    retired = frozenset(code for code, (_, is_retired) in known.items() if is_retired)
    there = {code: item for code, (item, is_retired) in known.items() if not is_retired}
    new = tuple(item for item in items if item.code not in there)
    pairs = tuple((item, there[item.code]) for item in items if item.code in there)
    changed = tuple((item, was) for item, was in pairs if item.content_hash != was.content_hash)
    return Changes(new, changed, len(pairs) - len(changed), retired)


def put(session: Session, items: Sequence[Item], now: datetime) -> Imported:
    """Bring in the items, whose codes differ."""
    found = changes(session, items)
    carry_out(session, found, now)
    return found.counts


def carry_out(session: Session, found: Changes, now: datetime) -> None:
    """Bring in what is new, and what is changed."""
    new = [item for item in found.new if item.code not in found.retired]
    if new:
        execute(session, insert(_SCRIPTS), [{**_values(item, now), "created_at": now} for item in new])
    again = [item for item in found.new if item.code in found.retired]
    for item in (*again, *(item for item, _ in found.changed)):
        execute(session, update(_SCRIPTS).where(_SCRIPTS.c.code == item.code).values(**_values(item, now)), {})
    if found.new or found.changed:
        revisions.count_up(session, REVISION)


def retire(session: Session, codes: Sequence[str], now: datetime) -> None:
    """Items of these codes are found no more."""
    for first in range(0, len(codes), AT_ONCE):
        some = _SCRIPTS.c.code.in_(list(codes[first : first + AT_ONCE]))
        execute(session, update(_SCRIPTS).where(some).values(retired_at=now, changed_at=now), {})
    if codes:
        revisions.count_up(session, REVISION)


def gone(session: Session, sources: Collection[str], codes: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The code and title of items that came from these documents and are not among `codes`."""
    found: dict[str, str] = {}
    named = list(sources)
    for first in range(0, len(named), 50):
        some = named[first : first + 50]
        of_them = or_(*(_SCRIPTS.c.code.startswith(source + SOURCE_END, autoescape=True) for source in some))
        statement = select(_SCRIPTS.c.code, _SCRIPTS.c.title).where(of_them, _SCRIPTS.c.retired_at.is_(None))
        found.update((row.code, row.title) for row in execute(session, statement.order_by(_SCRIPTS.c.id), {}))
    return tuple((code, title) for code, title in found.items() if code not in codes)


def get(session: Session, code: str) -> Item | None:
    """The item of a code; None where there is none, or it is retired."""
    row = execute(session, _OF_CODE, {"code": code}).mappings().first()
    return None if row is None else _item(row)


def everything(session: Session) -> tuple[Item, ...]:
    """The items of the library, in the order in which they came."""
    return tuple(_item(row) for row in execute(session, _ALL, {}).mappings())


def _known(session: Session, codes: Sequence[str]) -> dict[str, tuple[Item, bool]]:
    """The items of these codes, and whether they are retired."""
    found: dict[str, tuple[Item, bool]] = {}
    for first in range(0, len(codes), AT_ONCE):
        some = list(codes[first : first + AT_ONCE])
        for row in execute(session, _KNOWN.where(_SCRIPTS.c.code.in_(some)), {}).mappings():
            found[row["code"]] = (_item(row), row["retired_at"] is not None)
    return found


def _item(row: RowMapping | Mapping[str, Any]) -> Item:
    values = {name: row[name] for name in Item.__dataclass_fields__}
    return Item(**{**values, **{name: tuple(values[name]) for name in LISTS}})


def _values(item: Item, now: datetime) -> dict[str, object]:
    lists = {name: list(getattr(item, name)) for name in LISTS}
    return {**asdict(item), **lists, "content_hash": item.content_hash, "changed_at": now, "retired_at": None}


_SCRIPTS = table_of(Script)
_FIELDS = tuple(_SCRIPTS.c[name] for name in Item.__dataclass_fields__)
_KNOWN = select(*_FIELDS, _SCRIPTS.c.retired_at)
_ALL = select(*_FIELDS).where(_SCRIPTS.c.retired_at.is_(None)).order_by(_SCRIPTS.c.id)
_OF_CODE = select(*_FIELDS).where(_SCRIPTS.c.code == bindparam("code"), _SCRIPTS.c.retired_at.is_(None))
