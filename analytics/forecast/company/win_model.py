"""The company's own model: the probability that an open deal is won at all, and that it is won by the end of a period.

Two penalised logistic regressions of how deals looked on earlier Mondays. What became of a deal is looked up only for
periods that are over by the day of learning, so that nothing of a deal is known sooner than it was then. Deals that
were still open at the end of a period are not won in it; none is left out for being slow.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from typing import Any

import numpy as np

from analytics.forecast.company import moments
from analytics.forecast.company.moments import Past
from analytics.forecast.company.periods import month_of, quarter_of
from analytics.forecast.company.stories import Story, of_open
from analytics.forecast.learning import linear, measures
from analytics.forecast.learning.linear import sigmoid
from analytics.forecast.learning.reading import Floats

LEAST_CLOSED, LEAST_OF_EACH, LEAST_WEEKS = 60, 15, 13
MOST_WEEKS = 104  # that are looked back
MOST_MOMENTS = 30_000
NEWEST = 0.25  # of the moments, on which models are compared
PENALTIES = (300.0, 100.0, 30.0, 10.0, 3.0)
WEEK = timedelta(days=7)
USUAL_SHOCK = 0.25  # until it is learned


@dataclass(frozen=True)
class Weights:
    """A logistic regression of standardised numbers."""

    means: Floats
    widths: Floats
    weights: Floats

    def chances(self, matrix: Floats) -> Floats:
        """The probability of each row."""
        return sigmoid(linear.logits((matrix - self.means) / self.widths, self.weights))

    def as_json(self) -> dict[str, list[float]]:
        """As it is stored."""
        return {name: [float(x) for x in getattr(self, name)] for name in ("means", "widths", "weights")}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Weights:
        """What `as_json` gave."""
        return cls(*(np.array(data[name], dtype=float) for name in ("means", "widths", "weights")))


@dataclass(frozen=True)
class Model:
    """`won`: at all; `in_time`: by the end of a period. `stages` are the keys it was learned with; it has
    seen what happened before `day` (an ordinal). `shock`: how much all deals go up and down together, as a deviation in
    parts of what is forecast."""

    stages: tuple[str, ...]
    won: Weights
    in_time: Weights
    day: int
    shock: float

    def as_json(self) -> dict[str, Any]:
        """As it is stored: numbers alone."""
        weights = {"won": self.won.as_json(), "in_time": self.in_time.as_json()}
        return {"stages": list(self.stages), "day": self.day, "shock": self.shock, **weights}

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Model:
        """What `as_json` gave."""
        won, in_time = (Weights.from_json(data[name]) for name in ("won", "in_time"))
        return cls(tuple(data["stages"]), won, in_time, data["day"], data["shock"])


@dataclass(frozen=True)
class Moments:
    """Deals as they looked on Mondays: when, what was seen, whether the deal was won in the end (NaN while it is open),
    the days left of a period and whether it was won in them."""

    days: Floats
    seen: Floats
    ended: Floats
    left: Floats
    within: Floats

    def some(self, chosen: Any) -> Moments:
        """Some of them."""
        return Moments(*(getattr(self, name)[chosen] for name in ("days", "seen", "ended", "left", "within")))


def enough(stories: Sequence[Story]) -> bool:
    """Whether so many deals were closed, won and lost over so many weeks that something can be learned."""
    closed = [story for story in stories if story.closed_at is not None]
    won = sum(story.won for story in closed)
    if len(closed) < LEAST_CLOSED or min(won, len(closed) - won) < LEAST_OF_EACH:
        return False
    ends = [story.closed_at for story in closed if story.closed_at is not None]
    return max(ends) - min(ends) >= LEAST_WEEKS * WEEK


def moments_of(stories: Sequence[Story], stages: Sequence[str], now: datetime, zone: tzinfo) -> Moments:
    """Every deal that was open on a Monday, for the month and the quarter that it was in, where these are over."""
    past = Past.of(stories)
    today = now.astimezone(zone).date()
    monday = today - timedelta(days=today.weekday())
    days, seen, ended, left, within = list[float](), list[list[float]](), list[float](), list[float](), list[float]()
    for weeks in range(1, MOST_WEEKS + 1):
        day = monday - weeks * WEEK
        at = start_of(day, zone)
        periods = [period for period in (month_of(day), quarter_of(day)) if period.last < today]
        for story in of_open(stories, at):
            row = moments.look(story, past, stages, at, zone)
            end = float("nan") if story.closed_at is None else float(story.won)
            for period in periods:
                days.append(float(day.toordinal()))
                seen.append(row)
                ended.append(end)
                left.append(float((period.last - day).days + 1))
                within.append(float(story.won_between(at, period.end(zone))))
        if len(days) > MOST_MOMENTS:
            break
    columns = len(moments.names(stages))
    return Moments(
        np.array(days), np.array(seen).reshape(len(days), columns), np.array(ended), np.array(left), np.array(within)
    )


def learn(known: Moments, stages: Sequence[str]) -> Model | None:
    """The model for these moments; None where all ended alike."""
    closed = ~np.isnan(known.ended)
    pairs = (
        (known.seen[closed], known.ended[closed], known.days[closed]),
        (moments.in_time(stages, known.seen, known.left), known.within, known.days),
    )
    if any(len(outcome) < LEAST_CLOSED or not 0 < outcome.mean() < 1 for _, outcome, _ in pairs):
        return None
    won, in_time = (_fitted(*pair) for pair in pairs)
    return Model(tuple(stages), won, in_time, int(max(known.days + known.left)), USUAL_SHOCK)


def losses(model: Model, known: Moments) -> tuple[float, float]:
    """Brier scores of the model: of won at all, and of won in time."""
    closed = ~np.isnan(known.ended)
    in_time = model.in_time.chances(moments.in_time(model.stages, known.seen, known.left))
    return (
        measures.brier(known.ended[closed], model.won.chances(known.seen[closed])),
        measures.brier(known.within, in_time),
    )


def divided(known: Moments, since: int | None) -> tuple[Moments, Moments]:
    """The older moments, of periods that were over before the newest began, and the newest: those that a model which
    has seen what happened before the day `since` has not seen, or a quarter."""
    border = float(np.quantile(known.days, 1 - NEWEST)) if since is None else float(since)
    return known.some(known.days + known.left <= border), known.some(known.days >= border)


def start_of(day: date, zone: tzinfo) -> datetime:
    """The first instant of a day."""
    return datetime.combine(day, time.min, zone)


def _fitted(matrix: Floats, outcome: Floats, days: Floats) -> Weights:
    """The weights, with the penalty that predicts the newest quarter from the rest best."""
    means, widths = matrix.mean(axis=0), matrix.std(axis=0)
    widths[widths < 1e-9] = 1.0
    scaled = (matrix - means) / widths
    newest = days >= np.quantile(days, 1 - NEWEST)
    penalty = PENALTIES[0]
    if newest.any() and 0 < outcome[~newest].mean() < 1:
        tried = linear.path(scaled[~newest], outcome[~newest], PENALTIES)
        judged = [linear.log_loss(outcome[newest], linear.logits(scaled[newest], weights)) for weights in tried]
        penalty = PENALTIES[int(np.argmin(judged))]
    return Weights(means, widths, linear.path(scaled, outcome, [penalty])[0])
