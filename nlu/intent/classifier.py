"""Which intent a message has: a linear classifier, applied with numpy alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from config.files import write_private
from nlu.intent.features import BLOCK_WEIGHTS, Features

Array = NDArray[np.float32]
Places = NDArray[np.int64]
SEPARATOR = "\n"


@dataclass(frozen=True)
class Vocabulary:
    """The features the model knows: the place of each, how rare it is; and the pieces of real requests."""

    places: dict[str, int]
    idf: Array
    familiar: frozenset[str]

    def weighed(self, features: Features, is_familiar: Callable[[str], bool] | None = None) -> tuple[Places, Array]:
        """The places of the features that occur and their weights: dampened count times rarity, each block brought to
        its length. `is_familiar` replaces the vocabulary's own judgement, for messages it was made from."""
        places: list[int] = []
        times: list[int] = []
        ends: list[int] = []
        for block in features.blocks(is_familiar or self.familiar.__contains__):
            counts = _counts(block, self.places)
            places += counts.keys()
            times += counts.values()
            ends.append(len(places))
        rows = np.array(places, dtype=np.int64)
        weights = (1 + np.log(np.array(times, dtype=np.float32))) * self.idf[rows]
        start = 0
        for length, end in zip(BLOCK_WEIGHTS, ends, strict=True):
            block_weights = weights[start:end]
            norm = float(np.sqrt(block_weights @ block_weights))
            if norm:
                block_weights *= length / norm
            start = end
        return rows, weights


@dataclass(frozen=True)
class IntentModel:
    """`weights` has a row a feature and a column an intent; `sharpness` multiplies the margins so that confidences
    come true."""

    intents: tuple[str, ...]
    vocabulary: Vocabulary
    weights: Array
    bias: Array
    sharpness: float

    def margins(self, features: Features) -> Array:
        """How far the message lies on each intent's side."""
        rows, values = self.vocabulary.weighed(features)
        return np.asarray(self.bias + values @ self.weights[rows], dtype=np.float32)

    def chances(self, features: Features) -> Array:
        """Probability of each intent, in the order of `intents`."""
        powers = np.exp(self.sharpness * (margins := self.margins(features)) - self.sharpness * margins.max())
        return np.asarray(powers / powers.sum(), dtype=np.float32)

    def save(self, path: Path) -> None:
        """Write the model to a file that only this user may read. Raises OSError."""
        content = BytesIO()
        np.savez(
            content,
            intents=np.array(SEPARATOR.join(self.intents)),
            features=np.array(SEPARATOR.join(self.vocabulary.places)),
            familiar=np.array(SEPARATOR.join(sorted(self.vocabulary.familiar))),
            idf=self.vocabulary.idf,
            weights=self.weights,
            bias=self.bias,
            sharpness=np.array(self.sharpness),
        )
        write_private(path, content.getvalue())

    @classmethod
    def load(cls, path: Path) -> IntentModel:
        with np.load(path, allow_pickle=False) as data:
            places = {feature: place for place, feature in enumerate(str(data["features"]).split(SEPARATOR))}
            return cls(
                tuple(str(data["intents"]).split(SEPARATOR)),
                Vocabulary(places, data["idf"], frozenset(str(data["familiar"]).split(SEPARATOR))),
                data["weights"],
                data["bias"],
                float(data["sharpness"]),
            )


def _counts(features: tuple[str, ...], places: dict[str, int]) -> dict[int, int]:
    counts: dict[int | None, int] = Counter(map(places.get, features))
    counts.pop(None, None)
    return counts  # type: ignore[return-value]
