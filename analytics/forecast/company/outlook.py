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
from dataclasses import dataclass, replace
from datetime import datetime, timedelta, tzinfo

import numpy as np

from analytics.forecast.company import moments
from analytics.forecast.company.moments import Past
from analytics.forecast.company.periods import before
from analytics.forecast.company.stories import Story, of_open
from analytics.forecast.company.win_model import USUAL_SHOCK, Model
from analytics.forecast.learning.reading import Floats
from sales.period import Period

DRAWN = 4.0  # closed deals that the prior of a stage counts for
DRAWS = 4_000
SEED = 20_260_101
LOW, HIGH = 0.1, 0.9
OF_STAGES = 0.3  # of the forecast, where it is said when deals close
OF_NEW = 0.5  # of what new deals brought: counted wholly, forecasts of simulated companies were worse
PAST_PERIODS = 8  # that the shock is learned from
PAST_WEEKS = 52  # that new deals are learned from
SHOCK_COUNTS = 4.0  # periods of history that the usual shock counts for
LARGEST_SHOCK = 1.0  # that is believed


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
    if model is None:
        chances = _by_stage(open_now, shares, period, now, zone)
    else:
        chances = chances_of(open_now, Past.of(stories), shares, model, period, now, zone)
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
        bounds = _interval(deals, new, model.shock)
        low, high = (won_fen + bound for bound in bounds)
    return Outlook(period, True, won_fen, len(won), open_fen, new_fen, low, high, deals, without)


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
    today = now.astimezone(zone).date()
    by_end = _within(model, seen, (period.last - today).days + 1)
    before_start = _within(model, seen, (period.first - today).days) if period.first > today else np.zeros(len(seen))
    ever = np.maximum(model.won.chances(seen), by_end)
    in_time = np.maximum(by_end - before_start, 0.0)
    found = list[Chance]()
    for row, of_stage in enumerate(_by_stage(open_deals, shares, period, now, zone)):
        part = OF_STAGES if open_deals[row].expected_at(now) is not None else 0.0
        mixed = (1 - part) * float(in_time[row]) + part * of_stage.in_time
        found.append(replace(of_stage, ever=max(float(ever[row]), mixed), in_time=mixed))
    return found


def _within(model: Model, seen: Floats, days: int) -> Floats:
    return model.in_time.chances(moments.in_time(model.stages, seen, np.full(len(seen), float(max(days, 0)))))


def _by_stage(
    open_deals: Sequence[Story], shares: Mapping[str, float], period: Period, now: datetime, zone: tzinfo
) -> list[Chance]:
    """Deals expected to close in the period count by their stage; what is overdue is expected now."""
    today, found = now.astimezone(zone).date(), list[Chance]()
    for story in open_deals:
        stage, expected = story.stage_at(now)[0], story.expected_at(now)
        share = shares.get(stage, 0.0)
        counts = expected is not None and period.first <= max(expected, today) <= period.last
        amount = story.amount_at(now) or 0
        found.append(
            Chance(story.deal_id, story.owner_id, story.customer, stage, amount, share, share if counts else 0.0)
        )
    return found


def _earlier(period: Period, now: datetime, zone: tzinfo) -> list[tuple[datetime, datetime, Period]]:
    """For periods like this one that are over: the moment as far from their end as now is from this one's, and the
    end."""
    ahead = period.end(zone) - now
    found, earlier = list[tuple[datetime, datetime, Period]](), period
    for _ in range(2 * PAST_PERIODS):
        earlier = before(earlier)
        end = earlier.end(zone)
        if end < now and len(found) < PAST_PERIODS:
            found.append((end - ahead, end, earlier))
    return found


def new_ones(own: Sequence[Story], period: Period, now: datetime, zone: tzinfo) -> Floats:
    """What deals brought that were not there yet, in as long a time as until the end of the period (and after as long a
    time as until it starts), once for each week of the past year that this can be said of; 0 where it is of none."""
    first = min((story.opened_at for story in own), default=now)
    ahead = period.end(zone) - now
    lead = max(period.start(zone) - now, timedelta(0))
    won = [story for story in own if story.won and story.closed_at is not None]
    opened, closed, sums = (
        np.array(column, dtype=float)
        for column in (
            [story.opened_at.timestamp() for story in won],
            [story.closed_at.timestamp() for story in won if story.closed_at is not None],
            [story.amount_fen or 0 for story in won],
        )
    )
    starts = [now - ahead - timedelta(weeks=week) for week in range(PAST_WEEKS)]
    found = [
        float(sums[
            (opened > at.timestamp()) & (closed > (at + lead).timestamp()) & (closed <= (at + ahead).timestamp())
        ].sum())
        for at in starts
        if at >= first
    ]  # fmt: skip
    return np.array(found or [0.0])


def shock_of(stories: Sequence[Story], model: Model, period: Period, now: datetime, zone: tzinfo) -> float:
    """By how much all deals together did better or worse in earlier periods than each by itself can explain, as a
    deviation in parts of what was forecast of them. Small where chance alone explains much: such periods tell less."""
    past, shares = Past.of(stories), stage_shares(stories, model.stages)
    usual = USUAL_SHOCK**2
    weight, total = SHOCK_COUNTS, SHOCK_COUNTS * usual
    for at, end, earlier in _earlier(period, now, zone):
        there = list(of_open(stories, at))
        chances = chances_of(there, past, shares, model, earlier, at, zone)
        sums = np.array([chance.amount_fen for chance in chances], dtype=float)
        chance = np.array([chance.in_time for chance in chances])
        forecast = float(sums @ chance)
        if forecast <= 0:
            continue
        start = max(at, earlier.start(zone))
        actual = sum(float(sums[row]) for row, story in enumerate(there) if story.won_between(start, end))
        own = float(np.sum(sums**2 * chance * (1 - chance))) / forecast**2
        tells = (usual / (own + usual)) ** 2
        total += tells * min((actual / forecast - 1) ** 2 - own, LARGEST_SHOCK**2)
        weight += tells
    return float(np.sqrt(max(total / weight, usual / 4)))


def _interval(deals: Sequence[Chance], new: Floats, shock: float) -> tuple[int, int]:
    """What open and new deals bring, low and high: each deal is won or not, new ones come as in some earlier time, and
    all go up and down together by the shock."""
    rng = np.random.default_rng(SEED)
    total = new[rng.integers(0, len(new), DRAWS)]
    for deal in deals:
        if deal.expected_fen > 0:
            total += deal.amount_fen * (rng.random(DRAWS) < deal.in_time)
    total *= np.exp(rng.normal(0, shock, DRAWS) - shock**2 / 2)
    low, high = np.quantile(total, [LOW, HIGH])
    return round(float(low)), round(float(high))
