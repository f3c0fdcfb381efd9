"""Bringing items into the library: new ones are added, those of which a file says something else are updated, and what
a file does not name stays. Words changed since in the chat stay too, while the file says what it said."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update
from sqlmodel import Session

from knowledge.items import LISTS, Item
from knowledge.versions import version
from storage.library import Script, ScriptVector
from storage.points import Contribution
from storage.statements import execute, table_of

AT_ONCE = 500  # items looked up in one statement


REQUIRED = "新人必学"  # the tag of what every new hire learns


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


def put(session: Session, items: Sequence[Item], now: datetime, owner_id: int | None = None) -> Imported:
    """Bring in the items, whose codes differ; new ones are `owner_id`'s to answer for."""
    known = _known(session, [item.code for item in items])
    new = [item for item in items if item.code not in known]
    changed = [item for item in items if item.code in known and _says_something_else(item, known[item.code])]
    before = _current(session, [*new, *changed])
    if new:
        made = {"created_at": now, "edition": 1, "owner_id": owner_id}
        execute(session, insert(_SCRIPTS), [{**_values(item, now), **made, **_path(item, {}, now)} for item in new])
    for item in changed:
        row = known[item.code]
        again = {"edition": row["edition"] + 1, "retired_at": None, "verified_at": None, "verified_by": None}
        values = {**_values(item, now), **again, **_path(item, row, now)}
        execute(session, update(_SCRIPTS).where(_SCRIPTS.c.code == item.code).values(**values), {})
    superseded = _superseded(before, _current(session, [*new, *changed]))
    return Imported(len(new), len(changed), len(items) - len(new) - len(changed), superseded)


def everything(session: Session) -> tuple[Item, ...]:
    """The items of the library that are not retired, in the order in which they came; of what people contributed only
    what is approved."""
    return tuple(item_of(dict(row)) for row in execute(session, _ALL, {}).mappings())


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


def item_of(row: Mapping[str, Any]) -> Item:
    """The item that a row holds."""
    known = {name: row[name] for name in Item.__dataclass_fields__}
    return Item(**{**known, **{name: tuple(row[name]) for name in LISTS}})


def _known(session: Session, codes: Sequence[str]) -> dict[str, Mapping[str, Any]]:
    found: dict[str, Mapping[str, Any]] = {}
    for first in range(0, len(codes), AT_ONCE):
        some = list(codes[first : first + AT_ONCE])
        rows = execute(session, select(_SCRIPTS).where(_SCRIPTS.c.code.in_(some)), {}).mappings()
        found.update((row["code"], dict(row)) for row in rows)
    return found


def _says_something_else(item: Item, row: Mapping[str, Any]) -> bool:
    said: str = row["file_hash"] or row["content_hash"]
    return item.content_hash != said


def _path(item: Item, row: Mapping[str, Any], now: datetime) -> dict[str, Any]:
    """Whether every new hire is to learn it: where a file begins or ceases to say so."""
    says, said = REQUIRED in item.tags, REQUIRED in row.get("tags", ())
    if says == said and row:
        return {}
    return {"required_at": now if says else None, "required_by": None}


def _current(session: Session, items: Sequence[Item]) -> dict[tuple[str, str | None], tuple[str, str]]:
    """Of each family of these items the code and title of its newest version that is not retired."""
    titles = list(dict.fromkeys(item.title for item in items))
    newest: dict[tuple[str, str | None], Any] = {}
    for first in range(0, len(titles), AT_ONCE):
        some = titles[first : first + AT_ONCE]
        for row in execute(session, _FAMILY.where(_SCRIPTS.c.title.in_(some)), {}):
            best = newest.get((row.title, row.product_line))
            if best is None or version(row.product_version) >= version(best.product_version):
                newest[row.title, row.product_line] = row
    return {family: (row.code, row.product_version or "") for family, row in newest.items()}


def _superseded(
    before: Mapping[tuple[str, str | None], tuple[str, str]], after: Mapping[tuple[str, str | None], tuple[str, str]]
) -> tuple[Superseded, ...]:
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
