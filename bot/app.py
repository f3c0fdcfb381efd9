"""The one place where everything is wired together. Tests call `build` too, with a fake clock.

`App` is the bot of one process without its edges: it takes messages in, handles them, fires due timers and executes
jobs. `bot/runtime/server.py` runs it with threads and channels; `simulate` drives it by hand.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial

import structlog
from sqlalchemy.exc import IntegrityError

from bot import handlers, notices
from bot.admin import contents
from bot.admin.board_links import BoardLinks
from bot.admin.large_files import UploadLinks
from bot.admin.practice import call_hearing
from bot.admin.practice.exam_calls import CallCheck
from bot.admin.qr_login import QrLogin
from bot.admin.transcribing import Transcribing
from bot.messaging import inbox, outbox, sends, work
from bot.messaging.inbound import Inbound, Media
from bot.messaging.jobs import pending_kinds
from bot.messaging.sends import Sending
from bot.messaging.work import Work
from bot.turn.names import Beside, CompanyEngine, Understands
from bot.turn.processor import Processor
from bot.turn.router import FlowTable
from bot.turn.rules import Rules
from bot.wording.offers import OFFERS
from config.policy import Policy
from knowledge.embedding.word_vectors import WordVectors
from knowledge.library import Library
from nlu.schema import schema
from scheduler import timers
from scheduler.clock import Clock, DemoClock, SimulatedClock, StepWatch
from scheduler.sweep import Kinds, retry_sooner, sweep
from scheduler.working_time import WorkingTime
from speech.heard import Hearing
from storage.engine import Database
from storage.media import MediaStore

log = structlog.get_logger(__name__)


@dataclass
class App:
    """The wired bot of one process. `fetchers` get files by channel; `listeners` are called after each commit."""

    db: Database
    clock: Clock
    rules: Rules
    engine: CompanyEngine
    processor: Processor
    media: MediaStore
    timer_kinds: Kinds
    work: Mapping[str, Work]
    library: Library
    fetchers: dict[str, Callable[[Media], Media]] = field(default_factory=dict)
    listeners: list[Callable[[], None]] = field(default_factory=list)
    steps: StepWatch = field(default_factory=StepWatch)
    transcribing: Transcribing | None = None  # of the library's recordings
    awaited: frozenset[str] = frozenset()  # kinds of work for whose result a person waits
    last_sweep_at: float | None = None  # by time.monotonic()
    day_noted: date | None = None
    board: BoardLinks | None = None
    uploads: UploadLinks | None = None

    def receive(self, inbound: Inbound) -> bool:
        """Store a message and commit. False if it is a repeat."""
        kept = inbox.receive(self.db, inbound)
        if kept:
            self.committed()
        return kept

    def cannot_reach(self, sending: Sending, reason: str, remedy: str) -> None:
        """A claimed message cannot be delivered until its reader has done something: it goes another way if there is
        one, and an administrator hears of it."""
        with self.db.write() as session:
            notices.unreachable.note(session, self.rules, sending, reason, remedy, self.clock.now())
        self.committed()

    def in_trouble(self, channel: str, reason: str) -> None:
        """A channel has not reached its platform for a minute and more: an administrator hears of it another way."""
        with self.db.write() as session:
            notices.channel_trouble.note(session, self.rules, channel, reason, self.clock.now())
        self.committed()

    def work_once(self) -> bool:
        """Handle one message or execute one job; False if there is nothing to do."""
        if self.processor.work_once():
            return True
        pending = pending_kinds(self.db)
        return any(self.work_off(kind) for kind in self.work if kind in pending)

    def work_off(self, kind: str) -> bool:
        """Execute the next job of `kind`; False if there is none. Its result enters the inbox."""
        still_working = self.processor.still_working if kind in self.awaited else _ignore
        worked = work.work_once(self.db, kind, self.work[kind], self.clock.now, still_working)
        if worked:
            self.committed()
        return worked

    def sweep(self) -> int:
        """Fire what is due by now."""
        self._note_a_step()
        self._note_the_day()
        fired = sweep(self.db, self.timer_kinds, self.clock.now())
        self.last_sweep_at = time.monotonic()
        if fired:
            self.committed()
        return fired

    def sweep_once(self) -> bool:
        """The sweep as a worker's work: it asks for no second one before the next tick."""
        self.sweep()
        return False

    def _note_a_step(self) -> None:
        """If the machine's clock was set: say so. What is due by the wall clock is due; retries do not wait for it."""
        if step := self.steps.step():
            log.warning("the machine's clock was set", seconds=round(step.total_seconds()))
            sends.note_ahead(self.db, self.steps.ahead)
            retry_sooner(self.db, self.clock.now())

    def _note_the_day(self) -> None:
        """Once per process and day: plan the morning's lists, and check whether the days off of the year are known."""
        day = self.clock.now().astimezone(self.rules.policy.zone).date()
        if day == self.day_noted:
            return
        try:
            with self.db.write() as session:
                notices.calendar.new_day(session, self.rules, self.clock.now())
        except IntegrityError:  # another process was sooner
            pass
        self.day_noted = day

    def advance(self, to: datetime, settle: Callable[[], object] = lambda: None) -> None:
        """Move a clock that can be moved to `to`, from one due thing to the next, so that everything on the way
        happens at its own time. `settle` is called at each stop."""
        clock = self.clock
        assert isinstance(clock, SimulatedClock | DemoClock)
        while (at := self.next_due()) is not None and at <= to:
            if at > clock.now():
                clock.move_to(at)
            self.sweep()
            settle()
            if self.next_due() == at:  # what failed comes again later; nothing may stop the clock
                break
        clock.move_to(max(to, clock.now()))
        self.sweep()
        settle()

    def next_due(self) -> datetime | None:
        """When the next timer fires or the next message may go out."""
        with self.db.read() as session:
            moments = [timers.next_at(session, self.timer_kinds), outbox.next_at(session, self.clock.now())]
        return min((moment for moment in moments if moment is not None), default=None)

    def committed(self) -> None:
        """Call the listeners: there may be something to handle or to deliver."""
        for listener in self.listeners:
            listener()


