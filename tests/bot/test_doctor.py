"""`doctor` tries every credential and connection, says what is wrong and what helps, and disturbs nobody at work."""

from __future__ import annotations

import asyncio
import re
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from peers.aibot import Aibot
from peers.botapi import BotApi
from peers.ilink_api import ILinkApi
from peers.official_api import OfficialApi
from peers.wecom_api import WeComApi

from bot.__main__ import call
from bot.channels.ilink.logins import Login, Logins
from bot.channels.wecom import link
from bot.channels.wecom.checkup import BUSY
from bot.commands import doctor
from bot.runtime.leases import NamedLease
from config.settings import Settings, settings
from storage.engine import open_database


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Iterator[None]:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    for field in Settings.model_fields:
        monkeypatch.delenv(f"XIAOBAN_{field}".upper(), raising=False)
    monkeypatch.setenv("XIAOBAN_HEARING", "off")
    monkeypatch.setenv("XIAOBAN_EMBEDDER", "embedded")
    settings.cache_clear()
    yield
    settings.cache_clear()


def configured(monkeypatch: pytest.MonkeyPatch, **given: str) -> None:
    for name, value in given.items():
        monkeypatch.setenv(f"XIAOBAN_{name}", value)
    settings.cache_clear()


def found(monkeypatch: pytest.MonkeyPatch, **given: str) -> dict[str, str]:
    """Each finding by its name, with its sign before the sentence."""
    configured(monkeypatch, **given)
    return {finding.name: f"{finding.state} {finding.sentence}" for finding in doctor.examine(settings())}


def of_wecom(server: Aibot, **other: str) -> dict[str, str]:
    given = {"WECOM_BOT_ID": server.bot_id, "WECOM_BOT_SECRET": server.secret, "WECOM_URL": server.url}
    return given | other


def a_company() -> None:
    assert call(["init", "--name", "某某公司", "--admin", "周明远"]) == 0


