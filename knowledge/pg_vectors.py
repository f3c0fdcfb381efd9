"""The vectors of the library in PostgreSQL (pgvector): the nearest of those that filters allow, by one exact scan.

A row of `nearest.scriptvector` holds the vectors of one item by one embedder, and what filters ask for. The middle of
the library is taken off within the statement, for it moves with each change: (v - m)·q = v·q - m·q, and
|v - m|² = |v|² - 2 v·m + |m|² (pgvector's <#> is the product with the other sign). Of the nearest the vectors
themselves are read, and multiplied as those in memory are.

`bring_up` makes the rows what the library is; the table is there where the server has pgvector.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np
from sqlalchemy import Connection, text
from sqlmodel import Session

from knowledge.embedding.embedder import Vectors
from knowledge.filters import ANY_FEN, Filters
from knowledge.items import Item
from knowledge.lexical import TITLE
from knowledge.prepared import Prepared, about, together
from knowledge.vector_rows import opened
from knowledge.vectors import NONE_LEFT, ROUNDING, Near, Places, Products, Wanted, first_of_the_best, multiplied
from storage import revisions
from storage.engine import Database
from storage.statements import execute

REVISION = "nearest vectors"
AT_ONCE = 1_000  # rows made in one transaction
LOCK = 0x6E656172  # any number: rows are made by one process at a time
ALIKE = 20  # items that may be the nearest to a text: rounding hides which


class PgVectors:
    """See Nearest. The items have their places in the order of `items`, as they were when `prepared` was made: one that
    has changed since is not to be had."""

    def __init__(self, db: Database, items: Sequence[Item], embedder: str, prepared: Prepared) -> None:
        self._db, self._embedder = db, embedder
        self._codes = [item.code for item in items]
        self._place_of = {(item.code, item.content_hash): place for place, item in enumerate(items)}
        self._centre = np.array(prepared.centre)
        self._about = {"centre": _text(self._centre), "length": float(multiplied(self._centre[None], self._centre)[0])}

    def nearest(self, query: Vectors, wanted: Wanted, count: int) -> Near:
        """See Nearest."""
        beside = [self._codes[place] for place in np.flatnonzero(wanted.looked_at & ~wanted.allowed)]
        conditions, values = _conditions(wanted.filters, beside)
        statement = _NEAREST.format(score=_BOTH, conditions=conditions)
        rows = self._rows(statement, {**self._asked(query), **values, "count": count})
        places, vectors = self._vectors_of(rows)
        kept = wanted.looked_at[places]
        others = rows[-1].product + ROUNDING if len(rows) == count else NONE_LEFT
        return Near(places[kept], multiplied(vectors[kept], query), others)

    def products(self, query: Vectors, places: Places) -> Products:
        """See Nearest."""
        return self._at(places, *self._vectors_of(self._rows_at(places)), query)

    def titles(self, query: Vectors, places: Places) -> Products:
        """See Nearest."""
        known = self._known(self._rows_at(places))
        return self._at(places, _places(known), _opened(known.values(), "title", len(query)), query)

    def most_alike(self, text: Vectors) -> tuple[int, float]:
        """See Nearest."""
        statement = _NEAREST.format(score=_WHOLE, conditions="true")
        known = self._known(self._rows(statement, {**self._asked(text), "count": ALIKE}))
        if not known:
            return 0, -np.inf
        wholes = about(_opened(known.values(), "whole", len(text)), self._centre)
        return first_of_the_best(_places(known), multiplied(wholes, text))

    def _asked(self, query: Vectors) -> dict[str, Any]:
        return {"query": _text(query), "middle": float(multiplied(self._centre[None], query)[0]), **self._about}

    def _rows_at(self, places: Places) -> Sequence[Any]:
        return self._rows(_OF_CODES, {"codes": [self._codes[place] for place in places]})

    def _rows(self, statement: str, values: Mapping[str, Any]) -> Sequence[Any]:
        with self._db.read_statement() as connection:
            return connection.execute(text(statement), {**values, "embedder": self._embedder}).all()

    def _known(self, rows: Iterable[Any]) -> dict[int, Any]:
        """The rows of items as they were, by their place."""
        places = ((self._place_of.get((row.code, row.content_hash)), row) for row in rows)
        return {place: row for place, row in places if place is not None}

    def _vectors_of(self, rows: Iterable[Any]) -> tuple[Places, Vectors]:
        """The places of the items of some rows, and their vectors as `prepared` makes them."""
        known, size = self._known(rows), len(self._centre)
        wholes = about(_opened(known.values(), "whole", size), self._centre)
        titles = about(_opened(known.values(), "title", size), self._centre)
        return _places(known), together(wholes, titles)

    def _at(self, places: Places, found: Places, vectors: Vectors, query: Vectors) -> Products:
        product_of = dict(zip(found.tolist(), multiplied(vectors, query).tolist(), strict=True))
        return np.array([product_of.get(place, -np.inf) for place in places.tolist()], np.float64)


def of_database(db: Database, items: Sequence[Item], embedder: str, prepared: Prepared) -> PgVectors | None:
    """The vectors of these items in the database; None where it does not have all of them as they are."""
    if not is_in(db):
        return None
    with db.read_statement() as connection:
        kept = {tuple(row) for row in connection.execute(text(_KEPT), {"embedder": embedder})}
    found = PgVectors(db, items, embedder, prepared)
    return found if kept.issuperset(found._place_of) else None


def is_in(db: Database) -> bool:
    """Whether the database finds the nearest."""
    with db.read_statement() as connection:
        return _is_there(connection)


def bring_up(session: Session, embedder: str) -> bool:
    """Make rows of vectors of this embedder that are kept and have none, up to AT_ONCE, and take away those of items
    that are there no more as they were; whether more are to be made. Each process that asks for the revision hears when
    all are made. Nothing where the database does not find the nearest."""
    if not _is_there(session.connection()):
        return False
    execute(session, text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": LOCK})
    execute(session, text(_TAKE_AWAY), {"embedder": embedder})
    lacking = execute(session, text(_LACKING), {"embedder": embedder, "count": AT_ONCE + 1}).all()
    if rows := [_row(row, embedder) for row in lacking[:AT_ONCE]]:
        execute(session, text(_MAKE), rows)
    are_more = len(lacking) > AT_ONCE
    if rows and not are_more:
        revisions.count_up(session, REVISION)
    return are_more


def _is_there(connection: Connection) -> bool:
    return connection.dialect.name != "sqlite" and connection.execute(_TABLE).scalar() is not None


def _row(row: Any, embedder: str) -> dict[str, Any]:
    return {
        "code": row.code,
        "embedder": embedder,
        "content_hash": row.content_hash,
        "industry": list(row.industry),
        "buyer_role": list(row.buyer_role),
        "budget_min": row.budget_min_fen or 0,
        "budget_max": ANY_FEN if row.budget_max_fen is None else row.budget_max_fen,
        "kind": row.kind,
        **_column("whole", row.whole),
        **_column("title", row.title),
    }


def _column(name: str, data: bytes) -> dict[str, Any]:
    vector = opened(data)
    return {name: _text(vector), f"{name}_length": float(multiplied(vector[None], vector)[0])}


def _opened(rows: Iterable[Any], column: str, size: int) -> Vectors:
    vectors = [opened(getattr(row, column)) for row in rows]
    return np.stack(vectors) if vectors else np.zeros((0, size), np.float32)


def _places(known: Mapping[int, Any]) -> Places:
    return np.fromiter(known, np.int64, len(known))


def _text(vector: Vectors) -> str:
    return f"[{','.join(map(str, vector.tolist()))}]"


def _conditions(filters: Filters, beside: Sequence[str]) -> tuple[str, dict[str, Any]]:
    """What an item must be for the filters to allow it, or else one of those `beside`."""
    values: dict[str, Any] = {}
    conditions = []
    for name in ("industry", "buyer_role"):
        if wanted := getattr(filters, name):
            values[name] = list(wanted)
            conditions.append(f"({name} = '{{}}' OR {name} && CAST(:{name} AS text[]))")
    if filters.budget_fen is not None:
        values["low"], values["high"] = filters.budget_fen
        conditions.append("budget_min <= :high AND :low <= budget_max")
    if filters.kinds:
        values["kinds"] = list(filters.kinds)
        conditions.append("kind = ANY(CAST(:kinds AS text[]))")
    allowed = " AND ".join(conditions) or "true"
    if not beside:
        return allowed, values
    return f"({allowed}) OR code = ANY(CAST(:beside AS text[]))", {**values, "beside": list(beside)}


def _about_middle(name: str) -> str:
    """The product with the question of a column's vector about its middle."""
    product = f"-({name}::vector <#> CAST(:query AS vector)) - :middle"
    length = f"{name}_length + 2 * ({name}::vector <#> CAST(:centre AS vector)) + :length"
    return f"({product}) / sqrt(greatest({length}, {LEAST}))"


