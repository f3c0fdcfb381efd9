"""A company's recorded database is filled in, migrated, and opened with the bot as it is today; then it goes on.

What the bot is made of is touched in `open_recorded` and `go_on` only.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import JSON, Column, Date, DateTime, MetaData, func, insert, select, text

from bot.app import App, build
from bot.channels.simulated import Shown
from bot.runtime.simulation import Simulation
from config import policy as policies
from nlu.engine import EmbeddedEngine
from scheduler.clock import SimulatedClock
from storage.engine import Database
from storage.media import FolderStore
from storage.migrate import migrate

from .own_flows import register

HERE = Path(__file__).parent
FIRST_EVENT = 100_000  # events of the simulated channel are numbered; those recorded have lower numbers
Recorded = Mapping[str, Any]  # a fixture: release, revision, now, tables, sequences, goes_on
Line = Mapping[str, Any]

_tables: dict[tuple[str, str], MetaData] = {}
OF_EVERY_DAY = frozenset({"brief", "prompt"})


def fixtures() -> Sequence[Path]:
    """The files of every release, in order."""
    return sorted(HERE.glob("*/*.json"))


def read(path: Path) -> Recorded:
    recorded: Recorded = json.loads(path.read_text("utf-8"))
    return recorded


def fill(db: Database, recorded: Recorded) -> None:
    """Insert the recorded rows into a database without rows that is at the recorded revision."""
    metadata = _tables_at(db, recorded["revision"])
    with db.engine.begin() as connection:
        for table in metadata.sorted_tables:
            rows = recorded["tables"].get(table.name)
            if rows:
                connection.execute(
                    insert(table), [{name: _value(table.c[name], value) for name, value in row.items()} for row in rows]
                )
        for table in metadata.sorted_tables:
            if table.name not in recorded["tables"] and table.name not in recorded["sequences"]:
                continue
            last = recorded["sequences"].get(table.name, 0)
            if db.is_sqlite:
                given = {"name": table.name, "last": last}
                if (
                    last
                    and not connection.execute(
                        text("UPDATE sqlite_sequence SET seq = :last WHERE name = :name"), given
                    ).rowcount
                ):
                    connection.execute(text("INSERT INTO sqlite_sequence (name, seq) VALUES (:name, :last)"), given)
            elif "id" in table.c:
                last = max(last, connection.execute(select(func.max(table.c.id))).scalar() or 0)
                connection.execute(
                    text("SELECT setval(pg_get_serial_sequence(:name, 'id'), :last)"),
                    {"name": f'"{table.name}"', "last": last},
                )


def open_recorded(db: Database, recorded: Recorded, release: Path, engine: EmbeddedEngine, media: Path) -> Simulation:
    """The company as it was recorded, brought up to date, its clock where it stood, everybody's screen as they last
    saw it. `release` is the folder with its policy; files are kept under `media`."""
    migrate(db)
    clock = SimulatedClock(datetime.fromisoformat(recorded["now"]))
    policy = policies.load(release / "policy.yml")

    def rebuild() -> App:
        return register(build(db, policy, engine, clock, FolderStore(media), retry_in=timedelta(0)))

    for row in recorded["tables"].get("inbox", ()):
        if key := row["said"].get("media", {}).get("key"):  # what was in a file is not recorded
            FolderStore(media).keep(io.BytesIO(key.encode()), key)
    simulation = Simulation(rebuild(), clock, rebuild, first_event=FIRST_EVENT)
    for row in sorted(_sent(recorded), key=lambda row: (row["sent_at"], row["id"])):
        sent_at = datetime.fromisoformat(row["sent_at"])
        simulation.screens.shown.append(
            Shown(sent_at, row["address"], row["kind"], row["text"], buttons(row), row["image"])
        )
    return simulation


def go_on(simulation: Simulation, line: Line) -> Sequence[Mapping[str, Any]]:
    """After a restart, carry out one line; what was said in answer, as transcript lines, to others too. What every day
    brings (lists of the morning, briefs) continues nothing that was recorded and says more from release to release: it
    is left out."""
    before = len(simulation.screens.shown)
    if "restart" not in line:
        simulation.step({"restart": True})
    simulation.step({key: value for key, value in line.items() if key != "hears"})
    policy = simulation.app.rules.policy
    zone = policy.zone
    if "as" in line and simulation.clock.now().astimezone(zone).minute in policy.sending.avoid_minutes:
        simulation.step({"advance": "1m"})  # what somebody did at a full or half hour, others hear a minute later
    said = [shown for shown in simulation.screens.shown[before:] if shown.kind not in OF_EVERY_DAY]
    return [shown.as_line(zone, None) for shown in said]


def buttons(row: Mapping[str, Any]) -> Sequence[tuple[str, str]]:
    """(label, data) of a recorded message's choices: a question's carry (run, step, option), an offer's itself."""
    head = f"a:{row['run_id']}:{row['step']}" if row["step"] is not None else f"o:{row['id']}"
    return [(choice["label"], f"{head}:{index}") for index, choice in enumerate(row["choices"])]


def unlike(heard: Sequence[Mapping[str, Any]], expected: Sequence[Mapping[str, Any]]) -> list[str]:
    """How what was heard differs from what is expected; empty where it does not."""
    wrong = [] if len(heard) == len(expected) else [f"{len(heard)} messages instead of {len(expected)}"]
    for number, (got, wanted) in enumerate(zip(heard, expected, strict=False), 1):
        wrong += [
            f"message {number}: {key} is {got[key]!r}, not {wanted[key]!r}"
            for key in ("to", "kind", "choices")
            if key in wanted and shown(got, wanted, key) != wanted[key]
        ]
        if not got["at"].startswith(wanted.get("at", "")):
            wrong.append(f"message {number}: it came at {got['at']}")
        wrong += [
            f"message {number}: no {pattern!r} in {got['text']!r}"
            for pattern in wanted["matches"]
            if not re.search(pattern, got["text"])
        ]
        wrong += [
            f"message {number}: {pattern!r} in {got['text']!r}"
            for pattern in wanted.get("never", ())
            if re.search(pattern, got["text"])
        ]
    return wrong


def shown(got: Mapping[str, Any], wanted: Mapping[str, Any], key: str) -> Any:
    """What is compared with a recording: of an alert's choices as many as there were, because releases add some."""
    added = key == "choices" and got["kind"] == "alert"
    return got[key][: len(wanted[key])] if added else got[key]


def transcript_of(heard: Sequence[Mapping[str, Any]]) -> str:
    """A transcript, for whoever reads a failure."""
    return "\n".join(
        f"  [{line['at'][5:16]}] {line['kind']} → {line['to']}: {line['text']} {line['choices'] or ''}"
        for line in heard
    )


def _sent(recorded: Recorded) -> list[Mapping[str, Any]]:
    return [row for row in recorded["tables"].get("outbox", ()) if row["status"] == "sent"]


def _tables_at(db: Database, revision: str) -> MetaData:
    """The tables of this revision, read from the database once."""
    at = (db.engine.dialect.name, revision)
    if at not in _tables:
        metadata = MetaData()
        metadata.reflect(db.engine)
        for table in metadata.sorted_tables:
            for column in table.columns:
                if isinstance(column.type, JSON):
                    column.type.none_as_null = True
        _tables[at] = metadata
    return _tables[at]


def _value(column: Column[Any], value: Any) -> Any:
    if value is None:
        return None
    if isinstance(column.type, DateTime):
        return datetime.fromisoformat(value).astimezone(UTC)
    return date.fromisoformat(value) if isinstance(column.type, Date) else value
