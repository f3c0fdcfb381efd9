"""What was learned from most: how much worse held-out deals are predicted once a column's cells are shuffled."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from analytics.forecast.learning.columns import Feature, Ints
from analytics.forecast.learning.encoding import SEED
from analytics.forecast.learning.linear import log_loss, sigmoid
from analytics.forecast.learning.mixture import Mixture
from analytics.forecast.learning.reading import Floats

MOST = 10
MOST_LEVELS = 3  # named of each side
LEAST_OF_LEVEL = 5
MOST_ROWS = 1_000  # judged of a part


@dataclass(frozen=True)
class Learned:
    """A column: `importance` is its part of all that is learned, `direction` up, down or bent of a number (how the
    probability goes as it rises), and `levels` the mean probability of the highest and lowest levels of a category."""

    column: str
    importance: float
    direction: str | None = None
    levels: Mapping[str, float] | None = None


def learned_most(
    features: Sequence[Feature], won: Floats, parts: Sequence[tuple[Mixture, Ints]]
) -> tuple[Learned, ...]:
    """The columns that matter most, the first the most, by models and the deals that were held out of each."""
    losses = defaultdict[str, float](float)
    rng = np.random.default_rng(SEED)
    chances, judged = list[Floats](), list[Ints]()
    for model, every in parts:
        held = every[:MOST_ROWS]
        others = [feature.rows(held) for feature in features]
        logit = model.logits(others)
        before = log_loss(won[held], logit)
        chances.append(sigmoid(logit))
        judged.append(held)
        for column in dict.fromkeys(feature.column for feature in features):
            shuffled = rng.permutation(len(held))
            mixed = [other.rows(shuffled) if other.column == column else other for other in others]
            losses[column] += log_loss(won[held], model.logits(mixed)) - before
    worse = {column: loss for column, loss in losses.items() if loss > 0}
    total = sum(worse.values()) or 1.0
    ranked = sorted(worse, key=lambda column: (-worse[column], column))[:MOST]
    rows, chance = np.concatenate(judged), np.concatenate(chances)
    return tuple(_learned(column, worse[column] / total, features, rows, chance) for column in ranked)


def _learned(column: str, part: float, features: Sequence[Feature], rows: Ints, chance: Floats) -> Learned:
    feature = next(feature for feature in features if feature.column == column).rows(rows)
    if feature.codes is not None:
        return Learned(column, part, levels=_levels(feature, chance))
    assert feature.values is not None
    return Learned(column, part, direction=_direction(feature.values, chance))


def _direction(values: Floats, chance: Floats) -> str | None:
    """How probabilities go as a number rises: up or down over most of its range, or bent."""
    known = ~np.isnan(values)
    if len(np.unique(values[known])) < 2:
        return None
    ranks = np.array([np.unique(column[known], return_inverse=True)[1] for column in (values, chance)])
    likeness = float(np.corrcoef(ranks)[0, 1])
    return "bent" if abs(likeness) < 0.1 else "up" if likeness > 0 else "down"


def _levels(feature: Feature, chance: Floats) -> Mapping[str, float]:
    assert feature.codes is not None
    means = {
        ("" if code < 0 else feature.levels[code]): float(chance[feature.codes == code].mean())
        for code in np.unique(feature.codes)
        if (feature.codes == code).sum() >= LEAST_OF_LEVEL
    }
    ranked = sorted(means, key=lambda level: (-means[level], level))
    shown = ranked if len(ranked) <= 2 * MOST_LEVELS else [*ranked[:MOST_LEVELS], *ranked[-MOST_LEVELS:]]
    return {level: means[level] for level in shown}
