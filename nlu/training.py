"""Trains the intent classifier from `nlu/data` with scikit-learn; runs once per state of the data."""

from __future__ import annotations

import logging
from collections.abc import Sequence

import numpy as np

from nlu.intents import IntentModel

MODEL_VERSION = 1
STRENGTH = 30.0  # inverse regularisation
RAREST = 2  # examples a feature must occur in
log = logging.getLogger(__name__)


def train(texts: Sequence[Sequence[str]], intents: Sequence[str], temperature: float = 1.0) -> IntentModel:
    """A model from feature lists and their intents."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    seen: dict[str, int] = {}
    for one in texts:
        for feature in set(one):
            seen[feature] = seen.get(feature, 0) + 1
    kept = [feature for feature, times in seen.items() if times >= RAREST]
    places = {feature: place for place, feature in enumerate(kept)}
    idf = np.array([np.log((1 + len(texts)) / (1 + seen[feature])) + 1 for feature in kept], dtype=np.float32)
    rows, columns, values = [], [], []
    for row, one in enumerate(texts):
        counts: dict[int, int] = {}
        for feature in one:
            if (place := places.get(feature)) is not None:
                counts[place] = counts.get(place, 0) + 1
        weights = np.array([(1 + np.log(times)) * idf[place] for place, times in counts.items()])
        values += list(weights / np.linalg.norm(weights))
        rows += [row] * len(counts)
        columns += list(counts)
    matrix = csr_matrix((values, (rows, columns)), shape=(len(texts), len(kept)), dtype=np.float64)
    fitted = LogisticRegression(C=STRENGTH, class_weight="balanced", max_iter=300, tol=1e-3).fit(matrix, list(intents))
    return IntentModel(
        tuple(map(str, fitted.classes_)),
        places,
        idf,
        fitted.coef_.T.astype(np.float32).copy(),
        fitted.intercept_.astype(np.float32),
        temperature,
    )
