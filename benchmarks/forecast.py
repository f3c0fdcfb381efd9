"""How good forecasts are on simulated companies whose truth is known, and the learner on lists of closed deals.

Each company is forecast on the first Monday of eight months and of the quarters that begin in them, knowing only what
had happened by then, with a model that was learned by then. Error is the mean of |actual − forecast| over the mean of
what was won; skill is the part of another forecast's error that ours does not make.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np

from analytics.forecast.company import monthly
from analytics.forecast.company.outlook import outlook
from analytics.forecast.company.periods import before, month_of, quarter_of
from analytics.forecast.company.stories import Story
from analytics.forecast.company.win_model import Model
from analytics.forecast.learning import evaluate, measures, read
from sales.period import Period

sys.path.insert(0, str(Path(__file__).parents[1] / "tests" / "analytics" / "forecast"))
import closed_deals
import companies

SEEDS = range(6_000, 6_024)
MONTHS, AFTER = 8, 16  # that are forecast, so many months after a company began
STAGES, ZONE = companies.STAGES, companies.ZONE


def measure() -> Mapping[str, str]:
    """The figures."""
    return {**of_companies(), **of_lists()}


@dataclass(frozen=True)
class Company:
    """What was forecast of one: errors in parts of the mean outcome of ours, stage-weighted, the last period's; how
    many outcomes were within the interval; single deals (won, chance)."""

    errors: tuple[float, ...]
    within: float
    won: list[float]
    chances: list[float]

    def skill(self, over: int) -> float:
        """Over another forecast, by its place in `errors`."""
        return 1 - self.errors[0] / self.errors[over]


def of_companies() -> Mapping[str, str]:
    """Forecasts of companies of varied size, win rate, length of cycle and drift; each counts alike."""
    every = [of_company(seed) for seed in SEEDS]
    errors = np.mean([one.errors for one in every], axis=0)
    stage, last = ([one.skill(over) for one in every] for over in (1, 2))
    of_deals = [measures.calibration_error(np.array(one.won), np.array(one.chances)) for one in every]
    won, chances = (np.concatenate([getattr(one, name) for one in every]) for name in ("won", "chances"))
    within = [one.within for one in every]
    return {
        f"{len(every)} companies: error in parts of the mean outcome": f"{errors[0]:.1%}",
        "skill over stage-weighted; company by company": f"{1 - errors[0] / errors[1]:.2f}; {spread(stage)}",
        "skill over the last period; company by company": f"{1 - errors[0] / errors[2]:.2f}; {spread(last)}",
        "outcomes within the 80% interval; company by company": f"{np.mean(within):.0%}; {spread(within)}",
        "single deals: AUC; calibration error; company by company": (
            f"{measures.auc(won, chances):.3f}; {measures.calibration_error(won, chances):.3f}; {spread(of_deals)}"
        ),
    }


def spread(values: Sequence[float]) -> str:
    """Lowest, lower quarter, middle, upper quarter, highest."""
    return " / ".join(f"{value:.2f}" for value in np.quantile(values, [0, 0.25, 0.5, 0.75, 1]))


def of_company(seed: int) -> Company:
    """The forecasts of a company, each with what was known and learned by then."""
    deals = companies.company(seed, companies.varied(seed))
    model: Model | None = None
    table, single = list[tuple[float, ...]](), list[tuple[float, float]]()
    for now in mondays():
        known = companies.seen_at(deals, now)
        learned = monthly.learn(known, model, STAGES, now, ZONE)
        model = learned.model or (model if learned.figures.get("why") == monthly.OLD_STAYS else None)
        table += [compared(deals, known, model, period, now, single) for period in periods(now)]
    figures = np.array(table)
    actual = figures[:, 0]
    errors = tuple(float(np.abs(actual - figures[:, place]).mean() / actual.mean()) for place in (1, 2, 3))
    within = float(np.mean((figures[:, 4] <= actual) & (actual <= figures[:, 5])))
    return Company(errors, within, [won for won, _ in single], [chance for _, chance in single])


def mondays() -> list[datetime]:
    """The first Mondays of the months that are forecast, nine in the morning."""
    found, day = list[datetime](), companies.FIRST + timedelta(days=round(AFTER * 30.44))
    day = month_of(day).first
    for _ in range(MONTHS):
        monday = day + timedelta(days=-day.weekday() % 7)
        found.append(datetime(monday.year, monday.month, monday.day, 9, tzinfo=ZONE))
        day = month_of(day).last + timedelta(days=1)
    return found


def periods(now: datetime) -> list[Period]:
    """The month, and the quarter where it begins."""
    day: date = now.date()
    return [month_of(day), *([quarter_of(day)] if day.month % 3 == 1 else [])]


def compared(
    deals: list[Story],
    known: list[Story],
    model: Model | None,
    period: Period,
    now: datetime,
    chances: list[tuple[float, float]],
) -> tuple[float, ...]:
    """What was won, our forecast, the stage-weighted one, the last period, and our interval."""
    end = period.end(ZONE)
    seen = outlook(known, known, model, STAGES, period, now, ZONE)
    of_stage = outlook(known, known, None, STAGES, period, now, ZONE)
    ends = {story.deal_id: story.won_between(now, end) for story in deals}
    if model is not None:
        chances += [(float(ends[deal.deal_id]), deal.in_time) for deal in seen.deals]
    last = before(period)
    return (
        won(deals, period), seen.sum_fen, of_stage.sum_fen, won(deals, last),
        seen.low_fen or 0, seen.high_fen or float("inf"),
    )  # fmt: skip


def won(deals: list[Story], period: Period) -> float:
    """What was won in a period."""
    start = period.start(ZONE) - timedelta(microseconds=1)
    return float(sum(story.amount_fen or 0 for story in deals if story.won_between(start, period.end(ZONE))))


def of_lists() -> Mapping[str, str]:
    """The learner beside plain logistic regression on lists of closed deals, and on outcomes at random."""
    lists = {
        "450 deals": closed_deals.deals(450, seed=1),
        "450 deals, 15 columns of noise": closed_deals.deals(450, seed=2, noise_columns=15),
        "10,000 deals, 500 customers": closed_deals.deals(10_000, seed=3, customers=500),
        "450 deals, outcomes at random": closed_deals.shuffled(closed_deals.deals(450, seed=4), 4),
    }
    figures = dict[str, str]()
    for name, table in lists.items():
        began = time.perf_counter()
        found = evaluate(read(table.rows, "Status", "Won"))
        seconds = time.perf_counter() - began
        ours, plain = found.learner, found.logistic
        figures[f"{name}: AUC / Brier / calibration error"] = (
            f"{ours.auc:.3f} / {ours.brier:.4f} / {ours.calibration_error:.3f}"
            + ("" if found.learned else " (not learned)")
        )
        figures[f"{name}: plain logistic regression; seconds"] = (
            f"{plain.auc:.3f} / {plain.brier:.4f} / {plain.calibration_error:.3f}; {seconds:.0f}"
        )
    return figures
