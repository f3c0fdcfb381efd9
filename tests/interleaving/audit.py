"""Whether a run kept its promises: looked at after each commit, and once more when all is quiet.

The auditor reads the database over a connection of its own and compares it with what people did and were shown.
"""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from math import inf

from bot.messaging.send_queue import GONE, REPEATED, STALE
from interleaving.faults import Faults
from interleaving.people import Deed
from interleaving.replica import World

LONGEST_WAIT = 20.0  # seconds on end in which nothing was wrong
QUIET_SECONDS = 1.5  # in which every thread that polls has looked once
OFFERED = "之前这条不确定你收到没有"
EVERY_CONVERSATION = "SELECT id, lease_no, lease_until FROM conversation"
EVERY_LEASE = "SELECT name, holder, until FROM rolelease"
EVERY_SEND = "SELECT id, claim_no, claimed_at, status FROM outbox WHERE status IN ('pending', 'sending')"
MOMENTS = """
    SELECT not_before FROM outbox WHERE status = 'pending'
    UNION SELECT retry_at FROM outbox WHERE status = 'pending'
    UNION SELECT at FROM timer
    UNION SELECT retry_at FROM inbox WHERE handled_at IS NULL AND set_aside_at IS NULL
    UNION SELECT lease_until FROM conversation
    UNION SELECT lease_until FROM job WHERE status = 'pending'
"""
MESSAGE_READY = """
    SELECT 1 FROM inbox JOIN conversation ON conversation.id = conversation_id
    WHERE handled_at IS NULL AND set_aside_at IS NULL
    AND (retry_at IS NULL OR retry_at <= ?) AND (lease_until IS NULL OR lease_until <= ?) LIMIT 1
"""
SEND_READY = """
    SELECT 1 FROM outbox WHERE status = 'pending' AND address IS NOT NULL
    AND (retry_at IS NULL OR retry_at <= ?) AND (not_before IS NULL OR not_before <= ?) LIMIT 1
"""
OPEN = "SELECT id FROM inbox WHERE handled_at IS NULL AND set_aside_at IS NULL"