def test_a_demo_is_well_and_says_that_it_is_one(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert call(["doctor"]) == 0
    said = capsys.readouterr().out
    assert "! 渠道:一个都没配" in said and said.splitlines()[-1] == "能用。"
    assert not Path("var/xiaoban.db").exists()


def test_everything_is_well(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    with Aibot() as server, BotApi() as telegram:
        credentials = of_wecom(server, TELEGRAM_TOKEN=telegram.token, TELEGRAM_BASE_URL=telegram.base_url)
        configured(monkeypatch, **credentials)
        a_company()
        findings = found(monkeypatch, **credentials)
        assert findings["数据库"] == "✓ 某某公司,管理员 周明远"
        assert findings["企业微信"].startswith("✓ 连得上")
        assert findings["Telegram"] == "✓ 机器人 @xiaoban_bot"
        assert all(sentence.startswith("✓") for sentence in findings.values())
        capsys.readouterr()
        assert call(["doctor"]) == 0
        said = capsys.readouterr()
        assert server.secret not in said.out + said.err and telegram.token not in said.out + said.err


def test_what_is_wrong_is_said_with_what_helps(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with Aibot() as server, BotApi() as telegram:
        other = {"TELEGRAM_TOKEN": "700:wrong", "TELEGRAM_BASE_URL": telegram.base_url}
        findings = found(monkeypatch, **of_wecom(server, WECOM_BOT_SECRET="wrong", **other))
    assert findings["数据库"] == "✗ 公司还没建,先 python -m bot init"
    assert re.match("✗ 企业微信不认这对 Bot ID 和 Secret.*853000", findings["企业微信"])
    assert "@BotFather" in findings["Telegram"] and "XIAOBAN_TELEGRAM_TOKEN" in findings["Telegram"]
    assert call(["doctor"]) == 1
    said = capsys.readouterr().out
    assert said.splitlines()[-1] == "有 3 处要处理,处理完再跑一遍。" and "700:wrong" not in said


def test_nobody_there_is_told_from_a_wrong_secret(monkeypatch: pytest.MonkeyPatch) -> None:
    findings = found(
        monkeypatch,
        WECOM_BOT_ID="a",
        WECOM_BOT_SECRET="b",
        WECOM_URL="ws://127.0.0.1:9",
        TELEGRAM_TOKEN="700:T",
        TELEGRAM_BASE_URL="http://127.0.0.1:9",
        RASA_URL="http://127.0.0.1:9",
    )
    assert findings["企业微信"].startswith("✗ 连不上 127.0.0.1:9")
    assert findings["Telegram"].startswith("✗ 连不上 http://127.0.0.1:9") and "PROXY" in findings["Telegram"]


def test_a_webhook_of_before_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with BotApi(webhook="https://elsewhere.example.com") as telegram:
        findings = found(monkeypatch, TELEGRAM_TOKEN=telegram.token, TELEGRAM_BASE_URL=telegram.base_url)
    assert findings["Telegram"].startswith("✗ 这个机器人设过 webhook") and telegram.token not in findings["Telegram"]


def test_one_credential_without_the_other_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    assert "还缺 XIAOBAN_WECOM_BOT_SECRET" in found(monkeypatch, WECOM_BOT_ID="a")["企业微信"]


def of_wecom_app(server: WeComApi, **other: str) -> dict[str, str]:
    given = {"WECOM_CORP_ID": server.corp_id, "WECOM_AGENT_ID": str(server.agent_id), "WECOM_API_URL": server.url}
    secrets = (server.secret, server.callback_token, server.callback_aes_key)
    given |= dict(zip(("WECOM_APP_SECRET", "WECOM_CALLBACK_TOKEN", "WECOM_CALLBACK_AES_KEY"), secrets, strict=True))
    return given | {"WEB_URL": "https://chat.example.com"} | other


def test_an_app_of_wecoms_is_tried_and_its_callback_address_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with WeComApi() as server:
        well = found(monkeypatch, **of_wecom_app(server))["企业微信自建应用"]
        assert well == "✓ 应用「销伴」能用;回调地址填 https://chat.example.com/wecom/callback"
        server.closed = True
        assert "停用" in found(monkeypatch)["企业微信自建应用"]
        server.closed, server.untrusted_ip = False, "203.0.113.9"
        assert "203.0.113.9" in found(monkeypatch)["企业微信自建应用"]


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"WECOM_APP_SECRET": "wrong"}, "Secret.*40001"),
        ({"WECOM_AGENT_ID": "7"}, "AgentId.*同一个"),
        ({"WECOM_API_URL": "http://127.0.0.1:9"}, "连不上 127.0.0.1:9"),
        ({"WECOM_CORP_ID": "", "WECOM_CALLBACK_TOKEN": ""}, "还缺 XIAOBAN_WECOM_CORP_ID、XIAOBAN_WECOM_CALLBACK_TOKEN"),
        ({"WECOM_CALLBACK_AES_KEY": "too-short"}, "XIAOBAN_WECOM_CALLBACK_AES_KEY 不对"),
        ({"WEB_URL": ""}, "公网"),
    ],
)
def test_what_is_wrong_with_an_app_of_wecoms_is_said(
    monkeypatch: pytest.MonkeyPatch, other: dict[str, str], sentence: str
) -> None:
    with WeComApi() as server:
        finding = found(monkeypatch, **of_wecom_app(server, **other))["企业微信自建应用"]
    assert finding.startswith("✗") and re.search(sentence, finding), finding
    assert server.secret not in finding and server.callback_aes_key not in finding


def of_official(server: OfficialApi, **other: str) -> dict[str, str]:
    given = {"OFFICIAL_APP_ID": server.app_id, "OFFICIAL_SECRET": server.secret, "OFFICIAL_TOKEN": server.token}
    given |= {"OFFICIAL_AES_KEY": server.aes_key, "OFFICIAL_API_URL": server.url}
    return given | {"WEB_URL": "https://chat.example.com"} | other


def test_an_official_account_is_tried_and_its_address_said(monkeypatch: pytest.MonkeyPatch) -> None:
    with OfficialApi() as server:
        well = found(monkeypatch, **of_official(server))["微信公众号"]
        assert well == "✓ 公众号能用;服务器地址(URL)填 https://chat.example.com/official/callback"
        assert "明文模式" in found(monkeypatch, OFFICIAL_AES_KEY="")["微信公众号"]
        server.certified = False
        assert "微信认证" in found(monkeypatch)["微信公众号"]
        server.certified, server.untrusted_ip = True, "203.0.113.9"
        assert "203.0.113.9" in found(monkeypatch)["微信公众号"]


