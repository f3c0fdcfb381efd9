"""The forecast of a period: what is won in it already, what open deals bring by its end, what new ones will add; and an
interval that four of five outcomes lie in.

What the model says is drawn three tenths of the way towards the stage-weighted sum. Their errors differ, and of the two
few companies have enough past periods to tell how much each deserves: weights that were learned from a company's own
past did worse on simulated ones than this.

With too little history deals count by how often the company wins from their stage, and only those that are expected to
close in the period; there is then no interval.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta, tzinfo

import numpy as np

from analytics.forecast.company import moments
from analytics.forecast.company.moments import Past
from analytics.forecast.company.stories import Story, of_open
from analytics.forecast.company.win_model import Model
from analytics.forecast.learning.reading import Floats
from sales.period import Period

DRAWN = 4.0  # closed deals that the prior of a stage counts for
DRAWS = 4_000
MOST_DRAWN = 500  # deals, those that count most: of the many others only the sum is drawn, as a normal one
SEED = 20_260_101
LOW, HIGH = 0.1, 0.9
OF_STAGES = 0.3  # of the forecast, where it is said when deals close
OF_NEW = 0.5  # of what new deals brought: counted wholly, forecasts of simulated companies were worse
PAST_WEEKS = 52  # that new deals are learned from
NO_PAST = Past.of(())


@dataclass(frozen=True)
class Chance:
    """An open deal: how likely it is won at all, and by the end of the period."""

    deal_id: int
    owner_id: int
    customer: str
    stage: str
    amount_fen: int
    ever: float
    in_time: float

    @property
    def expected_fen(self) -> float:
        """What it adds to the forecast, in 分."""
        return self.in_time * self.amount_fen


@dataclass(frozen=True)
class Outlook:
    """The forecast in 分: `won_fen` is there, `open_fen` expected of open deals, `new_fen` of deals that come yet.
    `low_fen` and `high_fen` bound four of five outcomes; None where too little is known (`learned` is False): then
    deals `without_day` on which they are expected to close do not count."""

    period: Period
    learned: bool
    won_fen: int
    won_count: int
    open_fen: int
    new_fen: int
    low_fen: int | None
    high_fen: int | None
    deals: tuple[Chance, ...]
    without_sum: int
    without_day: int = 0

    @property
    def sum_fen(self) -> int:
        """The forecast."""
        return self.won_fen + self.open_fen + self.new_fen


def stage_shares(stories: Sequence[Story], stages: Sequence[str]) -> Mapping[str, float]:
    """How often deals that were in a stage were won, drawn towards an evenly rising share where few were closed."""
    seen, won = defaultdict[str, int](int), defaultdict[str, int](int)
    for story in stories:
        if story.closed_at is None:
            continue
        for stage in {story.first_stage, *(to for _, to in story.moves)} & set(stages):
            seen[stage or ""] += 1
            won[stage or ""] += story.won
    return {
        stage: (won[stage] + DRAWN * (place / (len(stages) + 1))) / (seen[stage] + DRAWN)
        for place, stage in enumerate(stages, start=1)
    }


def outlook(
    stories: Sequence[Story],
    own: Sequence[Story],
    model: Model | None,
    stages: Sequence[str],
    period: Period,
    now: datetime,
    zone: tzinfo,
    *,
    bounded: bool = True,
) -> Outlook:
    """The forecast for a group's `own` deals, seen at a moment, from the stories of the company; without an interval
    where it need not be `bounded`."""
    start = period.start(zone) - timedelta(microseconds=1)
    won = [story for story in own if story.won_between(start, min(period.end(zone), now))]
    won_fen = sum(story.amount_fen or 0 for story in won)
    is_over = period.end(zone) <= now
    open_now = [] if is_over else list(of_open(own, now))
    shares = stage_shares(stories, stages)
    past = Past.of(stories) if model is not None else NO_PAST
    chances = chances_now(open_now, past, shares, model, period, now, zone)
    deals = tuple(sorted(chances, key=lambda chance: (-chance.expected_fen, chance.deal_id)))
    open_fen = round(sum(chance.expected_fen for chance in deals))
    without = sum(not story.amount_at(now) for story in open_now)
    if model is None or is_over:
        undated = sum(story.expected_at(now) is None for story in open_now)
        return Outlook(period, model is not None, won_fen, len(won), open_fen, 0, None, None, deals, without, undated)
    new = OF_NEW * new_ones(own, period, now, zone)
    new_fen = round(float(np.median(new)))
    low = high = None
    if bounded:
        bounds = interval(deals, new, model.shock)
        low, high = (won_fen + bound for bound in bounds)
    return Outlook(period, True, won_fen, len(won), open_fen, new_fen, low, high, deals, without)


def chances_now(
    open_deals: Sequence[Story],
    past: Past,
    shares: Mapping[str, float],
    model: Model | None,
    period: Period,
    now: datetime,
    zone: tzinfo,
) -> list[Chance]:
    """`chances_of`; by their stages where there is no model."""
    if model is None:
        return _by_stage(open_deals, shares, period, now, zone)
    return chances_of(open_deals, past, shares, model, period, now, zone)


def chances_of(
    open_deals: Sequence[Story],
    past: Past,
    shares: Mapping[str, float],
    model: Model,
    period: Period,
    now: datetime,
    zone: tzinfo,
) -> list[Chance]:
    """What the model says of open deals; where a deal is expected to close on a day, drawn towards what its stage
    says."""
    if not open_deals:
        return []
    seen = np.array([moments.look(story, past, model.stages, now, zone) for story in open_deals])
    dated = [story.expected_at(now) is not None for story in open_deals]
    return mixed(_by_stage(open_deals, shares, period, now, zone), dated, seen, model, period, now, zone)


def mixed(
    of_stages: Sequence[Chance],
    dated: Sequence[bool],
    seen: Floats,
    model: Model,
    period: Period,
    now: datetime,
    zone: tzinfo,
) -> list[Chance]:
    """What the model says of deals that look so (`seen`, a row each), and what their stages say, together; `dated` are
    those that are expected to close on a day."""
    today = now.astimezone(zone).date()
    by_end = _within(model, seen, (period.last - today).days + 1)
    before_start = _within(model, seen, (period.first - today).days) if period.first > today else np.zeros(len(seen))
    ever = np.maximum(model.won.chances(seen), by_end)
    in_time = np.maximum(by_end - before_start, 0.0)
    part = np.where(np.array(dated, dtype=bool), OF_STAGES, 0.0)
    both = (1 - part) * in_time + part * np.array([chance.in_time for chance in of_stages])
    return [
        Chance(of.deal_id, of.owner_id, of.customer, of.stage, of.amount_fen, at_all, in_period)
        for of, at_all, in_period in zip(of_stages, np.maximum(ever, both).tolist(), both.tolist(), strict=True)
    ]


def _within(model: Model, seen: Floats, days: int) -> Floats:
    return model.in_time.chances(moments.in_time(model.stages, seen, np.full(len(seen), float(max(days, 0)))))


def _by_stage(
    open_deals: Sequence[Story], shares: Mapping[str, float], period: Period, now: datetime, zone: tzinfo
) -> list[Chance]:
    today = now.astimezone(zone).date()
    return [
        by_stage(
            (story.deal_id, story.owner_id, story.customer, story.stage_at(now)[0], story.amount_at(now) or 0),
            story.expected_at(now),
            shares,
            period,
            today,
        )
        for story in open_deals
    ]


def by_stage(
    deal: tuple[int, int, str, str, int],
    expected: date | None,
    shares: Mapping[str, float],
    period: Period,
    today: date,
) -> Chance:
    """A deal (the first fields of Chance) counts by its stage where it is expected to close in the period; what is
    overdue is expected now."""
    share = shares.get(deal[3], 0.0)
    counts = expected is not None and period.first <= max(expected, today) <= period.last
    return Chance(*deal, share, share if counts else 0.0)


def new_ones(own: Sequence[Story], period: Period, now: datetime, zone: tzinfo) -> Floats:
    """`brought` by these deals."""
    first = min((story.opened_at for story in own), default=now)
    won = [story for story in own if story.won and story.closed_at is not None]
    opened, closed, sums = (
        np.array(column, dtype=float)
        for column in (
            [story.opened_at.timestamp() for story in won],
            [story.closed_at.timestamp() for story in won if story.closed_at is not None],
            [story.amount_fen or 0 for story in won],
        )
    )
    return brought(first, opened, closed, sums, period, now, zone)


def brought(
    first: datetime, opened: Floats, closed: Floats, sums: Floats, period: Period, now: datetime, zone: tzinfo
) -> Floats:
    """What deals brought that were not there yet, in as long a time as until the end of the period (and after as long a
    time as until it starts), once for each week of the past year, since the `first` deal, that this can be said of; 0
    where it is of none. Of won deals: when they were opened and closed (seconds since 1970), and their sums."""
    ahead = period.end(zone) - now
    lead = max(period.start(zone) - now, timedelta(0))
    starts = [now - ahead - timedelta(weeks=week) for week in range(PAST_WEEKS)]
    found = [
        float(sums[
            (opened > at.timestamp()) & (closed > (at + lead).timestamp()) & (closed <= (at + ahead).timestamp())
        ].sum())
        for at in starts
        if at >= first
    ]  # fmt: skip
    return np.array(found or [0.0])


def interval(deals: Sequence[Chance], new: Floats, shock: float) -> tuple[int, int]:
    """What open and new deals bring, low and high: each deal is won or not, new ones come as in some earlier time, and
    all go up and down together by the shock."""
    rng = np.random.default_rng(SEED)
    total = new[rng.integers(0, len(new), DRAWS)]
    chosen = [deal for deal in deals if deal.expected_fen > 0]
    for deal in chosen[:MOST_DRAWN]:
        total += deal.amount_fen * (rng.random(DRAWS) < deal.in_time)
    if rest := chosen[MOST_DRAWN:]:
        sums, chances = (np.array([getattr(deal, name) for deal in rest]) for name in ("amount_fen", "in_time"))
        total += rng.normal(sums @ chances, np.sqrt(sums**2.0 @ (chances * (1 - chances))), DRAWS)
    total *= np.exp(rng.normal(0, shock, DRAWS) - shock**2 / 2)
    low, high = np.quantile(total, [LOW, HIGH])
    return round(float(low)), round(float(high))
