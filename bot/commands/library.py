"""`library`: bring scripts into the library, and search it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from bot.runtime.json_lines import BadLine, answer_each, read_object
from config import concepts
from config.policy import Policy
from config.yaml_lines import ConfigError
from knowledge import importing, vector_rows
from knowledge.embedding.embedder import Embedder
from knowledge.filters import Filters, with_synonyms
from knowledge.items import Item, ItemProblem, read_item
from knowledge.search import MOST, Index
from storage.engine import Database

AT_ONCE = 64  # items embedded between two transactions
MOST_SHOWN = 20  # lines with a problem
QUERY = {"query", "industry", "buyer_role", "budget", "k"}


def import_scripts(db: Database, file: Path, embedder: Embedder, now: datetime) -> str:
    """Bring in all items of a file of JSON lines, and say how many; one with a problem, and none is brought in. Raises
    ConfigError."""
    items, problems = read_items(decoded(file).splitlines())
    if problems:
        more = [f"还有 {len(problems) - MOST_SHOWN} 行"] if len(problems) > MOST_SHOWN else []
        raise ConfigError(
            "\n".join([f"{file} 里有 {len(problems)} 行有问题,一条也没导:", *problems[:MOST_SHOWN], *more])
        )
    with db.write() as session:
        done = importing.put(session, items, now)
    embed_new(db, embedder)
    return f"话术库:新增 {done.added} 条,更新 {done.updated} 条,没变 {done.unchanged} 条。"


def read_items(lines: Iterable[str]) -> tuple[list[Item], list[str]]:
    """The items of the lines that hold any, and what is wrong with the others. Of a code that comes twice the later
    line has a problem."""
    items: dict[str, Item] = {}
    problems: list[str] = []
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            item = read_item(read_object(line))
        except (BadLine, ItemProblem) as problem:
            problems.append(f"第 {number} 行:{problem}")
            continue
        if item.code in items:
            problems.append(f"第 {number} 行:id「{item.code}」前面有过了")
        items.setdefault(item.code, item)
    return list(items.values()), problems


def decoded(file: Path) -> str:
    """The text of a file, in UTF-8 or GBK. Raises ConfigError."""
    data = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ConfigError(f"{file}:不是 UTF-8 也不是 GBK 的文字文件。")


def embed_new(db: Database, embedder: Embedder) -> None:
    """Embed the items that are new or have changed, some at a time, and keep their vectors."""
    with db.read() as session:
        items = importing.everything(session)
        known = vector_rows.known(session, items, embedder.id)
    new = [item for item in items if item.code not in known]
    for first in range(0, len(new), AT_ONCE):
        some = new[first : first + AT_ONCE]
        vectors = vector_rows.embed(some, embedder)
        with db.write() as session:
            vector_rows.keep(session, some, embedder.id, vectors)


def opened(db: Database, embedder: Embedder) -> Index:
    """The library, ready to be searched; what is not embedded yet is embedded for this time."""
    with db.read() as session:
        items = importing.everything(session)
        known = vector_rows.known(session, items, embedder.id)
    new = vector_rows.embed([item for item in items if item.code not in known], embedder)
    return Index(items, {**known, **new}, embedder, concepts.load())


def search(db: Database, policy: Policy, embedder: Embedder, lines: Iterable[str]) -> Iterator[Mapping[str, Any]]:
    """The hits for each line, in order."""
    index = opened(db, embedder)
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
    if len(ends) != 2 or any(isinstance(end, bool) or not isinstance(end, int | float) for end in ends):
        raise BadLine("budget 要是一个数(元),或者 [从, 到]")
    low, high = sorted(ends)
    return round(low * 100), round(high * 100)
