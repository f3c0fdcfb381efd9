"""How good forecasts are on simulated companies whose truth is known, and the learner on lists of closed deals.

Each company is forecast on the first Monday of eight months and of the quarters that begin in them, knowing only what
had happened by then, with a model that was learned by then. Error is the sum of |actual − forecast| over the sum of
what was won; skill is the part of another forecast's error that ours does not make.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Mapping
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

SEEDS = range(100, 104)
RATES = (8.0,)  # new deals a week
MONTHS, AFTER = 8, 16  # that are forecast, so many months after a company began
STAGES, ZONE = companies.STAGES, companies.ZONE


def measure() -> Mapping[str, str]:
    """The figures."""
    figures = dict[str, str]()
    for rate in RATES:
        figures.update(of_companies(rate))
    figures.update(of_lists())
    return figures


def of_companies(rate: float) -> Mapping[str, str]:
    """Forecasts of companies with so many new deals a week."""
    said, chances = list[tuple[float, ...]](), list[tuple[float, float]]()
    for seed in SEEDS:
        deals = companies.company(seed, companies.Market(deals_a_week=rate))
        model: Model | None = None
        for now in mondays():
            known = companies.seen_at(deals, now)
            learned = monthly.learn(known, model, STAGES, now, ZONE)
            model = learned.model or (model if learned.figures.get("why") == monthly.OLD_STAYS else None)
            for period in periods(now):
                said.append(compared(deals, known, model, period, now, chances))
    table = np.array(said)
    ours, of_stage, last = (float(np.abs(table[:, 0] - table[:, n]).sum() / table[:, 0].sum()) for n in (1, 2, 3))
    within = np.mean((table[:, 4] <= table[:, 0]) & (table[:, 0] <= table[:, 5]))
    won, chance = np.array(chances).T
    name = f"{rate:.0f} new deals a week"
    return {
        f"{name}: forecasts; error": f"{len(table)}; {ours:.0%}",
        f"{name}: skill over stage-weighted; over the last period": f"{1 - ours / of_stage:.2f}; {1 - ours / last:.2f}",
        f"{name}: outcomes within the 80% interval": f"{within:.0%}",
        f"{name}: AUC / calibration error of single deals": (
            f"{measures.auc(won, chance):.3f} / {measures.calibration_error(won, chance):.3f}"
        ),
    }


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
