"""Trains the intent classifier from `nlu/data` with scikit-learn; runs once for each state of the data."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from functools import partial
from itertools import chain
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from nlu.entities.mentions import NameMention, standing
from nlu.entities.names import index_of
from nlu.intent.augmentation import augmented
from nlu.intent.classifier import IntentModel, Vocabulary
from nlu.intent.examples import Example
from nlu.intent.features import Features, features
from nlu.lexicon import Lexicon
from nlu.reading import Reading, reading_of
from nlu.schema import REFUSAL, SlotType, schema
from nlu.text.concepts import Thesaurus

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix

STRENGTH = 1.0  # inverse of the regularisation
RAREST = 2  # examples a feature must occur in
FOLDS = 4
LEARNT_COUNTS = 6  # times an example learned from use counts
SHARPNESS = np.linspace(1.0, 12.0, 89)  # tried in this order
SURE = 0.8  # the confidence at which an answer is acted on
ACTED_ON = 0.88  # the share of right answers that is to reach it; the rest of the room goes to doubting wrong ones
SAID_AT = datetime.fromisoformat("2026-11-23T10:00:00+08:00")  # some moment: only kinds of times matter here


def train(examples: Sequence[Example], thesaurus: Thesaurus, learned: Sequence[Example] = ()) -> IntentModel:
    """The calibrated model. What was learned from use weighs more than a shipped example, and takes the place of one
    with the same words."""
    replaced = {example.text for example in learned}
    shipped = [example for example in examples if example.text not in replaced]
    examples = [*shipped, *augmented(shipped), *learned]
    messages = [features(as_read(example, thesaurus)) for example in examples]
    intents = [example.intent for example in examples]
    again = range(len(examples) - len(learned), len(examples))
    messages += [messages[place] for place in again] * (LEARNT_COUNTS - 1)
    intents += [intents[place] for place in again] * (LEARNT_COUNTS - 1)
    return replace(fitted(messages, intents), sharpness=_sharpness(messages, intents))


def as_read(example: Example, thesaurus: Thesaurus) -> Reading:
    """The example as the engine reads a message: its names are those annotated, and those that no lexicon needs to
    know (李总)."""
    kinds = schema().slots_of(SlotType.NAME)
    annotated = [
        NameMention(entity.start, entity.end, entity.kind, example.text[entity.start : entity.end], certain=True)
        for entity in example.entities
        if entity.kind in kinds
    ]
    names = standing(index_of(Lexicon.of({}), None).find(example.text), annotated)
    return reading_of(example.text, SAID_AT, names, thesaurus)


def fitted(messages: Sequence[Features], intents: Sequence[str]) -> IntentModel:
    """A model from messages and their intents, not calibrated."""
    from sklearn.svm import LinearSVC

    requested = Counter(
        piece
        for message, intent in zip(messages, intents, strict=True)
        if intent != REFUSAL
        for piece in set(chain(*message.pieces))
    )
    vocabulary, matrix = _vectors(messages, intents, requested)
    learner = LinearSVC(C=STRENGTH, class_weight="balanced", random_state=0).fit(matrix, np.array(intents))
    return IntentModel(
        tuple(map(str, learner.classes_)),
        vocabulary,
        np.ascontiguousarray(learner.coef_.T, dtype=np.float32),
        learner.intercept_.astype(np.float32),
        sharpness=1.0,
    )


def _vectors(
    messages: Sequence[Features], intents: Sequence[str], requested: Counter[str]
) -> tuple[Vocabulary, csr_matrix]:
    """The vocabulary of the messages, and their vectors. A piece of a request counts as familiar only if another
    request holds it too: the message itself would make all of it familiar."""
    from scipy.sparse import csr_matrix

    judges = [partial(_elsewhere, requested, 0 if intent == REFUSAL else 1) for intent in intents]
    seen: Counter[str] = Counter()
    for message, judge in zip(messages, judges, strict=True):
        seen.update(set(chain(*message.blocks(judge))))
    kept = [feature for feature, times in seen.items() if times >= RAREST]
    idf = np.array([np.log((1 + len(messages)) / (1 + seen[feature])) + 1 for feature in kept], dtype=np.float32)
    vocabulary = Vocabulary({feature: place for place, feature in enumerate(kept)}, idf, frozenset(requested))
    rows = [vocabulary.weighed(message, judge) for message, judge in zip(messages, judges, strict=True)]
    ends = np.cumsum([0, *(len(places) for places, _ in rows)])
    columns, values = (np.concatenate(parts) for parts in zip(*rows, strict=True))
    return vocabulary, csr_matrix((values, columns, ends), shape=(len(messages), len(kept)))


def _elsewhere(requested: Counter[str], own: int, piece: str) -> bool:
    return requested[piece] > own


def _sharpness(messages: Sequence[Features], intents: Sequence[str]) -> float:
    """The least factor of the margins under which ACTED_ON of the right answers to held-out messages are SURE."""
    right: list[NDArray[np.float32]] = []
    for fold in range(FOLDS):
        kept = [place for place in range(len(messages)) if place % FOLDS != fold]
        model = fitted([messages[place] for place in kept], [intents[place] for place in kept])
        for place in range(fold, len(messages), FOLDS):
            margins = model.margins(messages[place])
            if model.intents[int(margins.argmax())] == intents[place]:
                right.append(margins - margins.max())
    below = np.array(right)
    enough = (sharpness for sharpness in SHARPNESS if _share_sure(sharpness * below) >= ACTED_ON)
    return float(next(enough, SHARPNESS[-1]))


def _share_sure(scores: NDArray[np.float32]) -> float:
    """The share of rows whose best score, 0, gets a chance of SURE under a softmax."""
    return float(np.mean(1 / np.exp(scores).sum(axis=1) >= SURE))
