"""`library`: bring scripts into the library, and search it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from time import perf_counter
from typing import Any

from bot.admin.contents import gather, summed_up
from bot.admin.library import TOLD_EVERY, embed_new, tell_superseded
from bot.runtime.json_lines import BadLine, answer_each, read_object
from bot.wording.library import importing as wording
from config.policy import Policy
from config.yaml_lines import ConfigError
from knowledge import importing
from knowledge.embedding.embedder import Embedder
from knowledge.filters import Filters, with_synonyms
from knowledge.items import MOST_YUAN
from knowledge.library import Library
from knowledge.search import MOST
from storage.engine import Database

QUERY = {"query", "industry", "buyer_role", "budget", "k"}


@dataclass(frozen=True)
class How:
    """`preview`: only say what would come; `only_good`: leave out what is wrong; `retire_missing`: what has gone from
    its document is found no more."""

    preview: bool = False
    only_good: bool = False
    retire_missing: bool = False


def import_scripts(
    db: Database,
    path: Path,
    embedder: Embedder,
    now: datetime,
    how: How = How(),
    say: Callable[[str], None] = lambda text: None,
    policy: Policy | None = None,
) -> str:
    """Bring in what a file or folder holds, by one transaction, and say how much. Where something is wrong nothing is
    brought in, unless what is good is wanted. By a policy, whoever was shown what is replaced is told. Raises
    ConfigError."""
    contents = gather(path, lambda name, number, of: say(wording.file_read(name, number, of)))
    read = summed_up(db, contents)
    if how.preview:
        return f"{wording.preview(path.name, read)}\n{wording.ONLY_A_PREVIEW}"
    if contents.problems and not how.only_good:
        raise ConfigError(wording.refused(path.name, read))
    with db.write_at_leisure() as session:
        done = importing.put(session, list(contents.items.values()), now)
        if policy is not None:
            tell_superseded(session, policy, done, now)
        gone = importing.gone(session, contents.sources, contents.items.keys())
        if how.retire_missing:
            importing.retire(session, [code for code, _ in gone], now)
    embed_new(db, embedder, lambda number: say(wording.made_ready(number)) if number % TOLD_EVERY == 0 else None)
    parts = [wording.brought_in(vars(done))]
    parts += [wording.left_out(read["problem_count"])] if contents.problems else []
    if gone:
        parts.append(
            wording.retired(len(gone)) if how.retire_missing else f"{wording.gone(read)}{wording.HOW_TO_RETIRE}"
        )
    return "\n".join([*parts, *(wording.problems(path.name, read))])


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
