"""Trains the intent classifier from `nlu/data` with scikit-learn; runs once for each state of the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import datetime

import numpy as np
from numpy.typing import NDArray

from nlu.clauses import clauses
from nlu.concepts import Thesaurus
from nlu.features import MARKS, counted, features, is_cue
from nlu.intents import Array, IntentModel, weighed
from nlu.mentions import NameMention
from nlu.money import find_sums
from nlu.plain import plain
from nlu.rasa_yaml import Example
from nlu.reading import Reading, masked
from nlu.times import find_times

STRENGTH = 20.0  # inverse of the regularisation
RAREST = 2  # examples a feature must occur in
FOLDS = 4
SAID_AT = datetime.fromisoformat("2026-11-23T10:00:00+08:00")  # some moment: only kinds of times matter here
Matrix = NDArray[np.float32]


def train(examples: Sequence[Example], thesaurus: Thesaurus) -> IntentModel:
    """The calibrated model: its temperature is the one under which the confidences of models that had not seen an
    example fit best."""
    texts = [features(as_read(one, thesaurus)) for one in examples]
    intents = [one.intent for one in examples]
    model = fitted(texts, intents)
    return IntentModel(
        model.intents, model.places, model.idf, model.is_cue, model.weights, model.bias, _temperature(texts, intents)
    )


def as_read(example: Example, thesaurus: Thesaurus, *, hide_names: bool = True) -> Reading:
    """The example as the engine reads a message, its names being those annotated."""
    words = plain(example.text)
    names = [
        NameMention(one.start, one.end, one.kind, example.text[one.start : one.end], certain=True)
        for one in example.entities
        if one.kind in MARKS and hide_names
    ]
    taken = {place for one in names for place in range(one.start, one.end)}
    times = [one for one in find_times(example.text, SAID_AT) if taken.isdisjoint(range(one.start, one.end))]
    taken |= {place for one in times for place in range(one.start, one.end)}
    sums = [one for one in find_sums(example.text) if taken.isdisjoint(range(one.start, one.end))]
    words = masked(words, [(one.start, one.end, one.kind) for one in names])
    found = thesaurus.find(words)
    divided = clauses(example.text)
    return Reading(example.text, words, SAID_AT, tuple(names), tuple(times), tuple(sums), tuple(found), tuple(divided))


def fitted(texts: Sequence[Sequence[str]], intents: Sequence[str], strength: float = STRENGTH) -> IntentModel:
    """A model from feature lists and their intents, not calibrated."""
    from sklearn.linear_model import LogisticRegression

    seen = Counter(feature for one in texts for feature in set(one))
    kept = [feature for feature, times in seen.items() if times >= RAREST]
    places = {feature: place for place, feature in enumerate(kept)}
    idf = np.array([np.log((1 + len(texts)) / (1 + seen[feature])) + 1 for feature in kept], dtype=np.float32)
    cues = np.array([is_cue(feature) for feature in kept])
    matrix = _matrix(texts, places, idf, cues)
    learner = LogisticRegression(C=strength, class_weight="balanced", max_iter=300, tol=1e-3)
    learner.fit(matrix, np.array(intents))
    return IntentModel(
        tuple(map(str, learner.classes_)),
        places,
        idf,
        cues,
        np.ascontiguousarray(learner.coef_.T, dtype=np.float32),
        learner.intercept_.astype(np.float32),
        temperature=1.0,
    )


def _matrix(texts: Iterable[Sequence[str]], places: dict[str, int], idf: Array, cues: NDArray[np.bool_]) -> object:
    from scipy.sparse import csr_matrix

    columns, values, ends = [], [], [0]
    for one in texts:
        rows, weights = weighed(counted(one, places), idf, cues)
        columns.append(rows)
        values.append(weights)
        ends.append(ends[-1] + len(rows))
    shape = (len(ends) - 1, len(places))
    return csr_matrix((np.concatenate(values), np.concatenate(columns), ends), shape=shape)


def _temperature(texts: Sequence[Sequence[str]], intents: Sequence[str]) -> float:
    """The divisor of the scores that makes the held-out answers likeliest."""
    chances: list[tuple[Array, int]] = []
    for fold in range(FOLDS):
        kept = [place for place in range(len(texts)) if place % FOLDS != fold]
        model = fitted([texts[place] for place in kept], [intents[place] for place in kept])
        for place in range(fold, len(texts), FOLDS):
            if intents[place] in model.intents:
                chances.append((np.log(model.scores(texts[place]) + 1e-12), model.intents.index(intents[place])))
    logs, right = np.array([chance for chance, _ in chances]), np.array([place for _, place in chances])
    return float(min(np.linspace(0.3, 2.0, 35), key=lambda temperature: _loss(logs / temperature, right)))


def _loss(logits: NDArray[np.float32], right: NDArray[np.int64]) -> float:
    sums = np.log(np.exp(logits - logits.max(axis=1, keepdims=True)).sum(axis=1)) + logits.max(axis=1)
    return float(np.mean(sums - logits[np.arange(len(right)), right]))
