"""Bringing items into the library: new ones are added, those of which a file says something else are updated, and what
a file does not name stays. Words changed since in the chat stay too, while the file says what it said.

An item of a document has the document's name before SOURCE_END in its code, so that what has gone from the document can
be named, and retired: it is found no more, until a file brings it again.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from functools import lru_cache
from typing import Any

from sqlalchemy import Text, bindparam, insert, or_, select, type_coerce, update
from sqlmodel import Session

from knowledge.items import LISTS, Item
from knowledge.versions import version
from storage import revisions
from storage.library import Contribution, Script, ScriptVector
from storage.statements import execute, table_of

AT_ONCE = 500  # items looked up in one statement
SOURCES_AT_ONCE = 50
REMEMBERED = 4096  # lists of industries, roles and tags: many items have the same
REVISION = "library"
SOURCE_END = "#"
REQUIRED = "新人必学"  # the tag of what every new hire learns
Row = Mapping[str, Any]
Families = Mapping[tuple[str, str | None], tuple[str, str]]  # by title and product line: code and version


@dataclass(frozen=True)
class Superseded:
    """An item that was current until a newer version of it came; `newer` is the code of that."""

    code: str
    title: str
    newer: str


@dataclass(frozen=True)
class Imported:
    """How many items an import added, updated, and found as they were, and which are current no more."""

    added: int
    updated: int
    unchanged: int
    superseded: tuple[Superseded, ...] = ()


@dataclass(frozen=True)
class Changes:
    """What an import comes to: items that are new, those that are changed with what they were, and how many are as they
    were. What was retired is new when it comes again. `rows` are those that are there already, by code."""

    new: tuple[Item, ...]
    changed: tuple[tuple[Item, Item], ...]
    unchanged: int
    rows: Mapping[str, Row]

    @property
    def counts(self) -> Imported:
        """How many of each."""
        return Imported(len(self.new), len(self.changed), self.unchanged)


def changes(session: Session, items: Sequence[Item]) -> Changes:
    """What bringing in the items, whose codes differ, would change."""
    rows = _known(session, [item.code for item in items])
    other = [item for item in items if item.code not in rows or _says_something_else(item, rows[item.code])]
    there = {code: item_of(row) for code, row in rows.items() if row["retired_at"] is None}
    new = tuple(item for item in other if item.code not in there)
    changed = tuple((item, there[item.code]) for item in other if item.code in there)
    return Changes(new, changed, len(items) - len(other), rows)


def put(session: Session, items: Sequence[Item], now: datetime, owner_id: int | None = None) -> Imported:
    """Bring in the items, whose codes differ; new ones are `owner_id`'s to answer for."""
    return carry_out(session, changes(session, items), now, owner_id)


def carry_out(session: Session, found: Changes, now: datetime, owner_id: int | None = None) -> Imported:
    """Bring in what is new, for `owner_id` to answer for, and what is changed."""
    coming = [*found.new, *(item for item, _ in found.changed)]
    before = _current(session, coming)
    new = [item for item in found.new if item.code not in found.rows]
    if new:
        made = {"created_at": now, "edition": 1, "owner_id": owner_id}
        execute(session, insert(_SCRIPTS), [{**_values(item, now), **made, **_path(item, {}, now)} for item in new])
    for item in coming:
        if (row := found.rows.get(item.code)) is not None:
            again = {"edition": row["edition"] + 1, "retired_at": None, "verified_at": None, "verified_by": None}
            values = {**_values(item, now), **again, **_path(item, row, now)}
            execute(session, update(_SCRIPTS).where(_SCRIPTS.c.code == item.code).values(**values), {})
    if coming:
        revisions.count_up(session, REVISION)
    superseded = _superseded(before, _current(session, coming))
    return Imported(len(found.new), len(found.changed), found.unchanged, superseded)


def retire(session: Session, codes: Sequence[str], now: datetime) -> None:
    """Items of these codes are found no more, until a file brings them again."""
    gone_by_now = {"retired_at": now, "changed_at": now, "file_hash": ""}
    for first in range(0, len(codes), AT_ONCE):
        some = _SCRIPTS.c.code.in_(list(codes[first : first + AT_ONCE]))
        execute(session, update(_SCRIPTS).where(some).values(**gone_by_now), {})
    if codes:
        revisions.count_up(session, REVISION)


def gone(session: Session, sources: Collection[str], codes: Collection[str]) -> tuple[tuple[str, str], ...]:
    """The code and title of items that came from these documents and are not among `codes`."""
    found: dict[str, str] = {}
    named = list(sources)
    for first in range(0, len(named), SOURCES_AT_ONCE):
        some = named[first : first + SOURCES_AT_ONCE]
        of_them = or_(*(_SCRIPTS.c.code.startswith(source + SOURCE_END, autoescape=True) for source in some))
        statement = select(_SCRIPTS.c.code, _SCRIPTS.c.title).where(of_them, _IS_THERE)
        found.update((row.code, row.title) for row in execute(session, statement.order_by(_SCRIPTS.c.id), {}))
    return tuple((code, title) for code, title in found.items() if code not in codes)


def everything(session: Session) -> tuple[Item, ...]:
    """The items of the library that are not retired, in the order in which they came; of what people contributed only
    what is approved."""
    return tuple(_kept(row) for row in execute(session, _ALL_KEPT, {}))


def of_kinds(session: Session, kinds: Collection[str], most: int) -> tuple[Item, ...]:
    """As `everything`, of these kinds and no more than `most`."""
    query = _ALL.where(_SCRIPTS.c.kind.in_(sorted(kinds))).limit(most)
    return tuple(item_of(dict(row)) for row in execute(session, query, {}).mappings())


