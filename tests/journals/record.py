"""Records what a company's database holds under the bot as it is now: `PYTHONPATH=tests python -m journals.record 0.1`.

Each situation of situations.yml is played in the company of tests/company.yaml up to its moment, its rows are written
to <release>/<name>.json, and the continuation is tried at once on what was written. A release is recorded once; with
`--show` nothing is written and all that is heard is printed, with `--only NAME` only situations whose name begins so.
"""

from __future__ import annotations

import argparse
import json
import logging
import shutil
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, date, datetime
from itertools import groupby
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import structlog
import yaml
from sqlalchemy import select, text
from sqlmodel import Session
from testing import WORLD, Company, engine, found

from bot.admin import invitations
from bot.app import App
from bot.channels.simulated import REACH
from bot.conversation import Flow
from bot.handlers import FLOWS
from bot.messaging import sends
from bot.turn.opening import Opening, Talk
from config import policy as policies
from storage.background import ClockOffset, Lease
from storage.conversations import Run
from storage.deals import Contact, Customer
from storage.engine import open_database
from storage.migrate import migrate, revision_of
from storage.people import Identity, Invite, Member
from storage.tables import METADATA

from .opening import HERE, fill, go_on, open_recorded, read, transcript_of, unlike
from .own_flows import FLOWS as OWN_FLOWS
from .own_flows import register

SITUATIONS = HERE / "situations.yml"
CODE = "ABCD2345"  # the invitation of whoever is invited
MACHINE_TIME = (
    ("conversation", "lease_until"), ("conversation", "served_at"), ("inbox", "retry_at"),
    ("outbox", "claimed_at"), ("outbox", "retry_at"), ("job", "lease_until"), ("rolelease", "until"),
)  # fmt: skip
LONG_AGO = "2026-01-01T00:00:00+00:00"  # what the machine's clock showed is recorded as this
Situation = Mapping[str, Any]


class Recording(Company):
    """The company in which a situation is played. `broken` flows raise."""

    broken: frozenset[str] = frozenset()

    def rebuild(self) -> App:
        app = register(super().rebuild())
        table = app.rules.table
        for name in self.broken:
            flow = table.by_name[name]
            bad = Flow(name, flow.version, breaks, flow.starts, flow.roles, flow.title, flow.only_answers)
            table.by_name[name] = bad
            for starts in (table.by_command, table.by_intent):
                starts.update({word: bad for word, known in starts.items() if known is flow})
        return app

    def play(self, line: Mapping[str, Any]) -> None:
        """A line of the script, or a step that only a recording has: `set_up` or `only`."""
        line = dict(line)
        only, what = line.pop("only", None), line.pop("set_up", None)
        if what is not None:
            SET_UPS[what](self, **line)
        elif only is not None:
            STOPS[only](self, line)
        else:
            if "file" in line:
                line["file"] = str(self._file(line["file"]))
            self.simulation.step(line)

    def change(self) -> Any:
        return self.db.write()

    def _file(self, name: str) -> Path:
        path = Path(str(self.db.engine.url.database)).parent / name
        path.write_text(f"{name}\n", "utf-8")
        return path


async def breaks(talk: Talk, opening: Opening) -> None:
    raise RuntimeError("a flow with a mistake in it")


# ---- moments at which a recording stops half way


def received(company: Recording, line: Mapping[str, Any]) -> None:
    """The message is kept, and nothing more has happened."""
    if "file" in line:
        line = {**line, "file": str(company._file(line["file"]))}
    company.simulation._receive(line)


def handled(company: Recording, line: Mapping[str, Any]) -> None:
    """The message is handled; its answer has not been delivered, a job has not been begun."""
    received(company, line)
    assert company.simulation.app.processor.work_once()


def job_done(company: Recording, line: Mapping[str, Any]) -> None:
    """The job that the message ordered is done; its run has not heard of it."""
    handled(company, line)
    app = company.simulation.app
    assert any(app.work_off(kind) for kind in app.work)


def under_way(company: Recording, line: Mapping[str, Any]) -> None:
    """The process died over delivering the answers."""
    handled(company, line)
    while sends.claim_next(company.db, company.clock.now(), [REACH]) is not None:
        pass


def doubtful(company: Recording, line: Mapping[str, Any]) -> None:
    """Whether the answer has arrived is not known."""
    handled(company, line)
    while (sending := sends.claim_next(company.db, company.clock.now(), [REACH])) is not None:
        sends.doubtful(company.db, sending, "the connection broke")


STOPS = {"received": received, "handled": handled, "job_done": job_done, "under_way": under_way, "doubtful": doubtful}


# ---- what is not done by talking to the bot


