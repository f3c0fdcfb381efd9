"""`python -m knowledge.embedding.distil MODEL_FOLDER`: make `word_vectors.npz` from a model that `models get` made.

A word's vector is what the model makes of the word as a question, less the mean of all, in the directions of greatest
variance (principal components), with length 1, then weighted by how rare the word is; kept in eight bits.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from knowledge.embedding.embedder import Vectors, normalised
from knowledge.embedding.onnx_model import OnnxModel
from knowledge.embedding.word_vectors import FILE
from nlu.text.words import costs

WORDS, SIZE = 20_000, 256
RARE = 1e-3  # the a of a / (a + frequency)
AT_ONCE = 32


def distil(model: OnnxModel, file: Path) -> None:
    """Write the vectors of the commonest words."""
    known = costs()
    words = sorted(sorted(known), key=known.__getitem__)[:WORDS]
    frequency = np.exp([-known[word] for word in words])
    vectors = reduced(_vectors(model, words)) * (RARE / (RARE + frequency))[:, None]
    scales = np.abs(vectors).max(axis=1) / 127
    values = np.rint(vectors / scales[:, None]).astype(np.int8)
    np.savez_compressed(file, words=np.array("\n".join(words)), values=values, scales=scales.astype(np.float32))


def reduced(vectors: Vectors) -> Vectors:
    """The vectors in the directions in which they differ most."""
    centred = vectors - vectors.mean(axis=0)
    _values, directions = np.linalg.eigh(centred.T @ centred)  # in ascending order
    return normalised(centred @ directions[:, : -SIZE - 1 : -1])


def _vectors(model: OnnxModel, words: Sequence[str]) -> Vectors:
    by_length = sorted(range(len(words)), key=lambda place: len(words[place]))
    vectors = np.zeros((len(words), model.size), np.float32)
    for first in range(0, len(words), AT_ONCE):
        places = by_length[first : first + AT_ONCE]
        vectors[places] = model.queries([words[place] for place in places])
    return vectors


if __name__ == "__main__":
    distil(OnnxModel(Path(sys.argv[1])), FILE)
