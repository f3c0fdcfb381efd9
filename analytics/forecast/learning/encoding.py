"""Features as the numbers that models take. All that is used is what the rows that are learned from say: medians,
quantiles, levels that occur often enough; other rows are put into the same places."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from analytics.forecast.learning.columns import Feature
from analytics.forecast.learning.reading import Floats

LEAST_ROWS = 4  # with a level, for it to stand for itself
MOST_LEVELS = 400  # of a column that stand for themselves
KNOTS = 6  # pieces of a bent line
FEW_VALUES = 3  # different numbers that need no bending
SEED = 20_260_101
FEW_LEVELS = 12  # that trees are given one by one
SMOOTHING = 20.0  # rows that the share of all won deals counts for beside those of a level
FOLDS = 5


@dataclass(frozen=True)
class Encoder:
    """Turns features into a matrix, one row a deal; made from the rows that are learned from."""

    parts: tuple[Callable[[Feature], Floats], ...]

    def matrix(self, features: Sequence[Feature]) -> Floats:
        """The rows of these features, which are those it was made from."""
        return np.column_stack([part(feature) for part, feature in zip(self.parts, features, strict=True)])


def bent(features: Sequence[Feature]) -> Encoder:
    """Numbers that may matter more in one part of their range than in another; levels with a few rows at least."""
    return Encoder(tuple(_line(feature) for feature in features))


def plain(features: Sequence[Feature]) -> Encoder:
    """The usual one-hot encoding: numbers standardised, their gaps filled with the mean, every level that occurs."""
    return Encoder(tuple(_standardised(feature) for feature in features))


def for_trees(features: Sequence[Feature], won: Floats) -> tuple[Encoder, Floats]:
    """What trees split on, and the matrix of these very rows: in it, what a level of many is worth is known from the
    other rows alone."""
    parts, own = list[Callable[[Feature], Floats]](), list[Floats]()
    for feature in features:
        if feature.codes is None or len(feature.levels) <= FEW_LEVELS:
            part = _values if feature.codes is None else _levels(feature, LEAST_ROWS)
            parts.append(part)
            own.append(part(feature))
        else:
            parts.append(_shares(feature, won))
            own.append(_shares_of_others(feature, won))
    return Encoder(tuple(parts)), np.column_stack(own)


def _values(feature: Feature) -> Floats:
    assert feature.values is not None
    return feature.values[:, None]


def _line(feature: Feature) -> Callable[[Feature], Floats]:
    if feature.values is None:
        return _levels(feature, LEAST_ROWS)
    values = feature.values
    known = values[~np.isnan(values)]
    if not len(known):
        return _nothing
    low, high = np.quantile(known, [0.005, 0.995])
    if low == high:
        low, high = known.min(), known.max()
    middle, width = float(np.median(known)), float(np.clip(known, low, high).std()) or 1.0
    has_gaps = len(known) < len(values)
    knots: Floats = np.empty(0)
    if len(np.unique(known)) > FEW_VALUES:
        knots = np.unique(np.quantile(known, np.linspace(0, 1, KNOTS + 1)))

    def encode(other: Feature) -> Floats:
        assert other.values is not None
        missing = np.isnan(other.values)
        filled = np.clip(np.where(missing, middle, other.values), low, high)
        found = [(filled - middle) / width]
        found += [np.clip((filled - a) / (b - a), 0, 1) for a, b in pairwise(knots)]
        return np.column_stack([*found, missing.astype(float)] if has_gaps else found)

    return encode


def _standardised(feature: Feature) -> Callable[[Feature], Floats]:
    if feature.values is None:
        return _levels(feature, 1)
    values = feature.values
    if np.isnan(values).all():
        return _nothing
    mean, width = float(np.nanmean(values)), float(np.nanstd(values)) or 1.0

    def encode(other: Feature) -> Floats:
        assert other.values is not None
        return ((np.where(np.isnan(other.values), mean, other.values) - mean) / width)[:, None]

    return encode


def _nothing(feature: Feature) -> Floats:
    rows = feature.values if feature.values is not None else feature.codes
    assert rows is not None
    return np.zeros((len(rows), 0))


def _levels(feature: Feature, least: int) -> Callable[[Feature], Floats]:
    """A column for each level with so many rows, one for the rest of them together; a gap is a level too."""
    assert feature.codes is not None
    counts = np.bincount(feature.codes + 1, minlength=len(feature.levels) + 1)
    alone = np.nonzero(counts >= least)[0][: MOST_LEVELS + 1]
    rest = len(alone)
    place = np.full(len(counts), rest)
    place[alone] = np.arange(rest)

    def encode(other: Feature) -> Floats:
        assert other.codes is not None
        found: Floats = np.eye(rest + 1)[place[other.codes + 1]]
        return found

    return encode


def _shares(feature: Feature, won: Floats) -> Callable[[Feature], Floats]:
    """How often deals of a level were won, drawn towards all, and how many there were."""
    table = _table(feature, won)

    def encode(other: Feature) -> Floats:
        assert other.codes is not None
        found: Floats = table[other.codes + 1]
        return found

    return encode


def _shares_of_others(feature: Feature, won: Floats) -> Floats:
    assert feature.codes is not None
    fold = np.random.default_rng(SEED).permutation(len(won)) % FOLDS
    found = np.empty((len(won), 2))
    for number in range(FOLDS):
        here = fold == number
        others = feature.rows(np.nonzero(~here)[0])
        found[here] = _table(others, won[~here])[feature.codes[here] + 1]
    return found


def _table(feature: Feature, won: Floats) -> Floats:
    assert feature.codes is not None
    size = len(feature.levels) + 1
    counts = np.bincount(feature.codes + 1, minlength=size)
    of_won = np.bincount(feature.codes + 1, weights=won, minlength=size)
    share = (of_won + SMOOTHING * won.mean()) / (counts + SMOOTHING)
    table: Floats = np.column_stack([share, np.log1p(counts)])
    return table