def member(session: Session, name: str) -> Member:
    return session.execute(select(Member).where(Member.name == name)).scalar_one()  # type: ignore[arg-type]


def sleeps_until(company: Recording, at: str) -> None:
    """Nothing runs until then."""
    company.clock.move_to(datetime.fromisoformat(at))


def leaves(company: Recording, who: str) -> None:
    with company.change() as session:
        member(session, who).active = False


def invited(company: Recording, who: str) -> None:
    now = company.clock.now()
    with company.change() as session:
        hashed, key = invitations._hash(CODE), member(session, who).id
        session.add(Invite(code_hash=hashed, member_id=key, created_at=now, expires_at=now + invitations.VALID))


def unreachable(company: Recording, who: str) -> None:
    """A member who has not joined yet."""
    with company.change() as session:
        key = member(session, who).id
        session.delete(session.execute(select(Identity).where(Identity.member_id == key)).scalar_one())


def contact(company: Recording, customer: str, name: str) -> None:
    """One more person at a customer's."""
    with company.change() as session:
        known = session.execute(select(Customer).where(Customer.name == customer)).scalar_one()
        session.add(Contact(customer_id=known.id, name=name))
    company.simulation.step({"restart": True})


def breaks_down(company: Recording, flow: str) -> None:
    company.broken = frozenset({flow})
    company.simulation.app = company.rebuild()


def repaired(company: Recording) -> None:
    company.broken = frozenset()
    company.simulation.app = company.rebuild()


def of_another_version(company: Recording, flow: str, to: str | None = None) -> None:
    """The open runs of a flow were begun by older code, by the name `to`."""
    with company.change() as session:
        for row in session.execute(select(Run).where(Run.flow == flow, Run.status == "waiting")).scalars():
            row.flow, row.version = to or flow, 0


def runs_elsewhere(company: Recording) -> None:
    """Rows of the demo clock and of a lease that another process holds."""
    with company.change() as session:
        session.add(ClockOffset(id=1, microseconds=90_000_000))
        session.add(Lease(name="telegram-poll", holder="another process", until=datetime(2026, 1, 1, tzinfo=UTC)))


SET_UPS: Mapping[str, Callable[..., None]] = {
    set_up.__name__: set_up
    for set_up in (
        sleeps_until, leaves, invited, unreachable, contact, breaks_down, repaired, of_another_version, runs_elsewhere,
    )
}  # fmt: skip


# ---- writing down


def rows_of(company: Recording) -> dict[str, list[dict[str, Any]]]:
    """All rows of all tables that have any, as plain JSON values, in the order of their keys."""
    tables: dict[str, list[dict[str, Any]]] = {}
    with company.db.read() as session:
        for table in METADATA.sorted_tables:
            rows = session.execute(select(table).order_by(*table.primary_key.columns)).mappings().all()
            if rows:
                tables[str(table.name)] = [
                    {name: _plain(str(table.name), name, value) for name, value in row.items()} for row in rows
                ]
    return tables


def _plain(table: str, column: str, value: Any) -> Any:
    if value is not None and (table, column) in MACHINE_TIME:
        return LONG_AGO
    if (table, column) == ("deed", "changes"):
        return _in_order([name, key, _image(name, before), _image(name, after)] for name, key, before, after in value)
    return value.isoformat() if isinstance(value, date) else value


def _in_order(changes: Iterable[list[Any]]) -> list[list[Any]]:
    """Rows that were updated by one flush come in no certain order: here by table and key."""
    ordered: list[list[Any]] = []
    for updates, group in groupby(changes, key=lambda change: None not in change[2:]):
        flushed = list(group)
        ordered += sorted(flushed, key=lambda change: (change[0], str(change[1]))) if updates else flushed
    return ordered


def _image(table: str, image: Mapping[str, Any] | None) -> Mapping[str, Any] | None:
    """A row as it was before or after a change; the machine's clock is not recorded there either."""
    if image is None:
        return None
    return {
        name: {"at": LONG_AGO} if value is not None and (table, name) in MACHINE_TIME else value
        for name, value in image.items()
    }


def sequences_of(company: Recording) -> dict[str, int]:
    """The last keys of tables whose keys are given once, whether or not the row is still there."""
    with company.db.engine.connect() as connection:
        return {
            str(name): int(last)
            for name, last in connection.execute(text("SELECT name, seq FROM sqlite_sequence ORDER BY name"))
            if last and name in METADATA.tables
        }


