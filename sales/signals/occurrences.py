"""Occurrences of signals as rows: begun when a rule becomes true by new evidence, over when it is false.

1. While a rule holds, it is one occurrence, whatever is added: a fourth refusal is none of its own.
2. When it is false, the occurrence is over. True again by rows that an earlier occurrence rests on (an undo was undone,
   a correction put right), it is that one again.
3. What holds but did not become true just now (it did before the company came here, or before the rule was written) is
   kept, and is no news.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BindParameter, ColumnElement, RowMapping, bindparam, delete, select, update
from sqlmodel import Session, col

from config.policy import Policy
from config.signal_rules import SignalRule
from sales import deals
from sales.deals import DealFact
from sales.signals.conditions import Calendar
from sales.signals.evaluation import Holding, holding
from sales.signals.history import CHANGE, FOLLOWUP, MOVE, History, Ref
from storage.changes import insert_row, insert_rows
from storage.deals import DealChange, FollowUp, Opportunity, Signal, StageChange
from storage.statements import execute, fetch, table_of

IsNews = Callable[[History, Holding], bool]


@dataclass(frozen=True)
class Evidence:
    """A row that an occurrence rests on: what was said, to which stage the deal was moved, or which value changed."""

    kind: str
    at: datetime
    said: str = ""
    before: Any = None
    after: Any = None
    field: str = ""


@dataclass(frozen=True)
class Occurrence:
    """One occurrence of the rule `key` in a deal's history, with the rows that first made it true, oldest first."""

    id: int
    key: str
    deal: DealFact
    began_at: datetime
    evidence: tuple[Evidence, ...]
    told_at: datetime | None = None
    ended_at: datetime | None = None


def review(
    session: Session,
    known: Mapping[int, History],
    at: datetime,
    calendar: Calendar,
    is_news: IsNews,
    *,
    begins: bool = True,
) -> list[int]:
    """Let the occurrences of these deals, which are locked, be as their histories are at `at`. Returns the ids of those
    that have begun and are news. Without `begins`, none begins."""
    rows: dict[int, list[RowMapping]] = defaultdict(list)
    for row in fetch(session, _OF_DEALS, {"deals": list(known)}).mappings():
        rows[row["deal_id"]].append(row)
    new: list[tuple[History, Holding]] = []
    for key, history in known.items():
        holds = {found.rule.key: found for found in holding(history, at, calendar)}
        current = {row["rule"]: row for row in rows[key] if row["ended_at"] is None}
        for name, row in current.items():
            if name not in holds:
                execute(session, _END, {"row": row["id"], "ended_at": at})
        for found in (found for name, found in holds.items() if name not in current):
            before = [row for row in rows[key] if row["rule"] == found.rule.key]
            same = next((row for row in reversed(before) if _rests_on(row, found.evidence)), None)
            if same is not None:
                execute(session, _END, {"row": same["id"], "ended_at": None})
            elif begins:
                new.append((history, found))
    return _begin(session, [(history.deal_id, found, is_news(history, found)) for history, found in new], at)


def get(session: Session, occurrence_id: int, *, lock: bool = False) -> Occurrence | None:
    """The occurrence, its deal locked where `lock`; None if it or its deal is gone."""
    row = fetch(session, _GET, {"row": occurrence_id}).mappings().first()
    if row is None:
        return None
    if lock:
        fetch(session, _LOCK, {"deals": [row["deal_id"]]})
        row = fetch(session, _GET, {"row": occurrence_id}).mappings().first()
    return next(iter(_facts(session, [row])), None) if row is not None else None


def open_of(session: Session, deal_ids: Collection[int]) -> dict[int, list[Occurrence]]:
    """The open occurrences of these deals, the earliest first."""
    found: dict[int, list[Occurrence]] = defaultdict(list)
    rows = fetch(session, _OPEN_OF, {"deals": list(deal_ids)}).mappings().all() if deal_ids else ()
    for fact in _facts(session, rows):
        found[fact.deal.id].append(fact)
    return found


def open_in(
    session: Session, scope: ColumnElement[bool], rules: Sequence[SignalRule], most: int
) -> tuple[int, tuple[Occurrence, ...]]:
    """How many occurrences of these rules are open for the open deals in scope, and the `most` latest to begin: for
    lists, the board, a brief."""
    mine = select(col(Opportunity.id)).where(scope, deals.IS_OPEN)
    where = (_OPEN, _SIGNALS.c.rule.in_([rule.key for rule in rules]), _SIGNALS.c.deal_id.in_(mine))
    ids = session.execute(select(_SIGNALS.c.id).where(*where).order_by(_SIGNALS.c.began_at.desc(), _SIGNALS.c.id))
    order = list(ids.scalars())
    rows = fetch(session, select(_SIGNALS).where(_SIGNALS.c.id.in_(order[:most])), {}).mappings().all()
    facts = sorted(_facts(session, rows), key=lambda fact: order.index(fact.id))
    return len(order), tuple(facts)