def build(
    db: Database,
    policy: Policy,
    engine: Understands,
    clock: Clock,
    media: MediaStore,
    *,
    retry_in: timedelta = timedelta(seconds=2),
    beside: Beside | None = None,
    library: Library | None = None,
    hearing: Hearing | None = None,
    call_check: CallCheck | None = None,
    board: BoardLinks | None = None,
    uploads: UploadLinks | None = None,
    qr_login: QrLogin | None = None,
) -> App:
    """Wire the bot; `beside` is where the names of a large company are built; where no `library` is given, its scripts
    are searched with word vectors; where no `hearing` is, voice is kept and not heard; `call_check` hears and checks
    recorded calls, by default with `hearing`; `board` signs links to the board, `uploads` those by which large files
    come; by `qr_login` people log in where a platform wants that. Raises ValueError if flows, intents and offers do not
    fit together."""
    rules = Rules(
        FlowTable(handlers.FLOWS, handlers.NOT_YET, tuple(schema().intents), OFFERS),
        policy,
        WorkingTime(policy),
        hears=lambda: hearing is not None and hearing.lack() is None,
    )
    listeners: list[Callable[[], None]] = []

    def committed() -> None:
        for listener in listeners:
            listener()

    fetchers: dict[str, Callable[[Media], Media]] = {}

    def fetch(channel: str, media: Media) -> Media:
        return fetchers[channel](media)

    known = CompanyEngine(db, engine, beside)
    kind_of_list = partial(contents.kind_of_list, media)
    scripts = library or Library(WordVectors())
    processor = Processor(
        db,
        rules,
        known,
        clock,
        fetch,
        media,
        kind_of_list=kind_of_list,
        retry_in=retry_in,
        committed=committed,
        hearing=hearing,
    )
    kinds: Kinds = {**processor.timer_kinds, **notices.timer_kinds(rules)}
    if call_check is None and hearing is not None:
        call_check = call_hearing.call_check(media, hearing)
    jobs = handlers.jobs(
        policy,
        media,
        scripts,
        known.parse,
        has_processes=beside is not None,
        call_check=call_check,
        login=qr_login,
    )
    steps = handlers.steps(policy, scripts, media, board, uploads, qr_login)
    work_kinds = {kind: replace(work, retry_in=retry_in) for kind, work in {**jobs, **steps}.items()}
    awaited = frozenset(steps)
    return App(
        db,
        clock,
        rules,
        known,
        processor,
        media,
        kinds,
        work_kinds,
        scripts,
        fetchers,
        listeners,
        transcribing=Transcribing(media, hearing, clock.now) if hearing is not None else None,
        awaited=awaited,
        board=board,
        uploads=uploads,
    )


def _ignore(_job_id: int) -> None:
    """Nobody waits for a job of this kind, so nobody is told that it takes its time."""
