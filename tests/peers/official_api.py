"""WeChat's API for Official Accounts on the loopback, and the platform that calls the account back, as faithful as our
use of them needs.

Sources, named at each rule, pages under developers.weixin.qq.com/doc/offiaccount: [token] Basic_Information/
Get_access_token, [stable] Basic_Information/getStableAccessToken, [signature] Basic_Information/Access_Overview,
[sealed] Message_Management/Message_encryption_and_decryption_instructions, [messages] Message_Management/
Receiving_standard_messages, [events] Message_Management/Receiving_event_pushes, [passive] Message_Management/
Passive_user_reply_message, [service] Message_Management/Service_Center_messages, [media] Asset_Management/
New_temporary_materials and Get_temporary_materials, [menu] Custom_Menus/Creating_Custom-Defined_Menu and
Getting_Custom_Menu_Configurations, [quota] openApi/get_api_quota, [codes] Getting_Started/Global_Return_Code;
[users]: what they have measured (2,048 bytes of text). What no page says is marked [assumed].

Tests play the people: `says`, `speaks`, `sends_file`, `clicks`, `follows`, `scans`, `leaves`; they read what the
account sent from `messages` and `calls`. How a callback gets to the account is `post`: it is given the query and the
body, and gives back the status and what was answered.
"""

from __future__ import annotations

import base64
import hashlib
import os
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlencode

import httpx
import xmltodict
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes
from peers.aibot_rules import Refused, only
from peers.aibot_rules import field as part
from peers.cgi_peer import CgiPeer, Shown, xml
from peers.wecom_envelope import Sealer

MB = 1024 * 1024
LONGEST_TEXT = 2048  # bytes [users]
TOKEN_SECONDS = 7200  # [token]
MEDIA_SECONDS = 3 * 24 * 3600.0  # [media]
LARGEST = {"image": 10 * MB, "voice": 2 * MB, "video": 10 * MB}  # [media]
HEADS = {"image": (b"\xff\xd8\xff", b"\x89PNG", b"GIF8", b"BM"), "voice": (b"#!AMR", b"ID3", b"\xff\xfb")}  # [media]
WROTE, TOUCHED = (48 * 3600.0, 5), (60.0, 3)  # seconds, messages: after a message; a click, a scan, following [service]
CALLS = 4  # the first, and three more where no answer comes within five seconds [passive]
PATIENCE = 5.0

BUSY = -1
NO_TOKEN, BAD_TOKEN, EXPIRED_TOKEN = 41001, 40001, 42001  # [codes]
BAD_APP, BAD_SECRET, BAD_IP = 40013, 40125, 40164  # [codes, stable]
BAD_OPENID, NOT_FOLLOWING = 40003, 43004  # [codes]
LATE, TOO_MANY, TOO_LONG, NO_RIGHT = 45015, 45047, 45002, 48001  # [service, codes]
WRONG_TYPE, WRONG_MEDIA, NO_MENU, NOT_THIS_PATH = 40008, 40007, 46003, 76022  # [codes, quota]
NAMES = {
    BUSY: "system error",
    NO_TOKEN: "access_token missing",
    BAD_TOKEN: "invalid credential, access_token is invalid or not latest",
    EXPIRED_TOKEN: "access_token expired",
    BAD_APP: "invalid appid",
    BAD_SECRET: "invalid appsecret",
    BAD_OPENID: "invalid openid",
    LATE: "response out of time limit or subscription is canceled",
    TOO_MANY: "out of response count limit",
    NO_RIGHT: "api unauthorized",
    NO_MENU: "menu no exist",
    NOT_THIS_PATH: "could not use this cgi_path, no permission",
}