def not_embedded(session: Session, embedder: str, count: int) -> tuple[Item, ...]:
    """Up to `count` items of which this embedder's vectors are not kept as they are now."""
    rows = execute(session, _NOT_EMBEDDED, {"embedder": embedder, "count": count}).mappings()
    return tuple(item_of(dict(row)) for row in rows)


def industries_and_roles(session: Session, most: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The industries and the buyers' roles that most items are for, the most frequent first."""
    rows = execute(session, select(_SCRIPTS.c.industry, _SCRIPTS.c.buyer_role), {}).all()
    counts = (Counter(value for row in rows for value in row[place]) for place in (0, 1))
    industries, roles = (tuple(value for value, _ in count.most_common(most)) for count in counts)
    return industries, roles


def item_of(row: Row) -> Item:
    """The item that a row holds."""
    known = {name: row[name] for name in Item.__dataclass_fields__}
    return Item(**{**known, **{name: tuple(row[name]) for name in LISTS}})


def _kept(row: Any) -> Item:
    """The item of a row of _ALL_KEPT, which has its lists as they are stored and its hash."""
    *values, content_hash = row
    for place in _LISTED:
        values[place] = _listed(values[place]) if isinstance(values[place], str) else tuple(values[place])
    item = Item(*values)
    vars(item)["content_hash"] = content_hash  # known, so that it is not worked out again
    return item


@lru_cache(REMEMBERED)
def _listed(text: str) -> tuple[str, ...]:
    return tuple(json.loads(text))


def _known(session: Session, codes: Sequence[str]) -> dict[str, Row]:
    found: dict[str, Row] = {}
    for first in range(0, len(codes), AT_ONCE):
        some = list(codes[first : first + AT_ONCE])
        rows = execute(session, select(_SCRIPTS).where(_SCRIPTS.c.code.in_(some)), {}).mappings()
        found.update((row["code"], dict(row)) for row in rows)
    return found


def _says_something_else(item: Item, row: Row) -> bool:
    before = row["content_hash"] if row["file_hash"] is None else row["file_hash"]
    return bool(item.content_hash != before)


def _path(item: Item, row: Row, now: datetime) -> dict[str, Any]:
    """Whether every new hire is to learn it: where a file begins or ceases to say so."""
    says, said = REQUIRED in item.tags, REQUIRED in row.get("tags", ())
    if says == said and row:
        return {}
    return {"required_at": now if says else None, "required_by": None}


def _current(session: Session, items: Sequence[Item]) -> Families:
    """Of each family of these items the code and version of its newest that is not retired."""
    titles = list(dict.fromkeys(item.title for item in items))
    newest: dict[tuple[str, str | None], Any] = {}
    for first in range(0, len(titles), AT_ONCE):
        some = titles[first : first + AT_ONCE]
        for row in execute(session, _FAMILY.where(_SCRIPTS.c.title.in_(some)), {}):
            best = newest.get((row.title, row.product_line))
            if best is None or version(row.product_version) >= version(best.product_version):
                newest[row.title, row.product_line] = row
    return {family: (row.code, row.product_version or "") for family, row in newest.items()}


def _superseded(before: Families, after: Families) -> tuple[Superseded, ...]:
    pairs = ((family, before[family], after[family]) for family in before if family in after)
    return tuple(
        Superseded(old, family[0], code)
        for family, (old, old_version), (code, newest) in pairs
        if code != old and version(newest) > version(old_version)
    )


def _values(item: Item, now: datetime) -> dict[str, object]:
    lists = {name: list(getattr(item, name)) for name in LISTS}
    hashes = {"content_hash": item.content_hash, "file_hash": item.content_hash}
    return {**asdict(item), **lists, **hashes, "changed_at": now}


_SCRIPTS, _VECTORS, _CONTRIBUTIONS = table_of(Script), table_of(ScriptVector), table_of(Contribution)
_NOT_APPROVED = select(_CONTRIBUTIONS.c.id).where(
    _CONTRIBUTIONS.c.code == _SCRIPTS.c.code, _CONTRIBUTIONS.c.granted.is_not(True)
)
_IS_THERE = _SCRIPTS.c.retired_at.is_(None)
_ALL = (
    select(*(_SCRIPTS.c[name] for name in Item.__dataclass_fields__))
    .where(_IS_THERE, ~_NOT_APPROVED.exists())
    .order_by(_SCRIPTS.c.id)
)
_ALL_KEPT = _ALL.with_only_columns(
    *(type_coerce(_SCRIPTS.c[name], Text) if name in LISTS else _SCRIPTS.c[name] for name in Item.__dataclass_fields__),
    _SCRIPTS.c.content_hash,
)
_LISTED = [place for place, name in enumerate(Item.__dataclass_fields__) if name in LISTS]
_FAMILY = (
    select(_SCRIPTS.c.code, _SCRIPTS.c.title, _SCRIPTS.c.product_line, _SCRIPTS.c.product_version)
    .where(_IS_THERE)
    .order_by(_SCRIPTS.c.id)
)
_EMBEDDED = select(_VECTORS.c.id).where(
    _VECTORS.c.code == _SCRIPTS.c.code,
    _VECTORS.c.content_hash == _SCRIPTS.c.content_hash,
    _VECTORS.c.embedder == bindparam("embedder"),
)
_NOT_EMBEDDED = _ALL.where(~_EMBEDDED.exists()).limit(bindparam("count"))
