"""The script library at work: filled from files, embedded where something is new, searched as a step of a flow; who was
shown what a newer version replaces is told."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.messaging import inbox, outbox
from bot.messaging.work import Work
from bot.wording.library import kit as wording
from bot.wording.library import upkeep
from config.policy import Policy
from config.yaml_lines import ConfigError
from knowledge import importing, vector_rows
from knowledge.embedding.embedder import Embedder
from knowledge.filters import ANY_FEN, Filters, known_values
from knowledge.importing import Imported
from knowledge.items import Item, read_lines
from knowledge.library import Library
from knowledge.search import Hit, Index
from knowledge.trust import shown
from scheduler.working_time import WorkingTime
from storage.engine import Database

SEARCH, KIT = "search_library", "visit_kit"
MOST_SHOWN = 20  # lines with a problem
AT_ONCE = 64  # items embedded between two transactions
SPOKEN, RECORDED = ("script", "faq"), ("audio", "video")
MOST_OPENERS, MOST_OBJECTIONS, MOST_RECORDINGS = 3, 3, 2
NEAR = 40  # items looked at for each part of a kit
FEW = 3  # of those that answer an objection
PATIENCE = timedelta(seconds=60)  # the first question opens the model and the library


@dataclass(frozen=True)
class LibrarySearch:
    """The step that finds scripts: a question with what is known of the customer, as people call it."""

    library: Library
    policy: Policy

    def work(self) -> Mapping[str, Work]:
        """The step by its kind."""
        return {SEARCH: Work(self.find, time_limit=PATIENCE), KIT: Work(self.kit, time_limit=PATIENCE)}

    def find(self, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """The best `count` hits from place `skip` on, whether there are more, and the filters that were used."""
        index = self.library.index(db)
        filters = self._filters(index, args)
        end = args["skip"] + args["count"]
        hits = index.search(args["query"], filters, end + 1)
        used = [*filters.industry, *filters.buyer_role]
        return {
            "hits": [_plain(hit) for hit in hits[args["skip"] : end]],
            "more": len(hits) > end,
            "used": used,
            "industry": list(filters.industry),
            "buyer_role": list(filters.buyer_role),
        }

    def kit(self, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """What helps in meeting somebody: codes of openers, of recordings, of answers to the usual objections (one to
        each, those for this industry and role before those for anybody) and of a case; and the filters that were
        used."""
        index = self.library.index(db)
        filters = self._filters(index, args)
        used = [*filters.industry, *filters.buyer_role]
        chosen = _Chosen(index, filters, " ".join([args["query"], *used]))
        parts = {
            "openers": chosen.tagged(wording.OPENERS, ("script",), MOST_OPENERS, wording.OPENING),
            "objections": chosen.one_each(wording.OBJECTIONS, SPOKEN)[:MOST_OBJECTIONS],
            "recordings": chosen.nearest(wording.OPENERS, RECORDED, MOST_RECORDINGS),
            "cases": chosen.nearest(wording.CASES, ("case",), 1),
        }
        return {"parts": parts, "used": used}

    def _filters(self, index: Index, args: Mapping[str, Any]) -> Filters:
        synonyms, budget = self.policy.library.synonyms, args["budget_fen"]
        return Filters(
            known_values(args["industry"], index.filtering.industries, synonyms),
            known_values(args["buyer_role"], index.filtering.buyer_roles, synonyms),
            None if budget is None else (budget[0] or 0, ANY_FEN if budget[1] is None else budget[1]),
        )


def bring_in(
    db: Database, files: Sequence[Path], now: datetime, policy: Policy | None = None, owner_id: int | None = None
) -> Imported:
    """Bring in all items of files of JSON lines, for `owner_id` to answer for; where a line has a problem, none. By a
    company's policy, whoever was lately shown what a newer version replaces is told. Raises ConfigError."""
    items = [item for file in files for item in _items_of(file)]
    with db.write_at_leisure() as session:
        done = importing.put(session, items, now, owner_id)
        if policy is not None:
            tell_superseded(session, policy, done, now)
        return done


