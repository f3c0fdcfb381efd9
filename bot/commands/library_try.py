"""`library try`: what a question finds in the library, with the filters that a chat would use, by two embedders side
by side."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from time import perf_counter

from rich.table import Table

from bot.admin.library_question import arguments, filters_of, question, wanted
from bot.turn.names import Reads
from bot.wording.offers import FindScripts
from config.policy import Policy
from knowledge.embedding.embedder import Embedder
from knowledge.library import Library
from storage.engine import Database

SHOWN = 3
EMPTY = "话术库还是空的,先 python -m bot library import 一份。"


def compare(
    db: Database, engine: Reads, policy: Policy, embedders: Sequence[Embedder], asked: Iterable[str], now: datetime
) -> Iterator[Table | str]:
    """For each question a line with its filters, and a table with a column for each embedder."""
    indexes = [Library(embedder).index(db) for embedder in embedders]
    if not len(indexes[0]):
        yield EMPTY
        return
    for words in filter(None, map(str.strip, asked)):
        understood = engine.parse(words, now)
        offer = FindScripts(query=question(words, understood), **wanted(understood, (None, ())))
        filters = filters_of(indexes[0], policy, arguments(offer))
        used = [*filters.industry, *filters.buyer_role, *(["预算"] if filters.budget_fen else [])]
        yield f"「{words}」 {'按' + '、'.join(used) + '挑' if used else '不限行业、角色和预算'}"
        table = Table(show_lines=True)
        cells = []
        for embedder, index in zip(embedders, indexes, strict=True):
            began = perf_counter()
            hits = index.search(offer.query or "", filters, SHOWN)
            table.add_column(f"{_name(embedder)} · {(perf_counter() - began) * 1000:.0f} 毫秒", ratio=1)
            cells.append([f"{hit.score:.2f} {hit.item.title}\n{hit.why}" for hit in hits] or ["没有合适话术"])
        for row in range(max(map(len, cells))):
            table.add_row(*(column[row] if row < len(column) else "" for column in cells))
        yield table


def _name(embedder: Embedder) -> str:
    return embedder.id.rpartition("-")[0]
