"""The forecast of a period: what is won in it already, what open deals bring by its end, what new ones will add; and an
interval that four of five outcomes lie in.

With too little history deals count by how often the company wins from their stage, and only those that are expected to
close in the period; there is then no interval.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo

import numpy as np

from analytics.forecast.company import moments
from analytics.forecast.company.moments import Past
from analytics.forecast.company.periods import before
from analytics.forecast.company.stories import Story, of_open
from analytics.forecast.company.win_model import USUAL_SHOCK, Model
from analytics.forecast.learning.linear import sigmoid
from analytics.forecast.learning.reading import Floats
from sales.period import Period

DRAWN = 4.0  # closed deals that the prior of a stage counts for
DRAWS = 4_000
SEED = 20_260_101
LOW, HIGH = 0.1, 0.9
PAST_PERIODS = 8  # that the shock and new deals are learned from
SHOCK_COUNTS = 4.0  # periods of history that the usual shock counts for
SHOCKS = 1.5  # no larger one is believed


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
    if model is None:
        chances = _by_stage(open_now, stage_shares(stories, stages), period, now, zone)
    else:
        chances = chances_of(open_now, Past.of(stories), model, period, now, zone)
    deals = tuple(sorted(chances, key=lambda chance: (-chance.expected_fen, chance.deal_id)))
    open_fen = round(sum(chance.expected_fen for chance in deals))
    without = sum(not story.amount_at(now) for story in open_now)
    if model is None or is_over:
        undated = sum(story.expected_at(now) is None for story in open_now)
        return Outlook(period, model is not None, won_fen, len(won), open_fen, 0, None, None, deals, without, undated)
    new = _new_ones(own, period, now, zone)
    new_fen = round(float(new.mean())) if len(new) else 0
    low = high = None
    if bounded:
        bounds = _interval(deals, new, model.shock)
        low, high = (won_fen + bound for bound in bounds)
    return Outlook(period, True, won_fen, len(won), open_fen, new_fen, low, high, deals, without)


def chances_of(
    open_deals: Sequence[Story], past: Past, model: Model, period: Period, now: datetime, zone: tzinfo
) -> list[Chance]:
    """What the model says of open deals."""
    if not open_deals:
        return []
    seen = np.array([moments.look(story, past, model.stages, now, zone) for story in open_deals])
    today = now.astimezone(zone).date()
    by_end = _within(model, seen, (period.last - today).days + 1)
    before_start = _within(model, seen, (period.first - today).days) if period.first > today else np.zeros(len(seen))
    ever = np.maximum(model.won.chances(seen), by_end)
    return [
        Chance(
            story.deal_id, story.owner_id, story.customer, story.stage_at(now)[0], story.amount_at(now) or 0,
            float(ever[row]), float(max(by_end[row] - before_start[row], 0.0)),
        )
        for row, story in enumerate(open_deals)
    ]  # fmt: skip


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


def _new_ones(own: Sequence[Story], period: Period, now: datetime, zone: tzinfo) -> Floats:
    """What deals brought in earlier periods that were not there yet as far from their end as now is from this one's."""
    first = min((story.opened_at for story in own), default=now)
    return np.array([
        float(sum(
            story.amount_fen or 0
            for story in own
            if story.opened_at > at and story.won_between(max(at, earlier.start(zone)), end)
        ))
        for at, end, earlier in _earlier(period, now, zone)
        if at > first
    ])  # fmt: skip


def shock_of(stories: Sequence[Story], model: Model, period: Period, now: datetime, zone: tzinfo) -> float:
    """By how much all deals together did better or worse in earlier periods than each by itself can explain, as a
    deviation of their logit."""
    past = Past.of(stories)
    weight, total = SHOCK_COUNTS, SHOCK_COUNTS * USUAL_SHOCK**2
    for at, end, earlier in _earlier(period, now, zone):
        there = list(of_open(stories, at))
        if len(there) < 5:
            continue
        chances = chances_of(there, past, model, earlier, at, zone)
        sums = np.array([chance.amount_fen for chance in chances], dtype=float)
        chance = np.array([chance.in_time for chance in chances])
        start = max(at, earlier.start(zone))
        actual = sum(float(sums[row]) for row, story in enumerate(there) if story.won_between(start, end))
        spread = float(np.sum(sums * chance * (1 - chance)))
        if spread > 0:
            own = float(np.sum(sums**2 * chance * (1 - chance)))
            total += min(max(((actual - float(sums @ chance)) ** 2 - own) / spread**2, 0.0), SHOCKS**2)
            weight += 1
    return float(np.sqrt(total / weight))


def _interval(deals: Sequence[Chance], new: Floats, shock: float) -> tuple[int, int]:
    """What open and new deals bring, low and high: each deal is won or not, under a shock that all have in common."""
    rng = np.random.default_rng(SEED)
    likely = [deal for deal in deals if deal.amount_fen and deal.in_time > 0]
    common = rng.normal(0, shock, DRAWS)
    total = np.zeros(DRAWS)
    for deal in likely:
        logit = float(np.log(deal.in_time / (1 - min(deal.in_time, 1 - 1e-9))))
        total += deal.amount_fen * (rng.random(DRAWS) < sigmoid(logit + common))
    if len(new):
        total += new[rng.integers(0, len(new), DRAWS)] * np.exp(common - shock**2 / 2)
    low, high = np.quantile(total, [LOW, HIGH])
    return round(float(low)), round(float(high))
