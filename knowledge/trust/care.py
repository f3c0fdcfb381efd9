"""Whether an item still holds: who answers for it, when it was last checked, and what becomes of it then.

An item's owner answers for it; of one without an owner, or whose owner has left, the head of the company does. It is
due once it was neither checked nor changed since an instant that company policy gives.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, and_, bindparam, delete, func, or_, select
from sqlmodel import Session

from config.names import as_compared
from knowledge.importing import item_of
from knowledge.items import read_body
from knowledge.versions import version
from storage.changes import update_row
from storage.library import Script, ScriptVector
from storage.people import Member
from storage.statements import execute, fetch, table_of

Row = RowMapping
SCRIPTS = table_of(Script)
_VECTORS, _MEMBERS = table_of(ScriptVector), table_of(Member)
_CHECKER = _MEMBERS.alias("checker")
_IS_THERE = SCRIPTS.c.retired_at.is_(None)


@dataclass(frozen=True)
class ScriptFact:
    """An item as it is shown: when and by whom it was last found to hold (by nobody since its words changed: None), and
    since when and by whose word new hires learn it (None: they need not). `transcript` is what is said in a recording
    (nothing: it can't be understood; None: nobody has heard it)."""

    code: str
    title: str
    body: str
    kind: str
    media: str | None
    product_version: str | None
    owner_id: int | None
    verified_at: datetime | None
    verified_by: str | None
    required_at: datetime | None
    required_by: int | None
    transcript: str | None = None


def facts(session: Session, codes: Sequence[str]) -> tuple[ScriptFact, ...]:
    """The items with these codes, in their order, without those that are retired."""
    found = {fact.code: fact for fact in select_facts(session, SCRIPTS.c.code.in_(list(codes)))} if codes else {}
    return tuple(found[code] for code in codes if code in found)


def get(session: Session, code: str) -> ScriptFact | None:
    """The item; None if there is none, or it is retired."""
    return next(iter(facts(session, [code])), None)


def within(session: Session, scope: ColumnElement[bool], code: str) -> ScriptFact | None:
    """The item, if it is in scope; None if it is not, or retired."""
    return next(iter(select_facts(session, and_(scope, SCRIPTS.c.code == code))), None)


def is_within(session: Session, scope: ColumnElement[bool], key: int) -> bool:
    """Whether the item with this key of its row is in scope, retired or not."""
    return fetch(session, select(SCRIPTS.c.id).where(scope, SCRIPTS.c.id == key), {}).first() is not None


def due(session: Session, member_id: int, before: datetime, *, heads: bool) -> tuple[ScriptFact, ...]:
    """The items that the member is to say of whether they still hold: those neither checked nor changed since `before`,
    the longest first, without older versions. `heads`: the member answers for what nobody else does."""
    own = SCRIPTS.c.owner_id == member_id
    theirs = or_(own, SCRIPTS.c.owner_id.is_(None), _MEMBERS.c.active.is_(False)) if heads else own
    checked = func.coalesce(SCRIPTS.c.verified_at, SCRIPTS.c.changed_at)
    query = (
        select(SCRIPTS)
        .outerjoin(_MEMBERS, _MEMBERS.c.id == SCRIPTS.c.owner_id)
        .where(_IS_THERE, theirs, checked < before)
        .order_by(checked, SCRIPTS.c.id)
    )
    rows = fetch(session, query, {}).mappings().all()
    outdated = _outdated(session, rows)
    return facts(session, [row["code"] for row in rows if row["code"] not in outdated])


def older(session: Session, scope: ColumnElement[bool], product: str, newest: str) -> tuple[ScriptFact, ...]:
    """The items in scope about a product (its line, or words of it) that are of an older version than this one, and of
    which there is no newer version."""
    wanted, number = as_compared(product), version(newest)
    of_versions = (SCRIPTS.c.product_line.is_not(None), SCRIPTS.c.product_version.is_not(None))
    query = select(SCRIPTS).where(_IS_THERE, scope, *of_versions).order_by(SCRIPTS.c.id)
    rows = [
        row
        for row in fetch(session, query, {}).mappings()
        if wanted in as_compared(row["product_line"]) and version(row["product_version"]) < number
    ]
    outdated = _outdated(session, rows)
    return facts(session, [row["code"] for row in rows if row["code"] not in outdated])


def owners(session: Session) -> tuple[int, ...]:
    """The active members who answer for an item of their own."""
    query = (
        select(_MEMBERS.c.id)
        .join(SCRIPTS, SCRIPTS.c.owner_id == _MEMBERS.c.id)
        .where(_IS_THERE, _MEMBERS.c.active.is_(True))
        .distinct()
        .order_by(_MEMBERS.c.id)
    )
    return tuple(fetch(session, query, {}).scalars())


def named(session: Session, scope: ColumnElement[bool], words: str) -> tuple[ScriptFact, ...]:
    """The items in scope that the words name, without older versions: those of exactly this title, else those whose
    title holds the words."""
    wanted = as_compared(words)
    rows = fetch(session, select(SCRIPTS).where(_IS_THERE, scope).order_by(SCRIPTS.c.id), {}).mappings().all()
    exact = [row for row in rows if as_compared(row["title"]) == wanted]
    meant = exact or [row for row in rows if wanted and wanted in as_compared(row["title"])]
    outdated = _outdated(session, meant)
    return facts(session, [row["code"] for row in meant if row["code"] not in outdated])


def locked(session: Session, code: str, scope: ColumnElement[bool]) -> tuple[Row | None, bool]:
    """The item's row, locked (None if there is none, or it is retired), and whether it is in scope."""
    found = fetch(session, _LOCKED, {"code": code}).mappings().first()
    if found is None:
        return None, False
    in_scope = fetch(session, select(SCRIPTS.c.id).where(SCRIPTS.c.code == code, scope), {}).first()
    return found, in_scope is not None


def verify(session: Session, row: Row, member_id: int, now: datetime) -> None:
    """The item, whose row is locked, was found to hold by the member."""
    update_row(session, SCRIPTS, row, {"verified_at": now, "verified_by": member_id})


def change_words(session: Session, row: Row, words: str, member_id: int, now: datetime) -> None:
    """The item, whose row is locked, says this from now on, and is found by this alone. Raises ItemProblem."""
    item = replace(item_of(dict(row)), body=read_body(words))
    changed = {"body": item.body, "content_hash": item.content_hash, "changed_at": now, "edition": row["edition"] + 1}
    file_hash = {"file_hash": row["file_hash"] or row["content_hash"]}
    update_row(session, SCRIPTS, row, {**changed, **file_hash, "verified_at": now, "verified_by": member_id})
    execute(session, _FORGET, {"of": row["code"]})


def retire(session: Session, row: Row, now: datetime) -> None:
    """The item, whose row is locked, is never found again, and no new hire needs to learn it."""
    gone = {"retired_at": now, "required_at": None, "required_by": None}
    update_row(session, SCRIPTS, row, {**gone, "changed_at": now, "edition": row["edition"] + 1})


def select_facts(
    session: Session, where: ColumnElement[bool], order_by: Sequence[ColumnElement[Any]] = (SCRIPTS.c.id,)
) -> tuple[ScriptFact, ...]:
    """The items of a condition that are not retired."""
    query = _FACTS.where(where).order_by(*order_by)
    return tuple(ScriptFact(*row) for row in fetch(session, query, {}))


def _outdated(session: Session, rows: Sequence[Row]) -> frozenset[str]:
    """The codes of those of the rows that have a newer version."""
    titles = {row["title"] for row in rows}
    siblings = fetch(session, _SIBLINGS, {"titles": list(titles)}).all() if titles else []
    newest: dict[tuple[str, str | None], tuple[int, ...]] = {}
    for row in siblings:
        family = row.title, row.product_line
        newest[family] = max(newest.get(family, ()), version(row.product_version))
    return frozenset(
        row["code"]
        for row in rows
        if version(row["product_version"]) < newest.get((row["title"], row["product_line"]), ())
    )


_FACTS = (
    select(
        *(SCRIPTS.c[name] for name in ("code", "title", "body", "kind", "media", "product_version", "owner_id")),
        SCRIPTS.c.verified_at,
        _CHECKER.c.name,
        SCRIPTS.c.required_at,
        SCRIPTS.c.required_by,
        SCRIPTS.c.transcript,
    )
    .outerjoin(_CHECKER, _CHECKER.c.id == SCRIPTS.c.verified_by)
    .where(_IS_THERE)
)
_LOCKED = select(SCRIPTS).where(_IS_THERE, SCRIPTS.c.code == bindparam("code")).with_for_update()
_SIBLINGS = select(SCRIPTS.c.title, SCRIPTS.c.product_line, SCRIPTS.c.product_version).where(
    _IS_THERE, SCRIPTS.c.title.in_(bindparam("titles", expanding=True))
)
_FORGET = delete(_VECTORS).where(_VECTORS.c.code == bindparam("of"))