@pytest.mark.parametrize(
    ("other", "sentence"),
    [
        ({"OFFICIAL_SECRET": "wrong"}, "AppSecret.*40125"),
        ({"OFFICIAL_APP_ID": "wx-wrong"}, "AppID.*40013"),
        ({"OFFICIAL_API_URL": "http://127.0.0.1:9"}, "连不上 127.0.0.1:9"),
        ({"OFFICIAL_APP_ID": "", "OFFICIAL_TOKEN": ""}, "还缺 XIAOBAN_OFFICIAL_APP_ID、XIAOBAN_OFFICIAL_TOKEN"),
        ({"OFFICIAL_AES_KEY": "too-short"}, "XIAOBAN_OFFICIAL_AES_KEY 不对"),
        ({"WEB_URL": ""}, "公网"),
    ],
)
def test_what_is_wrong_with_an_official_account_is_said(
    monkeypatch: pytest.MonkeyPatch, other: dict[str, str], sentence: str
) -> None:
    with OfficialApi() as server:
        finding = found(monkeypatch, **of_official(server, **other))["微信公众号"]
    assert finding.startswith("✗") and re.search(sentence, finding), finding
    assert server.secret not in finding and server.aes_key not in finding


def test_personal_wechat_is_tried_by_a_code(monkeypatch: pytest.MonkeyPatch) -> None:
    key = {"ILINK_KEY": "a long key for the tests"}
    with ILinkApi() as server:
        reached = {**key, "ILINK_URL": server.url}
        alone = found(monkeypatch, **reached)["个人微信"]
        assert alone.startswith("✗ 个人微信要先有别的入口") and not server.calls
        other = {"SECRET": "a long secret for the tests"}
        assert found(monkeypatch, **reached, **other)["个人微信"].startswith("✓ 连得上")
    assert found(monkeypatch, **key, **other, ILINK_URL="http://127.0.0.1:9")["个人微信"].startswith(
        "✗ 连不上 127.0.0.1:9"
    )


def test_logins_of_personal_wechat_that_the_key_does_not_open_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    with ILinkApi() as server:
        given = {
            "ILINK_KEY": "a long key for the tests",
            "ILINK_URL": server.url,
            "SECRET": "a long secret for the tests",
        }
        configured(monkeypatch, **given)
        a_company()
        db = open_database(settings().company_db)
        Logins(db, "the key of before").keep(Login("u@im.wechat", "b@im.bot", "t", server.url))
        db.close()
        assert found(monkeypatch)["个人微信"].startswith("✗ 有 1 个个人微信的登录打不开:XIAOBAN_ILINK_KEY")
        monkeypatch.delenv("XIAOBAN_ILINK_KEY")
        assert found(monkeypatch)["个人微信"].startswith("✗ 有 1 个个人微信的登录闲着")


def test_who_is_at_work_is_not_pushed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    with Aibot() as server:
        configured(monkeypatch, **of_wecom(server))
        a_company()
        running = open_database(settings().company_db)
        running.hold()
        assert found(monkeypatch)["企业微信"] == f"✓ {BUSY}"
        running.close()
        assert server.subscribed == 0


def test_where_another_replica_has_the_lease_nothing_is_tried(tmp_path: Path) -> None:
    from bot.channels.wecom.checkup import examine
    from storage.tables import METADATA

    db = open_database(f"sqlite:///{tmp_path / 'a.db'}")
    METADATA.create_all(db.engine)
    holder, other = (NamedLease(db, link.LEASE_NAME, timedelta(minutes=1)) for _ in range(2))
    assert holder.take()
    assert asyncio.run(examine("a", "b", "ws://127.0.0.1:9", other)) == BUSY
    db.close()


def test_files_models_and_voice_are_looked_at(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    findings = found(monkeypatch, VAR=str(tmp_path / "file"), EMBEDDER="http://127.0.0.1:9/v1", EMBEDDER_MODEL="m")
    assert findings["文件"].startswith("✗") and "XIAOBAN_VAR" in findings["文件"]
    assert findings["按意思找话术"].startswith("✗")
    monkeypatch.setenv("XIAOBAN_VAR", str(tmp_path / "var"))
    findings = found(monkeypatch, HEARING="", EMBEDDER="")
    assert findings["听语音"].startswith("✗") and "models get whisper-base" in findings["听语音"]
    assert findings["按意思找话术"].startswith("!")
    assert found(monkeypatch, HEARING="nowhere")["听语音"].startswith("✗ XIAOBAN_HEARING 写的「nowhere」")
