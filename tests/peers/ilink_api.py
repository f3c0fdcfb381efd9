"""iLink on the loopback, with the CDN and the people who scan and chat, as faithful as our use of it needs.

Sources, named at each rule: [protocol] docs/protocol.md, [types] src/api/types.ts and [client] the rest of Tencent's
own client (github.com/Tencent/openclaw-weixin 2.4.8); [users] its issues: 69 a second scan ends the first login, 81 ten
messages, 185 24 hours, 239 messages come twice, openclaw/openclaw 136975 long texts; and what others found who speak to
it: an id that is used again is taken and not shown. What nobody says is marked [assumed]. Another's client
(wechatbot-sdk 0.3.0) has logged in here, read messages and files, sent words, pictures and files, and noticed the end
of its login.

Tests play the people: `scans`, `confirms`, `says`, `speaks`, `sends_file`; they read what the bot sent from
`messages`.
"""

from __future__ import annotations

import asyncio
import base64
import hashlib
import itertools
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from peers.aibot_rules import Refused
from peers.cgi_peer import Broken, Call, CgiPeer, Shown

WINDOW, MOST = 24 * 3600.0, 10  # seconds, messages [users]
LONGEST_TEXT = 5000  # characters that were taken; somewhat more were not [users]
GOOD_SECONDS = 300.0  # of a code [assumed]
CLOSED, ENDED = -2, -14
NAMES = {CLOSED: "prepare failed", ENDED: "session timeout"}  # [users]
ITEMS = {1: "text_item", 2: "image_item", 3: "voice_item", 4: "file_item", 5: "video_item"}  # [types]
MEDIA = {1: "image", 2: "video", 3: "file"}  # of an upload [types]


@dataclass
class LoginCode:
    content: str
    known: list[str]
    at: float
    status: str = "wait"
    told: str = ""
    digits: str = ""
    tokens: dict[str, str] = field(default_factory=dict)


@dataclass
class Bot:
    """One login. `held` are messages with their numbers; `contexts` when each was given out, and how many it took."""

    user: str
    id: str
    token: str
    alive: bool = True
    held: list[tuple[int, dict[str, Any]]] = field(default_factory=list)
    contexts: dict[str, list[float]] = field(default_factory=dict)
    started: int = 0


