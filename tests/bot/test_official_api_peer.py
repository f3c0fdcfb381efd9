"""The peer that stands for WeChat's Official Accounts, spoken to by others than us: wechatpy opens what it seals and
calls its API."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl

import pytest
from peers.official_api import OfficialApi
from wechatpy import WeChatClient, parse_message
from wechatpy.crypto import WeChatCrypto
from wechatpy.exceptions import WeChatClientException
from wechatpy.utils import check_signature

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
FOLLOWER = "oZhangWei"


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[OfficialApi]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with OfficialApi(now=NOW.timestamp) as peer:
        yield peer


@pytest.fixture
def client(server: OfficialApi, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """wechatpy's: where it asks for a token is fixed in its code."""
    monkeypatch.setattr(WeChatClient, "API_BASE_URL", f"{server.url}/cgi-bin/")
    made = WeChatClient(server.app_id, server.secret)

    def fetch() -> Any:
        query = {"grant_type": "client_credential", "appid": server.app_id, "secret": server.secret}
        return made._fetch_access_token(f"{server.url}/cgi-bin/token", query)

    monkeypatch.setattr(made, "fetch_access_token", fetch)
    yield made
    made._http.close()


@pytest.mark.parametrize("mode", ["plain", "compatible", "safe"])
def test_wechatpy_knows_the_signature_and_opens_what_is_sealed(server: OfficialApi, mode: str) -> None:
    server.mode = mode
    asked: list[tuple[dict[str, str], bytes]] = []

    def post(query: str, body: bytes) -> tuple[int, bytes]:
        asked.append((dict(parse_qsl(query)), body))
        return 200, b"success"

    server.post = post
    server.says(FOLLOWER, "成交 ]]> <a> & 🎉", MsgId=7)
    ((parts, body),) = asked
    check_signature(server.token, parts["signature"], parts["timestamp"], parts["nonce"])
    if mode != "plain":
        crypto = WeChatCrypto(server.token, server.aes_key, server.app_id)
        assert parts["encrypt_type"] == "aes"
        body = crypto.decrypt_message(body, parts["msg_signature"], parts["timestamp"], parts["nonce"])
    message = parse_message(body)
    assert (message.source, message.target, message.id) == (FOLLOWER, server.account, 7)
    assert message.content == "成交 ]]> <a> & 🎉"


def test_wechatpys_answers_are_opened(server: OfficialApi) -> None:
    reply = (
        f"<xml><ToUserName>{FOLLOWER}</ToUserName><FromUserName>{server.account}</FromUserName>"
        "<CreateTime>1</CreateTime><MsgType>text</MsgType><Content>好</Content></xml>"
    )
    crypto = WeChatCrypto(server.token, server.aes_key, server.app_id)
    server.post = lambda query, body: (200, crypto.encrypt_message(reply, "88", "1").encode())
    server.says(FOLLOWER, "早")
    assert [(shown.kind, shown.text) for shown in server.messages(FOLLOWER)] == [("answer", "好")]


def test_a_callback_without_an_answer_comes_three_times_more(server: OfficialApi) -> None:
    asked: list[str] = []

    def post(query: str, body: bytes) -> tuple[int, bytes]:
        asked.append(query)
        return 503, b""

    server.post = post
    server.says(FOLLOWER, "早")
    assert len(asked) == 4 and server.unanswered == [FOLLOWER]


def test_wechatpy_sends_within_the_window_and_uploads(server: OfficialApi, client: Any, tmp_path: Path) -> None:
    server.post = lambda query, body: (200, b"success")
    with pytest.raises(WeChatClientException) as refusal:
        client.message.send_text(FOLLOWER, "在吗")
    assert refusal.value.errcode == 40003
    server.says(FOLLOWER, "早")
    for number in range(5):
        client.message.send_text(FOLLOWER, f"{number}")
    with pytest.raises(WeChatClientException) as refusal:
        client.message.send_text(FOLLOWER, "6")
    assert refusal.value.errcode == 45047
    server.clicks(FOLLOWER, "帮助")
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    with picture.open("rb") as file:
        media_id = client.media.upload("image", file)["media_id"]
    client.message.send_image(FOLLOWER, media_id)
    assert client.media.download(media_id).content == picture.read_bytes()
    assert [shown.text for shown in server.messages(FOLLOWER)] == ["0", "1", "2", "3", "4", ""]
    server.ahead = 48 * 3600 + 1
    client.fetch_access_token()
    with pytest.raises(WeChatClientException) as refusal:
        client.message.send_text(FOLLOWER, "还在吗")
    assert refusal.value.errcode == 45015


def test_wechatpys_menu_and_token(server: OfficialApi, client: Any) -> None:
    assert client.menu.get() is None and server.refused == [46003]
    menu = {"button": [{"type": "click", "name": "帮助", "key": "帮助"}]}
    client.menu.create(menu)
    assert client.menu.get()["menu"] == menu and client.menu.get_menu_info()["is_menu_open"] == 1
    server.certified = False
    with pytest.raises(WeChatClientException) as refusal:
        client.message.send_text(FOLLOWER, "在吗")
    assert refusal.value.errcode == 48001
