"""How good probabilities are, seen by what happened."""

from __future__ import annotations

import numpy as np

from analytics.forecast.learning.reading import Floats

BINS = 10


def auc(won: Floats, chance: Floats) -> float:
    """How often a won deal was given more than a lost one; half where they are given the same."""
    _, place, counts = np.unique(chance, return_inverse=True, return_counts=True)
    rank = np.cumsum(counts) - (counts - 1) / 2
    count = won.sum()
    return float((rank[place][won == 1].sum() - count * (count + 1) / 2) / (count * (len(won) - count)))


def brier(won: Floats, chance: Floats) -> float:
    """The mean squared difference between what was said and what happened."""
    return float(np.mean((chance - won) ** 2))


def calibration_error(won: Floats, chance: Floats) -> float:
    """The mean difference between what was said and how many were won, over ten groups of as many deals each, those of
    the lowest probability first (expected calibration error)."""
    order = np.argsort(chance, kind="stable")
    groups = np.array_split(order, BINS)
    gaps = [abs(chance[group].mean() - won[group].mean()) * len(group) for group in groups if len(group)]
    return float(sum(gaps) / len(won))
