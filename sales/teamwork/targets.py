"""What people and teams are to sell in a month, and where they stand."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

from sqlalchemy import ColumnElement, func, select
from sqlmodel import Session, col
from sqlmodel import select as select_rows

from sales.deals import WON
from sales.errors import Changed
from sales.period import Period
from sales.scope import Actor
from sales.teamwork import people
from storage import rows
from storage.background import Audit
from storage.deals import Opportunity
from storage.figures import SalesTarget, TeamTarget
from storage.people import Member, Team

SELLERS = ("rep", "new_hire")


@dataclass(frozen=True)
class Aim:
    """What a member, or a team, is to sell in a period, in 分 (None: the words left it open)."""

    name: str
    amount_fen: int | None
    member_id: int | None = None
    team_id: int | None = None


@dataclass(frozen=True)
class TargetSet:
    """The target of a member, or of a team, for the months `first` to `last` (their first days), in 分 together;
    `before_fen` is what it was."""

    member_id: int | None
    name: str
    first: date
    last: date
    amount_fen: int
    before_fen: int | None
    team_id: int | None = None


@dataclass(frozen=True)
class Standing:
    """Where a member (a team, if `team_id` is given) stands in a period: the target (None: none was set) and what was
    won, in 分."""

    member_id: int
    name: str
    target_fen: int | None
    won_fen: int
    won: int
    team_id: int | None = None

    @property
    def share(self) -> float | None:
        """How much of the target is done; None without one."""
        return self.won_fen / self.target_fen if self.target_fen else None


@dataclass(frozen=True)
class Standings:
    """Where a group stands in a period: those that have targets, teams and of other teams the people, and those without
    who won something or are to sell; `won` deals of everybody in it, of those too who are there no more, for `won_fen`
    分 together."""

    each: tuple[Standing, ...]
    won_fen: int
    won: int

    @property
    def with_target(self) -> tuple[Standing, ...]:
        """Those that have a target."""
        return tuple(one for one in self.each if one.target_fen)

    @property
    def target_fen(self) -> int:
        """The targets together."""
        return sum(one.target_fen or 0 for one in self.with_target)

    @property
    def met_fen(self) -> int:
        """What those who have targets won."""
        return sum(one.won_fen for one in self.with_target)


def set_targets(
    session: Session, by: Actor, aims: Sequence[Aim], period: Period, now: datetime
) -> tuple[TargetSet, ...]:
    """Set what members and teams are to sell in the months of a period, to each of which comes the same part. Raises
    Changed, and sets none, if one of them is gone or not led by who acts, ValueError without a sum."""
    for aim in aims:
        _hold_led(session, by, aim)
    return tuple(_set(session, by, aim, period, now) for aim in aims)


def _hold_led(session: Session, by: Actor, aim: Aim) -> None:
    if aim.member_id is not None:
        member = rows.locked(session, Member, aim.member_id)
        if member is None or not member.active or not people.all_of(session, by.members, {aim.member_id}):
            raise Changed("member", aim.member_id, "not_in_scope")
        return
    theirs = session.execute(select(col(Member.id)).where(col(Member.team_id) == aim.team_id)).scalars().all()
    if not theirs or not people.all_of(session, by.members, set(theirs)):
        raise Changed("team", aim.team_id or 0, "not_in_scope")


def withdraw_target(session: Session, by: Actor, aim: Aim, period: Period, now: datetime) -> TargetSet | None:
    """Take back what a member, or a team, was to sell in the months of a period; returns what it was, None where there
    was no target. Raises Changed if they are gone or not led by who acts."""
    _hold_led(session, by, aim)
    months = list(months_of(period))
    known = _known(session, aim, months)
    if not known:
        return None
    amount = sum(row.amount_fen for row in known)
    for row in known:
        session.delete(row)
    _note(session, by, aim, months, None, amount, now)
    return TargetSet(aim.member_id, aim.name, months[0], months[-1], amount, None, aim.team_id)


def _set(session: Session, by: Actor, aim: Aim, period: Period, now: datetime) -> TargetSet:
    if aim.amount_fen is None:
        raise ValueError(f"a target for {aim.name} needs a sum")
    months = list(months_of(period))
    known = {row.month: row for row in _known(session, aim, months)}
    before = sum(row.amount_fen for row in known.values()) if known else None
    for place, month in enumerate(months):
        part = aim.amount_fen * (place + 1) // len(months) - aim.amount_fen * place // len(months)
        row = known.get(month) or _new(aim, month, now)
        row.amount_fen, row.by_id, row.at = part, by.member_id, now
        session.add(row)
    _note(session, by, aim, months, aim.amount_fen, before, now)
    return TargetSet(aim.member_id, aim.name, months[0], months[-1], aim.amount_fen, before, aim.team_id)


def _note(
    session: Session, by: Actor, aim: Aim, months: Sequence[date], amount: int | None, before: int | None, now: datetime
) -> None:
    subject = f"member:{aim.member_id}" if aim.member_id is not None else f"team:{aim.team_id}"
    detail = {"months": [month.isoformat() for month in months], "amount_fen": amount, "before": before}
    session.add(Audit(at=now, member_id=by.member_id, what="target", subject=subject, detail=detail))


def _known(session: Session, aim: Aim, months: Sequence[date]) -> Sequence[SalesTarget | TeamTarget]:
    if aim.member_id is not None:
        of_member = (col(SalesTarget.member_id) == aim.member_id, col(SalesTarget.month).in_(months))
        return session.exec(select_rows(SalesTarget).where(*of_member)).all()
    of_team = (col(TeamTarget.team_id) == aim.team_id, col(TeamTarget.month).in_(months))
    return session.exec(select_rows(TeamTarget).where(*of_team)).all()


def _new(aim: Aim, month: date, now: datetime) -> SalesTarget | TeamTarget:
    if aim.member_id is not None:
        return SalesTarget(member_id=aim.member_id, month=month, amount_fen=0, by_id=0, at=now)
    assert aim.team_id is not None
    return TeamTarget(team_id=aim.team_id, month=month, amount_fen=0, by_id=0, at=now)


def standings(
    session: Session,
    members: ColumnElement[bool],
    deals: ColumnElement[bool],
    period: Period,
    zone: tzinfo,
    *,
    teams: bool = True,
) -> Standings:
    """Where these members stand, the most won first; of the deals in scope. A team whose members are all among them
    stands for itself where it has a target (not so without `teams`)."""
    won = _won(session, members, deals, period, zone)
    targets = _targets(session, period)
    theirs = select(col(Member.id), col(Member.name), col(Member.team_id), col(Member.active), col(Member.role))
    found, of_team = list[Standing](), dict[int, list[int]]()
    for member_id, name, team_id, active, role in session.execute(theirs.where(members).order_by(col(Member.id))):
        if team_id is not None:
            of_team.setdefault(team_id, []).append(member_id)
        if active and (member_id in targets or member_id in won or role in SELLERS):
            found.append(Standing(member_id, name, targets.get(member_id), *won.get(member_id, (0, 0))))
    aims = _of_teams(session, period, of_team) if teams else {}
    for team_id, (name, target) in aims.items():
        ids = of_team[team_id]
        found = [one for one in found if one.member_id not in ids]
        worth, count = (sum(won.get(member, (0, 0))[part] for member in ids) for part in (0, 1))
        found.append(Standing(0, name, target, worth, count, team_id))
    together = [sum(one[part] for one in won.values()) for part in (0, 1)]
    return Standings(tuple(sorted(found, key=lambda one: (-one.won_fen, -one.won))), together[0], together[1])


def _won(
    session: Session, members: ColumnElement[bool], deals: ColumnElement[bool], period: Period, zone: tzinfo
) -> dict[int, tuple[int, int]]:
    """For how much, and how many, each of the members won deals in the period."""
    since = col(Opportunity.stage_entered_at)
    ended = (col(Opportunity.stage) == WON, since >= period.start(zone), since <= period.end(zone))
    amount = func.sum(func.coalesce(col(Opportunity.amount_fen), 0))
    query = select(col(Opportunity.owner_id), func.count(), amount).join(
        Member, col(Member.id) == col(Opportunity.owner_id)
    )
    query = query.where(deals, members, *ended).group_by(col(Opportunity.owner_id))
    return {owner: (int(worth), count) for owner, count, worth in session.execute(query)}


def _targets(session: Session, period: Period) -> dict[int, int]:
    query = select(col(SalesTarget.member_id), func.sum(col(SalesTarget.amount_fen)))
    query = query.where(col(SalesTarget.month).in_(list(months_of(period)))).group_by(col(SalesTarget.member_id))
    return {member_id: int(amount_fen) for member_id, amount_fen in session.execute(query)}


def _of_teams(session: Session, period: Period, among: Collection[int]) -> dict[int, tuple[str, int]]:
    """The name and target of each of these teams that has one."""
    query = select(col(TeamTarget.team_id), col(Team.name), func.sum(col(TeamTarget.amount_fen)))
    query = query.join(Team, col(Team.id) == col(TeamTarget.team_id))
    query = query.where(col(TeamTarget.month).in_(list(months_of(period))), col(TeamTarget.team_id).in_(list(among)))
    query = query.group_by(col(TeamTarget.team_id), col(Team.name)).order_by(col(TeamTarget.team_id))
    return {team_id: (name, int(amount_fen)) for team_id, name, amount_fen in session.execute(query)}


def months_of(period: Period) -> Iterator[date]:
    """The first day of each month that a period touches."""
    month = period.first.replace(day=1)
    while month <= period.last:
        yield month
        month = (month + timedelta(days=32)).replace(day=1)
