"""Flows made for the test, through the real desk and database: time limits, drift, jobs, failures, sub-flows."""

from __future__ import annotations

from asyncio import CancelledError
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event
from typing import Any

import pytest
from sqlalchemy.exc import OperationalError
from sqlmodel import select
from testing import WORLD, silent_runs

from bot.admin import importer
from bot.channels.simulated import REACH, Screens
from bot.conversation import SILENCE, Command, Failed, Flow, Intent
from bot.messaging import inbox, jobs, work
from bot.messaging.inbound import Inbound, Media, Said
from bot.messaging.sends import claim_next, sent
from bot.messaging.work import Work, work_once
from bot.turn.names import Reads
from bot.turn.opening import Opening, Talk
from bot.turn.processor import Processor
from bot.turn.router import FlowTable
from bot.turn.rules import Rules
from bot.turn.runs import ASK_TIMEOUT
from config import policy as policies
from config.world import read_world
from nlu.understanding import Understanding
from scheduler.clock import SimulatedClock
from scheduler.sweep import sweep
from scheduler.working_time import WorkingTime
from storage.conversations import Run
from storage.engine import Database, open_database
from storage.media import FolderStore

ANY = frozenset({"rep"})
NOW = read_world(WORLD).now


def nowhere(channel: str, media: Media) -> str:
    raise AssertionError("no file is expected")


class Plain:
    """Understands nothing: every message is out of scope."""

    def parse(self, text: str, now: datetime, meaning: str | None = None) -> Understanding:
        return Understanding("out_of_scope", 0.2, {}, {}, text=text)


class Room:
    """小周's conversation with a desk that has only the given flows; the desk is new for every message."""

    def __init__(self, db: Database, *flows: Flow) -> None:
        self.db = db
        self.clock = SimulatedClock(NOW)
        self.screens = Screens()
        self.count = 0
        self.kept_waiting = Event()  # somebody was told that a step takes its time
        self.reads: Reads = Plain()
        self.use(*flows)

    def use(self, *flows: Flow) -> None:
        offers = [flow.offer for flow in flows if flow.offer is not None]
        rules = Rules(FlowTable(flows, {}, (), offers), policies.load(), WorkingTime(policies.load()))
        self.processor: Callable[[], Processor] = lambda: Processor(
            self.db, rules, self.reads, self.clock, nowhere, FolderStore(Path("unused")), retry_in=timedelta(0)
        )

    def say(self, text: str) -> list[str]:
        return self._send(Said(text=text))

    def tap(self, label: str) -> list[str]:
        return self._send(Said(tap=self.screens.button("小周", label)))

    def advance(self, length: timedelta) -> list[str]:
        self.clock.move_to(self.clock.now() + length)
        sweep(self.db, {ASK_TIMEOUT: self.processor().silence}, self.clock.now())
        return self.work()

    def work(self, kinds: Mapping[str, Work] | None = None) -> list[str]:
        before = len(self.screens.shown)
        while self.processor().work_once() or any(self._work_off(*kind) for kind in (kinds or {}).items()):
            pass
        while (sending := claim_next(self.db, self.clock.now(), [REACH])) is not None:
            self.screens.show(sending, self.clock.now())
            sent(self.db, sending, self.clock.now())
        return [shown.text for shown in self.screens.shown[before:]]

    def _work_off(self, kind: str, work: Work) -> bool:
        at_once = replace(work, retry_in=timedelta(0))
        return work_once(self.db, kind, at_once, self.clock.now, self._still_working)

    def _still_working(self, job_id: int) -> None:
        self.processor().still_working(job_id)
        self.kept_waiting.set()

    def _send(self, said: Said) -> list[str]:
        self.count += 1
        inbox.receive(self.db, Inbound("simulated", str(self.count), "小周", said, self.clock.now()))
        return self.work()


@pytest.fixture
def db(tmp_path: Path, template: Path) -> Iterator[Database]:
    path = tmp_path / "room.db"
    path.write_bytes(template.read_bytes())
    db = open_database(f"sqlite:///{path}")
    yield db
    db.close()


def flow(run: Any, *, version: int = 1, word: str = "开始") -> Flow:
    return Flow(run.__name__, version=version, starts=(Command(word),), roles=ANY, run=run)


async def impatient(talk: Talk, opening: Opening) -> None:
    answer = await talk.ask("size", "多大?", ["大", "小"], within=timedelta(hours=1))
    await talk.say("没等到回答" if answer is SILENCE else f"要{answer}的")


def test_a_question_left_unanswered_ends_in_silence(db: Database) -> None:
    room = Room(db, flow(impatient))
    assert room.say("开始") == ["多大?"]
    assert room.advance(timedelta(minutes=59)) == []
    assert room.advance(timedelta(minutes=2)) == ["没等到回答"]
    assert room.tap("大") == ["那个问题已经结束了。"]


def test_an_answer_stops_the_time_limit(db: Database) -> None:
    room = Room(db, flow(impatient))
    room.say("开始")
    assert room.say("1") == ["要大的"]
    assert room.advance(timedelta(hours=2)) == []


