"""Killed (SIGKILL) at every commit point of turns and sweeps and started again: nothing lost, nothing doubled."""

from __future__ import annotations

import multiprocessing
import signal
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from datetime import timedelta
from itertools import repeat

import pytest
from processes import Rows, ended, rows
from scene import Life, Point, Scene, end_at
from sqlmodel import col, select

from bot.messaging.sends import REPEATED, STALE
from storage.conversations import Outbox
from storage.engine import open_database

pytestmark = pytest.mark.crash

Stage = Callable[[bool], Scene]
Story = list[dict[str, str]]
STORY = [
    {"as": "小周", "text": "刚跟联创孙总通完电话,周三下午再去"},
    {"as": "小周", "tap": "价格敏感"},
    {"at": "2026-11-25T14:00:00+08:00"},
]
CLOSING = [{"as": "小周", "text": "帮助"}, {"as": "赵琳", "text": "帮助"}]
GETTING_UP = [(1, "after"), (2, "before"), (3, "after")]  # a start first frees what a dead process held
OFFERED = "之前这条不确定你收到没有:\n"


def live(scene: Scene, story: Story, point: Point | None = None) -> None:
    Life(scene, end_at(point)).play(story)


def undisturbed(scene: Scene, story: Story) -> Scene:
    live(scene, story)
    return scene


def killed_and_started_again(scene: Scene, story: Story, points: Sequence[Point]) -> tuple[Scene, Rows]:
    """The story, told to its end by as many lives as it takes: each is killed at one of `points`, but the last."""
    for point in points:
        assert ended(live, scene, story, point) == -signal.SIGKILL, f"never came to {point}"
        if not scene.recognises_repeats:
            be_down_for(scene, STALE)
    assert ended(live, scene, story) == 0, f"did not get up after {points}"
    return scene, rows(scene)


def killed_at_each(
    ends: Sequence[Sequence[Point]], stage: Stage, recognises_repeats: bool, story: Story
) -> Iterator[tuple[Sequence[Point], Scene, Rows]]:
    """The scenes whose lives ended at each of `ends`, two scenes at a time."""
    scenes = [stage(recognises_repeats) for _ in ends]
    with ProcessPoolExecutor(2, multiprocessing.get_context("fork")) as pool:
        played = pool.map(killed_and_started_again, scenes, repeat(story), ends)
        for points, (scene, found) in zip(ends, played, strict=True):
            yield points, scene, found


def points_of(scene: Scene) -> list[Point]:
    """The points of a life that differ in what outlives it: after a commit all is as before the next one, unless
    something was noted between them."""
    points, number, keys = [], 0, scene.book.keys()
    for key, following in zip(keys, [*keys[1:], None], strict=True):
        if key == "commit":
            number += 1
            points += [Point(number, "before"), *([Point(number, "after")] if following != "commit" else [])]
    return points


def be_down_for(scene: Scene, length: timedelta) -> None:
    """As if it were started again only then: what was noted by the machine's clock is that much longer ago."""
    db = open_database(scene.url)
    with db.write() as session:
        for row in session.exec(select(Outbox).where(col(Outbox.claimed_at).is_not(None))):
            assert row.claimed_at is not None
            row.claimed_at -= length
    db.close()


def said(scene: Scene) -> list[tuple[str, str]]:
    return [(message["to"], message["text"]) for message in scene.shown()]


def test_the_points_are_where_we_think(stage: Stage) -> None:
    scene = undisturbed(stage(True), STORY)
    commits = scene.book.lines("commit")
    assert {"inbox", "conversation", "run", "followup", "opportunity", "deed", "timer", "limitpass", "outbox"} <= {
        table for commit in commits for table in commit
    }
    assert [commit for commit in commits if "followup" in commit and "outbox" in commit and "inbox" in commit]
    assert [commit for commit in commits if "timer" in commit and "outbox" in commit and "inbox" not in commit]
    assert [(message["to"], message["kind"]) for message in scene.shown()] == [
        ("小周", "reply"),
        ("小周", "receipt"),
        ("小周", "brief"),
        ("小周", "nudge"),
        ("小周", "nudge"),
        ("赵琳", "alert"),
    ]


def test_where_a_repeat_is_recognised_it_is_as_if_nothing_had_happened(stage: Stage) -> None:
    first = undisturbed(stage(True), STORY)
    rows_then = rows(first)
    once = [[point] for point in points_of(first)]
    twice = [[point, Point(number, side)] for point in points_of(first)[4::7] for number, side in GETTING_UP]
    for points, scene, rows_now in killed_at_each(once + twice, stage, True, STORY):
        assert scene.shown() == first.shown(), points
        assert rows_now == rows_then, points


def test_elsewhere_nothing_is_doubled_unmarked_and_nothing_is_missing(stage: Stage) -> None:
    """Like Telegram. In the end everybody writes something: what is doubtful is offered then at the latest."""
    story = [*STORY, *CLOSING]
    first = undisturbed(stage(False), story)
    rows_then, said_then = without_outbox(rows(first)), said(first)
    ends = [[point] for point in points_of(undisturbed(stage(False), STORY))]
    for points, scene, rows_now in killed_at_each(ends, stage, False, story):
        said_now = said(scene)
        assert not Counter(said_now) - Counter(said_then) - Counter(marked(said_then)), points
        for to, text in said_then:
            assert any(version in said_now for version in ((to, text), *marked([(to, text)]))), f"{points}: {text}"
        assert without_outbox(rows_now) == rows_then, points


def marked(messages: list[tuple[str, str]]) -> list[tuple[str, str]]:
    """How messages are said once more, or offered."""
    return [(to, head + text) for to, text in messages for head in (REPEATED, OFFERED, OFFERED + REPEATED)]


def without_outbox(found: Rows) -> Rows:
    return {table: content for table, content in found.items() if table != "outbox"}
