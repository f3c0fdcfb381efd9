"""The work of an import as jobs: each may be killed and run again at any moment."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from functools import partial
from time import perf_counter, sleep
from typing import Any, TypeVar

from bot import access
from bot.access import Speaker
from bot.admin.importing import apart
from bot.admin.importing.progress import Progress
from bot.admin.importing.reading import purge, stage
from bot.messaging import jobs
from bot.messaging.work import Work, WorkFunction
from config.policy import Policy
from sales import importing
from sales.errors import Changed
from sales.importing import Amendments, Importer, NotReadable, Reader, Stale, Superseded
from sales.teamwork import limit_changes
from scheduler import signal_clock, stage_clock
from storage.engine import Database
from storage.media import MediaStore, beginning_of

READ, BRING_IN, TAKE_BACK = "import.read", "import.bring_in", "import.take_back"
TEMPLATE = "import.template"
LARGE_FILE = 256 * 1024  # bytes of a file that is read in a process of its own
LARGE_IMPORT = 3_000  # lines
T = TypeVar("T")
Args = Mapping[str, Any]
Result = Mapping[str, Any]


@dataclass(frozen=True)
class Imports:
    """`has_processes`: whether large imports are worked on in processes of their own, as in the running bot. `tell`
    hears how far one is that no conversation has begun."""

    policy: Policy
    media: MediaStore
    has_processes: bool = False
    tell: Callable[[str], None] | None = None

    def work(self) -> Mapping[str, Work]:
        """The kinds of jobs."""
        limit = timedelta(minutes=30)
        kinds: Mapping[str, WorkFunction] = {
            READ: partial(self._apart_if, self._is_large_file, "read"),
            BRING_IN: partial(self._apart_if, self._is_large_import, "bring_in"),
            TEMPLATE: self.template,
            TAKE_BACK: partial(self._apart_if, self._is_large_import, "take_back"),
        }
        return {kind: Work(run, time_limit=limit) for kind, run in kinds.items()}

    def read(self, db: Database, args: Args) -> Result:
        """Stage the lines of the file `key`. The result names why it is `unreadable`, or nothing."""
        with db.read() as session:
            speaker = access.speaker(session, args["member"])
        if speaker is None or not access.may_import(speaker, self.policy):
            return {"refused": "decides"}
        at = datetime.fromisoformat(args["at"]).astimezone(self.policy.zone)
        amended = Amendments.of(args.get("amended", {}))
        purge(db, at, timedelta(hours=self.policy.imports.undo_hours))
        try:
            tables = importing.read_tables(beginning_of(self.media, args["key"]))
            layout = importing.layout_of(tables, dict(amended.columns))
            if layout is None:
                return {"unreadable": "no_headings", "headings": importing.likely_headings(tables)}
            with db.read() as session:
                known = importing.read_known(session, speaker.customers, speaker.members, access.SALES)
            importer = _importer(speaker)
            said = Progress(db, args, self.tell)
            stage(
                db, args["import"], layout, amended, known, Reader(self.policy, at, layout.scale), importer, said.read
            )
        except NotReadable as error:
            return {"unreadable": error.reason, "line": error.line}
        except Superseded:
            return {"refused": "gone"}
        return {}

    def bring_in(self, db: Database, args: Args) -> Result:
        """Let the staged rows be valid, and plan the limits of their deals. The result says what has come, or that it
        is `stale`."""
        at, import_id = datetime.fromisoformat(args["at"]), int(args["import"])
        with db.read() as session:
            lines = importing.lines_of(session, import_id)
        said = Progress(db, args, self.tell, lines)
        said.begun()
        try:
            with db.write_at_leisure() as session:
                speaker = access.speaker(session, args["member"])
                if speaker is None or not access.may_import(speaker, self.policy):
                    return {"refused": "decides"}
                access.hold_rights(session, speaker)
                importing.bring_in(session, speaker, _importer(speaker), import_id, at, only_good=args["only_good"])
                if "run" not in args:  # no conversation has ordered this: were it killed now, the bot goes on with it
                    jobs.order(session, f"{BRING_IN}:{import_id}", BRING_IN, args, at)
        except Stale:
            return {"stale": True}
        except Changed as changed:
            return {"refused": changed.reason}
        with db.read() as session:
            brought = importing.brought(session, import_id)
        planned = 0
        while (count := self._some(partial(self._plan_some, db, import_id, at))) is not None:
            planned += count
            said.planned(planned, brought.counts.deals)
        return {"counts": asdict(brought.counts), "owners": [list(owner) for owner in brought.owners]}

    def go_on(self, db: Database) -> int:
        """Finish the limits of imports that a killed command left unfinished. Returns how many deals got theirs."""
        with db.read() as session:
            left = jobs.without_asker(session, BRING_IN)
        planned = 0
        for args in left:
            work = partial(self._plan_some, db, int(args["import"]), datetime.fromisoformat(args["at"]))
            while (count := self._some(work)) is not None:
                planned += count
        return planned

    def take_back(self, db: Database, args: Args) -> Result:
        """Take an import back that `start` has begun to."""
        import_id = int(args["import"])
        while self._some(partial(_take_back_some, db, import_id)):
            pass
        with db.read() as session:
            return asdict(importing.withdrawn(session, import_id))

    def template(self, _db: Database, _args: Args) -> Result:
        """A list to fill in: its key."""
        return {"key": self.media.put(importing.template().encode("utf-8-sig"), ".csv")}

    def _some(self, work: Callable[[], T]) -> T:
        """Do some of the work, and leave the database to the turns for as long as that took."""
        began = perf_counter()
        done = work()
        if self.has_processes:
            sleep(perf_counter() - began)
        return done

    def _plan_some(self, db: Database, import_id: int, at: datetime) -> int | None:
        """Plan the limits of some deals as of `at`: all that is over its limit then falls due at one instant, and a
        person hears of it in one message."""
        with db.write() as session:
            deals = importing.plannable(session, import_id)
            if deals is None:
                return None
            in_force = limit_changes.in_force(session, self.policy)
            stage_clock.watch_new(session, in_force, deals, at)
            signal_clock.watch_new(session, in_force, deals, at)
            return len(deals)

    def _apart_if(self, is_large: Callable[[Database, Args], bool], name: str, db: Database, args: Args) -> Result:
        if self.has_processes and is_large(db, args):
            return apart.run(db, self, name, args)
        result: Result = getattr(self, name)(db, args)
        return result

    def _is_large_file(self, _db: Database, args: Args) -> bool:
        with self.media.open(args["key"]) as file:
            return len(file.read(LARGE_FILE + 1)) > LARGE_FILE

    def _is_large_import(self, db: Database, args: Args) -> bool:
        with db.read() as session:
            return importing.lines_of(session, int(args["import"])) > LARGE_IMPORT


def _take_back_some(db: Database, import_id: int) -> bool:
    """Take some back; False at the end."""
    with db.write() as session:
        gone = importing.go_on(session, import_id)
        stage_clock.forget(session, gone or ())
        signal_clock.forget(session, gone or ())
        return gone is not None


def _importer(speaker: Speaker) -> Importer:
    """With which rights somebody imports."""
    own = speaker.role == "rep" and not speaker.admin
    return Importer(speaker.member_id, own, speaker.sees_all, speaker.team_id)