def mark_told(session: Session, occurrence_ids: Iterable[int], at: datetime) -> None:
    """Note when somebody was first told of these."""
    if ids := list(occurrence_ids):
        execute(session, _TOLD, {"rows": ids, "told_at": at})


def forget(session: Session, deal_ids: Collection[int]) -> None:
    """Delete the occurrences of deals that are gone."""
    gone = set(deal_ids) - set(session.execute(select(_DEALS.c.id).where(_DEALS.c.id.in_(list(deal_ids)))).scalars())
    if gone:
        session.execute(delete(_SIGNALS).where(_SIGNALS.c.deal_id.in_(sorted(gone))))


def rule_of(policy: Policy, key: str) -> SignalRule | None:
    """The rule of this key; None where the company has it no more."""
    return next((rule for rule in policy.signals if rule.key == key), None)


def _begin(session: Session, new: Sequence[tuple[int, Holding, bool]], at: datetime) -> list[int]:
    """Begin these, each of a deal and news or not. Returns the ids of the news."""
    rows = [
        {"deal_id": deal_id, "rule": found.rule.key, "evidence": [list(ref) for ref in found.evidence], "began_at": at}
        for deal_id, found, _ in new
    ]
    insert_rows(session, _SIGNALS, [row for row, (_, _, news) in zip(rows, new, strict=True) if not news])
    return [insert_row(session, _SIGNALS, row) for row, (_, _, news) in zip(rows, new, strict=True) if news]


def _rests_on(row: RowMapping, evidence: Collection[Ref]) -> bool:
    return {*evidence} <= {(kind, key) for kind, key in row["evidence"]}


def _facts(session: Session, rows: Sequence[RowMapping]) -> list[Occurrence]:
    refs = {(kind, key) for row in rows for kind, key in row["evidence"]}
    seen = _evidence(session, refs)
    of_rows = fetch(session, _DEALS_OF, {"deals": sorted({row["deal_id"] for row in rows})}) if rows else ()
    by_id = {fact.id: fact for fact in map(deals.fact, of_rows)}
    return [
        Occurrence(
            row["id"],
            row["rule"],
            by_id[row["deal_id"]],
            row["began_at"],
            tuple(seen[kind, key] for kind, key in row["evidence"] if (kind, key) in seen),
            row["told_at"],
            row["ended_at"],
        )
        for row in rows
        if row["deal_id"] in by_id
    ]


def _evidence(session: Session, refs: Collection[Ref]) -> dict[Ref, Evidence]:
    found: dict[Ref, Evidence] = {}
    for kind, statement in _ROWS.items():
        ids = sorted(key for of_kind, key in refs if of_kind == kind)
        for row in fetch(session, statement, {"rows": ids}).mappings() if ids else ():
            found[kind, row["id"]] = Evidence(kind, **{name: row[name] for name in row if name != "id"})
    return found


_DEALS, _SIGNALS = table_of(Opportunity), table_of(Signal)
_OPEN = _SIGNALS.c.ended_at.is_(None)
_IDS: BindParameter[int] = bindparam("deals", expanding=True)
_KEYS: BindParameter[int] = bindparam("rows", expanding=True)
_OF_DEALS = select(_SIGNALS).where(_SIGNALS.c.deal_id.in_(_IDS)).order_by(_SIGNALS.c.id)
_OPEN_OF = _OF_DEALS.where(_OPEN)
_GET = select(_SIGNALS).where(_SIGNALS.c.id == bindparam("row"))
_LOCK = select(_DEALS.c.id).where(_DEALS.c.id.in_(_IDS)).order_by(_DEALS.c.id).with_for_update()
_DEALS_OF = deals.select_deals().where(_DEALS.c.id.in_(_IDS))
_ROW = _SIGNALS.c.id == bindparam("row")
_END = update(_SIGNALS).where(_ROW).values(ended_at=bindparam("ended_at"))
_TOLD = (
    update(_SIGNALS).where(_SIGNALS.c.id.in_(_KEYS), _SIGNALS.c.told_at.is_(None)).values(told_at=bindparam("told_at"))
)
_FOLLOWUPS, _MOVES, _CHANGES = table_of(FollowUp), table_of(StageChange), table_of(DealChange)
_ROWS = {
    FOLLOWUP: select(_FOLLOWUPS.c.id, _FOLLOWUPS.c.at, _FOLLOWUPS.c.said).where(_FOLLOWUPS.c.id.in_(_KEYS)),
    MOVE: select(_MOVES.c.id, _MOVES.c.at, _MOVES.c.stage_from.label("before"), _MOVES.c.stage_to.label("after")).where(
        _MOVES.c.id.in_(_KEYS)
    ),
    CHANGE: select(_CHANGES.c.id, _CHANGES.c.at, _CHANGES.c.before, _CHANGES.c.after, _CHANGES.c.field).where(
        _CHANGES.c.id.in_(_KEYS)
    ),
}
