"""What is said of a forecast: the sum with its interval, the deals behind it, how good earlier ones were; and how
likely one customer's deals are won, with what speaks for and against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, tzinfo

import numpy as np
from sqlalchemy import ColumnElement, and_, select
from sqlmodel import Session, col

from analytics.forecast.company import frozen, kept, moments, monthly, stories
from analytics.forecast.company.frozen import Move
from analytics.forecast.company.moments import Past
from analytics.forecast.company.outlook import Chance, Outlook, chances_now, outlook, stage_shares
from analytics.forecast.company.periods import month_of
from analytics.forecast.company.stories import Story
from analytics.forecast.company.win_model import LEAST_CLOSED, Model
from sales.deals import IS_OPEN
from sales.period import Period
from storage.deals import Opportunity
from storage.people import Member

SHOWN = 5
REASONS = 2  # on each side
STRONG = 0.1  # of a logit, for a reason to be worth saying


@dataclass(frozen=True)
class DealChance:
    """A deal behind the forecast; `customer_id` opens it. `chance` is of being won, in the period where there is
    one."""

    deal_id: int
    customer_id: int
    customer: str
    product_line: str | None
    stage: str
    amount_fen: int
    chance: float
    helps: tuple[str, ...] = ()
    hurts: tuple[str, ...] = ()


@dataclass(frozen=True)
class Earlier:
    """How good an earlier forecast was; None where nothing had been forecast."""

    first: date
    last: date
    accuracy: float | None


@dataclass(frozen=True)
class Report:
    """The forecast of [first, last] in 分: won already, expected of open deals, of new ones; an interval where
    `learned`. Of `open_count` open deals
    `expected_count` add to it; `rough` are so new that they count by their stage alone. `closed` deals are what could
    be learned from, of the `least` that it takes."""

    first: date
    last: date
    learned: bool
    won_fen: int
    won_count: int
    open_fen: int
    new_fen: int
    low_fen: int | None
    high_fen: int | None
    expected_count: int
    open_count: int
    without_sum: int
    without_day: int
    deals: tuple[DealChance, ...]
    closed: int
    least: int
    earlier: tuple[Earlier, ...] = ()
    biases: tuple[tuple[str, float], ...] = ()
    since: date | None = None
    moves: tuple[Move, ...] = ()
    rough: int = 0

    @property
    def sum_fen(self) -> int:
        """The forecast."""
        return self.won_fen + self.open_fen + self.new_fen


def read(
    session: Session,
    scope: ColumnElement[bool],
    owners: ColumnElement[bool] | None,
    stages: Sequence[str],
    period: Period,
    now: datetime,
    zone: tzinfo,
    *,
    by_person: bool,
) -> Report:
    """The forecast of the deals in scope. `owners` are the members whose deals these are, all of them; where it is
    None, the deals are a part of theirs, of which no earlier forecasts are known. `by_person` adds whose outcomes
    differ."""
    found = _read(session, scope, stages, period, now, zone)
    report = _report(found)
    if owners is None:
        return report
    return _with_past(session, report, found.outlook, owners, now, zone, by_person=by_person)


@dataclass(frozen=True)
class _Found:
    read: kept.Read
    closed: int

    @property
    def outlook(self) -> Outlook:
        return self.read.outlook


def _read(
    session: Session, scope: ColumnElement[bool], stages: Sequence[str], period: Period, now: datetime, zone: tzinfo
) -> _Found:
    """From what was kept today; in a small company from the rows."""
    model = monthly.in_use(session)
    if (basis := kept.basis(session, stages, now)) is not None:
        return _Found(kept.outlook(session, scope, basis, model, period, now, zone), basis.closed)
    known = stories.read(session, stories.recent(now))
    asked = session.execute(select(col(Opportunity.id), col(Opportunity.customer_id)).where(scope))
    ids = {deal_id: customer_id for deal_id, customer_id in asked if deal_id is not None}
    seen = outlook(known, [story for story in known if story.deal_id in ids], model, stages, period, now, zone)
    closed = sum(story.closed_at is not None for story in known)
    lines = {story.deal_id: story.line for story in known}
    return _Found(kept.Read(seen, ids, lines, 0), closed)


def _report(found: _Found) -> Report:
    seen = found.outlook
    deals = tuple(
        DealChance(
            deal.deal_id,
            found.read.customers[deal.deal_id],
            deal.customer,
            found.read.lines[deal.deal_id],
            deal.stage,
            deal.amount_fen,
            deal.in_time,
        )
        for deal in seen.deals[:SHOWN]
        if deal.expected_fen >= 1
    )
    count = sum(deal.in_time > 0 for deal in seen.deals)
    return Report(
        seen.period.first, seen.period.last, seen.learned, seen.won_fen, seen.won_count, seen.open_fen, seen.new_fen,
        seen.low_fen, seen.high_fen, count, len(seen.deals), seen.without_sum, seen.without_day, deals,
        found.closed, LEAST_CLOSED, rough=found.read.rough,
    )  # fmt: skip


def _with_past(
    session: Session,
    report: Report,
    seen: Outlook,
    owners: ColumnElement[bool],
    now: datetime,
    zone: tzinfo,
    *,
    by_person: bool,
) -> Report:
    names = {
        member: name
        for member, name in session.execute(select(col(Member.id), col(Member.name)).where(owners))
        if member
    }
    past = frozen.accuracies(session, seen.period, now, zone, names)
    moved = frozen.moves(session, seen.period, seen.deals, now, names)
    since, moves = moved if moved is not None else (None, ())
    return replace(
        report,
        earlier=tuple(Earlier(one.period.first, one.period.last, one.accuracy) for one in past),
        biases=frozen.biases(session, seen.period, now, zone, names) if by_person else (),
        since=since,
        moves=moves,
    )


def of_customer(
    session: Session, scope: ColumnElement[bool], customer_id: int, stages: Sequence[str], now: datetime, zone: tzinfo
) -> tuple[bool, tuple[DealChance, ...], int]:
    """Whether something could be learned; how likely each open deal of a customer in scope is won, the likeliest first;
    and how many closed deals there are."""
    model, basis = monthly.in_use(session), kept.basis(session, stages, now)
    asked = and_(scope, IS_OPEN, col(Opportunity.customer_id) == customer_id)
    own = stories.read(session, asked)
    if basis is None:
        known = stories.read(session, stories.recent(now))
        past, shares = Past.of(known), stage_shares(known, stages)
        closed = sum(story.closed_at is not None for story in known)
    else:
        past, shares, closed = basis.past, basis.shares, basis.closed
    chances = chances_now(own, past, shares, model, month_of(now.astimezone(zone).date()), now, zone)
    reasons = _reasons(own, past, model, now, zone) if model is not None else {}
    lines = {story.deal_id: story.line for story in own}
    deals = [_of_deal(deal, customer_id, lines[deal.deal_id], reasons.get(deal.deal_id, ((), ()))) for deal in chances]
    return model is not None, tuple(sorted(deals, key=lambda deal: (-deal.chance, deal.deal_id))), closed


def _of_deal(
    deal: Chance, customer_id: int, line: str | None, reasons: tuple[tuple[str, ...], tuple[str, ...]]
) -> DealChance:
    return DealChance(deal.deal_id, customer_id, deal.customer, line, deal.stage, deal.amount_fen, deal.ever, *reasons)


def _reasons(
    own: Sequence[Story], past: Past, model: Model, now: datetime, zone: tzinfo
) -> dict[int, tuple[tuple[str, ...], tuple[str, ...]]]:
    """What of a deal, compared with the usual one, speaks most for and against it; the stages count together."""
    names = moments.names(model.stages)
    found = dict[int, tuple[tuple[str, ...], tuple[str, ...]]]()
    for story in own:
        seen = np.array(moments.look(story, past, model.stages, now, zone))
        parts = (seen - model.won.means) / model.won.widths * model.won.weights[:-1]
        effect = dict[str, float]()
        for name, part in zip(names, parts, strict=True):
            kind = name.partition(":")[0]
            effect[kind] = effect.get(kind, 0.0) + float(part)
        ranked = sorted(effect, key=lambda name: -effect[name])
        helps = tuple(name for name in ranked[:REASONS] if effect[name] > STRONG)
        hurts = tuple(name for name in reversed(ranked[-REASONS:]) if effect[name] < -STRONG)
        found[story.deal_id] = (helps, hurts)
    return found
