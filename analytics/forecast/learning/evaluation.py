"""How good the learner is on deals that it has not seen, beside the constant prediction and plain logistic regression.

Held out are, five times over, five equal parts of the deals in turn; or, with days given, each time the deals that came
next after all that were learned from. `learned` is said only where the held-out deals rule chance out; where they do
not, what is predicted is how many deals are won in general.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import sqrt

import numpy as np

from analytics.forecast.learning import leaks, measures, mixture
from analytics.forecast.learning.columns import Columns, Feature, Ints, columns_of
from analytics.forecast.learning.encoding import SEED
from analytics.forecast.learning.importance import Learned, learned_most
from analytics.forecast.learning.linear import sigmoid
from analytics.forecast.learning.reading import Deals, Floats, NotLearnable, check, place_of

PARTS, TIMES = 5, 5
CHANCE_RULED_OUT = 2.33  # standard deviations above telling nothing: chance does so once in a hundred times
LEAST_TO_LEARN_FROM = 20  # deals before the first that are predicted by time


@dataclass(frozen=True)
class Measures:
    """AUC (mean of the parts), Brier score (the same) and calibration error (over all held-out deals)."""

    auc: float
    brier: float
    calibration_error: float


@dataclass(frozen=True)
class Evaluation:
    """What came of it. `without_day` are deals that have no day where they are held out by time."""

    deals: Deals
    base_rate: float
    learned: bool
    folds: str
    parts: int
    learner: Measures
    constant: Measures
    logistic: Measures
    most: Sequence[Learned]
    leaking: Sequence[str]
    columns: Columns
    without_day: int = 0


@dataclass(frozen=True)
class Predicted:
    """Held-out deals of one part: which they are, and what each of three said of them; the learner's `model`."""

    rows: Ints
    learner: Floats
    constant: Floats
    logistic: Floats
    model: mixture.Mixture | None = None


def evaluate(deals: Deals, date: str | None = None) -> Evaluation:
    """Learn from the deals and judge it. Raises NotLearnable."""
    import sklearn.ensemble  # noqa: F401 - only threads of what is loaded are limited
    from threadpoolctl import threadpool_limits

    check(deals)
    with threadpool_limits(1):  # matrices are small: several threads wait for each other
        return _evaluate(deals, date)


def _evaluate(deals: Deals, date: str | None) -> Evaluation:
    columns = columns_of(deals.columns)
    gives_away = leaks.leaking(deals, columns)
    usable = [feature for feature in columns.features if not set(feature.column.split(" → ")) & set(gives_away)]
    parts, without = _parts(deals, columns, date)
    predicted = [_predict(usable, deals.won, rows, held) for rows, held in parts]
    learner, constant, logistic = (
        _measures(deals.won, predicted, name) for name in ("learner", "constant", "logistic")
    )
    learned = bool(usable) and learner.brier < constant.brier and _sure(deals.won, predicted, learner.auc)
    judged = [(part.model, part.rows) for part in predicted[:PARTS] if part.model is not None]
    most = learned_most(usable, deals.won, judged) if learned else ()
    return Evaluation(
        deals, float(deals.won.mean()), learned, "time" if date else "stratified", len(parts),
        learner if learned else constant, constant, logistic, most, gives_away, columns, without,
    )  # fmt: skip


def _parts(deals: Deals, columns: Columns, date: str | None) -> tuple[list[tuple[Ints, Ints]], int]:
    from sklearn.model_selection import RepeatedStratifiedKFold

    if date is None:
        splits = RepeatedStratifiedKFold(n_splits=PARTS, n_repeats=TIMES, random_state=SEED)
        return [(np.asarray(rows), np.asarray(held)) for rows, held in splits.split(deals.won, deals.won)], 0
    names = list(deals.columns)
    name = names[place_of(names, date)]
    if name not in columns.days:
        raise NotLearnable("no_date", column=name)
    days = columns.days[name]
    parts = _by_time(days, deals.won)
    if not parts:
        raise NotLearnable("too_few_rows", rows=int((~np.isnan(days)).sum()), least=LEAST_TO_LEARN_FROM)
    return parts, int(np.isnan(days).sum())


def _by_time(days: Floats, won: Floats) -> list[tuple[Ints, Ints]]:
    """Learned from what was before, predicted what came next; deals of one day are never on both sides."""
    order = np.argsort(days, kind="stable")[: int((~np.isnan(days)).sum())]
    bounds = [days[order[len(order) * part // (PARTS + 1)]] for part in range(1, PARTS + 1)] if len(order) else []
    found = list[tuple[Ints, Ints]]()
    for start, end in zip(bounds, [*bounds[1:], np.inf], strict=True):
        rows, held = order[days[order] < start], order[(days[order] >= start) & (days[order] < end)]
        if len(rows) >= LEAST_TO_LEARN_FROM and _of_each(won[rows]) >= 5 and _of_each(won[held]) >= 1:
            found.append((rows, held))
    return found


def _of_each(won: Floats) -> int:
    return int(min(won.sum(), len(won) - won.sum()))


def _predict(features: Sequence[Feature], won: Floats, rows: Ints, held: Ints) -> Predicted:
    share = np.full(len(held), won[rows].mean())
    if not features:
        return Predicted(held, share, share, share)
    known, others = [feature.rows(rows) for feature in features], [feature.rows(held) for feature in features]
    model = mixture.learn(known, won[rows])
    return Predicted(held, model.chances(others), share, sigmoid(model.plain.logits(others)), model)


def _measures(won: Floats, predicted: Sequence[Predicted], name: str) -> Measures:
    each = [(won[part.rows], getattr(part, name)) for part in predicted]
    every = np.concatenate([outcome for outcome, _ in each]), np.concatenate([chance for _, chance in each])
    return Measures(
        float(np.mean([measures.auc(*part) for part in each])),
        float(np.mean([measures.brier(*part) for part in each])),
        measures.calibration_error(*every),
    )


def _sure(won: Floats, predicted: Sequence[Predicted], auc: float) -> bool:
    """Whether an AUC is too far above one half for chance, by how much it varies where nothing is known."""
    judged = np.unique(np.concatenate([part.rows for part in predicted]))
    count = won[judged].sum()
    deviation = sqrt((len(judged) + 1) / (12 * count * (len(judged) - count)))
    return auc - 0.5 > CHANCE_RULED_OUT * deviation
