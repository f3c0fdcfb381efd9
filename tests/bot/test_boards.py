"""What is on a board, read on both databases."""

from __future__ import annotations

import json
from datetime import datetime
from typing import Any

import pytest

from bot import access
from bot.admin import importer
from bot.channels.web.board.boards import Boards
from config import policy as policies
from config.world import DEMO, read_world
from sales.teamwork import people
from scheduler.clock import SimulatedClock
from storage.engine import Database


@pytest.fixture
def now(db: Database) -> datetime:
    world, policy = read_world(DEMO), policies.load()
    with db.write() as session:
        importer.name_company(session, "演示", world.now, demo=False)
        importer.import_world(session, world, policy, world.now, importer.reachable_by_name)
    return world.now


def board(db: Database, now: datetime, name: str) -> dict[str, Any]:
    boards = Boards(db, policies.load(), SimulatedClock(now))
    with db.read() as session:
        speaker = access.speaker(session, people.find(session, name)[0].id)
    assert speaker is not None
    boards.of(speaker)
    boards.close()  # which waits for what is read beside
    found: dict[str, Any] = json.loads(boards.of(speaker).text)
    boards.close()
    return found


def test_a_supervisors_board_is_of_the_team(db: Database, now: datetime) -> None:
    found = board(db, now, "林慧")
    assert (found["title"], found["leads_others"]) == ("华东一部看板", True)
    assert found["leads"]["entered"] == 1 and found["leads"]["touched"] == 0
    assert [stage["late"] for stage in found["stages"]] == [3, 2, 2, 1, 1]
    assert [stage["count"] for stage in found["stages"]] == [4, 4, 5, 3, 2]
    first = found["stages"][2]["cards"][0]
    assert (first["customer"], first["owner"], first["late"]) == ("新锐", "张伟", True)
    assert found["today"]["missing"] == ["张伟", "陈静", "刘洋", "许诺"]
    assert [matrix["by"] for matrix in found["losses"]] == ["product", "person"]
    assert [one["label"] for one in found["forecast"]] == ["本月", "这个季度"]


def test_a_reps_board_is_of_the_own_deals(db: Database, now: datetime) -> None:
    found = board(db, now, "许诺")
    assert (found["title"], found["leads_others"]) == ("我的看板", False)
    assert [stage["count"] for stage in found["stages"]] == [1, 0, 0, 0, 0]
    assert found["today"]["missing"] == ["许诺"]
    assert [matrix["by"] for matrix in found["losses"]] == ["product"]


def test_a_managers_board_is_of_everybody(db: Database, now: datetime) -> None:
    found = board(db, now, "周明远")
    assert found["title"] == "全公司看板" and sum(stage["count"] for stage in found["stages"]) == 32
