"""Which intent a message has: multinomial logistic regression, applied with numpy alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from nlu.features import counted

Array = NDArray[np.float32]
SEPARATOR = "\n"


@dataclass(frozen=True)
class IntentModel:
    """`weights` has a row a feature and a column an intent, `idf` how rare each feature is, `is_cue` whether it belongs
    to the second block (each block is brought to length 1 by itself); `temperature` divides the scores so that
    confidences come true."""

    intents: tuple[str, ...]
    places: dict[str, int]
    idf: Array
    is_cue: NDArray[np.bool_]
    weights: Array
    bias: Array
    temperature: float

    def scores(self, features: Iterable[str]) -> Array:
        """Probability of each intent, in the order of `intents`."""
        rows, values = weighed(counted(features, self.places), self.idf, self.is_cue)
        logits = (self.bias + values @ self.weights[rows]) / self.temperature
        powers = np.exp(logits - logits.max())
        return np.asarray(powers / powers.sum(), dtype=np.float32)

    def save(self, path: Path) -> None:
        """Writes beside and renames, so that a reader never sees half a file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part.npz")
        np.savez(
            part,
            intents=np.array(SEPARATOR.join(self.intents)),
            features=np.array(SEPARATOR.join(self.places)),
            idf=self.idf,
            is_cue=self.is_cue,
            weights=self.weights,
            bias=self.bias,
            temperature=np.array(self.temperature),
        )
        part.replace(path)

    @classmethod
    def load(cls, path: Path) -> IntentModel:
        with np.load(path, allow_pickle=False) as data:
            return cls(
                tuple(str(data["intents"]).split(SEPARATOR)),
                {feature: place for place, feature in enumerate(str(data["features"]).split(SEPARATOR))},
                data["idf"],
                data["is_cue"],
                data["weights"],
                data["bias"],
                float(data["temperature"]),
            )


def weighed(counts: dict[int, int], idf: Array, is_cue: NDArray[np.bool_]) -> tuple[NDArray[np.int64], Array]:
    """The features that occur and the weight of each in the message: dampened count times rarity, each block of
    length 1."""
    rows = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
    values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))) * idf[rows]
    for block in (is_cue[rows], ~is_cue[rows]):
        length = float(np.sqrt(np.sum(np.square(values[block]))))
        if length:
            values[block] /= length
    return rows, values.astype(np.float32)
