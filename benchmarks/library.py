"""How well the library is searched, and how fast: the starter library and its 300 questions, by band and with each part
removed.

Bands: `high` questions share several words with the item that answers them, `medium` one, `none` no two letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

import numpy as np

from config import concepts
from config.concepts import Concepts
from config.settings import settings
from knowledge import vector_rows
from knowledge.calibrating import Question, questions, starter_items
from knowledge.embedding.choosing import choose
from knowledge.embedding.embedder import Embedder, Recalibrated
from knowledge.embedding.word_vectors import WordVectors
from knowledge.prepared import prepare
from knowledge.search import Index

TOP = 3
NO_WORDS = 1e4  # a weight of meaning beside which words count for nothing


def measure() -> Mapping[str, str]:
    """Shares of questions whose answer comes first / among the first three; milliseconds."""
    items, asked = starter_items(), questions()
    figures: dict[str, str] = {}
    for embedder in embedders():
        name = embedder.id.rsplit("-", 1)[0]
        vectors, thesaurus, nothing = vector_rows.embed(items, embedder), concepts.load(), Concepts([])
        made = prepare(items, vectors, embedder, thesaurus)
        whole = Index(items, made, embedder, thesaurus)
        figures |= {f"{name}: {line}": value for line, value in quality(whole, asked)}
        untaught = Index(items, prepare(items, vectors, embedder, nothing), embedder, nothing)
        figures[f"{name}: without the thesaurus"] = found(untaught, asked)
        figures[f"{name}: without meaning"] = found(Index(items, made, weighted(embedder, 0), thesaurus), asked)
        figures[f"{name}: without words"] = found(Index(items, made, weighted(embedder, NO_WORDS), thesaurus), asked)
    return figures


def embedders() -> Iterator[Embedder]:
    """The word vectors, and the model if there is one."""
    yield WordVectors()
    best = choose(settings()).embedder
    if not isinstance(best, WordVectors):
        yield best


def weighted(embedder: Embedder, meaning: float) -> Embedder:
    """The embedder with another weight of meaning beside words."""
    return Recalibrated(embedder, replace(embedder.calibration, meaning=meaning))


def quality(index: Index, asked: Sequence[Question]) -> Iterator[tuple[str, str]]:
    """How many are found, of all and by band, and how many are answered that should not be, or refused."""
    yield "found first / among three", found(index, asked)
    for band in ("high", "medium", "none"):
        yield f"of band {band}", found(index, [one for one in asked if one.band == band])
    without = [one for one in asked if not one.answers]
    answered = sum(bool(index.search(one.query, one.filters, 1)) for one in without)
    refused = sum(not index.search(one.query, one.filters, 1) for one in asked if one.answers)
    yield "questions without an answer that get one", f"{answered} of {len(without)}"
    yield "questions with an answer that get none", f"{refused} of {len(asked) - len(without)}"


def found(index: Index, asked: Sequence[Question]) -> str:
    """The shares of questions whose answer comes first / among the first three."""
    places = [place(index, one) for one in asked if one.answers]
    return f"{np.mean([at == 0 for at in places]):.2f} / {np.mean([at < TOP for at in places]):.2f}"


def place(index: Index, one: Question) -> int:
    """Where the first item that answers comes."""
    codes = [hit.item.code for hit in index.nearest(one.query, one.filters, TOP)]
    return next((at for at, code in enumerate(codes) if code in one.answers), TOP)
