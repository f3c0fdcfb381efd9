"""Flows are pure functions of their journals: replay equals live, effects run once, anything else is refused."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.access import Speaker
from bot.conversation import (
    SILENCE,
    Ask,
    Drifted,
    Execute,
    Execution,
    Flow,
    NotRecordable,
    Query,
    RealIO,
    RepeatedKey,
    Waiting,
    before_last_answer,
    decode,
    encode,
)
from bot.conversation.messages import Message
from bot.conversation.types import STORED
from bot.turn.opening import Opening, Talk
from config import policy
from config.settings import SHIPPED_POLICY
from storage.people import Team

AT = datetime(2026, 11, 23, 2, tzinfo=UTC)
REP = Speaker(1, "张伟", "rep", 1)
POLICY = policy.load(SHIPPED_POLICY)


@dataclass
class Memory:
    """Effects that remember; `world` changes under the conversation's feet, as a real one does."""

    world: dict[str, int] = field(default_factory=dict)
    said: list[str] = field(default_factory=list)
    done: list[str] = field(default_factory=list)
    at: datetime = AT

    def query(self, operation: Query[Any]) -> Any:
        return operation.query(self.world, *operation.args)

    def execute(self, operation: Execute[Any]) -> Any:
        self.done.append(operation.key)
        return operation.effect(self.world, REP, *operation.args)

    def say(self, message: Message) -> None:
        self.said.append(message.text)

    def now(self) -> datetime:
        return self.at


@dataclass(frozen=True)
class Basket:
    names: tuple[str, ...]
    opened: datetime


STORED["basket"] = f"{__name__}:Basket"


def stock(world: dict[str, int], name: str) -> int:
    return world.get(name, 0)


def take(world: dict[str, int], _by: Speaker, name: str, count: int) -> tuple[str, int]:
    world[name] = world.get(name, 0) - count
    return name, world[name]


async def one_item(talk: Talk, number: int) -> str:
    name = await talk.ask("name", f"第 {number} 样要什么?")
    left = await talk.query("left", stock, name)
    if left > 0:
        await talk.say(f"{name}有 {left}")
        await talk.execute("take", take, name, 1)
    else:
        await talk.ask("sure", f"{name}没有货,还要吗?", ["要", "不要"])
    return str(name)


async def shopping(talk: Talk, opening: Opening) -> None:
    count = await talk.ask("count", "几样?", parse=lambda text, *_: int(text))
    basket = Basket((), await talk.now())
    for number in range(1, count + 1):
        basket = Basket((*basket.names, await one_item(talk.part(number), number)), basket.opened)
    await talk.say(f"{'、'.join(basket.names)},{basket.opened:%H:%M} 开始")


FLOW = Flow("shopping", version=1, run=shopping)


def opened(flow: Flow = FLOW) -> Execution:
    return Execution.open(flow, Opening(REP, AT, "买东西"), POLICY)


def stored(execution: Execution, flow: Flow = FLOW) -> Execution:
    """The run as it comes back from the database."""
    return Execution(flow, json.loads(json.dumps(execution.journal)), REP, POLICY)


def question(waiting: Waiting | None) -> str | None:
    return waiting.operation.question if waiting and isinstance(waiting.operation, Ask) else None


steps = st.lists(st.sampled_from(["茶", "纸", "笔"]), min_size=1, max_size=6)
shifts = st.lists(st.dictionaries(st.sampled_from(["茶", "纸", "笔"]), st.integers(-2, 3)), min_size=14, max_size=14)


