"""Weights of the rubric's dimensions from how deals ended. Pure.

A dimension in whose marks those who won differ from those who lost counts more, in which they do not counts as before,
in which they scored lower counts less; never below half of what the rubric gives it nor above twice that. Few results
leave the weights near those of the rubric: with as many results as `PRIOR`, they go half of the way.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from math import exp, sqrt
from statistics import fmean, pstdev

FEWEST, FEWEST_OF_EACH = 20, 5  # results, and of them won and lost ones: below that nothing is fitted
PRIOR = 100  # results
STRENGTH = 1.5  # how much a correlation of 1 would change a weight: e to this
BOUNDS = (0.5, 2.0)  # times the rubric's own


@dataclass(frozen=True)
class Result:
    """The mean marks (0-100) of somebody's drills before one of their deals ended, by dimension, and how it ended."""

    marks: Mapping[str, float]
    won: bool


def fitted(
    defaults: Mapping[str, float], results: Sequence[Result], fixed: frozenset[str]
) -> Mapping[str, float] | None:
    """The weights, of the same sum as `defaults`; those that are `fixed` stay. None where the results are too few."""
    won = sum(result.won for result in results)
    if len(results) < FEWEST or min(won, len(results) - won) < FEWEST_OF_EACH:
        return None
    share = len(results) / (len(results) + PRIOR)
    wanted = {
        name: weight if name in fixed else weight * _factor(share * _correlation(name, results))
        for name, weight in defaults.items()
    }
    kept = sum(weight for name, weight in wanted.items() if name in fixed)
    free = sum(wanted.values()) - kept
    scale = (sum(defaults.values()) - kept) / free
    return {name: round(weight if name in fixed else weight * scale, 2) for name, weight in wanted.items()}


def _factor(correlation: float) -> float:
    return min(BOUNDS[1], max(BOUNDS[0], exp(STRENGTH * correlation)))


def _correlation(name: str, results: Sequence[Result]) -> float:
    """Of the marks in a dimension with winning; 0 where they are all the same."""
    known = [(result.marks[name], result.won) for result in results if name in result.marks]
    won, lost = ([mark for mark, is_won in known if is_won is wanted] for wanted in (True, False))
    spread = pstdev([mark for mark, _ in known]) if known else 0.0
    if not won or not lost or not spread:
        return 0.0
    return (fmean(won) - fmean(lost)) / spread * sqrt(len(won) * len(lost)) / len(known)
