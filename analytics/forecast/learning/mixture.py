"""The learner: logistic regression, and where that predicts better its mixture with one that bends and with trees.

Each model learns from a part of the rows and is judged on the rest (inner validation); the strength of the penalties
and the shares of the models follow from that alone, never from the deals that are predicted in the end. Shares add
up to as much as the models can be believed: where nothing can be learned they come to nothing, and what remains is how
many deals are won in general.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

import numpy as np

from analytics.forecast.learning import encoding, linear, measures
from analytics.forecast.learning.columns import Feature, Ints
from analytics.forecast.learning.encoding import SEED, Encoder
from analytics.forecast.learning.linear import log_loss, sigmoid
from analytics.forecast.learning.reading import Floats

LEAST_TO_MIX = 200  # rows: with fewer, more than a line cannot be told from chance
FEW_ROWS, MANY_ROWS = 1_500, linear.MANY_ROWS  # up to which rows are held out in five parts, in three
HELD_OUT = 0.25  # of more rows
TREES = 100
DRAWN = 10.0  # how strongly shares are drawn towards the usual ones
USUAL = (0.5, 0.2, 0.3)  # of the straight line, the bent one and the trees
MUST_GAIN = 2.0  # of likelihood (log), for the two shares that a mixture has more than the line alone
CLEAR_GAIN = 10.0  # for a model that ranks deals no better than the usual line
MOST_SHARE = 3.0
EDGE = 0.002  # no model's probability is nearer to 0 or 1


class Model(Protocol):
    """What is learned: logits of rows."""

    def logits(self, features: Sequence[Feature]) -> Floats:
        """What the model says of rows."""


@dataclass(frozen=True)
class Line:
    """A logistic regression; `usual` are its weights under the usual penalty."""

    encoder: Encoder
    weights: Floats
    usual: Floats

    def logits(self, features: Sequence[Feature]) -> Floats:
        """What the weights say."""
        return linear.logits(self.encoder.matrix(features), self.weights)


@dataclass(frozen=True)
class Trees:
    """A fitted classifier of scikit-learn."""

    encoder: Encoder
    trees: Any

    def logits(self, features: Sequence[Feature]) -> Floats:
        """The logit of the trees' probability."""
        return _logit(self.trees.predict_proba(self.encoder.matrix(features))[:, 1])


@dataclass(frozen=True)
class Mixture:
    """The models in their shares, around the logit of how many deals are won in general; `plain` is the usual logistic
    regression alone."""

    models: Sequence[Model]
    shares: Floats
    shift: float
    base: float
    plain: Line

    def logits(self, features: Sequence[Feature]) -> Floats:
        """The logits of rows."""
        said = np.column_stack([model.logits(features) for model in self.models])
        found: Floats = self.base + self.shift + (said - self.base) @ self.shares
        return found

    def chances(self, features: Sequence[Feature]) -> Floats:
        """The probability of each row that it is won."""
        return sigmoid(self.logits(features))


@dataclass(frozen=True)
class Shares:
    """Of each model, with the shift for all; `loss` is the surprise at what happened (sum of logarithms), `auc` how
    well held-out deals are ranked."""

    shares: Floats
    shift: float
    loss: float
    auc: float

    def beats(self, other: Shares) -> bool:
        """Whether it predicts held-out deals better by more than its further shares explain, and ranks them as well."""
        return other.loss - self.loss > MUST_GAIN and self.auc >= other.auc


def learn(features: Sequence[Feature], won: Floats) -> Mixture:
    """The mixture for these deals."""
    from threadpoolctl import threadpool_limits

    with threadpool_limits(1):  # the matrices are small: several threads wait for each other
        return _learn(features, won)


def _learn(features: Sequence[Feature], won: Floats) -> Mixture:
    base = float(np.log(won.mean() / (1 - won.mean())))
    parts = _held_out(won)
    judged = np.concatenate([held for _, held in parts])
    outcomes = won[judged]
    line, of_line, of_usual = _line(encoding.plain, features, won, parts)
    usual = _judged(of_usual - base, outcomes, base, np.array([1.0]), 0.0)
    plain = Line(line.encoder, line.usual, line.usual)
    alone = _shares((of_line - base)[:, None], outcomes, base, (1.0,))
    if not alone.beats(usual) and usual.loss - alone.loss <= CLEAR_GAIN:
        best = Mixture([plain], usual.shares, usual.shift, base, plain)
        alone = usual
    else:
        best = Mixture([line], alone.shares, alone.shift, base, plain)
    if len(won) < LEAST_TO_MIX:
        return best
    bent, of_bent, _ = _line(encoding.bent, features, won, parts)
    trees, of_trees = _forest(features, won) if len(won) <= MANY_ROWS else _boosted(features, won, parts)
    mixed = _shares(np.column_stack([of_line, of_bent, of_trees[judged]]) - base, outcomes, base, USUAL)
    return Mixture([line, bent, trees], mixed.shares, mixed.shift, base, plain) if mixed.beats(alone) else best