def tell_superseded(session: Session, policy: Policy, done: Imported, now: datetime) -> None:
    """Tell each member who was lately shown items that an import has replaced by newer versions, once, in one line."""
    pairs = [(old.code, old.title) for old in done.superseded]
    newer = {old.title: old.newer for old in done.superseded}
    told = shown.titles_by_member(session, pairs, policy.library.told_since(now))
    for member_id, titles in told.items():
        outbox.put(
            session,
            inbox.conversation_of_member(session, member_id),
            upkeep.superseded(titles, newer[titles[0]]),
            now,
            cause="import",
            not_before=WorkingTime(policy).for_others_at(now, f"{member_id}"),
        )


def embed_new(db: Database, embedder: Embedder) -> None:
    """Embed the items that are new or have changed, some at a time, and keep their vectors."""
    with db.read() as session:
        items = importing.everything(session)
        known = vector_rows.known(session, items, embedder.id)
    new = [item for item in items if item.code not in known]
    for first in range(0, len(new), AT_ONCE):
        some = new[first : first + AT_ONCE]
        vectors = vector_rows.embed(some, embedder)
        with suppress(IntegrityError), db.write() as session:  # another process was sooner
            vector_rows.keep(session, some, embedder.id, vectors)


class _Chosen:
    """Chooses items for a kit, none twice: those for this industry and role before those for anybody."""

    def __init__(self, index: Index, filters: Filters, about: str) -> None:
        self._index, self._filters, self._about = index, filters, about
        self._taken: set[str] = set()

    def tagged(self, question: str, kinds: tuple[str, ...], most: int, tag: str) -> list[str]:
        """The codes of the nearest items of these kinds that have the tag; where none has it, of those that surely
        answer the question."""
        filters = replace(self._filters, kinds=kinds)
        near = [hit.item for hit in self._index.nearest(f"{question} {self._about}", filters, NEAR)]
        having = [item for item in near if tag in item.tags]
        return self._take(having or [hit.item for hit in self._index.search(question, filters, most)], most)

    def nearest(self, question: str, kinds: tuple[str, ...], most: int) -> list[str]:
        """The codes of the nearest items of these kinds."""
        hits = self._index.nearest(f"{question} {self._about}", replace(self._filters, kinds=kinds), NEAR)
        return self._take([hit.item for hit in hits], most)

    def one_each(self, questions: Sequence[str], kinds: tuple[str, ...]) -> list[str]:
        """The code of the item that answers each question, where one does."""
        filters = replace(self._filters, kinds=kinds)
        found = ([hit.item for hit in self._index.search(question, filters, FEW)] for question in questions)
        return [code for items in found for code in self._take(items, 1)]

    def _take(self, items: Sequence[Item], most: int) -> list[str]:
        new = [item for item in items if item.code not in self._taken]
        codes = [item.code for item in sorted(new, key=self._is_for_anybody)[:most]]
        self._taken.update(codes)
        return codes

    def _is_for_anybody(self, item: Item) -> bool:
        meant = {*self._filters.industry, *self._filters.buyer_role}
        return bool(meant) and meant.isdisjoint((*item.industry, *item.buyer_role))


def _plain(hit: Hit) -> dict[str, Any]:
    item = hit.item
    return {"code": item.code, "title": item.title, "body": item.body, "kind": item.kind, "why": hit.why}


def _items_of(file: Path) -> list[Item]:
    items, problems = read_lines(_decoded(file).split("\n"))
    if problems:
        more = [f"还有 {len(problems) - MOST_SHOWN} 行"] if len(problems) > MOST_SHOWN else []
        lines = [f"{file} 里有 {len(problems)} 行有问题,一条也没导:", *problems[:MOST_SHOWN], *more]
        raise ConfigError("\n".join(lines))
    return items


def _decoded(file: Path) -> str:
    data = file.read_bytes()
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return data.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ConfigError(f"{file}:不是 UTF-8 也不是 GBK 的文字文件。")
