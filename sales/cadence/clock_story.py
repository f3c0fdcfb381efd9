"""Why a deal's clock is where it is: what started it and when, and what has been done since that did not count."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from sqlmodel import Session, col, select

from config.policy import Policy
from sales import deals, followup_history, limits
from sales.deals import DealFact
from sales.followup_draft import is_contact
from sales.followup_history import FollowUpFact
from sales.scope import Scope
from storage.background import Audit
from storage.deals import FollowUp, LimitBreach, StageChange
from storage.people import Member

Beginning = Literal["entered", "moved", "followed_up", "held", "unknown"]
Reason = Literal["reached_nobody", "other_deal", "no_deal", "promised", "snoozed", "handed_over"]
LATEST = 5  # of what did not count


@dataclass(frozen=True)
class Started:
    """What started the clock, when, and by whom; the follow-up where that was it."""

    why: Beginning
    at: datetime
    by: str | None = None
    followup: FollowUpFact | None = None


@dataclass(frozen=True)
class Uncounted:
    """Something done or said since that left the clock as it was: `times` of it, or the follow-up and its deal."""

    why: Reason
    at: datetime
    followup: FollowUpFact | None = None
    product_line: str | None = None
    times: int = 1


@dataclass(frozen=True)
class ClockStory:
    """A deal's running limit: started by what, passed when (None: its stage has none), and what did not count."""

    deal: DealFact
    started: Started
    limit_at: datetime | None
    uncounted: tuple[Uncounted, ...]


def story(session: Session, scope: Scope, deal_id: int, policy: Policy) -> ClockStory | None:
    """The story of an open deal in scope; None if there is none."""
    deal = deals.get(session, scope.deals, deal_id)
    if deal is None or deal.closed:
        return None
    started = _started(session, deal)
    since = _since(session, scope, deal)
    found = [*_followups(session, scope, deal, since, policy), *_besides(session, deal, started)]
    limit_at = limits.limit_at(deal, policy)
    if started.followup is not None and limit_at is not None and _promised_after(started.followup, limit_at, policy):
        found.append(Uncounted("promised", started.at, started.followup))
    return ClockStory(deal, started, limit_at, tuple(sorted(found, key=lambda done: done.at)[-LATEST:]))


def _started(session: Session, deal: DealFact) -> Started:
    if deal.hold_until is not None and deal.hold_until > deal.clock_started_at:
        return Started("held", deal.hold_until, _held_by(session, deal.id))
    at = deal.clock_started_at
    moved = session.execute(
        select(col(StageChange.stage_from), col(Member.name))
        .outerjoin(Member, col(Member.id) == col(StageChange.by_id))
        .where(col(StageChange.deal_id) == deal.id, col(StageChange.at) == at)
        .order_by(col(StageChange.id).desc())
    ).first()
    if moved is not None:
        return Started("moved" if moved[0] else "entered", at, moved[1])
    key = session.exec(select(FollowUp.id).where(col(FollowUp.deal_id) == deal.id, col(FollowUp.at) == at)).first()
    followup = None if key is None else followup_history.get(session, key)
    return Started("followed_up" if followup else "unknown", at, followup.author if followup else None, followup)


def _held_by(session: Session, deal_id: int) -> str | None:
    by: str | None = session.execute(
        select(col(Member.name))
        .join(Audit, col(Audit.member_id) == col(Member.id))
        .where(col(Audit.what) == "hold", col(Audit.subject) == f"deal:{deal_id}")
        .order_by(col(Audit.id).desc())
        .limit(1)
    ).scalar()
    return by


def _since(session: Session, scope: Scope, deal: DealFact) -> tuple[FollowUpFact, ...]:
    """What was logged of the customer after the clock started, as far as it is in scope."""
    found = followup_history.of_customer(session, deal.customer_id, scope.deals, LATEST)
    return tuple(done for done in found if done.at > deal.clock_started_at)


def _followups(
    session: Session, scope: Scope, deal: DealFact, since: tuple[FollowUpFact, ...], policy: Policy
) -> list[Uncounted]:
    lines = {other.id: other.product_line for other in deals.open_of(session, scope.deals, deal.customer_id)}
    found = []
    for done in since:
        if not is_contact(policy, done.outcome):
            found.append(Uncounted("reached_nobody", done.at, done))
        elif done.deal_id is None:
            found.append(Uncounted("no_deal", done.at, done))
        elif done.deal_id != deal.id:
            found.append(Uncounted("other_deal", done.at, done, lines.get(done.deal_id)))
    return found


def _besides(session: Session, deal: DealFact, started: Started) -> list[Uncounted]:
    """Snoozes and hand-overs since the clock started: they move messages, not the limit."""
    found = []
    breach = session.exec(
        select(LimitBreach).where(LimitBreach.deal_id == deal.id, LimitBreach.clock_no == deal.clock_no)
    ).first()
    if breach is not None and breach.snoozes:
        found.append(Uncounted("snoozed", breach.nudged_at or started.at, times=breach.snoozes))
    handed = session.exec(
        select(Audit.at)
        .where(
            col(Audit.subject) == f"customer:{deal.customer_id}",
            col(Audit.what) == "hand_over",
            col(Audit.at) > deal.clock_started_at,
        )
        .order_by(col(Audit.id).desc())
    ).first()
    return [*found, Uncounted("handed_over", handed)] if handed is not None else found


def _promised_after(followup: FollowUpFact, limit_at: datetime, policy: Policy) -> bool:
    """Whether the next step was promised for later than the limit."""
    if followup.next_at is not None:
        return followup.next_at > limit_at
    return followup.next_on is not None and followup.next_on > limit_at.astimezone(policy.zone).date()
