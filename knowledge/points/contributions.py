"""Scripts that people offer to the library: they wait for a reviewer, who decides once."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import aliased
from sqlmodel import Session, col

from knowledge import importing
from knowledge.items import Item
from knowledge.points import likeness
from storage import rows
from storage.library import Contribution, Script
from storage.people import Member

CODE = "contribution-"  # begins the codes of contributed items
KIND = "script"


@dataclass(frozen=True)
class ScriptDraft:
    """What is to be sent: the words, a title, and whom they are for (empty: anybody). `objection` is a key of NLU's
    normal forms."""

    title: str
    body: str
    industry: tuple[str, ...] = ()
    buyer_role: tuple[str, ...] = ()
    objection: str | None = None


@dataclass(frozen=True)
class ContributionFact:
    """A contribution as it stands. `alike` is the title of an item that says nearly the same; `granted` None: it
    waits for `asked_id`."""

    id: int
    member_id: int
    member: str
    draft: ScriptDraft
    alike: str | None
    asked_id: int
    asked: str
    granted: bool | None
    decided_by: str | None
    reason: str | None
    code: str | None
    at: datetime
    asked_at: datetime
    wanted_id: int | None

    @property
    def is_waiting(self) -> bool:
        """Whether nobody has decided yet."""
        return self.granted is None


def add(
    session: Session,
    member_id: int,
    draft: ScriptDraft,
    alike: str | None,
    asked_id: int,
    now: datetime,
    wanted_id: int | None = None,
) -> ContributionFact:
    """Keep a contribution, which waits for `asked_id`; `alike` is the code of an item that says nearly the same,
    `wanted_id` the wanted question that it answers."""
    row = Contribution(
        member_id=member_id,
        title=draft.title,
        body=draft.body,
        industry=list(draft.industry),
        buyer_role=list(draft.buyer_role),
        objection=draft.objection,
        alike=alike,
        at=now,
        asked_id=asked_id,
        asked_at=now,
        wanted_id=wanted_id,
    )
    session.add(row)
    session.flush()
    row.code = f"{CODE}{row.id}"
    session.add(row)
    session.flush()
    return _fact(session, row.id)


def get(session: Session, contribution_id: int) -> ContributionFact | None:
    """The contribution; None if it was taken back."""
    return next(iter(_found(session, col(Contribution.id) == contribution_id)), None)


def of_member(session: Session, member_id: int) -> tuple[ContributionFact, ...]:
    """All that a member has contributed, the newest first."""
    return tuple(_found(session, col(Contribution.member_id) == member_id))


def asked_of(session: Session, member_id: int) -> tuple[int, ...]:
    """The contributions that wait for a member (ids)."""
    waits = (col(Contribution.asked_id) == member_id, col(Contribution.granted).is_(None))
    return tuple(session.execute(select(col(Contribution.id)).where(*waits)).scalars())


def ask(session: Session, contribution_id: int, asked_id: int, now: datetime) -> None:
    """Let it wait for somebody else."""
    row = rows.locked(session, Contribution, contribution_id)
    if row is not None and row.granted is None:
        row.asked_id, row.asked_at = asked_id, now
        session.add(row)
        session.flush()


def decide(
    session: Session,
    by_id: int,
    contribution_id: int,
    granted: bool,
    reason: str | None,
    tags: tuple[str, ...],
    now: datetime,
) -> ContributionFact | None:
    """Keep the decision of `by_id`; what is granted enters the library, with `tags`. None if it was decided or taken
    back before."""
    row = rows.locked(session, Contribution, contribution_id)
    if row is None or row.granted is not None:
        return None
    row.granted, row.reason, row.decided_by_id, row.decided_at = granted, reason, by_id, now
    if granted:
        row.alike = row.alike or _alike_since(session, row)
        draft = _draft(row)
        item = Item(f"{CODE}{row.id}", draft.title, draft.body, KIND, draft.industry, draft.buyer_role, tags=tags)
        importing.put(session, [item], now, row.member_id)
    session.add(row)
    session.flush()
    return _fact(session, row.id)


def author_of(session: Session, code: str) -> tuple[int, str] | None:
    """Who contributed the item of this code, and its title; None if nobody did, or another says nearly the same."""
    mine = (col(Contribution.code) == code, col(Contribution.granted).is_(True), col(Contribution.alike).is_(None))
    found = session.execute(select(col(Contribution.member_id), col(Contribution.title)).where(*mine)).first()
    return None if found is None else (found[0], found[1])


def _alike_since(session: Session, row: Contribution) -> str | None:
    """The code of an item that was granted while this one waited and says nearly the same."""
    since = (
        col(Contribution.granted).is_(True),
        col(Contribution.decided_at) >= row.at,
        col(Contribution.id) != row.id,
    )
    others = session.execute(select(col(Contribution.code), col(Contribution.body)).where(*since)).all()
    return likeness.most_alike(row.body, [(code, body) for code, body in others if code])


def _fact(session: Session, contribution_id: int | None) -> ContributionFact:
    (fact,) = _found(session, col(Contribution.id) == contribution_id)
    return fact


def _found(session: Session, *where: Any) -> Sequence[ContributionFact]:
    asked, decider = aliased(Member), aliased(Member)
    query = (
        select(Contribution, col(Member.name), asked.name, decider.name, col(Script.title))  # type: ignore[call-overload]
        .join(Member, col(Member.id) == col(Contribution.member_id))
        .join(asked, asked.id == col(Contribution.asked_id))
        .outerjoin(decider, decider.id == col(Contribution.decided_by_id))
        .outerjoin(Script, col(Script.code) == col(Contribution.alike))
    )
    found = session.execute(query.where(*where).order_by(col(Contribution.id).desc()))
    return [
        ContributionFact(
            row.id,
            row.member_id,
            member,
            _draft(row),
            alike if row.alike else None,
            row.asked_id,
            asked_name,
            row.granted,
            decided_by,
            row.reason,
            row.code,
            row.at,
            row.asked_at,
            row.wanted_id,
        )
        for row, member, asked_name, decided_by, alike in found
    ]


def _draft(row: Contribution) -> ScriptDraft:
    return ScriptDraft(row.title, row.body, tuple(row.industry), tuple(row.buyer_role), row.objection)
