"""Bringing items into the library: new ones are added, changed ones updated, and what a file does not name stays."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime

from sqlalchemy import insert, select, update
from sqlmodel import Session

from knowledge.items import Item
from storage.library import Contribution, Script
from storage.statements import execute, table_of

AT_ONCE = 500  # items looked up in one statement


@dataclass(frozen=True)
class Imported:
    """How many items an import added, updated, and found as they were."""

    added: int
    updated: int
    unchanged: int


def put(session: Session, items: Sequence[Item], now: datetime) -> Imported:
    """Bring in the items, whose codes differ."""
    known = _hashes(session, [item.code for item in items])
    new = [item for item in items if item.code not in known]
    changed = [item for item in items if known.get(item.code) not in (None, item.content_hash)]
    if new:
        execute(session, insert(_SCRIPTS), [{**_values(item, now), "created_at": now} for item in new])
    for item in changed:
        execute(session, update(_SCRIPTS).where(_SCRIPTS.c.code == item.code).values(**_values(item, now)), {})
    return Imported(len(new), len(changed), len(items) - len(new) - len(changed))


def everything(session: Session) -> tuple[Item, ...]:
    """The items of the library, in the order in which they came; of what people contributed only what is approved."""
    return tuple(
        Item(
            **{
                **row,
                "industry": tuple(row["industry"]),
                "buyer_role": tuple(row["buyer_role"]),
                "tags": tuple(row["tags"]),
            }
        )
        for row in map(dict, execute(session, _ALL, {}).mappings())
    )


def industries_and_roles(session: Session, most: int) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """The industries and the buyers' roles that most items are for, the most frequent first."""
    rows = execute(session, select(_SCRIPTS.c.industry, _SCRIPTS.c.buyer_role), {}).all()
    counts = (Counter(value for row in rows for value in row[place]) for place in (0, 1))
    industries, roles = (tuple(value for value, _ in count.most_common(most)) for count in counts)
    return industries, roles


def _hashes(session: Session, codes: Sequence[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for first in range(0, len(codes), AT_ONCE):
        some = list(codes[first : first + AT_ONCE])
        rows = execute(session, select(_SCRIPTS.c.code, _SCRIPTS.c.content_hash).where(_SCRIPTS.c.code.in_(some)), {})
        found.update(map(tuple, rows))
    return found


def _values(item: Item, now: datetime) -> dict[str, object]:
    lists = {"industry": list(item.industry), "buyer_role": list(item.buyer_role), "tags": list(item.tags)}
    return {**asdict(item), **lists, "content_hash": item.content_hash, "changed_at": now}


_SCRIPTS, _CONTRIBUTIONS = table_of(Script), table_of(Contribution)
_NOT_APPROVED = select(_CONTRIBUTIONS.c.id).where(
    _CONTRIBUTIONS.c.code == _SCRIPTS.c.code, _CONTRIBUTIONS.c.granted.is_not(True)
)
_ALL = (
    select(*(_SCRIPTS.c[name] for name in Item.__dataclass_fields__))
    .where(~_NOT_APPROVED.exists())
    .order_by(_SCRIPTS.c.id)
)
