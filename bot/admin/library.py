"""The script library at work: filled from files, embedded where something is new, searched as a step of a flow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.exc import IntegrityError

from bot.messaging.work import Work
from config.policy import Policy
from config.yaml_lines import ConfigError
from knowledge import importing, vector_rows
from knowledge.embedding.embedder import Embedder
from knowledge.filters import ANY_FEN, Filters, known_values
from knowledge.importing import Imported
from knowledge.items import Item, ItemProblem, read_each
from knowledge.library import Library
from knowledge.search import Hit
from storage.engine import Database

SEARCH = "search_library"
MOST_SHOWN = 20  # lines with a problem
AT_ONCE = 64  # items embedded between two transactions
PATIENCE = timedelta(seconds=60)  # the first question opens the model and the library


@dataclass(frozen=True)
class LibrarySearch:
    """The step that finds scripts: a question with what is known of the customer, as people call it."""

    library: Library
    policy: Policy

    def work(self) -> Mapping[str, Work]:
        """The step by its kind."""
        return {SEARCH: Work(self.find, time_limit=PATIENCE)}

    def find(self, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """The best `count` hits from place `skip` on, whether there are more, and the filters that were used."""
        index, synonyms = self.library.index(db), self.policy.library.synonyms
        budget = args["budget_fen"]
        filters = Filters(
            known_values(args["industry"], index.filtering.industries, synonyms),
            known_values(args["buyer_role"], index.filtering.buyer_roles, synonyms),
            None if budget is None else (budget[0] or 0, ANY_FEN if budget[1] is None else budget[1]),
        )
        end = args["skip"] + args["count"]
        hits = index.search(args["query"], filters, end + 1)
        used = [*filters.industry, *filters.buyer_role]
        return {"hits": [_plain(hit) for hit in hits[args["skip"] : end]], "more": len(hits) > end, "used": used}


def bring_in(db: Database, files: Sequence[Path], now: datetime) -> Imported:
    """Bring in all items of files of JSON lines; where a line has a problem, none. Raises ConfigError."""
    items = [item for file in files for item in _items_of(file)]
    with db.write_at_leisure() as session:
        return importing.put(session, items, now)


def embed_new(db: Database, embedder: Embedder, tell: Callable[[int, int], None] = lambda number, of: None) -> None:
    """Embed the items that are new or have changed, some at a time, and keep their vectors. `tell` hears how many of
    them are done."""
    with db.read() as session:
        items = importing.everything(session)
        known = vector_rows.known(session, items, embedder.id)
    new = [item for item in items if item.code not in known]
    for first in range(0, len(new), AT_ONCE):
        some = new[first : first + AT_ONCE]
        vectors = vector_rows.embed(some, embedder)
        with suppress(IntegrityError), db.write() as session:  # another process was sooner
            vector_rows.keep(session, some, embedder.id, vectors)
        tell(first + len(some), len(new))


def _plain(hit: Hit) -> dict[str, Any]:
    item = hit.item
    shown = {"code": item.code, "title": item.title, "body": item.body, "kind": item.kind, "why": hit.why}
    return {**shown, "media": item.media} if item.media else shown


def _items_of(file: Path) -> list[Item]:
    try:
        lines = file.read_text("utf-8-sig").split("\n")
    except UnicodeDecodeError as error:
        raise ConfigError(f"{file}:不是 UTF-8 的文字文件。") from error
    read = list(read_each(lines))
    if problems := [f"第 {line} 行:{item}" for line, item in read if isinstance(item, ItemProblem)]:
        raise ConfigError("\n".join([f"{file} 里有 {len(problems)} 行有问题,一条也没导:", *problems[:MOST_SHOWN]]))
    return [item for _, item in read if isinstance(item, Item)]