_TABLE = text("SELECT to_regclass('nearest.scriptvector')")
LEAST = 1e-6  # of the square of a length: a vector in the middle points nowhere
_WHOLE = _about_middle("whole")
_BOTH = f"({_WHOLE} + {TITLE} * {_about_middle('title')}) / {1 + TITLE}"
_NEAREST = """
WITH near AS MATERIALIZED (
    SELECT code, content_hash, {score} AS product
    FROM nearest.scriptvector WHERE embedder = :embedder AND ({conditions})
    ORDER BY product DESC LIMIT :count
)
SELECT near.code, near.content_hash, near.product, kept.whole, kept.title
FROM near JOIN scriptvector kept ON kept.code = near.code AND kept.embedder = :embedder
ORDER BY near.product DESC
"""
_OF_CODES = """
SELECT code, content_hash, whole, title FROM scriptvector
WHERE embedder = :embedder AND code = ANY(CAST(:codes AS text[]))
"""
_KEPT = "SELECT code, content_hash FROM nearest.scriptvector WHERE embedder = :embedder"
_IS_FOUND = """script.retired_at IS NULL AND NOT EXISTS (
    SELECT 1 FROM contribution WHERE contribution.code = script.code AND contribution.granted IS NOT TRUE
)"""
_TAKE_AWAY = f"""
DELETE FROM nearest.scriptvector made WHERE embedder = :embedder AND NOT EXISTS (
    SELECT 1 FROM script WHERE script.code = made.code AND script.content_hash = made.content_hash AND {_IS_FOUND}
)
"""
_LACKING = f"""
SELECT script.code, script.content_hash, industry, buyer_role, budget_min_fen, budget_max_fen, kind, whole, kept.title
FROM script JOIN scriptvector kept ON kept.code = script.code AND kept.content_hash = script.content_hash
WHERE kept.embedder = :embedder AND {_IS_FOUND} AND NOT EXISTS (
    SELECT 1 FROM nearest.scriptvector made WHERE made.code = script.code AND made.embedder = kept.embedder
)
ORDER BY script.code LIMIT :count
"""
_MAKE = """
INSERT INTO nearest.scriptvector (code, embedder, content_hash, industry, buyer_role, budget_min, budget_max, kind,
    whole, whole_length, title, title_length)
VALUES (:code, :embedder, :content_hash, CAST(:industry AS text[]), CAST(:buyer_role AS text[]), :budget_min,
    :budget_max, :kind, CAST(:whole AS halfvec), :whole_length, CAST(:title AS halfvec), :title_length)
"""
