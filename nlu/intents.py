"""Which intent a message has: multinomial logistic regression, applied with numpy alone."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Array = NDArray[np.float32]


@dataclass(frozen=True)
class IntentModel:
    """`weights` has a row a feature (its inverse document frequency already multiplied in is not: see `idf`) and a
    column an intent; `temperature` divides the scores so that confidences come true."""

    intents: tuple[str, ...]
    places: dict[str, int]
    idf: Array
    weights: Array
    bias: Array
    temperature: float

    def scores(self, features: Iterable[str]) -> Array:
        """Probability of each intent, in the order of `intents`."""
        counts = Counter(place for place in map(self.places.get, features) if place is not None)
        logits = self.bias
        if counts:
            rows = np.fromiter(counts.keys(), dtype=np.int64, count=len(counts))
            values = (1 + np.log(np.fromiter(counts.values(), dtype=np.float32, count=len(counts)))) * self.idf[rows]
            logits = logits + (values / np.linalg.norm(values)) @ self.weights[rows]
        powers = np.exp((logits - logits.max()) / self.temperature)
        return np.asarray(powers / powers.sum(), dtype=np.float32)

    def save(self, path: Path) -> None:
        """Writes beside and renames, so that a reader never sees half a file."""
        path.parent.mkdir(parents=True, exist_ok=True)
        part = path.with_suffix(".part.npz")
        np.savez(
            part,
            intents=np.array("\n".join(self.intents)),
            features=np.array("\n".join(self.places)),
            idf=self.idf,
            weights=self.weights,
            bias=self.bias,
            temperature=np.array(self.temperature),
        )
        part.replace(path)

    @classmethod
    def load(cls, path: Path) -> IntentModel:
        with np.load(path, allow_pickle=False) as data:
            return cls(
                tuple(str(data["intents"]).split("\n")),
                {feature: place for place, feature in enumerate(str(data["features"]).split("\n"))},
                data["idf"],
                data["weights"],
                data["bias"],
                float(data["temperature"]),
            )
