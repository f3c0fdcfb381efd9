"""Whatever comes in, a clear answer goes out, and nothing is lost."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlmodel import Session, col, select
from structlog.testing import capture_logs
from testing import Company

from bot.access import Speaker
from bot.app import App
from bot.conversation import Command, Flow
from bot.messaging.inbound import Inbound, Said
from bot.turn.opening import Opening, Talk
from config import policy as policies
from config.world import read_world
from config.yaml_lines import ConfigError
from storage.conversations import Inbox
from storage.people import Team

ROOT = Path(__file__).parents[2]
WORLD = """\
now: "2026-11-23T10:00:00+08:00"
teams:
  - {name: 东区}
members:
  - {name: 小周, role: rep, team: 东区}
customers:
  - {name: 甲公司, owner: 小周}
opportunities:
  - customer: 甲公司
    owner: 小周
    stage: quote
    stage_entered_at: "2026-11-23T09:00:00+08:00"
"""
WRONG_WORLDS = [
    ("role: rep", "role: boss", 5, "members.0.role", "应为 'rep'"),
    ("team: 东区", "team: 西区", 5, "members.0.team", "没有叫「西区」的团队"),
    ("owner: 小周}", "owner: 小赵}", 7, "customers.0.owner", "没有叫「小赵」的成员"),
    ("customer: 甲公司", "customer: 乙公司", 9, "opportunities.0.customer", "没有叫「乙公司」的客户"),
    ("stage: quote", "stage: offer", 11, "opportunities.0.stage", "应为 'lead'"),
    ('"2026-11-23T09:00:00+08:00"', '"2026-11-23 09:00"', 12, "opportunities.0.stage_entered_at", "时间要带时区"),
    ('"2026-11-23T10:00:00+08:00"', '"gestern"', 1, "now", "应为时间"),
    ("teams:", "taems:", 2, "taems", "不认识的键"),
    ("{name: 东区}", "{name: 东区}\n  - {name: 东区}", 4, "teams.1.name", "「东区」出现了两次"),
    ("{name: 甲公司", "{name: [甲公司", 7, "", "YAML 写错了"),
    ("members:\n  - {name: 小周, role: rep, team: 东区}", "members: []", 4, "members", "至少要有 1 项"),
]


@pytest.mark.parametrize(("right", "wrong", "line", "key", "reason"), WRONG_WORLDS)
def test_a_wrong_world_is_named_by_file_line_and_key(
    right: str, wrong: str, line: int, key: str, reason: str, tmp_path: Path
) -> None:
    file = tmp_path / "world.yaml"
    file.write_text(WORLD.replace(right, wrong, 1), "utf-8")
    with pytest.raises(ConfigError) as error:
        read_world(file)
    assert f"{file}:{line}: " in str(error.value) and key in str(error.value) and reason in str(error.value), (
        error.value
    )


WRONG_POLICIES = [
    ("name: 方案报价, limit_hours: 72", "name: 方案报价, limit_hours: -1", "stages.2.limit_hours", "大于 0"),
    ("name: 方案报价, limit_hours: 72", "name: 方案报价, limit_hour: 72", "stages.2.limit_hour", "不认识的键"),
    ("forced: [objection]", "forced: [price]", "stages.2.forced.0", "应为 'objection'"),
]


@pytest.mark.parametrize(("right", "wrong", "key", "reason"), WRONG_POLICIES)
def test_a_wrong_policy_is_named_by_file_line_and_key(
    right: str, wrong: str, key: str, reason: str, tmp_path: Path
) -> None:
    shipped, file = policies.SHIPPED.read_text("utf-8"), tmp_path / "policy.yml"
    assert right in shipped
    file.write_text(shipped.replace(right, wrong, 1), "utf-8")
    line = shipped[: shipped.index(right)].count("\n") + 1
    with pytest.raises(ConfigError) as error:
        policies.load(file)
    assert f"{file}:{line}: {key}: " in str(error.value) and reason in str(error.value), error.value


WRONG_LINES = [
    ("kein json", "不是一行 JSON"),
    ('["小周"]', "JSON 对象"),
    ('{"as": "小周", "texts": "你好"}', "texts"),
    ('{"as": "小周"}', "不能这样组合"),
    ('{"as": "小周", "text": 5}', "text 要是文字"),
    ('{"as": "小周", "tap": "没有这个按钮"}', "没有这个按钮"),
    ('{"as": "小周", "file": "nirgends.pdf"}', "nirgends.pdf"),
    ('{"advance": "bald"}', "时长看不懂"),
    ('{"advance": "999999999999d"}', "时长看不懂"),
    ('{"at": "2026-11-23T09:00:00+08:00"}', "时间不能往回走"),
    ('{"at": "2026-12-01T09:00:00"}', "时间要带时区"),
    ('{"restart": false}', "restart"),
]


def test_a_wrong_line_is_answered_in_its_place_and_the_rest_goes_on(company: Company) -> None:
    good = '{"as": "小周", "text": "帮助", "note": "ignored"}'
    script = [part for wrong, _ in WRONG_LINES for part in (wrong, good)]
    answers = list(company.simulation.run(script))
    assert [answer["line"] for answer in answers] == list(range(1, len(script) + 1))
    for answer, (_, reason) in zip(answers[::2], WRONG_LINES, strict=True):
        assert reason in answer["error"]
    assert all(answer["to"] == "小周" for answer in answers[1::2])
    company.ignore()


def bot(*args: str, stdin: str = "", **env: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "bot", *args],
        cwd=ROOT,
        env={**os.environ, **env},
        input=stdin,
        capture_output=True,
        text=True,
        check=False,
    )


def test_what_the_exit_status_says(tmp_path: Path) -> None:
    world, wrong, policy = (tmp_path / name for name in ("world.yaml", "wrong.yaml", "policy.yml"))
    world.write_text(WORLD, "utf-8")
    wrong.write_text(WORLD.replace("role: rep", "role: boss"), "utf-8")
    policy.write_text("stages: 3\n", "utf-8")
    refused = bot("simulate", "--world", str(wrong))
    assert (refused.returncode, refused.stdout) == (2, "") and f"{wrong}:5: members.0.role" in refused.stderr
    refused = bot("simulate", "--world", str(world), XIAOBAN_POLICY=str(policy))
    assert refused.returncode == 2 and f"{policy}:1: stages" in refused.stderr and "Traceback" not in refused.stderr
    played = bot("simulate", "--world", str(world), stdin='{"as": "小周", "text": "帮助"}\nkein json\n')
    assert played.returncode == 1
    assert [json.loads(line).get("error", "")[:8] for line in played.stdout.splitlines()] == ["", "不是一行 JSON"[:8]]


WRONG_MESSAGES = [
    ("kein json", "不是一行 JSON"),
    ('["你好"]', "JSON 对象"),
    ('{"text": "你好"}', "少了键:now"),
    ('{"text": "你好", "now": "2026-11-23T10:00:00+08:00", "who": "小周"}', "不认识的键:who"),
    ('{"text": 5, "now": "2026-11-23T10:00:00+08:00"}', "text 要是文字"),
    ('{"text": "你好", "now": "gleich"}', "时间看不懂"),
    ('{"text": "你好", "now": 5}', "时间看不懂"),
    ('{"text": "你好", "now": "2026-11-23T10:00:00"}', "时间要带时区"),
]


def test_a_wrong_message_is_answered_in_its_place_and_the_rest_is_understood(tmp_path: Path) -> None:
    good = '{"text": "帮助", "now": "2026-11-23T10:00:00+08:00", "gold": {"intent": "help"}}'
    names = tmp_path / "names.yaml"
    assert bot("parse", "--lexicon", str(names)).returncode == 2  # there is no such file
    names.write_text("customers: []\n", "utf-8")
    parsed = bot("parse", "--lexicon", str(names), stdin="\n".join(f"{wrong}\n{good}" for wrong, _ in WRONG_MESSAGES))
    answers = [json.loads(line) for line in parsed.stdout.splitlines()]
    assert parsed.returncode == 1 and "Traceback" not in parsed.stderr
    assert [answer.get("line") for answer in answers[::2]] == list(range(1, 2 * len(WRONG_MESSAGES), 2))
    for answer, (_, reason) in zip(answers[::2], WRONG_MESSAGES, strict=True):
        assert reason in answer["error"]
    assert [answer["intent"] for answer in answers[1::2]] == ["help"] * len(WRONG_MESSAGES)


def kept(company: Company) -> list[str]:
    """What was said, as the database keeps it; every message is handled."""
    with company.db.read() as session:
        rows = session.exec(select(Inbox).order_by(col(Inbox.id))).all()
    assert all(row.handled_at for row in rows)
    said = [row.said.get("text") or row.said.get("tap") for row in rows if row.channel == "simulated"]
    return [str(words or "") for words in said]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("", "这条是空的"),
        (" \n\t ", "这条是空的"),
        ("\x00\x00", "这条是空的"),
        ("👍", "收到"),
        ("😀😀🎉", "收到"),
        ("……??!", "收到"),
        ("很" * 33_400, "33,400 个字,太长了"),
        ("asdkjh qwe", ""),
        ("刚跟联创\x00孙总\x07打完电话,他嫌\u202e价格高,周三下午我再去一趟", ""),
        ("e\u0301" * 50, ""),
        ("<b>{}%s'; DROP TABLE member;--</b>", ""),
        ("9" * 400, ""),
        ("/" * 50, ""),
    ],
    ids=lambda value: repr(value)[:24],
)
def test_any_text_is_answered_and_kept(text: str, answer: str, company: Company) -> None:
    rep = company.member("小周").says(text)
    rep.hears(answer, never=["没处理成"])
    assert kept(company) == [text.replace("\x00", "")]
    company.ignore()
    rep.says("联创现在什么情况").hears("联创", "方案报价")


def test_what_no_database_can_keep_is_left_out(company: Company) -> None:
    rep = company.member("小周").says("联创\ud800现在什么情况\x00")
    rep.hears("")
    assert kept(company) == ["联创?现在什么情况"]


def test_bad_words_in_the_middle_of_a_question_lose_nothing(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("异议")
    for text in ("", "👍", "很" * 33_400, "\x00"):
        rep.says(text)
        assert "没处理成" not in company.transcript()
    company.ignore()
    rep.taps("价格敏感").hears("已记录", "孙总", "价格敏感", r"11月25日")


@pytest.mark.parametrize("name", ["路人甲", "👻", "x" * 300, "a:b:c", "'; --", "\x00谁"], ids=lambda value: value[:12])
def test_an_unknown_person_is_told_how_to_join_and_nothing_else(name: str, company: Company) -> None:
    stranger = company.member(name)
    for text in ("联创现在什么情况", "撤回", "", "取消", "加入 0000"):
        stranger.says(text)
    shown = [message.text for message in company.simulation.screens.shown]
    assert len(shown) == 5 and all("邀请码" in text for text in shown) and "联创" not in "".join(shown)
    company.ignore()


TAPS = ["", "a", "a:", "a:1", "a:1:2", "a:1:1:99", "a:-1:1:1", "a:99999999999999999999:1:1", "o:1:99", "o:999999:0",
        "o::", "x:1:2", "撤回", "a:1:1:1:1", "\x00", "👍" * 200, "a:²:1:1", "o:1:0;DROP"]  # fmt: skip


def test_taps_with_garbage_are_answered_and_change_nothing(company: Company) -> None:
    rep = company.member("小周").says("刚跟联创孙总通完电话,周三下午再去")
    rep.hears("异议")
    for number, data in enumerate(TAPS):
        company.restart()
        tapped(company, number, data)
    shown = company.transcript()
    assert "没处理成" not in shown and "已记录" not in shown
    assert kept(company)[1:] == [data.replace("\x00", "") for data in TAPS]
    company.ignore()
    rep.taps("价格敏感").hears("已记录", "价格敏感")


def test_a_tap_on_somebody_elses_button_does_nothing(company: Company) -> None:
    company.until("2026-11-25 09:40")
    company.member("小周").hears("鼎新", kind="nudge")
    button = company.simulation.screens.button("小周", "需要支持")
    assert button is not None
    tapped(company, 1, button, who="小郑")
    company.member("小郑").hears("认不出来")
    company.member("赵琳").hears_nothing()


def tapped(company: Company, number: int, data: str, who: str = "小周") -> None:
    app = company.simulation.app
    app.receive(Inbound("simulated", f"tap{number}", who, Said(tap=data), company.clock.now()))
    company.simulation.settle()


class Fragile(Company):
    """A company with a flow that fails while it is `broken`."""

    broken = True

    def rebuild(self) -> App:
        app = super().rebuild()
        if self.broken:
            app.rules.table.by_command["坏了"] = app.rules.table.by_name["fragile"] = FRAGILE
        return app


async def fragile(talk: Talk, opening: Opening) -> None:
    await talk.execute("write", half_a_record)
    await talk.say("half way")
    raise RuntimeError("a flow with a mistake in it")


def half_a_record(session: Session, _by: Speaker) -> None:
    session.add(Team(name="半截"))


FRAGILE = Flow("fragile", version=1, run=fragile, starts=(Command("坏了"),), roles=frozenset({"rep"}))


@pytest.fixture
def shaky(tmp_path: Path, template: Path) -> Iterator[Fragile]:
    company = Fragile(tmp_path, template)
    yield company
    company.close()


def test_a_flow_that_fails_is_logged_told_undone_and_tried_again(shaky: Fragile) -> None:
    rep = shaky.member("小周")
    with capture_logs() as logged:
        rep.says("坏了")
    failures = [entry for entry in logged if entry["event"] == "turn failed"]
    assert [entry["attempt"] for entry in failures] == [1, 2, 3]
    assert all(entry["log_level"] == "error" and entry["exc_info"] for entry in failures)
    rep.hears("没处理成:「坏了」", "没有丢", choices=["再试一次"])
    with shaky.db.read() as session:
        row = session.exec(select(Inbox)).one()
        assert (row.attempts, row.handled_at is None, row.set_aside_at is not None) == (3, True, True)
        assert "a flow with a mistake in it" in (row.last_error or "")
        assert not session.exec(select(Team).where(Team.name == "半截")).all()
    rep.says("联创现在什么情况").hears("联创", "方案报价")
    shaky.broken = False
    rep.taps("再试一次").hears("再试一次")
    rep.hears("坏了", "没听懂")
    rep.taps("再试一次").hears("已经处理过")
