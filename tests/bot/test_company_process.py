"""A real company's process: founded, invited and run from the command line, spoken to over Telegram and the page."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from installation import Installation, ended
from peers import official_api
from peers.aibot import Aibot
from peers.botapi import LARGEST_DOWNLOAD, BotApi
from peers.official_api import OfficialApi
from peers.wecom_api import WeComApi, over_http
from testing import WORLD

from bot.channels.telegram.files import TOO_LARGE
from bot.wording.turn import NOT_FETCHED

pytestmark = pytest.mark.timeout(180)
CHAT, USER = 1001, "xiaozhou"
SECRET = "a long secret for tests"


@pytest.fixture
def server() -> Iterator[BotApi]:
    with BotApi() as peer:
        yield peer


def test_a_rep_joins_and_logs_over_telegram_and_a_killed_process_goes_on(tmp_path: Path, server: BotApi) -> None:
    bot = Installation(tmp_path, TELEGRAM_TOKEN=server.token, TELEGRAM_BASE_URL=server.base_url)
    bot.do("import", str(WORLD))
    code = re.search(r"加入 (\w+)", bot.do("invite", "小周"))
    assert code is not None

    def heard(words: str) -> bool:
        return any(words in shown.text for shown in server.messages(CHAT))

    with bot.run():
        server.says(CHAT, f"/start {code[1]}")
        server.until(lambda: heard("同意就开始"))
        server.taps(CHAT, "同意并加入")
        server.until(lambda: heard("加入好了"))
        server.says(CHAT, "刚跟联创孙总通了电话,周三下午再去")
        server.until(lambda: heard("异议是哪一类"))
    server.taps(CHAT, "价格敏感")
    with bot.run() as process:
        server.until(lambda: heard("已记录"))
        server.until(server.answered)
        bot.until_healthy()
        process.terminate()
        assert ended(process) == 0
    assert "Traceback" not in bot.log and server.token not in bot.log
    shown = [message.text for message in server.messages(CHAT)]
    assert [sum(words in text for text in shown) for words in ("异议是哪一类", "已记录")] == [1, 1]


def test_files_over_telegram_are_fetched_for_members_only(tmp_path: Path, server: BotApi) -> None:
    bot = Installation(tmp_path, TELEGRAM_TOKEN=server.token, TELEGRAM_BASE_URL=server.base_url)
    bot.do("import", str(WORLD))
    code = re.search(r"加入 (\w+)", bot.do("invite", "小周"))
    assert code is not None
    photo = server.file(b"JPEG", "photo") | {"width": 9, "height": 9}

    def heard(words: str) -> bool:
        return any(words in shown.text for shown in server.messages(CHAT))

    with bot.run() as process:
        server.sends(CHAT, photo=[photo], caption=f"加入 {code[1]}")
        server.until(lambda: heard("同意就开始"))
        assert server.called("getFile") == []
        server.taps(CHAT, "同意并加入")
        server.until(lambda: heard("加入好了"))
        server.breaking_downloads = 1
        server.sends(CHAT, voice=server.file(b"OggS", "voice") | {"duration": 3})
        server.until(lambda: heard("不是能放的语音") or heard("放不出来"))
        server.sends(CHAT, document=server.file(bytes(LARGEST_DOWNLOAD + 1), "large") | {"file_size": None})
        server.until(lambda: heard(TOO_LARGE))
        server.sends(CHAT, document={"file_id": "gone", "file_unique_id": "gone"})
        server.until(lambda: heard(NOT_FETCHED))
        process.terminate()
        assert ended(process) == 0
    kept = [path for path in (tmp_path / "media").rglob("*") if path.is_file()]
    assert [path.read_bytes() for path in kept] == [b"OggS"]
    assert server.token not in bot.log


def test_a_rep_joins_and_logs_over_wecom_and_a_killed_process_goes_on(tmp_path: Path) -> None:
    with Aibot() as server:
        credentials = {"WECOM_BOT_ID": server.bot_id, "WECOM_BOT_SECRET": server.secret, "WECOM_URL": server.url}
        bot = Installation(tmp_path, **credentials)
        bot.do("import", str(WORLD))
        code = re.search(r"加入 (\w+)", bot.do("invite", "小周"))
        assert code is not None

        def heard(words: str) -> bool:
            return any(words in text for text in server.texts(USER))

        with bot.run() as process:
            assert "企业微信" in bot.greeting(process)
            server.until(lambda: server.is_connected)
            server.enters(USER)
            server.until(lambda: heard("加入 邀请码"))
            server.says(USER, "你好")
            server.until(lambda: heard("要一个邀请码"))
            server.says(USER, f"加入 {code[1]}")
            server.until(lambda: heard("同意就开始"))
            server.taps(USER, "同意并加入")
            server.until(lambda: heard("加入好了"))
            server.speaks(USER, "刚跟联创孙总通了电话,周三下午再去")
            server.until(lambda: heard("异议是哪一类"))
        server.until(lambda: not server.is_connected)
        with bot.run() as process:
            bot.greeting(process)
            server.until(lambda: server.is_connected)
            server.taps(USER, "价格敏感")
            server.until(lambda: heard("已记录"))
            server.sends_file(USER, b"%PDF-1.4 " + bytes(99), "技术协议.pdf")
            server.until(lambda: heard("技术协议"))
            bot.until_healthy()
            process.terminate()
            assert ended(process) == 0
    assert "Traceback" not in bot.log and server.secret not in bot.log
    texts = server.texts(USER)
    assert [sum(words in text for text in texts) for words in ("听到:「刚跟联创孙总", "异议是哪一类", "已记录")] == [
        1,
        1,
        1,
    ]


def test_a_rep_joins_and_logs_over_an_app_of_wecoms_and_a_killed_process_goes_on(tmp_path: Path) -> None:
    with WeComApi() as server:
        bot = Installation(
            tmp_path,
            WECOM_CORP_ID=server.corp_id,
            WECOM_AGENT_ID=str(server.agent_id),
            WECOM_APP_SECRET=server.secret,
            WECOM_CALLBACK_TOKEN=server.callback_token,
            WECOM_CALLBACK_AES_KEY=server.callback_aes_key,
            WECOM_API_URL=server.url,
        )
        server.post = over_http(f"{bot.home}/wecom/callback")
        bot.do("import", str(WORLD))
        code = re.search(r"加入 (\w+)", bot.do("invite", "小周"))
        assert code is not None

        def heard(words: str) -> bool:
            return any(words in text for text in server.texts(USER))

        with bot.run() as process:
            assert "企业微信自建应用" in bot.greeting(process)
            bot.until_healthy()
            server.enters(USER)
            server.until(lambda: heard("加入 邀请码"))
            server.says(USER, "你好")
            server.until(lambda: heard("要一个邀请码"))
            server.says(USER, f"加入 {code[1]}")
            server.until(lambda: heard("同意就开始"))
            server.taps(USER, "同意并加入")
            server.until(lambda: heard("加入好了"))
            server.says(USER, "刚跟联创孙总通了电话,周三下午再去")
            server.until(lambda: heard("异议是哪一类"))
        with bot.run() as process:
            bot.greeting(process)
            bot.until_healthy()
            server.taps(USER, "价格敏感")
            server.until(lambda: heard("已记录"))
            server.sends_file(USER, b"%PDF-1.4 " + bytes(99), "技术协议.pdf")
            server.until(lambda: heard("技术协议"))
            process.terminate()
            assert ended(process) == 0
    assert "Traceback" not in bot.log and not [secret for secret in _secrets(server) if secret in bot.log]
    texts = server.texts(USER)
    assert [sum(words in text for text in texts) for words in ("异议是哪一类", "已记录")] == [1, 1]


def test_a_rep_joins_and_logs_over_an_official_account_and_a_killed_process_goes_on(tmp_path: Path) -> None:
    with OfficialApi() as server:
        bot = Installation(
            tmp_path,
            OFFICIAL_APP_ID=server.app_id,
            OFFICIAL_SECRET=server.secret,
            OFFICIAL_TOKEN=server.token,
            OFFICIAL_AES_KEY=server.aes_key,
            OFFICIAL_API_URL=server.url,
        )
        server.post = official_api.over_http(f"{bot.home}/official/callback")
        bot.do("import", str(WORLD))
        code = re.search(r"加入 (\w+)", bot.do("invite", "小周"))
        assert code is not None

        def heard(words: str) -> bool:
            return any(words in text for text in server.texts(USER))

        with bot.run() as process:
            assert "微信公众号" in bot.greeting(process)
            bot.until_healthy()
            server.follows(USER)
            assert heard("加入 邀请码")
            server.says(USER, "你好")
            server.until(lambda: heard("要一个邀请码"))
            server.follows(USER, code[1])
            server.until(lambda: heard("同意就开始"))
            server.says(USER, "1")
            server.until(lambda: heard("加入好了"))
            server.says(USER, "刚跟联创孙总通了电话,周三下午再去")
            server.until(lambda: heard("异议是哪一类"))
        with bot.run() as process:
            bot.greeting(process)
            bot.until_healthy()
            server.says(USER, "1")
            server.until(lambda: heard("已记录"))
            process.terminate()
            assert ended(process) == 0
        hidden = (server.secret, server.token, server.aes_key, server._token[0])
    assert "Traceback" not in bot.log and not [secret for secret in hidden if secret in bot.log]
    texts = server.texts(USER)
    assert [sum(words in text for text in texts) for words in ("异议是哪一类", "已记录")] == [1, 1]


def _secrets(server: WeComApi) -> tuple[str, ...]:
    return server.secret, server.callback_token, server.callback_aes_key, server._token[0]


def test_half_of_the_credentials_are_named(tmp_path: Path) -> None:
    bot = Installation(tmp_path, WECOM_BOT_ID="aib-1")
    with bot.run() as process:
        assert ended(process) == 1
    assert "还缺 XIAOBAN_WECOM_BOT_SECRET" in bot.log


def test_the_link_of_an_invitation_opens_the_page(tmp_path: Path) -> None:
    bot = Installation(tmp_path, SECRET=SECRET)
    bot.do("init", "--name", "某某公司", "--admin", "周明远")
    link = re.search(r"http://\S+", bot.do("invite", "周明远"))
    assert link is not None
    with bot.run() as process, httpx.Client(base_url=bot.home, trust_env=False) as browser:
        assert "网页" in bot.greeting(process)
        bot.until_healthy()
        assert browser.get("/").status_code == 401
        assert "先说清楚" in browser.get(link[0]).text
        assert browser.post("/consent").status_code == 200
        me = browser.get("/me").json()
        assert (me["name"], me["demo"]) == ("周明远", False)
        assert browser.get("/people").status_code == 404
        process.terminate()
        assert ended(process) == 0
    assert SECRET not in bot.log
