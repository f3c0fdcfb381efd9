"""The test company: the real App with a clock that is moved by hand and the simulated channel.

Before every turn the process is thrown away and built anew (a restart), unless a test says otherwise. A person hears
messages one by one, in order; a message that nobody listened to fails the test at its end.
"""

from __future__ import annotations

import re
import shutil
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlmodel import col, select
from watching import WatchedEngine, watch_transactions

from bot.admin import figures, forecasting, importer
from bot.admin.board_links import BoardLinks
from bot.admin.figures import KeptFigures
from bot.admin.forecasting import Forecasting
from bot.admin.large_files import UploadLinks
from bot.admin.library import bring_in
from bot.admin.practice.exam_calls import CallCheck
from bot.admin.qr_login import QrLogin
from bot.app import App, build
from bot.channels.simulated import NAME, Shown
from bot.messaging.inbound import Inbound, Said
from bot.messaging.work import work_once
from bot.runtime.simulation import Simulation, duration
from config import policy as policies
from config.policy import Policy
from config.world import read_world
from nlu.engine import EmbeddedEngine, load_engine
from scheduler.clock import SimulatedClock
from speech.heard import Heard, Hearing
from speech.unheard import Lack
from storage.conversations import Outbox, Run
from storage.deals import Contact, DealFile, Opportunity
from storage.engine import Database, open_database
from storage.media import FolderStore
from storage.migrate import migrate

WORLD = Path(__file__).parent / "company.yaml"
WORLDS = Path(__file__).parent / "worlds"
CACHE = Path(__file__).parents[1] / "var" / "cache"


@cache
def engine() -> EmbeddedEngine:
    """Trained once per training data; the same for every test."""
    return load_engine(CACHE)


def unasked(policy: Policy) -> Policy:
    """The policy of a company that asks for no actions of the day and wants no weekly brief: what every evening brings
    would be heard in the middle of any longer story. Stories about it have the mark `daily`."""
    return policy.model_copy(update={"daily_action": None, "weekly_brief": None})


def found(db: Database, world: Path, policy: Policy) -> datetime:
    """Migrate and import; returns where the world's story begins."""
    story = read_world(world)
    migrate(db)
    with db.write() as session:
        importer.name_company(session, "测试公司", story.now, demo=False)
        importer.import_world(session, story, policy, story.now, importer.reachable_by_name)
    if story.scripts is not None:
        bring_in(db, [world.parent / story.scripts], story.now)
    return story.now


def keep_figures(db: Database, policy: Policy, now: datetime) -> None:
    """Do what a company's first day orders of figures and forecasts, so that no copy of it has to."""
    with db.write() as session:
        figures.order(session, policy, now)
        forecasting.order(session, policy, now)
    for kind, work in {**KeptFigures(policy).work(), **Forecasting(policy).work()}.items():
        while work_once(db, kind, work, lambda: now):
            pass


def silent_runs(db: Database) -> Sequence[str]:
    """The flows of runs that have ended without having said anything to anybody: there must be none."""
    spoke = select(Outbox.run_id).where(col(Outbox.run_id).is_not(None))
    with db.read() as session:
        return session.exec(select(Run.flow).where(col(Run.status) == "done", col(Run.id).not_in(spoke))).all()


class Verbatim:
    """Hears a file as the words that are written in it."""

    def hear(self, data: bytes, names: Sequence[str] = (), most_seconds: int = 0) -> Heard:
        return Heard(data.decode(), 3.0, 0.9)

    def lack(self) -> Lack | None:
        return None


class Files:
    """Databases whose files are used for one company after the other: what SQLAlchemy has compiled for one is kept for
    the next."""

    def __init__(self) -> None:
        self._folder = TemporaryDirectory(prefix="xiaoban-companies-", ignore_cleanup_errors=True)
        self._all: list[Database] = []
        self._free: list[Database] = []

    def with_copy_of(self, template: Path) -> Database:
        if not self._free:
            self._free.append(open_database(f"sqlite:///{self._folder.name}/{len(self._all)}.db"))
            self._all.extend(self._free)
        db = self._free.pop()
        path = str(db.engine.url.database)
        for beside in ("-wal", "-shm"):
            Path(path + beside).unlink(missing_ok=True)
        shutil.copyfile(template, path)
        return db

    def give_back(self, db: Database) -> None:
        if db in self._all:
            self._free.append(db)