async def ordering(talk: Talk, opening: Opening) -> None:
    result = await talk.job("weigh", "weigh", {"name": "茶"})
    await talk.say(f"{result['status']}:{result.get('grams', result['error'])}")


def test_slow_work_goes_on_when_it_is_done_and_holds_nothing_up(db: Database) -> None:
    room = Room(db, flow(ordering), flow(impatient, word="另外"))
    heard: list[str] = []

    def weigh(_db: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
        heard.append(str(args["name"]))
        return {"grams": 50}

    inbox.receive(db, Inbound("simulated", "j1", "小周", Said(text="开始"), NOW))
    room.processor().work_once()
    inbox.receive(db, Inbound("simulated", "j2", "小周", Said(text="另外"), NOW))
    room.processor().work_once()
    assert room.work({"weigh": Work(weigh)}) == ["多大?", "done:50", "还等你一句:多大?"]
    assert heard == ["茶"]


def test_slow_work_that_fails_three_times_says_so(db: Database) -> None:
    def broken(_db: Database, _args: Mapping[str, Any]) -> Mapping[str, Any]:
        raise RuntimeError("秤坏了")

    room = Room(db, flow(ordering))
    inbox.receive(db, Inbound("simulated", "j1", "小周", Said(text="开始"), NOW))
    assert room.work({"weigh": Work(broken)}) == ["failed:RuntimeError: 秤坏了"]


async def looking_up(talk: Talk, opening: Opening) -> None:
    found = await talk.call("stock", "stock", {"name": "茶"})
    await talk.say(f"没查到:{found.reason}" if isinstance(found, Failed) else f"还有 {found['left']} 件")


def test_a_step_runs_outside_the_transaction_and_its_result_is_recorded(db: Database) -> None:
    room = Room(db, flow(looking_up))
    asked: list[object] = []

    def stock(within: Database, args: Mapping[str, Any]) -> Mapping[str, Any]:
        with within.write() as session:  # no transaction of the turn holds the database
            session.exec(select(Run.id)).all()
        asked.append(args["name"])
        return {"left": 7}

    inbox.receive(db, Inbound("simulated", "s1", "小周", Said(text="开始"), NOW))
    assert room.work({"stock": Work(stock)}) == ["还有 7 件"]
    assert asked == ["茶"]
    with db.read() as session:
        journal = session.exec(select(Run.journal)).one()
    assert ["call", "stock"] in [entry[:2] for entry in journal]


def test_a_step_that_fails_says_why(db: Database) -> None:
    def gone(_db: Database, _args: Mapping[str, Any]) -> Mapping[str, Any]:
        raise RuntimeError("仓库没开门")

    room = Room(db, flow(looking_up))
    inbox.receive(db, Inbound("simulated", "s1", "小周", Said(text="开始"), NOW))
    assert room.work({"stock": Work(gone)}) == ["没查到:error"]


def test_a_step_that_takes_too_long_is_given_up(db: Database) -> None:
    over = Event()

    def slow(_db: Database, _args: Mapping[str, Any]) -> Mapping[str, Any]:
        over.wait()
        return {"left": 7}

    room = Room(db, flow(looking_up))
    inbox.receive(db, Inbound("simulated", "s1", "小周", Said(text="开始"), NOW))
    try:
        assert room.work({"stock": Work(slow, time_limit=timedelta(milliseconds=20), tries=2)}) == ["没查到:timeout"]
    finally:
        over.set()


@pytest.mark.parametrize("end", [SystemExit, KeyboardInterrupt, CancelledError])
def test_a_step_that_would_end_its_process_ends_only_itself(db: Database, end: type[BaseException]) -> None:
    def ending(_db: Database, _args: Mapping[str, Any]) -> Mapping[str, Any]:
        raise end

    room = Room(db, flow(looking_up))
    inbox.receive(db, Inbound("simulated", "s1", "小周", Said(text="开始"), NOW))
    assert room.work({"stock": Work(ending)}) == ["没查到:error"]


def test_a_step_goes_on_though_nobody_can_be_told_and_its_lease_not_renewed_for_a_moment(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    renewals: list[int] = []
    enough = Event()
    renew = jobs.renew

    def unsteady(within: Database, claimed: jobs.Claimed) -> bool:
        renewals.append(claimed.id)
        if len(renewals) > 1:
            enough.set()
            return renew(within, claimed)
        raise OperationalError("", {}, Exception("database is locked"))

    def slow(_db: Database, _args: Mapping[str, Any]) -> Mapping[str, Any]:
        runs.append(1)
        enough.wait(10)
        return {"left": 7}

    def nobody(_job_id: int) -> None:
        raise RuntimeError("nobody there")

    runs: list[int] = []
    monkeypatch.setattr(work, "PATIENCE_SECONDS", 0.0)
    monkeypatch.setattr(work, "RENEW_SECONDS", 0.01)
    monkeypatch.setattr(jobs, "renew", unsteady)
    room = Room(db, flow(looking_up))
    monkeypatch.setattr(room, "_still_working", nobody)
    inbox.receive(db, Inbound("simulated", "s1", "小周", Said(text="开始"), NOW))
    assert room.work({"stock": Work(slow)}) == ["还有 7 件"]
    assert len(runs) == 1


def test_whoever_waits_for_a_slow_step_hears_that_it_is_being_worked_on(
    db: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(work, "PATIENCE_SECONDS", 0.0)
    room = Room(db, flow(looking_up))
    inbox.receive(db, Inbound("simulated", "s1", "小周", Said(text="开始"), NOW))

    def slow(_db: Database, _args: Mapping[str, Any]) -> Mapping[str, Any]:
        room.kept_waiting.wait()
        return {"left": 7}

    heard = room.work({"stock": Work(slow)})
    assert heard == ["这个要查一会儿,好了马上告诉你。", "还有 7 件"]


async def changed(talk: Talk, opening: Opening) -> None:
    await talk.ask("colour", "什么颜色?")


def test_changed_code_offers_back_what_was_said(db: Database) -> None:
    room = Room(db, flow(impatient))
    room.say("开始")
    changed.__name__ = "impatient"
    room.use(flow(changed, version=2))
    heard = room.say("大")
    assert "升级" in heard[0] and "开始" in heard[0]
    assert room.tap("接着说这条") == ["什么颜色?"]


async def speechless(talk: Talk, opening: Opening) -> None:
    await talk.now()


def test_a_conversation_that_ends_without_a_word_is_found(db: Database) -> None:
    """Every test conversation is checked for it at its end."""
    room = Room(db, flow(speechless), flow(outer, word="另外"))
    assert room.say("开始") == [] and silent_runs(db) == ["speechless"]
    assert room.say("另外") and silent_runs(db) == ["speechless"]


async def fragile(talk: Talk, opening: Opening) -> None:
    raise RuntimeError("坏了")


def test_a_failing_flow_is_told_and_can_be_tried_again(db: Database) -> None:
    room = Room(db, flow(fragile), retry_flow())
    heard = room.say("开始")
    assert len(heard) == 1 and "没处理成" in heard[0] and "开始" in heard[0]
    room.use(flow(impatient), retry_flow())
    assert room.tap("再试一次") == ["好,我再试一次。", "多大?"]


def retry_flow() -> Flow:
    from bot.handlers.account import retry

    return retry.FLOW


async def outer(talk: Talk, opening: Opening) -> None:
    names = [await inner(talk.part(number), number) for number in (1, 2)]
    await talk.say("和".join(names))


async def inner(talk: Talk, number: int) -> str:
    return str(await talk.ask("name", f"第{number}个叫什么?"))


def test_sub_flows_and_back(db: Database) -> None:
    room = Room(db, flow(outer))
    assert room.say("开始") == ["第1个叫什么?"]
    assert room.say("甲") == ["第2个叫什么?"]
    assert room.say("返回") == ["第1个叫什么?"]
    assert room.say("乙") == ["第2个叫什么?"]
    assert room.say("丙") == ["乙和丙"]


def test_the_same_event_twice_is_one_message(db: Database) -> None:
    room = Room(db, flow(outer))
    event = Inbound("simulated", "same", "小周", Said(text="开始"), NOW)
    assert inbox.receive(db, event) and not inbox.receive(db, event)
    assert room.work() == ["第1个叫什么?"]


def test_seeding_again_adds_nothing(db: Database) -> None:
    with db.write() as session:
        again = importer.import_world(session, read_world(WORLD), policies.load(), NOW, importer.reachable_by_name)
    assert (again.members, again.customers, again.deals) == (0, 0, 0)


class Comma:
    """Understands each part between commas as an act of its own: its intent is its first word."""

    def parse(self, text: str, now: datetime, meaning: str | None = None) -> Understanding:
        first, *others = (Understanding(part.strip(), 1.0, {}, {}, text=text) for part in text.split(","))
        return replace(first, more=tuple(others))


async def weighing(talk: Talk, opening: Opening) -> None:
    await talk.say(f"要{await talk.ask('size', '多大?', ['大', '小'])}的")


async def painting(talk: Talk, opening: Opening) -> None:
    await talk.say(f"刷{await talk.ask('colour', '什么颜色?', ['红', '蓝'])}的")


async def showing(talk: Talk, opening: Opening) -> None:
    await talk.say("你好")


def several_acts(db: Database) -> Room:
    flows = {"weigh": weighing, "paint": painting, "show": showing}
    starts = {name: Flow(name, version=1, starts=(Intent(name),), roles=ANY, run=run) for name, run in flows.items()}
    room = Room(db, *starts.values())
    room.reads = Comma()
    return room


def test_each_act_of_a_message_is_carried_out_and_questions_come_last_one_by_one(db: Database) -> None:
    room = several_acts(db)
    assert room.say("weigh, show, paint") == ["你好", "多大?"]
    assert room.tap("大") == ["要大的", "什么颜色?"]
    assert room.tap("蓝") == ["刷蓝的"]


def test_an_answer_may_bring_another_act(db: Database) -> None:
    room = several_acts(db)
    assert room.say("weigh") == ["多大?"]
    assert room.say("show, paint") == ["你好", "什么颜色?"]
    assert room.tap("红") == ["刷红的", "还等你一句:多大?"]
