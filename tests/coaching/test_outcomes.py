"""What dimensions count is fitted to how deals ended, carefully."""

from __future__ import annotations

import pytest

from coaching.outcomes.fitting import BOUNDS, Result, fitted
from coaching.rubric import COMPLIANCE, load

OWN = {"需求挖掘": 20.0, "异议处理": 20.0, "价值呈现": 20.0, COMPLIANCE: 10.0}
FIXED = frozenset({COMPLIANCE})


def _result(won: bool, objections: float) -> Result:
    needs, value = (80, 40) if won else (40, 80)
    return Result({"需求挖掘": needs, "价值呈现": value, "异议处理": objections, COMPLIANCE: 90}, won)


def results(count: int) -> list[Result]:
    """Who digs for needs wins, who talks of value loses, how objections are met makes no difference."""
    return [_result(number % 2 == 0, 60 + number % 3) for number in range(count)]


def test_what_wins_counts_more_and_what_loses_less() -> None:
    weights = fitted(OWN, results(100), FIXED)
    assert weights is not None
    assert weights["需求挖掘"] > weights["异议处理"] > weights["价值呈现"] and weights[COMPLIANCE] == OWN[COMPLIANCE]
    assert sum(weights.values()) == pytest.approx(sum(OWN.values()), abs=0.05)
    assert all(OWN[name] * BOUNDS[0] * 0.8 <= weight <= OWN[name] * BOUNDS[1] for name, weight in weights.items())


def test_few_results_change_little_and_very_few_nothing() -> None:
    few, many = fitted(OWN, results(20), FIXED), fitted(OWN, results(200), FIXED)
    assert few is not None and many is not None
    assert abs(few["需求挖掘"] - 20) < abs(many["需求挖掘"] - 20)
    assert fitted(OWN, results(19), FIXED) is None
    assert fitted(OWN, [Result(result.marks, True) for result in results(100)], FIXED) is None


def test_the_rubric_takes_other_weights() -> None:
    rubric = load().weighing({"需求挖掘": 99.0, "没有的": 3.0})
    assert rubric.weights["需求挖掘"] == 99 and rubric.weights["异议处理"] == load().weights["异议处理"]
    assert rubric.weights.keys() == load().weights.keys()
