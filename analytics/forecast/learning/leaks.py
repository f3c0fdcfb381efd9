"""Columns that give away how a deal ended: written after it had, or the end itself in other words.

Such a column is named and not learned from. It counts as one where chance can be ruled out and it either tells the end
of nearly every deal by itself, or is filled in for deals of one outcome only.
"""

from __future__ import annotations

from collections.abc import Sequence
from math import lgamma, log

import numpy as np
from numpy.typing import NDArray

from analytics.forecast.learning.columns import Columns
from analytics.forecast.learning.reading import Deals, Floats

RULED_OUT = log(1e-6)  # probability of chance, as a logarithm
TELLS = 0.02  # of the deals of the rarer outcome it may be wrong about
LEAST_FILLED = 0.05  # of the deals of one outcome
ALMOST_NONE = 0.005  # of the deals of the other
MOST_LEVELS = 0.2  # of the rows: with more, each is a name


def leaking(deals: Deals, columns: Columns) -> tuple[str, ...]:
    """The names of columns that give the end away, in the order of the list."""
    numbers = {feature.column: feature.values for feature in columns.features if feature.values is not None}
    return tuple(
        name
        for name, column in deals.columns.items()
        if columns.dropped.get(name) not in ("empty", "constant")
        and (
            _is_filled_for_one(column, deals.won)
            or _tells(column, numbers.get(name, columns.days.get(name)), deals.won)
        )
    )


def _is_filled_for_one(column: Sequence[str], won: Floats) -> bool:
    filled = np.array([bool(cell) for cell in column])
    of_won, of_lost = int(won.sum()), int(len(won) - won.sum())
    for outcome, here, there in ((1.0, of_won, of_lost), (0.0, of_lost, of_won)):
        count, elsewhere = int(filled[won == outcome].sum()), int(filled[won != outcome].sum())
        if (
            count >= LEAST_FILLED * here
            and elsewhere <= ALMOST_NONE * there
            and _log_chance(int(filled.sum()), len(won), there, elsewhere) < RULED_OUT
        ):
            return True
    return False


def _log_chance(filled: int, rows: int, there: int, elsewhere: int) -> float:
    """The logarithm of how likely it is by chance that of the filled rows at most `elsewhere` are `there`."""
    return max(_log_hypergeometric(count, rows, there, filled) for count in range(elsewhere + 1)) + log(elsewhere + 1)


def _log_hypergeometric(count: int, rows: int, there: int, filled: int) -> float:
    if count > there or filled - count > rows - there:
        return float("-inf")
    return _log_choose(there, count) + _log_choose(rows - there, filled - count) - _log_choose(rows, filled)


def _log_choose(all_of: int, some: int) -> float:
    return lgamma(all_of + 1) - lgamma(some + 1) - lgamma(all_of - some + 1)


def _tells(column: Sequence[str], values: Floats | None, won: Floats) -> bool:
    """Whether hardly any deal's end remains open to who sees the column alone."""
    rarer = min(won.sum(), len(won) - won.sum())
    if -_log_choose(len(won), int(rarer)) > RULED_OUT:
        return False
    wrong = [_wrong_by_level(column, won)]
    if values is not None:
        wrong.append(_wrong_by_threshold(values, won))
    return bool(min(wrong) <= TELLS * rarer)


def _wrong_by_level(column: Sequence[str], won: Floats) -> float:
    """About how many deals the likelier outcome of each value is wrong; a column of names tells nothing so."""
    levels, codes = np.unique([cell.casefold() for cell in column], return_inverse=True)
    if len(levels) > max(2, MOST_LEVELS * len(won)):
        return float("inf")
    of_won = np.bincount(codes, weights=won)
    return float(np.minimum(of_won, np.bincount(codes) - of_won).sum())


def _wrong_by_threshold(values: Floats, won: Floats) -> float:
    """About how many deals the best threshold of a number is wrong; those without a number are below it."""
    known = ~np.isnan(values)
    if not known.any():
        return float("inf")
    filled = np.where(known, values, np.nanmin(values) - 1)
    order: NDArray[np.int64] = np.argsort(filled, kind="stable")
    sorted_won, sorted_values = won[order], filled[order]
    below = np.cumsum(sorted_won)  # won at or below each place
    ends = np.append(np.nonzero(np.diff(sorted_values))[0], len(won) - 1)
    lost_below = ends + 1 - below[ends]
    won_above = won.sum() - below[ends]
    lost_above = len(won) - won.sum() - lost_below
    return float(min((lost_below + won_above).min(), (below[ends] + lost_above).min()))
