"""The process as it is started: what it says when it cannot start, what it leaves unloaded, how it ends."""

from __future__ import annotations

import signal
import socket
from pathlib import Path

import pytest
from installation import Installation, ended

pytestmark = pytest.mark.timeout(180)
HEAVY = {"sklearn", "scipy", "torch", "telegram", "faster_whisper", "matplotlib", "sentence_transformers", "rasa"}


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_it_says_where_it_is_and_ends_cleanly_without_what_is_heavy(tmp_path: Path, number: signal.Signals) -> None:
    bot = Installation(tmp_path)
    with bot.run("-X", "importtime") as process:
        greeting = bot.greeting(process)
        assert bot.home in greeting and "云栈智能" in greeting
        bot.until_healthy()
        process.send_signal(number)
        assert ended(process) == 0, bot.log[-2000:]
    loaded = {line.rpartition("|")[2].strip().partition(".")[0] for line in bot.log.splitlines()}
    assert {"bot", "nlu"} <= loaded and loaded & HEAVY == set()


def test_a_port_that_is_taken_is_said_in_one_sentence(tmp_path: Path) -> None:
    bot = Installation(tmp_path)
    with socket.create_server(("127.0.0.1", bot.port)), bot.run() as process:
        assert ended(process) == 1
    assert f"端口 {bot.port} 已经被占用" in bot.log and len(bot.log.splitlines()) == 1


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        ({"WEB_PORT": "achtzig"}, "XIAOBAN_WEB_PORT"),
        ({"POLICY": "nowhere.yml"}, "nowhere.yml"),
        ({"WEB_HOST": "0.0.0.0"}, "演示不用登录"),
        ({"SECRET": "a long secret for tests", "DB_URL": "oracle://h/d"}, "oracle"),
        ({"SECRET": "a long secret for tests", "MEDIA_URL": "nonsense://bucket"}, "XIAOBAN_MEDIA_URL"),
    ],
)
def test_what_is_set_wrongly_is_said_without_a_traceback(tmp_path: Path, settings: dict[str, str], words: str) -> None:
    bot = Installation(tmp_path, **settings)
    with bot.run() as process:
        assert ended(process) in (1, 2)
    assert words in bot.log and "Traceback" not in bot.log


def test_a_database_that_is_down_is_waited_for_and_that_is_said(tmp_path: Path) -> None:
    bot = Installation(tmp_path, SECRET="a long secret for tests", DB_URL="postgresql://u:word@127.0.0.1:1/d")
    with bot.run() as process:
        bot.until_logged("数据库(127.0.0.1:1)还连不上")
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        ended(process)
    assert "word" not in bot.log and "Traceback" not in bot.log


def test_a_company_that_no_channel_leads_to_is_pointed_out(tmp_path: Path) -> None:
    bot = Installation(tmp_path)
    bot.do("init", "--name", "某某公司", "--admin", "周明远")
    with bot.run() as process:
        assert "云栈智能" in bot.greeting(process)
        assert "要先在 .env 里配一个渠道" in bot.greeting(process)