def _line(
    encode: Callable[[Sequence[Feature]], Encoder],
    features: Sequence[Feature],
    won: Floats,
    parts: Sequence[tuple[Ints, Ints]],
) -> tuple[Line, Floats, Floats]:
    """A logistic regression, each penalty counting by how well it predicts held-out deals, and what it and the usual
    one (the last penalty) say of these, part after part."""
    encoder = encode(features)
    matrix = encoder.matrix(features)
    tried = linear.penalties(matrix)
    every = np.concatenate([_said(encode, features, won, rows, held, tried) for rows, held in parts])
    outcomes = won[np.concatenate([held for _, held in parts])]
    losses = np.array([log_loss(outcomes, logits) for logits in every.T]) * len(outcomes)
    counts = np.exp(losses.min() - losses)
    counts /= counts.sum()
    weights = np.column_stack(linear.path(matrix, won, tried))
    return Line(encoder, weights @ counts, weights[:, -1]), every @ counts, every[:, -1]


def _said(
    encode: Callable[[Sequence[Feature]], Encoder],
    features: Sequence[Feature],
    won: Floats,
    rows: Ints,
    held: Ints,
    tried: Sequence[float],
) -> Floats:
    """What is said of held-out rows, a column for each penalty."""
    known = [feature.rows(rows) for feature in features]
    encoder = encode(known)
    matrix = encoder.matrix([feature.rows(held) for feature in features])
    paths = linear.path(encoder.matrix(known), won[rows], tried)
    return np.column_stack([linear.logits(matrix, weights) for weights in paths])


def _held_out(won: Floats) -> list[tuple[Ints, Ints]]:
    from sklearn.model_selection import StratifiedKFold, StratifiedShuffleSplit

    if len(won) > MANY_ROWS:
        splits = StratifiedShuffleSplit(1, test_size=HELD_OUT, random_state=SEED)
    else:
        splits = StratifiedKFold(5 if len(won) <= FEW_ROWS else 3, shuffle=True, random_state=SEED)
    return [(np.asarray(rows), np.asarray(held)) for rows, held in splits.split(won, won)]


def _forest(features: Sequence[Feature], won: Floats) -> tuple[Model, Floats]:
    """A random forest, and of each deal the logit of the trees that were grown without it."""
    from sklearn.ensemble import RandomForestClassifier

    encoder, matrix = encoding.for_trees(features, won)
    trees = RandomForestClassifier(
        TREES, min_samples_leaf=3, max_features="sqrt", max_samples=0.8, oob_score=True, random_state=SEED
    ).fit(matrix, won)
    return Trees(encoder, trees), _logit(np.nan_to_num(trees.oob_decision_function_[:, 1], nan=won.mean()))


def _boosted(features: Sequence[Feature], won: Floats, parts: Sequence[tuple[Ints, Ints]]) -> tuple[Model, Floats]:
    """Boosted trees, and of held-out deals the logit of those that were learned without them."""
    said = np.zeros(len(won))
    for rows, held in parts:
        others = _boost([feature.rows(rows) for feature in features], won[rows])
        said[held] = others.logits([feature.rows(held) for feature in features])
    return _boost(features, won), said


def _boost(features: Sequence[Feature], won: Floats) -> Model:
    from sklearn.ensemble import HistGradientBoostingClassifier

    encoder, matrix = encoding.for_trees(features, won)
    trees = HistGradientBoostingClassifier(
        learning_rate=0.08, max_iter=80, max_leaf_nodes=10, min_samples_leaf=25, l2_regularization=5.0,
        max_bins=64, early_stopping=False, random_state=SEED,
    )  # fmt: skip
    return Trees(encoder, trees.fit(matrix, won))


def _logit(chance: Floats) -> Floats:
    bounded = np.clip(chance, EDGE, 1 - EDGE)
    found: Floats = np.log(bounded / (1 - bounded))
    return found


def _shares(said: Floats, won: Floats, base: float, usual: Sequence[float]) -> Shares:
    """The share of each model, none below 0, and a shift for all, which predict these deals best."""
    from scipy.optimize import minimize

    start = np.append(usual, 0.0)
    design = np.column_stack([said, np.ones(len(won))])

    def loss(weights: Floats) -> tuple[float, Floats]:
        logit = base + design @ weights
        away = weights - start
        value = np.sum(np.logaddexp(0, logit) - won * logit) + 0.5 * DRAWN * away @ away
        return float(value), design.T @ (sigmoid(logit) - won) + DRAWN * away

    bounds = [(0.0, MOST_SHARE)] * len(usual) + [(-1.0, 1.0)]
    found = minimize(loss, start, jac=True, bounds=bounds, method="L-BFGS-B").x
    return _judged(said, won, base, found[:-1], float(found[-1]))


def _judged(said: Floats, won: Floats, base: float, shares: Floats, shift: float) -> Shares:
    logit = base + shift + said.reshape(len(won), -1) @ shares
    return Shares(shares, shift, log_loss(won, logit) * len(won), measures.auc(won, logit))
