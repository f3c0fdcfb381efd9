"""The peer that stands for WeCom, spoken to by others than us: wechatpy opens what it seals and calls its API, WeCom's
own library for Node seals what our channel opens."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest
from peers.cgi_peer import xml
from peers.wecom_api import WeComApi
from peers.wecom_envelope import node_folder
from wechatpy.enterprise import WeChatClient, parse_message
from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.exceptions import WeChatClientException

from bot.channels.tencent.envelope import Signature
from bot.channels.wecom_app.envelope import Envelopes

NOW = datetime(2026, 11, 23, 2, tzinfo=UTC)
TEXT = xml({"FromUserName": "ZhangWei", "MsgType": "text", "Content": "成交 ]]> <a> & 🎉", "MsgId": 7})


@pytest.fixture
def server(monkeypatch: pytest.MonkeyPatch) -> Iterator[WeComApi]:
    monkeypatch.setenv("NO_PROXY", "127.0.0.1")
    with WeComApi(now=NOW.timestamp) as peer:
        yield peer


@pytest.fixture
def client(server: WeComApi, monkeypatch: pytest.MonkeyPatch) -> Iterator[Any]:
    """wechatpy's, with a token: where it asks for one is fixed in its code."""
    monkeypatch.setattr(WeChatClient, "API_BASE_URL", f"{server.url}/cgi-bin/")
    token = server._get_gettoken({"corpid": server.corp_id, "corpsecret": server.secret}, None)["access_token"]
    made = WeChatClient(server.corp_id, server.secret, access_token=token)
    monkeypatch.setattr(WeChatClient, "access_token", token)
    yield made
    made._http.close()


def test_wechatpy_opens_what_the_peer_seals(server: WeComApi) -> None:
    sealed = server.seal(TEXT)
    crypto = WeChatCrypto(server.callback_token, server.callback_aes_key, server.corp_id)
    parts = sealed.parts
    opened = crypto.decrypt_message(sealed.body, parts["msg_signature"], parts["timestamp"], parts["nonce"])
    message = parse_message(opened)
    assert (message.source, message.content, message.id) == ("ZhangWei", "成交 ]]> <a> & 🎉", 7)


def test_what_wechatpy_seals_our_channel_opens(server: WeComApi) -> None:
    crypto = WeChatCrypto(server.callback_token, server.callback_aes_key, server.corp_id)
    stamp = str(int(NOW.timestamp()))
    body = crypto.encrypt_message(TEXT, "88", stamp)
    signature = body.partition("<MsgSignature><![CDATA[")[2].partition("]")[0]
    envelopes = Envelopes(server.callback_token, server.callback_aes_key, server.corp_id)
    assert envelopes.message(body.encode(), Signature(signature, stamp, "88"), NOW)["MsgId"] == "7"


@pytest.mark.needs_wecom_crypto
@pytest.mark.parametrize("text", [TEXT, "<xml><Content>" + "长" * 4000 + "</Content><MsgType>text</MsgType></xml>"])
def test_what_wecoms_own_library_seals_our_channel_opens(server: WeComApi, text: str) -> None:
    folder: Path | None = node_folder()
    assert folder is not None
    sealed = server.sealer.by_node(text, int(NOW.timestamp()), folder)
    envelopes = Envelopes(server.callback_token, server.callback_aes_key, server.corp_id)
    assert envelopes.message(sealed.body, Signature.of(sealed.parts), NOW)["MsgType"] == "text"


def test_wechatpy_sends_and_uploads(server: WeComApi, client: Any, tmp_path: Path) -> None:
    message = {
        "msgtype": "text",
        "text": {"content": "在吗"},
        "enable_duplicate_check": 1,
        "duplicate_check_interval": 1800,
    }
    for _ in range(2):
        answer = client.post("message/send", data={"touser": "ZhangWei", "agentid": server.agent_id, **message})
        assert answer["errcode"] == 0 and answer["msgid"]
    assert server.texts("ZhangWei") == ["在吗"]
    picture = tmp_path / "a.png"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    with picture.open("rb") as file:
        media_id = client.media.upload("image", file)["media_id"]
    assert server._media[media_id][2] == picture.read_bytes()
    server.invisible = {"LiSi"}
    with pytest.raises(WeChatClientException) as refusal:
        client.post("message/send", data={"touser": "LiSi", "agentid": server.agent_id, **message})
    assert refusal.value.errcode == 81013
