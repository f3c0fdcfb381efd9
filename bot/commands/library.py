"""`library`: bring scripts into the library, and search it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from bot.admin.library import bring_in, embed_new
from bot.runtime.json_lines import BadLine, answer_each, read_object
from config.policy import Policy
from knowledge.embedding.embedder import Embedder
from knowledge.filters import Filters, with_synonyms
from knowledge.items import MOST_YUAN
from knowledge.library import Library
from knowledge.search import MOST
from storage.engine import Database

QUERY = {"query", "industry", "buyer_role", "budget", "k"}


def import_scripts(db: Database, file: Path, embedder: Embedder, now: datetime, policy: Policy | None = None) -> str:
    """Bring in all items of a file of JSON lines, and say how many; by a policy, whoever was shown what is replaced is
    told. Raises ConfigError."""
    done = bring_in(db, [file], now, policy)
    embed_new(db, embedder)
    return f"话术库:新增 {done.added} 条,更新 {done.updated} 条,没变 {done.unchanged} 条。"


def search(db: Database, policy: Policy, embedder: Embedder, lines: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    """The hits for each line, in order."""
    index = Library(embedder).index(db)
    index.search("热身")  # what is opened when it is first needed

    def found(_number: int, line: str) -> Iterator[Mapping[str, Any]]:
        query, filters, k = read_query(line, policy)
        began = perf_counter()
        hits = index.search(query, filters, k)
        took = (perf_counter() - began) * 1000
        rows = [{"id": hit.item.code, "score": hit.score, "why": hit.why} for hit in hits]
        yield {"hits": rows, "took_ms": round(took, 2)}

    yield from answer_each(lines, found)


def read_query(line: str, policy: Policy) -> tuple[str, Filters, int]:
    """The question of one line, its filters and how many hits are asked for. Raises BadLine."""
    data = read_object(line)
    if unknown := sorted(set(data) - QUERY):
        raise BadLine(f"不认识的键:{'、'.join(unknown)}")
    query, k = data.get("query"), data.get("k", 10)
    if not isinstance(query, str):
        raise BadLine("query 要是文字")
    if isinstance(k, bool) or not isinstance(k, int) or not 1 <= k <= MOST:
        raise BadLine(f"k 要是 1 到 {MOST} 的整数")
    synonyms = policy.library.synonyms
    filters = Filters(
        with_synonyms(_words(data, "industry"), synonyms),
        with_synonyms(_words(data, "buyer_role"), synonyms),
        _budget(data.get("budget")),
    )
    return query, filters, k


def _words(data: Mapping[str, Any], key: str) -> tuple[str, ...]:
    value = data.get(key)
    words = [] if value is None else [value] if isinstance(value, str) else value
    if not isinstance(words, list) or not all(isinstance(word, str) for word in words):
        raise BadLine(f"{key} 要是文字,或者一串文字")
    return tuple(word.strip() for word in words if word.strip())


def _budget(value: Any) -> tuple[int, int] | None:
    if value is None:
        return None
    ends = value if isinstance(value, list) else [value, value]
    numbers = all(isinstance(end, int | float) and not isinstance(end, bool) for end in ends)
    if len(ends) != 2 or not numbers or not all(0 <= end <= MOST_YUAN for end in ends):
        raise BadLine("budget 要是一个数(元,0 到一万亿),或者 [从, 到]")
    low, high = sorted(ends)
    return round(low * 100), round(high * 100)
