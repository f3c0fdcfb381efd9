"""By how much all deals of a company go up and down together, learned from periods that are over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, tzinfo

import numpy as np

from analytics.forecast.company.moments import Past
from analytics.forecast.company.outlook import chances_of, stage_shares
from analytics.forecast.company.periods import before
from analytics.forecast.company.stories import Story, of_open
from analytics.forecast.company.win_model import USUAL_SHOCK, Model
from sales.period import Period

PAST_PERIODS = 8  # that are looked at
SHOCK_COUNTS = 4.0  # periods of history that the usual shock counts for
LARGEST_SHOCK = 1.0  # that is believed


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
