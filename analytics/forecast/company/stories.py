"""What happened to each deal, as it can be looked at from any later moment: stages, contacts, files, sums."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlmodel import Session, col

from nlu.statements.buying_roles import DECIDES
from sales.deals import CLOSED, WON
from sales.followup_draft import NOBODY_REACHED
from storage.deals import Customer, DealChange, DealFile, DecisionClaim, FollowUp, Opportunity, StageChange

LOOKED_BACK = timedelta(days=3 * 365)


@dataclass(frozen=True)
class Touch:
    """A contact with the customer about the deal."""

    at: datetime
    objections: int
    next_on: date | None


@dataclass
class Story:
    """A deal from its first day on. `moves` are (when, to which stage); `sums` and `closes` are (until when, the value
    then), the last being what holds now. `closed_at` is None while it is open."""

    deal_id: int
    owner_id: int
    customer: str
    line: str | None
    stage: str
    opened_at: datetime
    closed_at: datetime | None
    amount_fen: int | None
    expected_close: date | None
    moves: list[tuple[datetime, str]] = field(default_factory=list)
    first_stage: str | None = None
    touches: list[Touch] = field(default_factory=list)
    files: list[datetime] = field(default_factory=list)
    decider_at: datetime | None = None
    sums: list[tuple[datetime, int | None]] = field(default_factory=list)
    closes: list[tuple[datetime, date | None]] = field(default_factory=list)

    @property
    def won(self) -> bool:
        """Whether it was won."""
        return self.stage == WON

    def is_open(self, at: datetime) -> bool:
        """Whether it was there and not closed at a moment."""
        return self.opened_at <= at and (self.closed_at is None or self.closed_at > at)

    def won_between(self, start: datetime, end: datetime) -> bool:
        """Whether it was won after `start` and by `end`."""
        return self.won and self.closed_at is not None and start < self.closed_at <= end

    def stage_at(self, at: datetime) -> tuple[str, datetime]:
        """The stage it was in at a moment, and since when."""
        place = bisect_right([moved for moved, _ in self.moves], at)
        if place:
            return self.moves[place - 1][1], self.moves[place - 1][0]
        return self.first_stage or self.stage, self.opened_at

    def amount_at(self, at: datetime) -> int | None:
        """What it was worth at a moment, in 分."""
        return next((value for until, value in self.sums if until > at), self.amount_fen)

    def expected_at(self, at: datetime) -> date | None:
        """When it was then expected to close."""
        return next((value for until, value in self.closes if until > at), self.expected_close)


def read(session: Session, *where: ColumnElement[bool]) -> list[Story]:
    """The stories of these deals, in the order of their ids."""
    columns = (
        col(Opportunity.id), col(Opportunity.owner_id), col(Customer.name), col(Opportunity.product_line),
        col(Opportunity.stage), col(Opportunity.stage_entered_at), col(Opportunity.amount_fen),
        col(Opportunity.expected_close), col(Opportunity.customer_id),
    )  # fmt: skip
    chosen = select(*columns).join(Customer, col(Customer.id) == col(Opportunity.customer_id)).where(*where)
    stories, customers = dict[int, Story](), defaultdict[int, list[Story]](list)
    for deal_id, owner, name, line, stage, entered, amount, expected, customer in session.execute(
        chosen.order_by(col(Opportunity.id))
    ):
        closed = entered if stage in CLOSED else None
        story = Story(deal_id, owner, name, line, stage, entered, closed, amount, expected)
        stories[deal_id] = story
        customers[customer].append(story)
    ids = select(col(Opportunity.id)).where(*where)
    _moves(session, stories, ids)
    _contacts(session, stories, ids)
    _papers(session, stories, ids)
    _deciders(session, customers, select(col(Opportunity.customer_id)).where(*where))
    return list(stories.values())


def _moves(session: Session, stories: dict[int, Story], ids: Select[Any]) -> None:
    rows = session.execute(
        select(col(StageChange.deal_id), col(StageChange.at), col(StageChange.stage_from), col(StageChange.stage_to))
        .where(col(StageChange.deal_id).in_(ids))
        .order_by(col(StageChange.at), col(StageChange.id))
    )
    for deal_id, at, came_from, to in rows:
        story = stories[deal_id]
        if not story.moves:
            story.first_stage, story.opened_at = came_from or to, min(at, story.opened_at)
        story.moves.append((at, to))


def _contacts(session: Session, stories: dict[int, Story], ids: Select[Any]) -> None:
    rows = session.execute(
        select(
            col(FollowUp.deal_id), col(FollowUp.at), col(FollowUp.outcome), col(FollowUp.objections),
            col(FollowUp.next_on), col(FollowUp.next_at),
        )
        .where(col(FollowUp.deal_id).in_(ids))
        .order_by(col(FollowUp.at), col(FollowUp.id))
    )  # fmt: skip
    for deal_id, at, outcome, objections, next_on, next_at in rows:
        story = stories[deal_id or 0]
        story.opened_at = min(at, story.opened_at)
        if outcome != NOBODY_REACHED:
            story.touches.append(Touch(at, len(objections), next_on or (next_at.date() if next_at else None)))


def _papers(session: Session, stories: dict[int, Story], ids: Select[Any]) -> None:
    for deal_id, at in session.execute(
        select(col(DealFile.deal_id), col(DealFile.at))
        .where(col(DealFile.deal_id).in_(ids), col(DealFile.kind).is_not(None))
        .order_by(col(DealFile.at))
    ):
        stories[deal_id].files.append(at)
    for deal_id, name, before, at in session.execute(
        select(col(DealChange.deal_id), col(DealChange.field), col(DealChange.before), col(DealChange.at))
        .where(col(DealChange.deal_id).in_(ids))
        .order_by(col(DealChange.at), col(DealChange.id))
    ):
        if name == "amount_fen":
            stories[deal_id].sums.append((at, before))
        elif name == "expected_close":
            stories[deal_id].closes.append((at, date.fromisoformat(before) if before else None))


def _deciders(session: Session, customers: dict[int, list[Story]], ids: Select[Any]) -> None:
    rows = session.execute(
        select(col(DecisionClaim.customer_id), col(DecisionClaim.at))
        .where(
            col(DecisionClaim.customer_id).in_(ids), col(DecisionClaim.aspect) == "role",
            col(DecisionClaim.value) == DECIDES, col(DecisionClaim.holds).is_(True),
        )
        .order_by(col(DecisionClaim.at))
    )  # fmt: skip
    for customer, at in rows:
        for story in customers[customer]:
            story.decider_at = story.decider_at or at


def recent(now: datetime) -> ColumnElement[bool]:
    """The condition for deals that are open, or were closed not too long ago for anything to be learned from them."""
    return or_(col(Opportunity.stage).not_in(CLOSED), col(Opportunity.stage_entered_at) > now - LOOKED_BACK)


def of_open(stories: Sequence[Story], at: datetime) -> Iterator[Story]:
    """Those that were open at a moment."""
    return (story for story in stories if story.is_open(at))