@given(steps, shifts)
def test_replayed_after_every_turn_is_as_if_kept_alive(items: list[str], changes: list[dict[str, int]]) -> None:
    live_hands, replay_hands = Memory(), Memory()
    live, kept = opened(), opened()
    waiting_live, waiting_kept = live.resume(live_hands), kept.resume(replay_hands)
    answers = iter([len(items), *[x for item in items for x in (item, "要")]])
    for change in changes:
        assert question(waiting_live) == question(waiting_kept)
        assert live.journal == kept.journal
        if waiting_live is None or waiting_kept is None:
            break
        for effects in (live_hands, replay_hands):  # deals, policy and lexicon change between any two turns
            effects.world.update(change)
            effects.at += timedelta(minutes=1)
        is_name = (question(waiting_live) or "").startswith("第")
        answer: Any = next(answers)
        if waiting_live.step > 1 and not is_name and answer != "要":
            answer = "要"
        elif is_name and answer == "要":
            answer = next(answers)
        kept = stored(kept)
        again = kept.resume(Refusing())
        assert question(again) == question(waiting_kept)
        assert again is not None
        waiting_kept = kept.answer(again, answer, replay_hands)
        waiting_live = live.answer(waiting_live, answer, live_hands)
    assert (live_hands.said, live_hands.done, live_hands.world) == (
        replay_hands.said,
        replay_hands.done,
        replay_hands.world,
    )


class Refusing(Memory):
    """A replay up to the waiting question must not touch anything."""

    def query(self, operation: Query[Any]) -> Any:
        raise AssertionError(operation.key)

    def execute(self, operation: Execute[Any]) -> Any:
        raise AssertionError(operation.key)

    def say(self, message: Message) -> None:
        raise AssertionError(message.text)

    def now(self) -> datetime:
        raise AssertionError("now")


def test_an_effect_runs_once_however_often_it_is_replayed() -> None:
    effects = Memory(world={"茶": 5})
    run = opened()
    waiting = run.resume(effects)
    for answer in (2, "茶"):
        assert waiting is not None
        run = stored(run)
        waiting = run.resume(effects)
        assert waiting is not None
        waiting = run.answer(waiting, answer, effects)
    assert (effects.done, effects.world) == (["1.take"], {"茶": 4})


def test_changed_code_is_noticed() -> None:
    async def renamed(talk: Talk, opening: Opening) -> None:
        await talk.ask("number", "几样?")

    run = opened()
    waiting = run.resume(Memory())
    assert waiting is not None
    run.answer(waiting, 1, Memory())
    with pytest.raises(Drifted):
        stored(run, Flow("shopping", version=1, run=renamed)).resume(Memory())


def test_real_io_inside_a_flow_is_refused() -> None:
    async def sleeps(talk: Talk, opening: Opening) -> None:
        await asyncio.sleep(0)

    with pytest.raises(RealIO, match="only talk"):
        opened(Flow("sleeps", version=1, run=sleeps)).resume(Memory())


def test_a_key_used_twice_is_refused() -> None:
    async def twice(talk: Talk, opening: Opening) -> None:
        await talk.now("a")
        await talk.now("a")

    with pytest.raises(RepeatedKey, match="'a'"):
        opened(Flow("twice", version=1, run=twice)).resume(Memory())


def test_rows_cannot_be_kept_in_a_journal() -> None:
    async def rows(talk: Talk, opening: Opening) -> None:
        await talk.query("team", lambda world: Team(name="华东"))

    with pytest.raises(NotRecordable, match="Team"):
        opened(Flow("rows", version=1, run=rows)).resume(Memory())


@pytest.mark.parametrize(
    "value",
    [
        None,
        "嫌贵",
        1.5,
        True,
        ("a", ("b",)),
        ["x", 1],
        {"deal": 3},
        AT,
        AT.date(),
        timedelta(hours=2),
        Basket(("茶",), AT),
    ],
)
def test_journal_values_come_back_equal(value: Any) -> None:
    assert decode(json.loads(json.dumps(encode(value)))) == value


def test_silence_comes_back_as_itself() -> None:
    assert decode(json.loads(json.dumps(encode(SILENCE)))) is SILENCE


@pytest.mark.parametrize(
    ("entries", "expected"),
    [
        ([["open", "f", {}]], None),
        ([["open", "f", {}], ["ask", "a", 1]], 1),
        ([["open", "f", {}], ["ask", "a", 1], ["look", "b", 2], ["ask", "c", 3], ["look", "d", 4]], 3),
        ([["open", "f", {}], ["ask", "a", 1], ["do", "b", None]], None),
    ],
)
def test_going_back_stops_at_what_was_done(entries: list[list[Any]], expected: int | None) -> None:
    earlier = before_last_answer(entries)
    assert earlier == (None if expected is None else entries[:expected])
