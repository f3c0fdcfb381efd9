"""Keeping the facts of the funnel and their sums by month: filled once for the deals that are there, deal by deal, then
brought up to date with each deal that has changed. A piece at a time; whatever is stopped when goes on where it was."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, func, insert, select, true, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col

from analytics.funnel import facts
from storage.deals import Opportunity
from storage.figures import FunnelCell, FunnelFact, FunnelStale, FunnelState
from storage.statements import execute, table_of

AT_ONCE = 200  # deals
ONLY = 1  # the state's key
_FACTS, _CELLS, _STALE, _STATE = (table_of(model) for model in (FunnelFact, FunnelCell, FunnelStale, FunnelState))
ALIKE = ("month", "owner_id", "stage", "lost_in", "reason", "product_line", "region")
SUMS = ("deals", "passed", "lost", "amount_fen")


def signature(stages: Sequence[str], zone: ZoneInfo) -> str:
    """What facts are computed with, beside the rows: other stages or days mean other facts."""
    return f"{zone.key}:{','.join(stages)}"


def is_up_to_date(session: Session, stages: Sequence[str], zone: ZoneInfo) -> bool:
    """Whether there is nothing to do. Holds nothing."""
    state = session.execute(select(_STATE.c.signature, _STATE.c.is_complete)).first()
    if state is None or not state.is_complete or state.signature != signature(stages, zone):
        return False
    return session.execute(select(_STALE.c.id).limit(1)).first() is None


def keep_some(session: Session, stages: Sequence[str], zone: ZoneInfo) -> bool:
    """Do a piece of what there is to do; False where it is done, or somebody else is at it."""
    wanted = signature(stages, zone)
    state = session.execute(select(_STATE).with_for_update(skip_locked=True)).mappings().first()
    if state is None:
        if session.execute(select(_STATE.c.id)).first() is not None:
            return False
        session.execute(insert(_STATE).values(id=ONLY, signature=wanted, filled_to=0, is_complete=False))
        return True
    if state["signature"] != wanted:
        _begin_anew(session, wanted)
        return True
    if not state["is_complete"]:
        _fill(session, state["filled_to"], stages, zone)
        return True
    return _bring_up_to_date(session, stages, zone)


def _begin_anew(session: Session, wanted: str) -> None:
    for table in (_CELLS, _FACTS):
        session.execute(delete(table))
    session.execute(update(_STATE).values(signature=wanted, filled_to=0, is_complete=False))


def _fill(session: Session, filled_to: int, stages: Sequence[str], zone: ZoneInfo) -> None:
    """Count the next deals. What changes meanwhile is noted, and counted again afterwards."""
    deal_id = col(Opportunity.id)
    ids = session.execute(select(deal_id).where(deal_id > filled_to).order_by(deal_id).limit(AT_ONCE)).scalars().all()
    if not ids:
        session.execute(update(_STATE).values(is_complete=True))
        return
    _count(session, [key for key in ids if key is not None], stages, zone)
    session.execute(update(_STATE).values(filled_to=ids[-1]))


def _bring_up_to_date(session: Session, stages: Sequence[str], zone: ZoneInfo) -> bool:
    """Count anew the deals of the oldest notes, and take these away: those alone, for one that is not to be seen yet
    is of a change that is not either."""
    notes = session.execute(select(_STALE.c.id, _STALE.c.deal_id).order_by(_STALE.c.id).limit(AT_ONCE)).all()
    if not notes:
        return False
    ids = sorted({deal_id for _, deal_id in notes})
    _add(session, ids, -1)
    session.execute(delete(_FACTS).where(_FACTS.c.deal_id.in_(ids)))
    _count(session, ids, stages, zone)
    session.execute(delete(_STALE).where(_STALE.c.id.in_([key for key, _ in notes])))
    return True


def _count(session: Session, ids: Sequence[int], stages: Sequence[str], zone: ZoneInfo) -> None:
    if found := facts.read(session, true(), ids, stages, zone):
        execute(session, insert(_FACTS), found)
        _add(session, ids, 1)


def _add(session: Session, ids: Sequence[int], sign: int) -> None:
    """Add the facts of these deals to the sums, or take them away."""
    alike = [_FACTS.c[name] for name in ALIKE]
    sums = (func.count(), *(func.sum(_FACTS.c[name]) for name in SUMS[1:]))
    of_deals = select(*alike, *(value * sign for value in sums)).where(_FACTS.c.deal_id.in_(ids)).group_by(*alike)
    dialect = session.get_bind().dialect.name
    new: Any = sqlite.insert(_CELLS) if dialect == "sqlite" else postgresql.insert(_CELLS)
    new = new.from_select([*ALIKE, *SUMS], of_deals.order_by(*alike))
    values = {name: _CELLS.c[name] + new.excluded[name] for name in SUMS}
    session.execute(new.on_conflict_do_update(index_elements=[_CELLS.c[name] for name in ALIKE], set_=values))
