"""Who has the floor: the open runs of a conversation, a stack; the newest waits for free text, the others wait below.

A run is loaded by replaying its journal. One that no longer fits the code is closed as drifted, and what had been said
is offered back.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import structlog
from sqlmodel import Session, col, func, select

from bot.dialogue.flow import Flow
from bot.dialogue.journal import Drifted
from bot.dialogue.messages import Message
from bot.dialogue.runner import Execution, Waiting
from bot.dialogue.talk import Ask, Do, Job, Look
from config.policy import Policy
from storage.talks import Run

log = structlog.get_logger(__name__)


@dataclass
class OpenRun:
    """A run in memory, standing at what it waits for."""

    row: Run
    execution: Execution
    waiting: Waiting

    @property
    def question(self) -> Ask | None:
        return self.waiting.operation if isinstance(self.waiting.operation, Ask) else None


@dataclass(frozen=True)
class DriftedRun:
    """A run that had to be closed because the code changed: what was said when it was opened."""

    flow: str
    said: str


class NoHands:
    """The hands of a replay that must not do anything new: reaching past the journal is drift."""

    def look(self, operation: Look[Any]) -> Any:
        raise Drifted(f"the journal ends before {operation.key!r}")

    def do(self, operation: Do[Any]) -> Any:
        raise Drifted(f"the journal ends before {operation.key!r}")

    def say(self, message: Message) -> None:
        raise Drifted(f"the journal ends before saying {message.text[:20]!r}")

    def now(self) -> datetime:
        raise Drifted("the journal ends before the time was asked")


def start(session: Session, conversation_id: int, flow: Flow, now: datetime) -> Run:
    """A new run, on top of the stack."""
    run = Run(
        conversation_id=conversation_id,
        flow=flow.name,
        version=flow.version,
        status="waiting",
        turned_to=_highest(session, conversation_id) + 1,
        opened_at=now,
        updated_at=now,
    )
    session.add(run)
    session.flush()
    return run


def top(session: Session, conversation_id: int) -> Run | None:
    """The run whose question waits for free text."""
    return session.exec(
        select(Run)
        .where(col(Run.conversation_id) == conversation_id, col(Run.status) == "waiting")
        .order_by(col(Run.turned_to).desc())
        .limit(1)
    ).first()


def load(session: Session, row: Run, flows: dict[str, Flow], policy: Policy) -> OpenRun | DriftedRun:
    """Replay `row` up to what it waits for."""
    flow = flows.get(row.flow)
    try:
        if flow is None or flow.version != row.version:
            raise Drifted(f"{row.flow} version {row.version} is no longer there")
        execution = Execution(flow, list(row.journal), policy)
        waiting = execution.resume(NoHands())
        if waiting is None or len(execution.journal) != len(row.journal):
            raise Drifted(f"{row.flow} no longer waits where it did")
    except Drifted as drifted:
        log.warning("a conversation no longer fits the code", run=row.id, reason=str(drifted))
        row.status = "drifted"
        session.add(row)
        return DriftedRun(row.flow, _said(row))
    return OpenRun(row, execution, waiting)


def keep(session: Session, row: Run, execution: Execution, waiting: Waiting | None, now: datetime) -> None:
    """Write down where a run stands after a step."""
    row.journal = list(execution.journal)
    row.updated_at = now
    if waiting is None:
        row.status = "done"
    else:
        row.status = "working" if isinstance(waiting.operation, Job) else "waiting"
    session.add(row)


def turn_to(session: Session, row: Run) -> None:
    """Give `row` the floor."""
    highest = _highest(session, row.conversation_id)
    if row.turned_to != highest:
        row.turned_to = highest + 1
        session.add(row)


def _highest(session: Session, conversation_id: int) -> int:
    found = session.exec(
        select(func.max(Run.turned_to)).where(col(Run.conversation_id) == conversation_id, col(Run.status) == "waiting")
    ).one()
    return found or 0


def _said(row: Run) -> str:
    """The words of the opening, read from the raw journal, which may no longer be decodable."""
    try:
        return str(row.journal[0][2]["v"]["text"])
    except (IndexError, KeyError, TypeError):
        return ""
