"""Simulated companies: their deals walk through the stages by known probabilities, under a market that changes."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import numpy as np

from analytics.forecast.company.stories import Story, Touch

ZONE = ZoneInfo("Asia/Shanghai")
STAGES = ("lead", "needs", "quote", "solution", "contract")
FIRST = date(2024, 10, 7)
LINES = ("仓储管理系统", "智能分拣设备", "能耗监测终端")


@dataclass(frozen=True)
class Market:
    """How a company sells: new deals a week and by which part more (or fewer) of them a year later, days that a step
    takes, the logit of taking one and its change a year, how much reps and lines differ, how strongly all deals go up
    and down together, and how the day on which a deal is expected to close is known: guessed at first, or said anew at
    each step."""

    deals_a_week: float = 4.0
    step_days: float = 14.0
    differ: float = 0.7
    shock: float = 0.3
    reps: int = 8
    weeks: int = 110
    strength: float = 1.0
    level: float = 0.75
    drift: float = 0.0
    growth: float = 0.0
    spread: float = 0.7
    revised: bool = False


def company(seed: int, market: Market | None = None) -> list[Story]:
    """The stories of a company's deals over two years."""
    market = market or Market()
    rng = np.random.default_rng(seed)
    reps = rng.normal(0, market.differ, market.reps)
    lines = rng.normal(0, market.differ / 2, len(LINES))
    mood = np.zeros(market.weeks + 60)  # of the market, week by week
    for week in range(1, len(mood)):
        mood[week] = 0.93 * mood[week - 1] + rng.normal(0, market.shock * 0.37)
    found = list[Story]()
    for week in range(market.weeks):
        for _ in range(rng.poisson(market.deals_a_week * (1 + market.growth) ** (week / 52))):
            found.append(_deal(len(found) + 1, week, rng, reps, lines, mood, market))
    return found


def _deal(
    number: int,
    week: int,
    rng: np.random.Generator,
    reps: np.ndarray,
    lines: np.ndarray,
    mood: np.ndarray,
    market: Market,
) -> Story:
    rep, line = int(rng.integers(len(reps))), int(rng.integers(len(lines)))
    opened = _at(week * 7 + float(rng.uniform(0, 7)))
    quality = rng.normal(0, 0.8)
    amount = round(float(np.exp(rng.normal(11.8, market.spread)))) * 100
    story = Story(
        number, rep + 1, f"客户{number}", LINES[line], STAGES[0], opened, None, amount,
        (opened + timedelta(days=float(5 * market.step_days * rng.lognormal(0, 0.35)))).date(),
        first_stage=STAGES[0], moves=[(opened, STAGES[0])],
    )  # fmt: skip
    at, stage, decider = opened, 0, False
    while True:
        wait = float(rng.gamma(3, market.step_days / 3))
        active = quality + rng.normal(0, 0.6)
        for _ in range(rng.poisson(max(wait / 7 * np.exp(0.5 * active), 0))):
            touch = at + timedelta(days=float(rng.uniform(0, wait)))
            story.touches.append(Touch(touch, int(rng.random() < 0.3 - 0.1 * active), None))
        if not decider and rng.random() < 0.25 + 0.1 * (quality > 0) * stage:
            decider, story.decider_at = True, at + timedelta(days=wait / 2)
        at += timedelta(days=wait)
        place = min(int((at - _at(0)).days // 7), len(mood) - 1)
        effect = reps[rep] + lines[line] + active + 0.5 * decider - 0.2
        logit = market.level + market.drift * (place / 52 - 1) + market.strength * 0.6 * effect + mood[place]
        if rng.random() > 1 / (1 + np.exp(-logit)):
            return _closed(story, at, "lost")
        stage += 1
        if stage == len(STAGES):
            return _closed(story, at, "won")
        story.moves.append((at, STAGES[stage]))
        if market.revised:
            story.closes.append((at, story.expected_close))
            left = (len(STAGES) - stage) * market.step_days * rng.lognormal(0, 0.25)
            story.expected_close = (at + timedelta(days=float(left))).date()


def _closed(story: Story, at: datetime, stage: str) -> Story:
    story.touches.sort(key=lambda touch: touch.at)
    story.stage, story.closed_at = stage, at
    story.moves.append((at, stage))
    return story


def varied(seed: int) -> Market:
    """A company of its own kind: size, cycle, win rate, drift, differences, how days are known."""
    rng = np.random.default_rng(1_000_000 + seed)
    return Market(
        deals_a_week=float(np.exp(rng.uniform(np.log(2.5), np.log(15)))), step_days=float(rng.uniform(7, 24)),
        differ=float(rng.uniform(0.2, 1)), shock=float(rng.uniform(0.1, 0.5)), reps=int(rng.integers(3, 13)),
        strength=float(rng.uniform(0.4, 1.2)), level=float(rng.uniform(0.4, 1.3)), drift=float(rng.normal(0, 0.3)),
        growth=float(rng.uniform(-0.25, 0.6)), spread=float(rng.uniform(0.4, 0.9)), revised=bool(rng.random() < 0.5),
    )  # fmt: skip


def seen_at(stories: list[Story], now: datetime) -> list[Story]:
    """The stories as they were known at a moment: of what came later there is nothing."""
    return [_until(story, now) for story in stories if story.opened_at <= now]


def _until(story: Story, now: datetime) -> Story:
    moves = [move for move in story.moves if move[0] <= now]
    closed = story.closed_at if story.closed_at is not None and story.closed_at <= now else None
    decider = story.decider_at if story.decider_at is not None and story.decider_at <= now else None
    return Story(
        story.deal_id, story.owner_id, story.customer, story.line, moves[-1][1], story.opened_at, closed,
        story.amount_fen, story.expected_at(now), moves, story.first_stage,
        [touch for touch in story.touches if touch.at <= now], [], decider, [],
        [change for change in story.closes if change[0] <= now],
    )  # fmt: skip


def _at(days: float) -> datetime:
    return datetime.combine(FIRST, time(1), UTC) + timedelta(days=days)
