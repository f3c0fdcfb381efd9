"""What a contribution earns its author: once when it is approved, when it is of use to a colleague, when a deal is won
with it. Whoever is of use to themselves earns nothing, a near-duplicate neither, and what colleagues bring somebody in
a day is limited."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlmodel import Session

from config.library.points import PointsPolicy
from knowledge.points import contributions, ledger, uses
from knowledge.points.contributions import ContributionFact
from knowledge.points.uses import UseFact


@dataclass(frozen=True)
class Earned:
    """What an author was given for an item."""

    member_id: int
    title: str
    points: int


def approved(session: Session, policy: PointsPolicy, fact: ContributionFact, day: date, now: datetime) -> int:
    """The points for a contribution that was granted: none for one that another item says nearly the same as."""
    if fact.alike is not None:
        return 0
    key, title = str(fact.id), fact.draft.title
    given = ledger.give(session, ledger.APPROVED, key, fact.member_id, policy.approved, title, day, now)
    return policy.approved if given else 0


def reused(
    session: Session, policy: PointsPolicy, use: UseFact, member_id: int, day: date, now: datetime
) -> Earned | None:
    """What the author earns where a colleague (`member_id`) found the item useful: once a day for each; given back
    where nothing of that day is useful to them any more. None if nothing is earned."""
    author = contributions.author_of(session, use.code)
    if author is None or author[0] == member_id:
        return None
    key = f"{use.code}:{member_id}:{day.isoformat()}"
    if not uses.found_useful_on(session, use.code, member_id, day):
        ledger.take_back(session, ledger.REUSED, key)
        return None
    return _given(session, policy, ledger.REUSED, key, author, policy.reused, day, now) if use.useful else None


def won(session: Session, policy: PointsPolicy, deal_id: int, day: date, now: datetime) -> tuple[Earned, ...]:
    """What authors earn because a deal was won: for each item that was of use with it to somebody else."""
    found = uses.with_deal(session, deal_id, now - timedelta(days=policy.won_within_days))
    authors = {code: contributions.author_of(session, code) for code, _ in found}
    by_others = {code for code, member_id in found if (author := authors[code]) and author[0] != member_id}
    earned = []
    for code in sorted(by_others, key=lambda code: (authors[code] or (0, ""), code)):
        author = authors[code]
        if author is not None:
            given = _given(session, policy, ledger.WON, f"{code}:{deal_id}", author, policy.won, day, now)
            earned += [given] if given is not None else []
    return tuple(earned)


def _given(
    session: Session,
    policy: PointsPolicy,
    kind: str,
    key: str,
    author: tuple[int, str],
    points: int,
    day: date,
    now: datetime,
) -> Earned | None:
    """What is left of the day's limit for what colleagues bring somebody."""
    member_id, title = author
    ledger.lock(session, {member_id})
    left = policy.others_a_day - ledger.given_by_others(session, member_id, day)
    given = min(points, left)
    return (
        Earned(member_id, title, given) if ledger.give(session, kind, key, member_id, given, title, day, now) else None
    )
