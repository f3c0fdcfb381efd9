"""The vectors of the library as rows: only what is new or has changed is embedded.

Embedding takes long and happens between two transactions: `known` reads, `keep` writes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from sqlalchemy import bindparam, delete, insert, select
from sqlmodel import Session

from knowledge.embedding.embedder import Embedder, Vectors
from knowledge.items import Item
from storage.library import ScriptVector
from storage.statements import execute, table_of


@dataclass(frozen=True)
class ItemVectors:
    """The vectors of an item's whole text and of its title, as they are kept: in half precision, so that their lengths
    are about 1."""

    whole: Vectors
    title: Vectors


def embed(items: Sequence[Item], embedder: Embedder) -> dict[str, ItemVectors]:
    """The vectors of some items, by their code."""
    wholes = _as_kept(embedder.documents([item.text for item in items]))
    titles = _as_kept(embedder.documents([item.title for item in items]))
    return {item.code: ItemVectors(*pair) for item, *pair in zip(items, wholes, titles, strict=True)}


def known(session: Session, items: Sequence[Item], embedder: str) -> dict[str, ItemVectors]:
    """The vectors that are kept of these items as they are now, by their code."""
    hashes = {item.code: item.content_hash for item in items}
    rows = execute(session, _OF_EMBEDDER, {"embedder": embedder})
    return {
        row.code: ItemVectors(opened(row.whole), opened(row.title))
        for row in rows
        if hashes.get(row.code) == row.content_hash
    }


def keep(session: Session, items: Sequence[Item], embedder: str, vectors: Mapping[str, ItemVectors]) -> None:
    """Keep the vectors of items, in place of earlier ones."""
    rows = [
        {
            "code": item.code,
            "embedder": embedder,
            "content_hash": item.content_hash,
            "whole": _packed(vectors[item.code].whole),
            "title": _packed(vectors[item.code].title),
        }
        for item in items
    ]
    if rows:
        codes = [item.code for item in items]
        earlier = delete(_VECTORS).where(_VECTORS.c.code.in_(codes), _VECTORS.c.embedder == embedder)
        execute(session, earlier, {})
        execute(session, insert(_VECTORS), rows)


def _packed(vector: Vectors) -> bytes:
    return vector.astype("<f2").tobytes()


def opened(data: bytes) -> Vectors:
    """A vector that is kept."""
    return np.frombuffer(data, "<f2").astype(np.float32)


def _as_kept(vectors: Vectors) -> Vectors:
    return vectors.astype("<f2").astype(np.float32)


_VECTORS = table_of(ScriptVector)
_OF_EMBEDDER = select(_VECTORS).where(_VECTORS.c.embedder == bindparam("embedder"))