FILES = Files()


class Company:
    """A company in a folder of its own, copied from the template database of its world, or in `db`. Without a `policy`
    it asks for no actions of the day, and the lists of the morning are skipped."""

    def __init__(
        self,
        folder: Path,
        template: Path,
        policy: Policy | None = None,
        restarts: bool = True,
        world: Path = WORLD,
        db: Database | None = None,
    ) -> None:
        self.policy = policy or unasked(policies.load())
        self.db = db or FILES.with_copy_of(template)
        self.clock = SimulatedClock(read_world(world).now)
        self.folder = folder
        self.media_folder = folder / "media"
        self.media = FolderStore(self.media_folder)
        self.restarts = restarts
        watch_transactions(self.db)
        self.engine = WatchedEngine(engine())
        self.hearing: Hearing | None = None
        self.call_check: CallCheck | None = None
        self.board: BoardLinks | None = None
        self.uploads: UploadLinks | None = None
        self.qr_login: QrLogin | None = None
        self.simulation = Simulation(self.rebuild(), self.clock, self.rebuild)
        self.skips = frozenset({"brief"}) if policy is None else frozenset()  # kinds that nobody has to listen to
        self._heard: dict[str, int] = {}

    def rebuild(self) -> App:
        app = build(
            self.db,
            self.policy,
            self.engine,
            self.clock,
            self.media,
            retry_in=timedelta(0),
            hearing=self.hearing,
            call_check=self.call_check,
            board=self.board,
            uploads=self.uploads,
            qr_login=self.qr_login,
        )
        return replace(app, awaited=frozenset())  # nobody hears that something takes long on a busy machine

    def close(self) -> None:
        """Nothing is asked of its database any more."""
        self.db.close()
        FILES.give_back(self.db)

    def member(self, name: str) -> Person:
        return Person(self, name)

    def restart(self) -> None:
        self.simulation.step({"restart": True})

    def advance(self, length: str) -> None:
        """Move the clock on: `90m`, `49h`, `2d`."""
        self._turn()
        self.simulation.advance(self.clock.now() + duration(length))

    def until(self, moment: str) -> None:
        """Move the clock to a local time, `2026-11-25 09:10`."""
        self._turn()
        self.simulation.advance(datetime.fromisoformat(moment).replace(tzinfo=self.policy.zone))

    def say(self, person: str, line: dict[str, str]) -> None:
        self._turn()
        self.simulation.step({"as": person, **line})

    def open_gates(self) -> None:
        """Every deal has what the stages need, for tests about something else."""
        with self.db.write() as session:
            for deal in session.exec(select(Opportunity)).all():
                person = session.exec(select(Contact).where(Contact.customer_id == deal.customer_id)).first()
                assert person is not None and deal.id is not None
                person.role = "拍板人"
                for kind in self.policy.evidence:
                    paper = {"key": f"{kind.key}.pdf", "name": f"{kind.name}.pdf", "at": self.clock.now()}
                    session.add(DealFile(deal_id=deal.id, kind=kind.key, by_id=deal.owner_id, **paper))

    def take(self, person: str) -> Shown | None:
        """The next message that `person` has not listened to yet."""
        mine = self._shown_to(person)
        index = self._heard.get(person, 0)
        if index >= len(mine):
            return None
        self._heard[person] = index + 1
        return mine[index]

    def unheard(self) -> list[Shown]:
        people = dict.fromkeys(shown.to for shown in self.simulation.screens.shown)
        return [shown for person in people for shown in self._rest(person)]

    def ignore(self, *people: str) -> None:
        """What these people were told does not matter to the test."""
        for person in people or {shown.to for shown in self.simulation.screens.shown}:
            self._heard[person] = len(self._shown_to(person))

    def transcript(self) -> str:
        return "\n".join(
            f"[{shown.at.astimezone(self.policy.zone):%m-%d %H:%M}] {shown.kind} → {shown.to}: {shown.text}"
            f" {[label for label, _ in shown.buttons] or ''}"
            for shown in self.simulation.screens.shown
        )

    def _rest(self, person: str) -> list[Shown]:
        return self._shown_to(person)[self._heard.get(person, 0) :]

    def _shown_to(self, person: str) -> list[Shown]:
        shown = self.simulation.screens.shown
        return [message for message in shown if message.to == person and message.kind not in self.skips]

    def _turn(self) -> None:
        """A restart before the turn; a process that noted the day leaves it noted, as many a test has many turns."""
        if self.restarts:
            noted = self.simulation.app.day_noted
            self.simulation.app = replace(self.rebuild(), day_noted=noted)


