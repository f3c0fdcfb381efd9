"""Settings: each variable that is wrong is named, secrets are never shown, and the example names them all."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from config.settings import PREFIX, Settings, SettingsError, read_settings

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _alone(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    for field in Settings.model_fields:
        monkeypatch.delenv(_variable(field), raising=False)


@pytest.mark.parametrize(
    ("name", "value", "words"),
    [
        ("XIAOBAN_WEB_PORT", "abc", "XIAOBAN_WEB_PORT: 应为整数"),
        ("XIAOBAN_WEB_PORT", "0", "XIAOBAN_WEB_PORT: 应为大于等于 1"),
        ("XIAOBAN_LOG_LEVEL", "loud", "XIAOBAN_LOG_LEVEL: 应为"),
        ("XIAOBAN_WEB_URL", "chat.example.com", "XIAOBAN_WEB_URL: 应为网址"),
        ("XIAOBAN_WEB_PROXY", "nginx.example.com", "XIAOBAN_WEB_PROXY: 应为 IP 地址"),
        ("XIAOBAN_MEDIA_URL", "kurz@bucket", "XIAOBAN_MEDIA_URL: 应为网址"),
        ("XIAOBAN_SECRET", "kurz", "XIAOBAN_SECRET: 太短了,至少要 16 个字符"),
    ],
)
def test_a_wrong_variable_is_named(monkeypatch: pytest.MonkeyPatch, name: str, value: str, words: str) -> None:
    monkeypatch.setenv(name, value)
    with pytest.raises(SettingsError) as error:
        read_settings()
    assert words in str(error.value) and "kurz" not in str(error.value)


def test_an_unknown_variable_in_the_file_is_named(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("XIAOBAN_WEB_PRT=8000\nTELEGRAM_TOKEN=700:geheim\n", "utf-8")
    with pytest.raises(SettingsError) as error:
        read_settings()
    assert "XIAOBAN_WEB_PRT: 没有这个设置" in str(error.value) and "geheim" not in str(error.value)


def test_the_example_names_every_variable_and_only_those() -> None:
    named = set(re.findall(r"^#([A-Z_]+)=", (ROOT / ".env.example").read_text("utf-8"), re.M))
    assert named == {_variable(name) for name in Settings.model_fields}


def _variable(name: str) -> str:
    """Rasa's two go without our prefix."""
    return name.upper() if name.startswith("rasa") else f"{PREFIX}{name}".upper()


def test_the_example_as_it_stands_changes_nothing(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text((ROOT / ".env.example").read_text("utf-8"), "utf-8")
    assert read_settings() == Settings(_env_file=None)  # type: ignore[call-arg]


def test_secrets_do_not_show() -> None:
    secrets = {"secret": "a long secret for tests", "telegram_token": "700:AAE", "db_url": "postgresql://u:w%40rt@h/d"}
    app = {"wecom_app_secret": "app-1", "wecom_callback_token": "token-1", "wecom_callback_aes_key": "key-1"}
    app |= {"official_secret": "account-1", "official_token": "token-2", "official_aes_key": "key-2"}
    app |= {"ilink_key": "key-3, which is long"}
    secrets |= app
    shown = repr(read_settings(**secrets))
    assert not any(value in shown for value in secrets.values())
    assert set(app.values()) <= set(read_settings(**secrets).secrets)
    assert {"a long secret for tests", "700:AAE", "w%40rt", "w@rt"} <= set(read_settings(**secrets).secrets)


def test_an_agent_id_that_is_no_number_is_named() -> None:
    with pytest.raises(SettingsError, match=r"XIAOBAN_WECOM_AGENT_ID: .*1000002.*'销伴'"):
        read_settings(wecom_agent_id="销伴")
