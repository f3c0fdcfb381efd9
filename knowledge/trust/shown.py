"""Who was shown which item, and when last: they hear of it when it changes."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session

from storage.library import ScriptShown
from storage.people import Member
from storage.statements import execute, fetch, table_of

_SHOWN, _MEMBERS = table_of(ScriptShown), table_of(Member)


def note(session: Session, member_id: int, codes: Sequence[str], now: datetime) -> None:
    """The member is shown these items."""
    for code in codes:
        given = {"of": code, "by": member_id, "now": now}
        if execute(session, _AGAIN, given).rowcount == 0:
            execute(session, _FIRST, {"code": code, "member_id": member_id, "at": now})


def since(session: Session, code: str, moment: datetime, but_not: int | None = None) -> tuple[int, ...]:
    """The active members who were shown the item since then, in the order of their ids, but not this one."""
    found = fetch(session, _SINCE, {"code": code, "since": moment}).scalars()
    return tuple(member_id for member_id in found if member_id != but_not)


def titles_by_member(
    session: Session, titles: Collection[tuple[str, str]], moment: datetime
) -> dict[int, tuple[str, ...]]:
    """For each active member who was shown some of these items (code and title) since then, the titles."""
    found: dict[int, list[str]] = {}
    for code, title in titles:
        for member_id in since(session, code, moment):
            found.setdefault(member_id, []).append(title)
    return {member_id: tuple(dict.fromkeys(shown)) for member_id, shown in sorted(found.items())}


def forget(session: Session, before: datetime) -> None:
    """Keep nothing of what was shown before then."""
    execute(session, _FORGET, {"before": before})


_AGAIN = (
    update(_SHOWN)
    .where(_SHOWN.c.code == bindparam("of"), _SHOWN.c.member_id == bindparam("by"))
    .values(at=bindparam("now"))
)
_FIRST = insert(_SHOWN)
_SINCE = (
    select(_SHOWN.c.member_id)
    .join(_MEMBERS, _MEMBERS.c.id == _SHOWN.c.member_id)
    .where(_SHOWN.c.code == bindparam("code"), _SHOWN.c.at >= bindparam("since"), _MEMBERS.c.active.is_(True))
    .order_by(_SHOWN.c.member_id)
)
_FORGET = delete(_SHOWN).where(_SHOWN.c.at < bindparam("before"))
