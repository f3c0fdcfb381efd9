"""The open runs of a conversation, as a stack: the top one's question is answered by free text, the others wait below.

A run is loaded by replaying its journal. One that no longer fits the code is closed as drifted, and the words that had
opened it are offered back.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, fields
from datetime import datetime, timedelta, tzinfo
from typing import Any

import structlog
from sqlalchemy import String, bindparam, func, insert, select, text, type_coerce, update
from sqlmodel import Session

from bot.access import Speaker
from bot.conversation import (
    Ask,
    Drifted,
    Entry,
    Execute,
    Execution,
    Flow,
    Query,
    Waiting,
    back_to,
    first_step,
    standing,
)
from bot.conversation.messages import Message
from config.policy import Policy
from storage.conversations import Run
from storage.engine import dump_json
from storage.statements import execute, inserted, table_of

MOST_WAITING = 4  # questions of one person that words are tried on
MAY_GO_ON = ("waiting", "set_aside")
CAPTURES_FOR, AT_WORK_FOR = timedelta(hours=2), timedelta(hours=8)
AT_WORK = frozenset({"take_exam", "practise"})  # flows whose questions are a long piece of work
log = structlog.get_logger(__name__)


@dataclass
class RunRow:
    """A run as a row, without the ORM: every message passes through here."""

    id: int
    conversation_id: int
    flow: str
    version: int
    status: str
    journal: list[Entry]
    opened_at: datetime
    updated_at: datetime

    @property
    def may_go_on(self) -> bool:
        """Whether its question may still be answered: it waits, or was set aside."""
        return self.status in MAY_GO_ON


@dataclass
class OpenRun:
    """A run in memory, replayed up to what it waits for."""

    row: RunRow
    execution: Execution
    waiting: Waiting

    @property
    def question(self) -> Ask | None:
        return self.waiting.operation if isinstance(self.waiting.operation, Ask) else None


@dataclass(frozen=True)
class DriftedRun:
    """A run that was closed because its journal no longer fits the code; `said` are the words that opened it."""

    flow: str
    said: str


class NoEffects:
    """The effects of a replay that must not do anything new: reaching past the journal is drift."""

    def query(self, operation: Query[Any]) -> Any:
        raise Drifted(f"the journal ends before {operation.key!r}")

    def execute(self, operation: Execute[Any]) -> Any:
        raise Drifted(f"the journal ends before {operation.key!r}")

    def say(self, message: Message) -> None:
        raise Drifted(f"the journal ends before saying {message.text[:20]!r}")

    def now(self) -> datetime:
        raise Drifted("the journal ends before the time was asked")


def is_stale(row: RunRow, now: datetime, zone: tzinfo) -> bool:
    """Whether the question was put too long ago, or on another day, to take whatever is said now."""
    longest = AT_WORK_FOR if row.flow in AT_WORK else CAPTURES_FOR
    return now - row.updated_at > longest or is_of_another_day(row, now.astimezone(zone))


def is_of_another_day(row: RunRow, local_now: datetime) -> bool:
    """Whether the question was put on another day (of the company's zone): it is not put again by itself."""
    return local_now.date() != row.updated_at.astimezone(local_now.tzinfo).date()


def start(session: Session, conversation_id: int, flow: Flow, now: datetime) -> RunRow:
    """A new run, on top of the stack."""
    values: dict[str, Any] = {
        "conversation_id": conversation_id,
        "flow": flow.name,
        "version": flow.version,
        "status": "waiting",
        "journal": [],
        "opened_at": now,
        "updated_at": now,
    }
    run_id = inserted(session, _START, {"conversation": conversation_id, **values})
    return RunRow(run_id, **values)


def get(session: Session, run_id: int, conversation_id: int) -> RunRow | None:
    """The run, if it is this conversation's."""
    found = execute(session, _GET, {"run": run_id, "conversation": conversation_id}).first()
    return RunRow(*found) if found else None


def top(session: Session, conversation_id: int) -> RunRow | None:
    """The run whose question waits for free text."""
    found = execute(session, _TOP, {"conversation": conversation_id}).first()
    return RunRow(*found) if found else None


def waiting(session: Session, conversation_id: int) -> list[RunRow]:
    """The runs whose questions wait, the newest first."""
    return [RunRow(*found) for found in execute(session, _WAITING, {"conversation": conversation_id})]


def working(session: Session, conversation_id: int) -> list[RunRow]:
    """The runs that wait for slow work, the oldest first."""
    return [RunRow(*found) for found in execute(session, _WORKING, {"conversation": conversation_id})]


def below(session: Session, row: RunRow) -> list[RunRow]:
    """The runs whose questions wait under that of `row`, the newest first."""
    return [other for other in waiting(session, row.conversation_id) if other.id != row.id]


def unfinished(session: Session, conversation_id: int, flow: str, since: datetime) -> list[RunRow]:
    """The runs of a flow opened since then whose questions were not answered, the newest first."""
    found = execute(session, _UNFINISHED, {"conversation": conversation_id, "flow": flow, "since": since})
    return [RunRow(*row) for row in found]


def load(
    session: Session, row: RunRow, flows: dict[str, Flow], speaker: Speaker, policy: Policy
) -> OpenRun | DriftedRun:
    """Replay `row` up to what it waits for."""
    flow = flows.get(row.flow)
    try:
        if flow is None or flow.version != row.version:
            raise Drifted(f"{row.flow} version {row.version} is no longer there")
        entries = standing(row.journal)
        execution = Execution(flow, entries, speaker, policy, first_step=first_step(row.journal))
        waiting = execution.resume(NoEffects())
        if waiting is None or execution.unkept():
            raise Drifted(f"{row.flow} no longer waits where it did")
    except Drifted as drifted:
        log.warning("a conversation no longer fits the code", run=row.id, reason=str(drifted))
        return _drifted(session, row)
    except Exception:
        # A replay touches nothing but the journal: whatever fails would fail again at every message of this person.
        log.exception("a conversation cannot be replayed", run=row.id)
        return _drifted(session, row)
    return OpenRun(row, execution, waiting)


def _drifted(session: Session, row: RunRow) -> DriftedRun:
    close(session, row, "drifted")
    return DriftedRun(row.flow, said(row))


def keep(session: Session, row: RunRow, execution: Execution, waiting: Waiting | None, now: datetime) -> None:
    """Write down where a run stands after a step: what the journal did not hold yet is appended to it."""
    row.status, row.updated_at = _status(waiting), now
    _append(session, row, execution.unkept())


def _status(waiting: Waiting | None) -> str:
    if waiting is None:
        return "done"
    return "waiting" if isinstance(waiting.operation, Ask) else "working"


def close(session: Session, row: RunRow, status: str) -> None:
    """End a run before its flow has: "cancelled", "overtaken", "set_aside" or "drifted"."""
    row.status = status
    execute(session, _CLOSE, {"run": row.id, "status": status})


def go_back(session: Session, row: RunRow, length: int) -> None:
    """Put a run back to where the entries of its journal that count were `length` many."""
    entry = back_to(length)
    _append(session, row, [entry])
    row.journal = [*row.journal, entry]


def turn_to(session: Session, row: RunRow) -> None:
    """Move `row` to the top of the stack."""
    execute(session, _TURN_TO, {"run": row.id, "conversation": row.conversation_id})


def take_up(session: Session, row: RunRow, now: datetime) -> None:
    """Have a run wait again, on top of the stack, as if its question were new."""
    row.status, row.updated_at = "waiting", now
    execute(session, _TAKE_UP, {"run": row.id, "updated_at": now})
    turn_to(session, row)


def _append(session: Session, row: RunRow, entries: Sequence[Entry]) -> None:
    values = {"run": row.id, "status": row.status, "updated_at": row.updated_at}
    if not row.journal:
        execute(session, _BEGIN, {**values, "journal": list(entries)})
    elif session.get_bind().dialect.name == "sqlite":
        execute(session, _APPEND_TEXT, {**values, "entries": dump_json(list(entries))})
    else:
        execute(session, _APPEND_JSON, {**values, "entries": list(entries)})


def said(row: RunRow) -> str:
    """The words of the opening, read from the raw journal, which may no longer be decodable."""
    try:
        return str(row.journal[0][2]["v"]["text"])
    except (IndexError, KeyError, TypeError):
        return ""


_RUNS = table_of(Run)
_OPEN = (_RUNS.c.conversation_id == bindparam("conversation"), text("run.status = 'waiting'"))  # as ix_run_open says it
_FIELDS = tuple(_RUNS.c[field.name] for field in fields(RunRow))
_WAITING = select(*_FIELDS).where(*_OPEN).order_by(_RUNS.c.turned_to.desc()).limit(MOST_WAITING)
_TOP = _WAITING.limit(1)
_WORKING = (
    select(*_FIELDS)
    .where(_RUNS.c.conversation_id == bindparam("conversation"), text("run.status = 'working'"))  # as ix_run_working
    .order_by(_RUNS.c.id)
)
_UNFINISHED = (
    select(*_FIELDS)
    .where(
        _RUNS.c.conversation_id == bindparam("conversation"),
        _RUNS.c.opened_at >= bindparam("since"),
        _RUNS.c.flow == bindparam("flow"),
        _RUNS.c.status.in_(MAY_GO_ON),
    )
    .order_by(_RUNS.c.turned_to.desc())
    .limit(MOST_WAITING)
)
_GET = select(*_FIELDS).where(_RUNS.c.id == bindparam("run"), _RUNS.c.conversation_id == bindparam("conversation"))
_ABOVE_ALL = select(func.coalesce(func.max(_RUNS.c.turned_to), 0) + 1).where(*_OPEN).scalar_subquery()
_START = insert(_RUNS).values(turned_to=_ABOVE_ALL)
_ONE = update(_RUNS).where(_RUNS.c.id == bindparam("run"))
_BEGIN, _CLOSE = _ONE, _ONE
_TAKE_UP = _ONE.values(status="waiting")
_TURN_TO = _ONE.values(turned_to=_ABOVE_ALL.correlate(None))


# New entries are appended in SQL, so that the existing ones are neither read nor sent back. On SQLite JSON is text, in
# the form of our own serializer.
_TEXT = type_coerce(_RUNS.c.journal, String)
_APPEND_TEXT = _ONE.values(
    journal=type_coerce(
        func.substr(_TEXT, 1, func.length(_TEXT) - 1) + "," + func.substr(bindparam("entries", type_=String), 2),
        _RUNS.c.journal.type,
    )
)
_APPEND_JSON = _ONE.values(journal=_RUNS.c.journal.op("||")(bindparam("entries", type_=_RUNS.c.journal.type)))
