"""How well the library is searched, and how fast: the starter library and its 300 questions, by band and with each part
removed; and how long a search takes among 10,000 items.

Bands: `high` questions share several words with the item that answers them, `medium` one, `none` no two letters.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from random import Random
from time import thread_time

import numpy as np

from config import concepts
from config.concepts import Concepts
from config.settings import settings
from knowledge import vector_rows
from knowledge.calibrating import Question, questions, starter_items
from knowledge.embedding.choosing import choose
from knowledge.embedding.embedder import Embedder, Recalibrated
from knowledge.embedding.word_vectors import WordVectors
from knowledge.items import Item
from knowledge.prepared import prepare
from knowledge.search import Index

MANY = 10_000
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
        figures[f"{name}: a search among {len(items)} items, 95 %"] = milliseconds(whole, asked)
    many, words = grown(items), WordVectors()
    made = prepare(many, vector_rows.embed(many, words), words, concepts.load())
    index = Index(many, made, words, concepts.load())
    figures[f"words: a search among {MANY:,} items, 95 %"] = milliseconds(index, asked)
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


def milliseconds(index: Index, asked: Sequence[Question]) -> str:
    """Processor time of a search, of 95 in 100."""
    times = []
    for one in asked:
        began = thread_time()
        index.search(one.query, one.filters)
        times.append(thread_time() - began)
    return f"{np.quantile(times, 0.95) * 1000:.1f} ms"


def grown(items: Sequence[Item]) -> list[Item]:
    """Many items: those of the library with letters of others."""
    random = Random(7)
    found = []
    for number in range(MANY):
        item, other = random.choice(items), random.choice(items)
        letters = list(item.body)
        for _ in range(20):
            letters[random.randrange(len(letters))] = random.choice(other.body)
        found.append(replace(item, code=str(number), title=f"{item.title}{number % 97}", body="".join(letters)))
    return found
