"""A flow that asks in a loop, fifty times, its process killed every few turns: each effect once, each question once;
and a turn goes through the code of each round once, however many there were."""

from __future__ import annotations

import signal
from collections.abc import Callable

import pytest
from processes import ended
from scene import Life, Point, Scene, end_at
from sqlmodel import Session, col, select

from bot.access import ANY_MEMBER
from bot.conversation import Command, Flow
from bot.turn.opening import Opening, Talk
from sales.scope import Actor
from storage.background import Audit
from storage.conversations import Run
from storage.engine import open_database

pytestmark = pytest.mark.crash
ROUNDS = 50
COUNT = "数五十下"
STORY = [{"as": "小周", "text": COUNT}, *({"as": "小周", "tap": "有"} for _ in range(ROUNDS))]
KILLED = [Point(number, side) for number in (12, 21, 33) for side in ("before", "after")]
passed: list[int] = []  # the rounds that the flow's code went through


def note(session: Session, _by: Actor, number: int, answer: str, opening: Opening) -> int:
    session.add(Audit(at=opening.at, what="round", subject=str(number), detail={"answer": answer}))
    return number


async def fifty(talk: Talk, opening: Opening) -> None:
    for number in range(ROUNDS):
        passed.append(number)
        part = talk.part(number)
        answer = await part.ask("more", f"第{number}家还有吗?", ["有", "没有"])
        await part.execute("note", note, number, answer, opening)
    await talk.say("数完了")


FLOW = Flow("fifty", version=1, run=fifty, starts=(Command(COUNT),), roles=ANY_MEMBER)


def begin(scene: Scene, point: Point | None = None) -> Life:
    life = Life(scene, end_at(point))
    life.app.rules.table.by_name[FLOW.name] = life.app.rules.table.by_command[COUNT] = FLOW
    return life


def live(scene: Scene, point: Point | None = None) -> None:
    begin(scene, point).play(STORY)


def test_each_round_takes_effect_once_and_is_replayed_once(stage: Callable[[bool], Scene]) -> None:
    scene = stage(True)
    for point in KILLED:
        assert ended(live, scene, point) == -signal.SIGKILL, f"never came to {point}"
    done = len(scene.book.lines("done"))
    assert 15 < done < ROUNDS
    begin(scene).play(STORY[: done + 1])  # what was under way ends
    passed.clear()
    begin(scene).play(STORY[: done + 2])
    assert passed == list(range(done + 2))
    begin(scene).play(STORY)
    db = open_database(scene.url)
    with db.read() as session:
        noted = session.exec(select(Audit.subject).where(col(Audit.what) == "round").order_by(col(Audit.id))).all()
        (run,) = session.exec(select(Run).where(col(Run.flow) == FLOW.name))
    db.close()
    assert noted == [str(number) for number in range(ROUNDS)]
    assert (run.status, len(run.journal)) == ("done", 1 + 2 * ROUNDS + 1)
    shown = [message["text"] for message in scene.shown()]
    assert shown == [*(f"第{number}家还有吗?" for number in range(ROUNDS)), "数完了"]
