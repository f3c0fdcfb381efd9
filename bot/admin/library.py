"""The script library at work: filled from files, embedded where something is new, searched as a step of a flow; who was
shown what a newer version replaces is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any, TypeVar

import structlog
from sqlalchemy.exc import IntegrityError
from sqlmodel import Session

from bot.admin.library_question import filters_of, knows_whom
from bot.admin.visit_kit import kit_of
from bot.messaging import inbox, outbox
from bot.messaging.work import Work
from bot.wording.library import upkeep
from config.policy import Policy
from config.yaml_lines import ConfigError
from knowledge import importing, pg_vectors, vector_rows
from knowledge.embedding.embedder import Embedder, NoAnswer
from knowledge.importing import Imported
from knowledge.items import Item, ItemProblem, read_each
from knowledge.library import Library
from knowledge.points import uses
from knowledge.search import Hit, Index
from knowledge.trust import shown
from sales import stages
from scheduler.working_time import WorkingTime
from storage.engine import Database

SEARCH, ALIKE, KIT = "search_library", "alike_in_library", "visit_kit"
NEAR = 0.45  # of the best hit: below it, it is said to be no more than the nearest
LEAST = 0.35  # of further hits
MOST_SHOWN = 20  # lines with a problem
AT_ONCE = 64  # items embedded between two transactions
TOLD_EVERY = 16 * AT_ONCE  # items of a large library that are made ready
T = TypeVar("T")
log = structlog.get_logger(__name__)
PATIENCE = timedelta(seconds=60)  # the first question opens the model and the library


@dataclass(frozen=True)
class LibrarySearch:
    """The steps that look into the library: for what answers a question, with what is known of the customer as people
    call it; and for what says the same as a text."""

    library: Library
    policy: Policy

    def work(self) -> Mapping[str, Work]:
        """The steps by their kinds."""
        steps = {SEARCH: self.find, KIT: self.kit, ALIKE: self.alike}
        return {kind: Work(step, time_limit=PATIENCE) for kind, step in steps.items()}

    def find(self, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """The best `count` hits from place `skip` on, whether there are more, and the filters that were used."""
        with db.read() as session:
            went_on = deals_that_went_on(session, self.policy)
        return self._in_library(db, lambda index: self._found(index, args, went_on))

    def kit(self, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """What helps in meeting somebody, and the filters that were used."""
        filters, product = partial(filters_of, policy=self.policy, args=args), args.get("product", "")
        return self._in_library(db, lambda index: kit_of(index, filters(index), args["query"], product))

    def alike(self, db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
        """The item that says what a text says; None if there is none."""
        item = self._in_library(db, lambda index: index.same(args["text"]))
        return {"found": None if item is None else {"code": item.code, "title": item.title, "body": item.body}}

    def _in_library(self, db: Database, look: Callable[[Index], T]) -> T:
        """What is seen in the library; by words' vectors where the embedder gives no answer."""
        try:
            return look(self.library.index(db))
        except NoAnswer as reason:
            log.warning("the embedder gives no answer; words' vectors stand in for its own", reason=str(reason))
            return look(self.library.by_words(db))

    def _found(self, index: Index, args: Mapping[str, Any], went_on: Mapping[str, int]) -> Mapping[str, Any]:
        filters = filters_of(index, self.policy, args)
        end = args["skip"] + args["count"]
        look = index.surely if args.get("surely") else index.search
        hits = fitting(look(args["query"], filters, end + 1, went_on)) if knows_whom(filters, args) else []
        must = args.get("must", False)
        return {
            "hits": [_plain(hit) for hit in hits[args["skip"] : end]],
            "more": len(hits) > end,
            "used": [*args["industry"], *args["buyer_role"]] if must else [*filters.industry, *filters.buyer_role],
            "industry": list(filters.industry),
            "buyer_role": list(filters.buyer_role),
            "nearest": bool(hits) and hits[0].score < NEAR,
        }


def fitting(hits: Sequence[Hit]) -> Sequence[Hit]:
    """The best hit, and those after it that fit the question too."""
    return [hit for place, hit in enumerate(hits) if place == 0 or hit.score >= LEAST]


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


def deals_that_went_on(session: Session, policy: Policy) -> Mapping[str, int]:
    """For each item with how many deals it was of use that later went to a further stage or were won."""
    of_use = uses.with_deals(session)
    forward = stages.went_forward(session, policy, {use.deal_id for use in of_use}) if of_use else {}
    return Counter(use.code for use in of_use if use.deal_id in forward and forward[use.deal_id] >= use.at)


def embed_new(db: Database, embedder: Embedder, tell: Callable[[int], None] = lambda number: None) -> None:
    """Embed all items that are new or have changed, and keep their vectors. `tell` hears how many of them are done."""
    done = 0
    while some := embed_some(db, embedder):
        done += some
        tell(done)


def embed_some(db: Database, embedder: Embedder) -> int:
    """Embed some of the items that are new or have changed, and keep their vectors; how many. When there are no more,
    the database that finds the nearest itself is told of all."""
    with db.read() as session:
        some = importing.not_embedded(session, embedder.id, AT_ONCE)
    if some:
        vectors = vector_rows.embed(some, embedder)
        with suppress(IntegrityError), db.write() as session:  # another process was sooner
            vector_rows.keep(session, some, embedder.id, vectors)
        return len(some)
    are_more = True
    while are_more:
        with db.write() as session:
            are_more = pg_vectors.bring_up(session, embedder.id)
    return 0


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