@dataclass
class OfficialApi(CgiPeer):
    """The credentials are the only ones it knows. `mode`: plain, compatible or safe (明文, 兼容, 安全)."""

    app_id: str = "wx0123456789abcdef"
    secret: str = "the-secret-of-the-account-in-tests"
    token: str = "tokenOfTheAccount"
    aes_key: str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
    account: str = "gh_0123456789ab"
    mode: str = "safe"
    post: Callable[[str, bytes], tuple[int, bytes]] = lambda query, body: (0, b"")
    untrusted_ip: str = ""
    certified: bool = True
    menu: dict[str, Any] | None = None
    dead: set[str] = field(default_factory=set)  # tokens that it knows no more, though it still gives them out
    unanswered: list[str] = field(default_factory=list)  # to whom WeChat said that the account is out of order

    TOKEN_CALLS = frozenset({"token", "stable_token", "video"})

    def __post_init__(self) -> None:
        super().__post_init__()
        self._usual = ("", 0.0)  # the token of the old call, which another program may ask for
        self._windows: dict[str, list[float]] = {}  # by follower: until when, and how many more
        self._gone: set[str] = set()
        self.sealer = Sealer(self.token, self.aes_key, self.app_id)

    # ---- the people

    def says(self, user: str, text: str, **more: Any) -> str:
        """Returns the MsgId. `more` are further fields of the message, such as MsgId or CreateTime."""
        return self.writes(user, "text", Content=text, **more)

    def speaks(self, user: str, data: bytes, heard: str = "", **more: Any) -> str:
        """AMR; what WeChat has recognised is told where that is switched on [messages]."""
        told = {"Recognition": heard} if heard else {}
        return self.writes(user, "voice", MediaId=self.keeps("voice", data, ""), Format="amr", **told, **more)

    def sends_file(self, user: str, data: bytes, kind: str = "image", **more: Any) -> str:
        about = {"PicUrl": "https://mmbiz.qpic.cn/x"} if kind == "image" else {"ThumbMediaId": "thumb"}
        return self.writes(user, kind, MediaId=self.keeps(kind, data, ""), **about, **more)

    def writes(self, user: str, kind: str, **content: Any) -> str:
        """Any message, by the fields of [messages]."""
        self._opens(user, *WROTE)
        number = str(content.pop("MsgId", None) or next(self._numbers))
        fields = self._head(user, content) | {"MsgType": kind} | content | {"MsgId": number}
        self.calls_back(user, xml(fields))
        return number

    def clicks(self, user: str, key: str) -> None:
        self._opens(user, *TOUCHED)
        self.event(user, "CLICK", EventKey=key)

    def follows(self, user: str, scene: str = "") -> None:
        self._gone.discard(user)
        self._opens(user, *TOUCHED)
        ticket = {"Ticket": "TICKET"} if scene else {}
        self.event(user, "subscribe", EventKey=f"qrscene_{scene}" if scene else "", **ticket)

    def scans(self, user: str, scene: str) -> None:
        """Somebody who follows already."""
        self._opens(user, *TOUCHED)
        self.event(user, "SCAN", EventKey=scene, Ticket="TICKET")

    def leaves(self, user: str) -> None:
        self._gone.add(user)
        self.event(user, "unsubscribe", EventKey="")

    def event(self, user: str, name: str, **about: Any) -> None:
        self.calls_back(user, xml(self._head(user, about) | {"MsgType": "event", "Event": name} | about))

    def calls_back(self, user: str, content: str) -> None:
        """Whatever is not answered within five seconds comes three times more; of the answers one is shown. [assumed]:
        a status other than 200 is no answer."""
        for _ in range(CALLS):
            query, body = self.seal(content, user)
            began = time.monotonic()
            self.status, answer = self.post(query, body)
            if self.status == 200 and time.monotonic() - began < PATIENCE:
                return self._answered(user, answer)
        self.unanswered.append(user)

    def seal(self, content: str | bytes, user: str = "o-nobody", mode: str = "") -> tuple[str, bytes]:
        """The query and the body of a callback [signature, sealed]."""
        mode, stamp, nonce = mode or self.mode, str(int(self.time())), str(int.from_bytes(os.urandom(4), "big"))
        parts = {"signature": self.signature(stamp, nonce), "timestamp": stamp, "nonce": nonce, "openid": user}
        data = content.encode() if isinstance(content, str) else content
        if mode == "plain":
            return urlencode(parts), data
        sealed = self.sealer.encrypted(data)
        parts |= {"encrypt_type": "aes", "msg_signature": self.sealer.signature(stamp, nonce, sealed)}
        inside = f"<Encrypt><![CDATA[{sealed}]]></Encrypt>".encode()
        if mode == "compatible":
            return urlencode(parts), data.replace(b"</xml>", inside + b"</xml>")
        return urlencode(
            parts
        ), b"<xml><ToUserName><![CDATA[%s]]></ToUserName>" % self.account.encode() + inside + b"</xml>"

    def signature(self, stamp: str, nonce: str) -> str:
        """[signature]"""
        return hashlib.sha1("".join(sorted((self.token, stamp, nonce))).encode()).hexdigest()

    def _head(self, user: str, given: dict[str, Any]) -> dict[str, Any]:
        return {
            "ToUserName": self.account,
            "FromUserName": user,
            "CreateTime": given.pop("CreateTime", int(self.time())),
        }

    def _opens(self, user: str, seconds: float, count: int) -> None:
        """It does not add up: the longer time and the larger number hold [service; assumed as on the page of mini
        programs]."""
        until, left = self._windows.get(user, [0.0, 0])
        now = self.time()
        self._windows[user] = [max(until, now + seconds), max(left if until > now else 0, count)]

    def _answered(self, user: str, answer: bytes) -> None:
        """[passive]"""
        if answer in (b"", b"success"):
            return
        found = xmltodict.parse(answer.decode())["xml"]
        if self.mode != "plain":
            found = xmltodict.parse(self._opened(found))["xml"]
        assert (found["ToUserName"], found["FromUserName"], found["MsgType"]) == (user, self.account, "text"), found
        assert found["CreateTime"].isdigit() and 0 < len(found["Content"].encode()) <= LONGEST_TEXT
        self._shown[user].append(Shown(user, "answer", found["Content"]))
        self.changed()

    def _opened(self, found: Mapping[str, str]) -> str:
        """What our side has sealed, opened independently of the library that sealed it [sealed]."""
        signed = self.sealer.signature(found["TimeStamp"], found["Nonce"], found["Encrypt"])
        assert found["MsgSignature"] == signed
        key = base64.b64decode(self.aes_key + "=")
        decryptor = Cipher(algorithms.AES(key), modes.CBC(key[:16])).decryptor()
        plain = decryptor.update(base64.b64decode(found["Encrypt"])) + decryptor.finalize()
        plain = plain[: -plain[-1]]
        length = int.from_bytes(plain[16:20], "big")
        assert plain[20 + length :].decode() == self.app_id
        return plain[20 : 20 + length].decode()

    def revoke(self) -> None:
        """The token ends before its time [token: 重复获取将导致上次获取的access_token失效]."""
        self._token = (os.urandom(24).hex(), self._token[1])

    # ---- the API

    def words_of(self, refusal: Refused) -> str:
        if refusal.code == BAD_IP:
            return f"invalid ip {self.untrusted_ip} ipv6 ::ffff:{self.untrusted_ip}, not in whitelist"
        return NAMES.get(refusal.code, str(refusal))

    def check_token(self, query: Mapping[str, str]) -> None:
        given = query.get("access_token", "")
        if not given:
            raise Refused(NO_TOKEN)
        known = [until for token, until in (self._token, self._usual) if token == given and token not in self.dead]
        if not known:
            raise Refused(BAD_TOKEN)
        if self.time() >= known[0]:
            raise Refused(EXPIRED_TOKEN)

    def _post_stable_token(self, _query: Mapping[str, str], body: Mapping[str, Any]) -> Mapping[str, Any]:
        """The same one until it ends; another where that is forced [stable]."""
        only(body, "stable_token", "grant_type", "appid", "secret", "force_refresh")
        self._check_app(body)
        token, until = self._token
        if not token or self.time() >= until or body.get("force_refresh"):
            self._token = token, until = os.urandom(24).hex(), self.time() + TOKEN_SECONDS
        return {"access_token": token, "expires_in": int(until - self.time())}

    def _get_token(self, query: Mapping[str, str], _body: Any) -> Mapping[str, Any]:
        """Another one each time [token]; it touches no stable one [stable: 互相隔离]."""
        self._check_app(query)
        self._usual = (os.urandom(24).hex(), self.time() + TOKEN_SECONDS)
        return {"access_token": self._usual[0], "expires_in": TOKEN_SECONDS}

    def _check_app(self, given: Mapping[str, Any]) -> None:
        assert given["grant_type"] == "client_credential"
        if given.get("appid") != self.app_id:
            raise Refused(BAD_APP)
        if given.get("secret") != self.secret:
            raise Refused(BAD_SECRET)
        if self.untrusted_ip:
            raise Refused(BAD_IP)

    def _post_message_custom_send(self, _query: Mapping[str, str], body: Mapping[str, Any]) -> Mapping[str, Any]:
        """[service]"""
        kind, user = part(body, "msgtype"), part(body, "touser")
        if kind not in ("text", "image", "voice"):
            raise Refused(WRONG_TYPE)
        only(body, "message/custom/send", "touser", "msgtype", kind)
        if planned := self.refuses.get(user):
            raise Refused(planned.pop(0))
        if not self.certified:
            raise Refused(NO_RIGHT)
        shown = self._content(user, kind, body)
        if user in self._gone:
            raise Refused(NOT_FOLLOWING)
        if user not in self._windows:
            raise Refused(BAD_OPENID)
        self._break(user, "before")
        window = self._windows[user]
        if self.time() > window[0]:
            raise Refused(LATE)
        if window[1] <= 0:
            raise Refused(TOO_MANY)
        window[1] -= 1
        self._shown[user].append(shown)
        self._break(user, "after")
        return {}

    def _content(self, user: str, kind: str, body: Mapping[str, Any]) -> Shown:
        if kind == "text":
            only(body["text"], "text", "content")
            text = part(body, "text.content")
            if len(text.encode()) > LONGEST_TEXT:
                raise Refused(TOO_LONG)
            return Shown(user, kind, text)
        only(body[kind], kind, "media_id")
        known = self._media.get(part(body, f"{kind}.media_id"))
        if known is None or known[0] != kind or self.time() - known[3] > MEDIA_SECONDS:
            raise Refused(WRONG_MEDIA)
        return Shown(user, kind, "", data=known[2], name=known[1])

    def _post_media_upload(self, query: Mapping[str, str], sent: tuple[str, bytes]) -> Mapping[str, Any]:
        """[media]: multipart, in a field named media."""
        name, data = self.uploaded(sent)
        kind = query["type"]
        if kind not in LARGEST or len(data) > LARGEST[kind] or not data.startswith(HEADS.get(kind, (b"",))):
            raise Refused(WRONG_MEDIA)
        return {"type": kind, "media_id": self.keeps(kind, data, name), "created_at": int(self.time())}

    def _get_media_get(self, query: Mapping[str, str], _body: Any) -> Any:
        """[media]: the file, or of a video its address."""
        known = self._media.get(query["media_id"])
        if known is None or self.time() - known[3] > MEDIA_SECONDS:
            raise Refused(WRONG_MEDIA)
        if known[0] in ("video", "shortvideo"):
            return {"video_url": f"{self.url}/cgi-bin/video?id={query['media_id']}"}
        return self._get_video({"id": query["media_id"]}, None)

    def _get_video(self, query: Mapping[str, str], _body: Any) -> bytes:
        self._disposition = 'Content-Disposition: attachment; filename="x"'
        return self._media[query["id"]][2]

    def _get_get_current_selfmenu_info(self, _query: Mapping[str, str], _body: Any) -> Mapping[str, Any]:
        """[menu]: also one that was made in the console."""
        return {"is_menu_open": int(self.menu is not None), "selfmenu_info": self.menu or {"button": []}}

    def _post_menu_create(self, _query: Mapping[str, str], body: Mapping[str, Any]) -> Mapping[str, Any]:
        """[menu]: at most three, of four characters each."""
        if not self.certified:
            raise Refused(NO_RIGHT)
        only(body, "menu/create", "button")
        assert 1 <= len(body["button"]) <= 3
        for button in body["button"]:
            only(button, "a button", "type", "name", "key")
            assert len(button["name"].encode()) <= 16 and len(button["key"].encode()) <= 128
        self.menu = dict(body)
        return {}

    def _get_menu_get(self, _query: Mapping[str, str], _body: Any) -> Mapping[str, Any]:
        if self.menu is None:
            raise Refused(NO_MENU)
        return {"menu": self.menu}

    def _post_openapi_quota_get(self, _query: Mapping[str, str], body: Mapping[str, Any]) -> Mapping[str, Any]:
        """[quota]"""
        if not self.certified and body["cgi_path"] == "/cgi-bin/message/custom/send":
            raise Refused(NOT_THIS_PATH)
        return {"quota": {"daily_limit": 500_000, "used": 0, "remain": 500_000}}


def over_http(url: str) -> Callable[[str, bytes], tuple[int, bytes]]:
    """A `post` that calls this address, waiting as long as the platform does: five seconds [passive]."""

    def post(query: str, body: bytes) -> tuple[int, bytes]:
        try:
            answer = httpx.post(f"{url}?{query}", content=body, timeout=PATIENCE, trust_env=False)
        except httpx.HTTPError:
            return 0, b""
        return answer.status_code, answer.content

    return post
