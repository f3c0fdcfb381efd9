"""Penalised logistic regression: the penalty draws all weights but the intercept towards zero."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from analytics.forecast.learning.reading import Floats

PENALTIES = (300.0, 100.0, 50.0, 25.0, 12.0, 6.0, 3.0, 1.0)  # that are tried; 1.0 is the usual one
FEWER_PENALTIES = (100.0, 10.0, 1.0)  # where there are many rows, which leave less to the penalty, or many columns
MANY_ROWS = 4_000
FEW_CELLS = 1e8  # rows · columns², up to which Newton's method is the quicker one
MOST_LOGIT = 30.0
STEPS, CLOSE_ENOUGH, RIDGE = 25, 1e-7, 1e-9


def sigmoid(logits: Floats) -> Floats:
    """The probability of a logit."""
    found: Floats = 1 / (1 + np.exp(-np.clip(logits, -MOST_LOGIT, MOST_LOGIT)))
    return found


def log_loss(won: Floats, logit: Floats) -> float:
    """The mean surprise at what happened."""
    return float(np.mean(np.logaddexp(0, logit) - won * logit))


def penalties(matrix: Floats) -> Sequence[float]:
    """Those that are worth trying, falling."""
    rows, columns = matrix.shape
    return FEWER_PENALTIES if rows > MANY_ROWS or rows * columns**2 > FEW_CELLS else PENALTIES


def path(matrix: Floats, won: Floats, penalties: Sequence[float]) -> list[Floats]:
    """For each penalty, falling, the weights, the intercept last, that make what happened likeliest less the penalty ·
    half their squares."""
    if len(won) * matrix.shape[1] ** 2 > FEW_CELLS:
        return _of_many_columns(matrix, won, penalties)
    design = np.column_stack([matrix, np.ones(len(won))])
    weights = np.zeros(design.shape[1])
    weights[-1] = np.log(won.mean() / (1 - won.mean()))
    found = list[Floats]()
    for penalty in penalties:
        weights = _newton(design, won, penalty, weights)
        found.append(weights)
    return found


def _newton(design: Floats, won: Floats, penalty: float, weights: Floats) -> Floats:
    """Steps on the curve of the loss, halved while they lead upwards: for a few columns far quicker than a solver that
    validates its input each time."""
    drawn = np.append(np.full(design.shape[1] - 1, penalty), 0.0)
    loss = _loss(design, won, drawn, weights)
    for _ in range(STEPS):
        chance = sigmoid(design @ weights)
        slope = design.T @ (chance - won) + drawn * weights
        curve = (design.T * (chance * (1 - chance))) @ design
        curve[np.diag_indices_from(curve)] += drawn + RIDGE
        step = np.linalg.solve(curve, slope)
        lower = _loss(design, won, drawn, weights - step)
        while lower > loss and np.abs(step).max() > CLOSE_ENOUGH:
            step = step / 2
            lower = _loss(design, won, drawn, weights - step)
        if lower >= loss:
            break
        weights, gained, loss = weights - step, loss - lower, lower
        if gained < CLOSE_ENOUGH * loss:
            break
    return weights


def _loss(design: Floats, won: Floats, drawn: Floats, weights: Floats) -> float:
    logit = design @ weights
    return float(np.sum(np.logaddexp(0, logit) - won * logit) + 0.5 * np.sum(drawn * weights**2))


def _of_many_columns(matrix: Floats, won: Floats, penalties: Sequence[float]) -> list[Floats]:
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    model, sparse = LogisticRegression(max_iter=300, warm_start=True), csr_matrix(matrix)
    found = list[Floats]()
    for penalty in penalties:
        model.set_params(C=1 / penalty).fit(sparse, won)
        found.append(np.append(model.coef_[0], model.intercept_[0]))
    return found


def logits(matrix: Floats, weights: Floats) -> Floats:
    """What weights say of rows."""
    found: Floats = matrix @ weights[:-1] + weights[-1]
    return found
