"""What the database holds of what people sent and are sent, read by plain SQL."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from pathlib import Path

from sqlalchemy import text

from storage.engine import Database


@dataclass(frozen=True)
class Received:
    """A row of the inbox. `event` names the update; `by` is its conversation."""

    id: int
    event: str
    by: int
    handled: bool
    set_aside: bool = False


@dataclass(frozen=True)
class Message:
    """A row of the outbox. `shown_as` is the id of the message in the chat, where the bot knows it."""

    id: int
    chat: int
    kind: str
    text: str
    status: str
    cause: str = ""
    shown_as: int | None = None


@dataclass(frozen=True)
class FollowUp:
    id: int
    author: int
    said: str


@dataclass(frozen=True)
class Reminder:
    """`named` is when it is due, by time.time."""

    id: int
    text: str
    named: float


@dataclass(frozen=True)
class Ledger:
    received: tuple[Received, ...]
    messages: tuple[Message, ...]
    followups: tuple[FollowUp, ...]
    reminders: tuple[Reminder, ...]

    def keep(self, path: Path) -> None:
        path.write_text(json.dumps(asdict(self), ensure_ascii=False), "utf-8")

    @classmethod
    def kept(cls, path: Path) -> Ledger:
        found = json.loads(path.read_text("utf-8"))
        return cls(
            *(
                tuple(kind(**row) for row in found[table])
                for table, kind in (
                    ("received", Received),
                    ("messages", Message),
                    ("followups", FollowUp),
                    ("reminders", Reminder),
                )
            )
        )


OPEN = """
    SELECT (SELECT count(*) FROM inbox WHERE handled_at IS NULL AND set_aside_at IS NULL)
         + (SELECT count(*) FROM outbox WHERE status IN ('pending', 'sending'))
"""


def read(db: Database) -> Ledger:
    with db.read() as connection:

        def rows(sql: str) -> list[tuple[object, ...]]:
            return [tuple(row) for row in connection.execute(text(sql + " ORDER BY id"))]

        received = rows(
            "SELECT id, event_id, conversation_id, handled_at IS NOT NULL, set_aside_at IS NOT NULL FROM inbox"
        )
        messages = rows("SELECT id, address, kind, text, status, cause, platform_id FROM outbox WHERE address <> ''")
        followups = rows("SELECT id, author_id, said FROM followup")
        reminders = rows("SELECT id, text, named_at FROM reminder")
    return Ledger(
        tuple(Received(id, event, by, bool(handled), bool(aside)) for id, event, by, handled, aside in received),
        tuple(
            Message(id, int(chat), kind, words, status, cause or "", int(shown) if shown else None)
            for id, chat, kind, words, status, cause, shown in messages
        ),
        tuple(FollowUp(*row) for row in followups),
        tuple(Reminder(id, words, _seconds(named)) for id, words, named in reminders),
    )


def left_open(db: Database) -> int:
    """How many messages are still to be handled or sent."""
    with db.read() as connection:
        return int(connection.execute(text(OPEN)).scalar_one())


def _seconds(at: object) -> float:
    """SQLite gives UTC as text, PostgreSQL an aware datetime."""
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(str(at))
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()
