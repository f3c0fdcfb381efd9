"""A message whose handling ends the process (SIGKILL within its turn, as the system does to who takes too much memory):
it is tried three times, then set aside with a word to its author, and tried again only when they ask."""

from __future__ import annotations

import os
import signal
from pathlib import Path

import pytest
from processes import all_columns, ended
from scene import Life, Scene
from structlog.testing import capture_logs
from testing import WORLD, found, unasked

from bot.access import ANY_MEMBER
from bot.conversation import Command, Flow
from bot.messaging.inbox import MAX_ATTEMPTS
from bot.turn.opening import Opening, Talk
from config import policy as policies
from config.world import read_world
from storage.engine import open_database

pytestmark = pytest.mark.crash
DEADLY = "要命的一句"
STORY = [{"as": "小周", "text": DEADLY}, {"as": "小周", "text": "帮助"}, {"as": "赵琳", "text": "帮助"}]
AGAIN = {"as": "小周", "tap": "再试一次"}


async def end_of_the_process(talk: Talk, opening: Opening) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


async def harmless(talk: Talk, opening: Opening) -> None:
    await talk.say("这回处理成了")


def live(scene: Scene, story: list[dict[str, str]], *, deadly: bool) -> None:
    life = Life(scene)
    flow = Flow(
        "deadly",
        version=1,
        run=end_of_the_process if deadly else harmless,
        starts=(Command(DEADLY),),
        roles=ANY_MEMBER,
    )
    life.app.rules.table.by_name[flow.name] = life.app.rules.table.by_command[DEADLY] = flow
    life.play(story)


@pytest.fixture
def scene(database_url: str, tmp_path: Path) -> Scene:
    db = open_database(database_url)
    found(db, WORLD, unasked(policies.load()))
    db.close()
    folder = tmp_path / "outside"
    folder.mkdir()
    return Scene(database_url, folder, read_world(WORLD).now)


def test_it_is_set_aside_after_three_tries_and_its_author_hears(scene: Scene) -> None:
    for attempt in range(1, MAX_ATTEMPTS + 1):
        assert ended(live_deadly, scene, STORY) == -signal.SIGKILL
        row = all_columns(scene)["inbox"][0]
        assert (row["attempts"], row["set_aside_at"]) == (attempt, None)
    with capture_logs() as logged:
        live(scene, STORY, deadly=True)
    (given_up,) = [entry for entry in logged if entry["event"] == "the process died at each try"]
    assert (given_up["log_level"], given_up["message"], given_up["tries"]) == ("error", 1, MAX_ATTEMPTS)
    told, *others = scene.shown()
    assert (told["to"], list(told["buttons"])) == ("小周", ["再试一次"])
    assert DEADLY in told["text"] and "没处理成" in told["text"]
    assert [message["to"] for message in others] == ["小周", "赵琳"]

    assert ended(live_deadly, scene, [*STORY, AGAIN]) == -signal.SIGKILL  # one more try, not three
    live(scene, [*STORY, AGAIN], deadly=True)
    assert [message["text"] for message in scene.shown() if DEADLY in message["text"]] == [told["text"]] * 2
    live(scene, [*STORY, AGAIN, AGAIN], deadly=False)
    assert scene.shown()[-1]["text"] == "这回处理成了"


def live_deadly(scene: Scene, story: list[dict[str, str]]) -> None:
    live(scene, story, deadly=True)
