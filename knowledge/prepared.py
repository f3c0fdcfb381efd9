"""What a library's index is made of, which takes long to make and is kept in a folder: terms and vectors.

Vectors are taken about their middle, items' about that of the library, questions' about that of the thesaurus's
phrases: what all have in common says nothing.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from config import concepts as thesaurus
from config.concepts import Concepts
from config.files import make_private
from knowledge.embedding.embedder import Embedder, Vectors, normalised
from knowledge.items import Item
from knowledge.lexical import TITLE, Postings, postings_of
from knowledge.vector_rows import ItemVectors
from nlu.digest import digest_of

PHRASES = 400  # of the thesaurus, whose middle is that of questions
KEPT = 2  # folders: another process may still read the one before
NAME = "library-"


@dataclass(frozen=True)
class Prepared:
    """For a library in order: its terms; the vector of each item (whole and title together), of its title, and of its
    whole about `centre`; and the middle of questions."""

    postings: Postings
    vectors: Vectors
    titles: Vectors
    wholes: Vectors
    centre: Vectors
    middle: Vectors


def prepare(
    items: Sequence[Item], vectors: Mapping[str, ItemVectors], embedder: Embedder, concepts: Concepts
) -> Prepared:
    """Make it anew: `vectors` holds those of each item by its code."""
    titles = _stacked([vectors[item.code].title for item in items], embedder)
    wholes = _stacked([vectors[item.code].whole for item in items], embedder)
    centre = _middle(wholes)
    around = about(wholes, centre)
    both = together(around, about(titles, centre))
    middle = _middle(embedder.queries(_some_phrases(concepts)))
    return Prepared(postings_of(items, concepts), both, titles, around, centre, middle)


def about(vectors: Vectors, centre: Vectors) -> Vectors:
    """Vectors about a middle, with length 1."""
    return normalised(vectors - centre)


def together(wholes: Vectors, titles: Vectors) -> Vectors:
    """The vectors of items, of those of their wholes and titles about the middle."""
    return np.asarray((wholes + TITLE * titles) / (1 + TITLE), np.float32)


def folder_for(cache: Path, items: Iterable[Item], embedder: Embedder) -> Path:
    """Where it is kept for these items and this embedder, by this code and this thesaurus."""
    state = hashlib.sha256(f"{digest_of(__name__, thesaurus.SHIPPED)}\n{embedder.id}".encode())
    for item in items:
        state.update(f"\n{item.code}\t{item.content_hash}".encode())
    return cache / f"{NAME}{state.hexdigest()[:16]}"


def save(prepared: Prepared, folder: Path) -> None:
    """Keep it in `folder`, which appears whole; the oldest of its kind beside are removed. Raises OSError."""
    make_private(folder.parent)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=f".{folder.name}.") as beside:
        made = Path(beside) / "made"
        made.mkdir()
        (made / "terms.txt").write_text("\n".join(prepared.postings.terms), encoding="utf-8")
        for name, array in _arrays(prepared).items():
            np.save(made / f"{name}.npy", array)
        if not folder.exists():
            made.rename(folder)
    kept = sorted(folder.parent.glob(f"{NAME}*"), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in kept[KEPT:]:
        shutil.rmtree(old, ignore_errors=True)


def load(folder: Path) -> Prepared:
    """What is kept in `folder`; arrays are mapped, not read. Raises OSError or ValueError."""
    terms = (folder / "terms.txt").read_text("utf-8").split("\n")
    mapped = {name: np.load(folder / f"{name}.npy", mmap_mode="r") for name in (*_OF_TERMS, *_OF_VECTORS)}
    held = {name: np.asarray(array) for name, array in mapped.items()}  # parts of a mapped array are slow to take
    postings = Postings(terms, held["rarity"], held["starts"], held["places"], held["weights"])
    return Prepared(postings, *(held[name] for name in _OF_VECTORS))


_OF_VECTORS = ("vectors", "titles", "wholes", "centre", "middle")
_OF_TERMS = ("rarity", "starts", "places", "weights")


def _arrays(prepared: Prepared) -> Mapping[str, np.ndarray]:
    terms = {name: getattr(prepared.postings, name) for name in _OF_TERMS}
    return {**terms, **{name: getattr(prepared, name) for name in _OF_VECTORS}}


def _stacked(vectors: Sequence[Vectors], embedder: Embedder) -> Vectors:
    return np.stack(vectors) if vectors else np.zeros((0, embedder.size), np.float32)


def _middle(vectors: Vectors) -> Vectors:
    """The mean of vectors; 0 where there are none."""
    return np.asarray(vectors.mean(axis=0) if len(vectors) else np.zeros(vectors.shape[1]), np.float32)


def _some_phrases(concepts: Concepts) -> list[str]:
    phrases = [phrase for concept in concepts for phrase in concept.phrases]
    return phrases[:: max(1, len(phrases) // PHRASES)]