@dataclass
class ILinkApi(CgiPeer):
    hold_seconds: float = 0.2  # for which a question waits; WeChat's own is 35 [protocol]
    again: int = 0  # how many messages of before come again with the next [users]
    wants_digits: str = ""  # from who scans next
    slips: int = 0  # how many questions are told that the login has ended, which has not
    plan: list[Callable[[], object]] = field(default_factory=list)  # what people do, one at each question of a code
    no_addresses: bool = False  # the CDN's addresses are not given whole

    def __post_init__(self) -> None:
        super().__post_init__()
        self.codes: dict[str, LoginCode] = {}
        self.bots: dict[str, Bot] = {}
        self._ids: set[str] = set()
        self._places: dict[str, dict[str, Any]] = {}
        self._cdn: dict[str, bytes] = {}
        self._seq = itertools.count(1)

    # ---- the people

    def newest(self) -> LoginCode:
        return list(self.codes.values())[-1]

    def scans(self, user: str) -> None:
        code = self.newest()
        bound = [bot for bot in self.bots.values() if bot.user == user and bot.alive and bot.token in code.known]
        code.status = "binded_redirect" if bound else "need_verifycode" if self.wants_digits else "scaned"
        code.digits = self.wants_digits
        self.changed()

    def confirms(self, user: str) -> Bot:
        for bot in self.bots.values():
            bot.alive = bot.alive and bot.user != user  # [users]
        number = os.urandom(4).hex()
        made = Bot(user, f"{number}@im.bot", f"{number}@im.bot:{os.urandom(16).hex()}")
        self.bots[made.token] = made
        code = self.newest()
        code.status, code.tokens = "confirmed", {"user": user, "token": made.token, "bot": made.id}
        self.changed()
        return made

    def expires(self) -> None:
        self.newest().status = "expired"
        self.changed()

    def logged_in(self, user: str) -> Bot:
        """Somebody is, without the way there."""
        self.codes.setdefault("c", LoginCode("https://liteapp.weixin.qq.com/q/c", [], self.time()))
        return self.confirms(user)

    def ends(self, user: str) -> None:
        self.bot(user).alive = False
        self.changed()

    def bot(self, user: str) -> Bot:
        return [bot for bot in self.bots.values() if bot.user == user][-1]

    def says(self, user: str, text: str, **other: Any) -> dict[str, Any]:
        return self.comes(user, [{"type": 1, "text_item": {"text": text}}], **other)

    def speaks(self, user: str, data: bytes, heard: str = "") -> dict[str, Any]:
        voice = {"media": self._stored(data), "encode_type": 6, "playtime": 3200, **({"text": heard} if heard else {})}
        return self.comes(user, [{"type": 3, "voice_item": voice}])

    def sends_file(self, user: str, kind: int, data: bytes, **about: Any) -> dict[str, Any]:
        content = {"media": self._stored(data), **about}
        if kind == 2:  # the key is in hexadecimal beside, and raw in the reference [types, client]
            raw = bytes.fromhex(base64.b64decode(content["media"]["aes_key"]).decode())
            content["aeskey"] = raw.hex()
            content["media"]["aes_key"] = base64.b64encode(raw).decode()
        return self.comes(user, [{"type": kind, ITEMS[kind]: content}])

    def comes(self, user: str, items: list[dict[str, Any]], **other: Any) -> dict[str, Any]:
        bot, context = self.bot(user), os.urandom(12).hex()
        bot.contexts[context] = [self.time(), 0]  # [assumed]: each holds by itself
        message = {
            "message_id": next(self._numbers),
            "from_user_id": user,
            "to_user_id": bot.id,
            "create_time_ms": int(self.time() * 1000),
            "message_type": 1,
            "message_state": 2,
            "item_list": items,
            "context_token": context,
        } | other
        bot.held.append((next(self._seq), message))
        self.changed()
        return message

    # ---- the wire

    async def _waits(self, target: str, headers: Mapping[str, str], body: bytes) -> None:
        loop = asyncio.get_running_loop()
        until = loop.time() + self.hold_seconds
        while loop.time() < until and not self._has_news(target, headers, body):
            await asyncio.sleep(0.01)

    def _has_news(self, target: str, headers: Mapping[str, str], body: bytes) -> bool:
        parts = urlsplit(target)
        if parts.path.endswith("/get_qrcode_status"):
            code = self.codes.get(parse_qs(parts.query)["qrcode"][0])
            return bool(self.plan) or code is None or code.status not in ("wait", code.told)
        if parts.path.endswith("/getupdates"):
            bot = self.bots.get(headers.get("authorization", "").removeprefix("Bearer "))
            return bot is None or not bot.alive or bool(self._after(bot, json.loads(body)["get_updates_buf"]))
        return True

    def _answer(self, method: str, target: str, headers: Mapping[str, str], body: bytes) -> tuple[int, str, bytes, str]:
        parts = urlsplit(target)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        path = parts.path.removeprefix("/ilink/bot/").strip("/")
        self.calls.append(
            Call(path, query, json.loads(body) if headers.get("content-type", "").endswith("json") else body)
        )
        try:
            if path in ("upload", "download"):
                return self._at_cdn(path, query, body)
            assert headers["ilink-app-id"] == "bot" and headers["ilink-app-clientversion"].isdecimal()  # [client]
            result = getattr(self, f"_{method.lower()}_{path.replace('/', '_')}")(query, self.calls[-1].body, headers)
        except Refused as refusal:
            self.refused.append(refusal.code)
            name = "errcode" if refusal.code == ENDED else "ret"  # [users]
            result = {name: refusal.code, "errmsg": NAMES.get(refusal.code, "")}
        except Broken:
            return 502, "text/html", b"<html>Bad Gateway</html>", ""
        return (
            200,
            "application/json",
            json.dumps({"ret": 0} | result if "errcode" not in result else result).encode(),
            "",
        )

    def _bot_of(self, body: Mapping[str, Any], headers: Mapping[str, str]) -> Bot:
        assert headers["authorizationtype"] == "ilink_bot_token" and _version(body) == int(
            headers["ilink-app-clientversion"]
        )
        assert 0 <= int(base64.b64decode(headers["x-wechat-uin"])) < 2**32
        bot = self.bots.get(headers["authorization"].removeprefix("Bearer "))
        if bot is None or not bot.alive:
            raise Refused(ENDED)
        return bot

    def _post_get_bot_qrcode(self, query: Mapping[str, str], body: Any, _headers: Any) -> dict[str, Any]:
        assert query["bot_type"] == "3"
        code = os.urandom(8).hex()
        made = self.codes[code] = LoginCode(
            f"https://liteapp.weixin.qq.com/q/{code}", body["local_token_list"], self.time()
        )
        return {"qrcode": code, "qrcode_img_content": made.content}

    def _get_get_qrcode_status(
        self, query: Mapping[str, str], _body: Any, headers: Mapping[str, str]
    ) -> dict[str, Any]:
        assert "authorization" not in headers
        if self.plan:
            self.plan.pop(0)()
        code = self.codes[query["qrcode"]]
        if code.status == "need_verifycode" and query.get("verify_code") == code.digits:
            code.status = "scaned"
        if code.status == "wait" and self.time() - code.at > GOOD_SECONDS:
            code.status = "expired"
        code.told = code.status
        if code.status != "confirmed":
            return {"status": code.status}
        known = {"bot_token": code.tokens["token"], "ilink_bot_id": code.tokens["bot"]}
        return {"status": "confirmed", **known, "ilink_user_id": code.tokens["user"], "baseurl": self.url}

    def _post_msg_notifystart(self, _query: Any, body: Any, headers: Mapping[str, str]) -> dict[str, Any]:
        self._bot_of(body, headers).started += 1
        return {}

    def _after(self, bot: Bot, cursor: str) -> list[tuple[int, dict[str, Any]]]:
        since = int(base64.b64decode(cursor)) if cursor else 0
        return [held for held in bot.held if held[0] > since]

    def _post_getupdates(self, _query: Any, body: Any, headers: Mapping[str, str]) -> dict[str, Any]:
        bot = self._bot_of(body, headers)
        if self.slips:
            self.slips -= 1
            raise Refused(ENDED)
        new = self._after(bot, body["get_updates_buf"])
        if not new:
            return {"msgs": [], "get_updates_buf": body["get_updates_buf"], "longpolling_timeout_ms": 35000}
        before = [held for held in bot.held if held[0] < new[0][0]]
        given = (before[-self.again :] if self.again else []) + new
        cursor = base64.b64encode(str(new[-1][0]).encode()).decode()
        return {"msgs": [message for _, message in given], "get_updates_buf": cursor, "longpolling_timeout_ms": 35000}

    def _post_sendmessage(self, _query: Any, body: Any, headers: Mapping[str, str]) -> dict[str, Any]:
        bot, message = self._bot_of(body, headers), body["msg"]
        user = message["to_user_id"]
        if codes := self.refuses.get(user):
            raise Refused(codes.pop(0))
        self._break(user, "before")
        context = bot.contexts.get(message["context_token"])
        if user != bot.user or context is None or self.time() - context[0] > WINDOW or context[1] >= MOST:
            raise Refused(CLOSED)
        assert (message["message_type"], message["message_state"]) == (2, 2) and message["from_user_id"] == ""
        (item,) = message["item_list"]  # [client]: one at a time
        shown = self._shown_as(user, item)
        if len(shown.text) > LONGEST_TEXT:
            raise Refused(CLOSED)
        context[1] += 1
        if message["client_id"] not in self._ids:
            self._shown[user].append(shown)
        self._ids.add(message["client_id"])
        self.changed()
        self._break(user, "after")
        return {"message_id": next(self._numbers)}

    def _shown_as(self, user: str, item: Mapping[str, Any]) -> Shown:
        content = item[ITEMS[item["type"]]]
        if item["type"] == 1:
            return Shown(user, "text", content["text"])
        media = content["media"]
        key = bytes.fromhex(base64.b64decode(media["aes_key"]).decode())
        kind = {2: "image", 4: "file", 5: "video"}[item["type"]]
        data, stored = _opened(self._cdn[media["encrypt_query_param"]], key), self._cdn[media["encrypt_query_param"]]
        sizes = {
            "image": ("mid_size", len(stored)),
            "video": ("video_size", len(stored)),
            "file": ("len", str(len(data))),
        }
        name, size = sizes[kind]
        assert content[name] == size and media["encrypt_type"] == 1
        return Shown(user, kind, "", data=data, name=content.get("file_name", ""))

    def _post_getuploadurl(self, _query: Any, body: Any, headers: Mapping[str, str]) -> dict[str, Any]:
        self._bot_of(body, headers)
        assert MEDIA[body["media_type"]] and body["no_need_thumb"] is True
        self._places[body["filekey"]] = body
        address = f"{self.url}/upload?filekey={body['filekey']}"
        return {"upload_param": "p"} if self.no_addresses else {"upload_param": "p", "upload_full_url": address}

    def _at_cdn(self, path: str, query: Mapping[str, str], body: bytes) -> tuple[int, str, bytes, str]:
        if path == "download":
            found = self._cdn.get(query["encrypted_query_param"])
            return (200, "application/octet-stream", found, "") if found is not None else (404, "text/plain", b"", "")
        place = self._places[query["filekey"]]
        plain = _opened(body, bytes.fromhex(place["aeskey"]))
        about = (len(body), len(plain), hashlib.md5(plain, usedforsecurity=False).hexdigest())
        assert about == (place["filesize"], place["rawsize"], place["rawfilemd5"])
        name = os.urandom(12).hex()
        self._cdn[name] = body
        return 200, "text/plain", b"", f"x-encrypted-param: {name}\r\n"

    def _stored(self, data: bytes) -> dict[str, Any]:
        """A file of somebody's, its key in hexadecimal as for all but pictures [client]."""
        key, name = os.urandom(16), os.urandom(12).hex()
        padder = padding.PKCS7(128).padder()
        encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
        self._cdn[name] = encryptor.update(padder.update(data) + padder.finalize()) + encryptor.finalize()
        reference = {"encrypt_query_param": name, "aes_key": base64.b64encode(key.hex().encode()).decode()}
        return reference | {"encrypt_type": 1, "full_url": f"{self.url}/download?encrypted_query_param={name}"}

    def forgets_files(self) -> None:
        self._cdn.clear()


def _version(body: Mapping[str, Any]) -> int:
    """The version that a body names, as the header writes it: 0x00MMNNPP [protocol]."""
    major, minor, patch = map(int, body["base_info"]["channel_version"].split("."))
    return major << 16 | minor << 8 | patch


def _opened(data: bytes, key: bytes) -> bytes:
    decryptor = Cipher(algorithms.AES(key), modes.ECB()).decryptor()
    remover = padding.PKCS7(128).unpadder()
    return remover.update(decryptor.update(data) + decryptor.finalize()) + remover.finalize()