class Auditor:
    """Watches one run. `violations` are sentences, each with the virtual time at which it was seen."""

    def __init__(self, world: World, faults: Faults, said: Mapping[int, Deed]) -> None:
        self.violations: list[str] = []
        self.changed_at = 0.0
        self._world = world
        self._faults = faults
        self._said = said
        self._connection = sqlite3.connect(world.file.path)
        self._connection.execute("PRAGMA query_only = ON")
        self._open: set[int] = set()
        self._handled: dict[int, float] = {}
        self._handled_at: dict[int, str] = {}
        self._put: dict[int, float] = {}
        self._messages = 0
        self._leases: dict[int, tuple[int, str | None]] = {}
        self._holders: dict[str, tuple[str, str]] = {}
        self._sends: dict[int, tuple[int, str, str]] = {}

    def close(self) -> None:
        self._connection.close()

    # ---- after each commit

    def look(self) -> None:
        """Something was committed."""
        now = self._world.scheduler.now
        self._look_at_messages(now)
        self._look_at_leases()
        self._look_at_sends()

    def _look_at_messages(self, now: float) -> None:
        before = self._open
        self._open = {row for (row,) in self._rows(OPEN)}
        newest = max([self._messages, *self._open])
        done = before - self._open
        if done or newest != self._messages:
            self.changed_at = now
        self._messages = newest
        for row in sorted(done):
            self._handled.setdefault(row, now)
            self._look_at_order(row)
        for row, handled_at in self._rows("SELECT id, handled_at FROM inbox WHERE handled_at IS NOT NULL"):
            if self._handled_at.setdefault(row, handled_at) != handled_at:
                self._wrong(f"message {row} was handled twice")
        last = max(self._put, default=0)
        for (row,) in self._rows("SELECT id FROM outbox WHERE id > ?", last):
            self._put[row] = now
            self.changed_at = now

    def _look_at_order(self, row: int) -> None:
        earlier = self._rows(
            f"{OPEN} AND id < ? AND conversation_id = (SELECT conversation_id FROM inbox WHERE id = ?)", row, row
        )
        for (other,) in earlier:
            self._wrong(f"message {row} was handled before {other} of the same person")

    def _look_at_leases(self) -> None:
        now = self._time()
        conversations = {row: (number, until) for row, number, until in self._rows(EVERY_CONVERSATION)}
        for row, (number, until) in conversations.items():
            number_before, until_before = self._leases.get(row, (number, None))
            if number != number_before and until is not None and until_before is not None and until_before > now:
                self._wrong(f"conversation {row} was claimed while it was held")
        if conversations != self._leases:
            self.changed_at = self._world.scheduler.now
        self._leases = conversations
        holders = {name: (holder, until) for name, holder, until in self._rows(EVERY_LEASE)}
        for name, (holder, _) in holders.items():
            holder_before, until_before = self._holders.get(name, (holder, ""))
            if holder != holder_before and until_before > now:
                self._wrong(f"two hold the lease {name}")
        self._holders = holders

    def _look_at_sends(self) -> None:
        sends = {row: (number, claimed, status) for row, number, claimed, status in self._rows(EVERY_SEND)}
        gone = self._time(GONE)
        for row, (number, _, _) in sends.items():
            number_before, claimed_before, status_before = self._sends.get(row, (number, "", ""))
            if number != number_before and status_before == "sending" and claimed_before > gone:
                self._wrong(f"send {row} was claimed while it was under way")
        if sends != self._sends:
            self.changed_at = self._world.scheduler.now
        self._sends = sends

    # ---- in between

    def next_moment(self) -> float:
        """The virtual time at which something falls due next, or fell due just before."""
        now, world = self._world.scheduler.now, self._world
        clocks = [world.database_clock.now(), *(replica.clock.now() for replica in world.replicas)]
        due = [_read(at) for (at,) in self._rows(MOMENTS) if at is not None]
        under_way = [_read(claimed) for _, claimed, status in self._sends.values() if status == "sending"]
        due += [claimed + length for claimed in under_way for length in (GONE, STALE)]
        moments = [now + (at - clock).total_seconds() for at in due for clock in clocks]
        return min((moment for moment in moments if moment > now - QUIET_SECONDS), default=inf)

    def rests(self) -> bool:
        """Whether nothing can be done just now."""
        now, company = self._time(), self._company_time()
        return not self._rows(MESSAGE_READY, now, now) and not self._rows(SEND_READY, now, company)

    def drained(self) -> bool:
        """Whether nothing is left to do."""
        return not list(self._left())

    def _left(self) -> Iterator[str]:
        now = self._company_time()
        for (row,) in self._rows(OPEN):
            yield f"message {row} is not handled"
        for row, status in self._rows(
            "SELECT id, status FROM outbox WHERE status IN ('pending', 'sending') AND address IS NOT NULL"
            " AND (not_before IS NULL OR not_before <= ?)",
            now,
        ):
            yield f"send {row} is {status}"
        for key, _ in self._rows("SELECT key, at FROM timer WHERE at <= ?", now):
            yield f"timer {key} has not fired"
        for update in self._world.platform.waiting():
            if update.number not in self._events():
                yield f"update {update.number} was not taken in"

    # ---- at the end

    def conclude(self) -> None:
        """All is quiet, or should be."""
        for left in self._left():
            self._wrong(left)
        self._look_at_inbox()
        self._look_at_effects()
        self._look_at_shown()
        self._look_at_waits()

    def rows(self) -> str:
        """A hash of all rows, but for who holds a lease: that is a random name."""
        tables = self._rows("SELECT name FROM sqlite_master WHERE type = 'table' AND name <> 'rolelease' ORDER BY name")
        content = [(table, sorted(map(repr, self._rows(f"SELECT * FROM {table}")))) for (table,) in tables]
        return sha256(repr(content).encode()).hexdigest()

    def _look_at_inbox(self) -> None:
        taken = self._rows("SELECT id, event_id, address, attempts FROM inbox WHERE channel = 'telegram' ORDER BY id")
        numbers = [int(event.partition(":")[2]) for _, event, _, _ in taken]
        for number, count in Counter(numbers).items():
            if count > 1:
                self._wrong(f"update {number} was taken in {count} times")
        for number in sorted(set(self._said) - set(numbers)):
            self._wrong(f"update {number} is lost")
        by_chat: dict[str, list[int]] = {}
        for (_, _, chat, _), number in zip(taken, numbers, strict=True):
            by_chat.setdefault(chat, []).append(number)
        for chat, theirs in by_chat.items():
            if theirs != sorted(theirs):
                self._wrong(f"messages of {chat} were taken in out of order: {theirs}")

    def _look_at_effects(self) -> None:
        kept = [said for (said,) in self._rows("SELECT said FROM followup UNION ALL SELECT text FROM reminder")]
        for deed in self._said.values():
            count = sum(deed.token in words for words in kept) if deed.token else 1
            may_be_asked = deed.is_reminder and self._faults.clocks_set  # whether it shall be at that time of night
            if count > 1 or (count == 0 and not may_be_asked):
                self._wrong(f"{deed.text!r} took effect {count} times")
        answered = {cause for (cause,) in self._rows("SELECT DISTINCT cause FROM outbox")}
        for (row,) in self._rows("SELECT id FROM inbox WHERE channel = 'telegram'"):
            if f"inbox:{row}" not in answered:
                self._wrong(f"message {row} was not answered")

    def _look_at_shown(self) -> None:
        shown: dict[int, list[str]] = {}
        for message in self._world.platform.shown:
            shown.setdefault(message.row, []).append(message.text)
        for row, status in self._rows("SELECT id, status FROM outbox ORDER BY id"):
            texts = shown.get(row, [])
            plain = sum(not text.startswith(REPEATED) for text in texts)
            if plain > 1:
                self._wrong(f"send {row} was shown {plain} times, unmarked")
            if len(texts) - plain > 1:
                self._wrong(f"send {row} was repeated {len(texts) - plain} times")
            if not texts and status not in ("offered", "cancelled"):
                self._wrong(f"send {row} is {status}, and nobody has seen it")
        unasked = "SELECT conversation_id, text FROM outbox WHERE kind IN ('nudge', 'alert')"
        for (to, text), count in Counter(self._rows(unasked)).items():
            if count > 1:
                self._wrong(f"conversation {to} was told {count} times: {text!r}")

    def _look_at_waits(self) -> None:
        first: dict[int, float] = {}
        for message in self._world.platform.shown:
            first.setdefault(message.row, message.at)
        answers: dict[str, float] = {}
        sends = self._rows("SELECT id, cause, text FROM outbox WHERE not_before IS NULL ORDER BY id")
        for row, cause, text in sends:
            if row in first and not text.startswith((REPEATED, OFFERED)):
                self._look_at_wait(f"send {row}", self._put[row], first[row])
                answers.setdefault(cause, first[row])
        for row, event in self._rows("SELECT id, event_id FROM inbox WHERE channel = 'telegram'"):
            said = self._world.platform.sent_at[int(event.partition(":")[2])]
            ends = [at for at in (self._handled.get(row), answers.get(f"inbox:{row}")) if at is not None]
            self._look_at_wait(f"message {row}", said, max(ends, default=said))

    def _look_at_wait(self, what: str, begin: float, end: float) -> None:
        calm = self._faults.calm(begin, end)
        if calm > LONGEST_WAIT:
            self._wrong(f"{what} waited {end - begin:.0f} s, {calm:.0f} s on end without a fault")

    def _events(self) -> set[int]:
        return {int(event.partition(":")[2]) for (event,) in self._rows("SELECT event_id FROM inbox")}

    def _company_time(self) -> str:
        """By the clock that is last."""
        return _written(min(replica.clock.now() for replica in self._world.replicas))

    def _time(self, less: timedelta = timedelta(0)) -> str:
        return _written(self._world.database_clock.now() - less)

    def _rows(self, query: str, *given: object) -> list[tuple]:  # type: ignore[type-arg]
        return self._connection.execute(query, given).fetchall()

    def _wrong(self, what: str) -> None:
        line = f"{self._world.scheduler.now:.1f}: {what}"
        self._world.scheduler.note(f"WRONG: {what}")
        self.violations.append(line)


def _written(at: datetime) -> str:
    """As the database holds a time."""
    return at.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def _read(at: str) -> datetime:
    return datetime.fromisoformat(at).replace(tzinfo=UTC)