def record(name: str, situation: Situation, release: str, template: Path) -> dict[str, Any]:
    """Play up to the moment; the fixture."""
    with TemporaryDirectory() as folder:
        company = Recording(Path(folder), template, policies.load(), restarts=False)
        try:
            for line in situation["before"]:
                company.play(line)
            heard = [shown.as_line(company.policy.zone, None) for shown in company.simulation.screens.shown]
            if SHOW:
                say(f"{transcript_of(heard)}\n  ----")
            return {
                "about": situation["about"],
                "release": release,
                "revision": revision_of(company.db),
                "now": company.clock.now().astimezone(company.policy.zone).isoformat(),
                "tables": rows_of(company),
                "sequences": sequences_of(company),
                "goes_on": situation["goes_on"],
            }
        finally:
            company.close()


def tried(recorded: Mapping[str, Any], policy: Path) -> list[str]:
    """How the continuation differs from what is expected, on the fixture as it was written."""
    with TemporaryDirectory() as folder:
        db = open_database(f"sqlite:///{folder}/company.db")
        migrate(db, recorded["revision"])
        fill(db, recorded)
        simulation = open_recorded(db, recorded, policy, engine(), Path(folder) / "media")
        wrong: list[str] = []
        try:
            for line in recorded["goes_on"]:
                heard = go_on(simulation, line)
                if SHOW:
                    say(f"  { ({key: line[key] for key in line if key != 'hears'}) }\n{transcript_of(heard)}")
                wrong += unlike(heard, line.get("hears", ()))
            return wrong
        except Exception as error:
            return [*wrong, repr(error)]
        finally:
            db.close()


def written(recorded: Mapping[str, Any]) -> str:
    """As a file: a row a line, so that people can read it."""
    parts = {key: _dump(value) for key, value in recorded.items() if key not in ("tables", "goes_on")}
    tables = ",\n".join(
        f"    {_dump(table)}: [\n{_lines(rows, 6)}\n    ]" for table, rows in recorded["tables"].items()
    )
    parts["tables"] = f"{{\n{tables}\n  }}"
    parts["goes_on"] = f"[\n{_lines(recorded['goes_on'], 4)}\n  ]"
    body = ",\n".join(f"  {_dump(key)}: {parts[key]}" for key in recorded)
    return f"{{\n{body}\n}}\n"


def _dump(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)


def _lines(values: Sequence[Any], indent: int) -> str:
    return ",\n".join(f"{' ' * indent}{_dump(value)}" for value in values)


def uncovered(folder: Path) -> list[str]:
    """The flows and tables of which no recorded row is there."""
    tables = [read(path)["tables"] for path in folder.glob("*.json")]
    flows = {row["flow"] for recorded in tables for row in recorded.get("run", ())}
    wanted = {flow.name for flow in (*FLOWS, *OWN_FLOWS)}
    filled = {name for recorded in tables for name in recorded}
    return [*sorted(wanted - flows), *sorted(METADATA.tables.keys() - filled)]


def say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


def main() -> int:
    """Exit status 1 where a continuation is not as expected, or something is not covered."""
    global SHOW
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("release", help="such as 0.1: the folder beside this file")
    parser.add_argument("--show", action="store_true")
    parser.add_argument("--only", default="")
    arguments = parser.parse_args()
    SHOW = arguments.show
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.CRITICAL))
    situations: Mapping[str, Situation] = yaml.safe_load(SITUATIONS.read_text("utf-8"))
    target, bad = HERE / arguments.release, 0
    if target.exists() and not SHOW:
        parser.error(f"{target} is there already; what is recorded is not written anew")
    with TemporaryDirectory() as folder:
        template, made = Path(folder) / "template.db", Path(folder) / "made"
        db = open_database(f"sqlite:///{template}")
        found(db, WORLD, policies.load())
        with db.engine.connect() as connection:
            connection.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        db.close()
        made.mkdir()
        shutil.copyfile(policies.SHIPPED, made / "policy.yml")
        for name, situation in situations.items():
            if not name.startswith(arguments.only):
                continue
            if SHOW:
                say(f"\n== {name}")
            file = made / f"{name}.json"
            try:
                file.write_text(written(record(name, situation, arguments.release, template)), "utf-8")
                wrong = tried(read(file), made)
            except Exception as error:
                wrong = [f"not played: {error!r}"]
            if wrong:
                bad += 1
                say("\n".join([f"-- {name}", *(f"   ! {fault}" for fault in wrong)]))
        if not arguments.only and (missing := uncovered(made)):
            bad += 1
            say(f"not covered: {', '.join(missing)}")
        if not bad and not SHOW and not arguments.only:
            shutil.copytree(made, target)
    say(f"{len(situations)} situations, {bad} wrong")
    return 1 if bad else 0


SHOW = False

if __name__ == "__main__":
    sys.exit(main())