class Person:
    """Somebody of the company, or a stranger, at the simulated channel."""

    def __init__(self, company: Company, name: str) -> None:
        self.company = company
        self.name = name

    def says(self, text: str) -> Person:
        self.company.say(self.name, {"text": text})
        return self

    def says_at_once(self, *texts: str) -> Person:
        """Say several things, all of which have come before anything is done about the first."""
        app, (*early, last) = self.company.simulation.app, texts
        for number, text in enumerate(early):
            event = f"{self.name}, early, {number}, {len(self.company.simulation.screens.shown)}"
            app.receive(Inbound(NAME, event, self.name, Said(text), self.company.clock.now()))
        return self.says(last)

    def sends(self, name: str, caption: str = "", content: bytes | None = None) -> Person:
        """Send a file of this name, with a caption, and a content of its own where none is given."""
        path = self.company.folder / name
        path.write_bytes(name.encode() if content is None else content)
        self.company.say(self.name, {"file": str(path), **({"caption": caption} if caption else {})})
        return self

    def speaks(self, words: str) -> Person:
        """Send a voice message that says these words."""
        self.company.hearing = self.company.hearing or Verbatim()
        path = self.company.folder / "语音.ogg"
        path.write_bytes(words.encode())
        self.company.say(self.name, {"voice": str(path)})
        return self

    def taps(self, label: str) -> Person:
        """Tap the newest button with this label."""
        self.company.say(self.name, {"tap": label})
        return self

    def hears(
        self,
        *patterns: str,
        choices: Sequence[str] | None = None,
        never: Sequence[str] = (),
        kind: str | None = None,
        at: str | None = None,
    ) -> Shown:
        """The next message matches all `patterns` and none of `never`; its buttons are exactly `choices` (ending in
        "…": begin so), its local time begins with `at`."""
        shown = self.company.take(self.name)
        assert shown is not None, self._say(f"{self.name} heard nothing more")
        for pattern in patterns:
            assert re.search(pattern, shown.text), self._say(f"no {pattern!r} in: {shown.text}")
        for pattern in never:
            assert not re.search(pattern, shown.text), self._say(f"{pattern!r} in: {shown.text}")
        labels = [label for label, _ in shown.buttons]
        if choices is not None:
            wanted = list(choices[:-1]) if choices and choices[-1] == "…" else list(choices)
            got = labels[: len(wanted)] if choices and choices[-1] == "…" else labels
            assert got == wanted, self._say(f"choices are {labels}")
        assert kind is None or shown.kind == kind, self._say(f"kind is {shown.kind}")
        local = f"{shown.at.astimezone(self.company.policy.zone):%Y-%m-%d %H:%M}"
        assert at is None or local.startswith(at), self._say(f"it came at {local}")
        return shown

    def hears_nothing(self) -> None:
        shown = self.company.take(self.name)
        assert shown is None, self._say(f"{self.name} heard: {shown.text if shown else ''}")

    def _say(self, what: str) -> str:
        return f"{what}\n--- transcript\n{self.company.transcript()}"
