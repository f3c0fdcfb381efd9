"""WeCom's API for self-built apps on the loopback, and the platform that calls the app back, as faithful as our use of
them needs.

Sources, named at each rule, pages under developer.work.weixin.qq.com/document/path: [91039] 获取 access_token, [90236]
发送应用消息, [94888] 更新模版卡片消息, [90253] 上传临时素材, [90254] 获取临时素材, [90227] 获取应用,
[90313] 全局错误码, [90238] 接收消息与事件, [90239] 消息格式, [90240] 事件格式. What no page says is marked [assumed].

Tests play the people: `says`, `speaks`, `sends_file`, `taps`, `clicks`, `enters`; they read what the app sent from
`messages` and `calls`, break things by name (`drops`, `fails`, `refuses`, `revoke`), and wait with `until`. How a
callback gets to the app is `post`: it is given the query and the body, and gives back the status.
"""

from __future__ import annotations

import json
import os
from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import httpx
from peers import aibot_rules as rules
from peers.aibot_rules import Refused, only
from peers.cgi_peer import CgiPeer, Shown, xml
from peers.wecom_envelope import Sealed, Sealer

LONGEST_TEXT = 2048  # bytes; the rest is cut off without a word [90236]
TOKEN_SECONDS = 7200  # [91039]
CARD_SECONDS = 72 * 3600.0  # a response_code holds so long, for one update [90236, 94888]
MEDIA_SECONDS = 3 * 24 * 3600.0  # [90253]
USUAL_CHECK, LONGEST_CHECK = 1800, 4 * 3600  # seconds; duplicate_check_interval [90236]
MINUTE, HOUR = (60.0, 30), (3600.0, 1000)  # seconds, messages of an app to one member in them [90236]
CALLS = 4  # the first, and three more [90238]
MEDIA = ("image", "file", "voice", "video")

OK, BUSY = 0, -1
BAD_SECRET, BAD_CORP = 40001, 40013  # [90313]
NO_TOKEN, UNKNOWN_TOKEN, EXPIRED_TOKEN = 41001, 40014, 42001  # [90313]
BAD_IP, BAD_AGENT, NOBODY = 60020, 301002, 81013  # [90313]
WRONG_TYPE, WRONG_MEDIA, WRONG_FIELD, EMPTY = 40008, 40007, 40058, 44004  # [90313]
NAMES = {
    BUSY: "system busy",
    BAD_SECRET: "invalid credential",
    BAD_CORP: "invalid corpid",
    NO_TOKEN: "access_token missing",
    UNKNOWN_TOKEN: "invalid access_token",
    EXPIRED_TOKEN: "access_token expired",
    BAD_AGENT: "not allow operate another agent with this accesstoken",
    NOBODY: "user & party & tag all invalid",
    45009: "api freq out of limit",
}
SENDING = ("touser", "msgtype", "agentid", "enable_duplicate_check", "duplicate_check_interval")


@dataclass
class WeComApi(CgiPeer):
    """The credentials are the only ones it knows."""

    corp_id: str = "ww0123456789abcdef"
    agent_id: int = 1000002
    secret: str = "the-secret-of-the-app-in-tests"
    callback_token: str = "tokenOfTheCallback"
    callback_aes_key: str = "jWmYm7qr5nMoAUwZRjGtBxmz3KA1tkAj3ykkR6q2B2C"
    post: Callable[[str, bytes], int] = lambda query, body: 0
    invisible: set[str] = field(default_factory=set)
    untrusted_ip: str = ""
    closed: bool = False

    TOKEN_CALLS = frozenset({"gettoken"})

    def __post_init__(self) -> None:
        super().__post_init__()
        self._went: dict[str, list[float]] = defaultdict(list)
        self._dead: set[str] = set()
        self._asked: dict[str, tuple[float, float]] = {}  # what was to be sent: when, and for how long it is compared
        self._tasks: dict[str, Shown] = {}
        self._codes: dict[str, tuple[Shown, float]] = {}
        self.sealer = Sealer(self.callback_token, self.callback_aes_key, self.corp_id)

    # ---- the people

    def says(self, user: str, text: str, **more: Any) -> str:
        """Returns the MsgId. `more` are further fields of the message, such as MsgId or CreateTime."""
        return self.writes(user, "text", Content=text, **more)

    def speaks(self, user: str, data: bytes, **more: Any) -> str:
        """AMR; what it says is not told [90239]."""
        return self.writes(user, "voice", MediaId=self.keeps("voice", data, "voice.amr"), Format="amr", **more)

    def sends_file(self, user: str, data: bytes, name: str = "", kind: str = "file", **more: Any) -> str:
        """A picture, a video, or (on no page, seen by users) a file."""
        return self.writes(user, kind, MediaId=self.keeps(kind, data, name), **more)

    def writes(self, user: str, kind: str, **content: Any) -> str:
        """Any message, by the fields of [90239]."""
        number = str(content.pop("MsgId", None) or next(self._numbers))
        fields = self._head(user, content) | {"MsgType": kind} | content | {"MsgId": number, "AgentID": self.agent_id}
        self.status = self.calls_back(xml(fields))
        return number

    def enters(self, user: str) -> None:
        self.event(user, "enter_agent", EventKey="")

    def clicks(self, user: str, key: str) -> None:
        """An entry of the app's menu [90240]."""
        self.event(user, "click", EventKey=key)

    def taps(self, user: str, label: str = "", *, key: str = "", task: str = "none") -> None:
        """Tap the newest button with this label, or send any `key`. The event holds a code of its own [90240]."""
        for shown in self._shown[user]:
            for button in shown.card.get("button_list", ()):
                if button["text"] == label:
                    task, key, tapped = shown.card["task_id"], button["key"], shown
        assert key, f"no button {label}"
        code = self._new_code(tapped) if label else "code-of-nothing"
        self.event(
            user,
            "template_card_event",
            EventKey=key,
            TaskId=task,
            CardType="button_interaction",
            ResponseCode=code,
        )

    def event(self, user: str, name: str, **about: Any) -> None:
        fields = self._head(user, about) | {"MsgType": "event", "Event": name} | about | {"AgentID": self.agent_id}
        self.status = self.calls_back(xml(fields))

    def calls_back(self, content: str | bytes) -> int:
        """The status of the last call: whatever is not answered with 200 comes three times more [90238]."""
        status = 0
        for _ in range(CALLS):
            sealed = self.seal(content)
            status = self.post(sealed.query, sealed.body)
            if status == 200:
                break
        return status

    def seal(self, content: str | bytes) -> Sealed:
        return self.sealer.seal(content, int(self.time()), self.corp_id, self.agent_id)

    def _head(self, user: str, given: dict[str, Any]) -> dict[str, Any]:
        at = given.pop("CreateTime", int(self.time()))
        return {"ToUserName": self.corp_id, "FromUserName": user, "CreateTime": at}

    def revoke(self) -> None:
        """The token ends before its time [91039: 可能会提前使access_token失效]."""
        self._dead.add(self._token[0])
        self._token = ("", 0.0)

    def words_of(self, refusal: Refused) -> str:
        if refusal.code == BAD_IP:
            return f"not allow to access from your ip, hint: [1], from ip: {self.untrusted_ip}, more info"
        return NAMES.get(refusal.code, str(refusal))

    def check_token(self, query: Mapping[str, str]) -> None:
        token = query.get("access_token", "")
        if not token:
            raise Refused(NO_TOKEN)
        known, until = self._token
        if token in self._dead or token != known:
            raise Refused(UNKNOWN_TOKEN)
        if self.time() >= until:
            raise Refused(EXPIRED_TOKEN)
        if self.untrusted_ip:  # the token itself is given out [90313: 60020]
            raise Refused(BAD_IP)

    def _get_gettoken(self, query: Mapping[str, str], _body: Any) -> Mapping[str, Any]:
        """The same one until it ends [91039]: whoever asks takes nothing from anybody."""
        if query.get("corpid") != self.corp_id:
            raise Refused(BAD_CORP)
        if query.get("corpsecret") != self.secret:
            raise Refused(BAD_SECRET)
        token, until = self._token
        if not token or self.time() >= until:
            self._token = token, until = os.urandom(24).hex(), self.time() + TOKEN_SECONDS
        return {"access_token": token, "expires_in": int(until - self.time())}

    def _get_agent_get(self, query: Mapping[str, str], _body: Any) -> Mapping[str, Any]:
        """[90227]"""
        self._check_agent(int(query["agentid"]))
        return {"agentid": self.agent_id, "name": "销伴", "close": int(self.closed)}

    def _post_message_send(self, _query: Mapping[str, str], body: Mapping[str, Any]) -> Mapping[str, Any]:
        """[90236]"""
        kind, user = rules.field(body, "msgtype"), rules.field(body, "touser")
        if kind not in ("text", "markdown", "template_card", *MEDIA):
            raise Refused(WRONG_TYPE)
        only(body, "message/send", *SENDING, kind)
        self._check_agent(rules.field(body, "agentid", int))
        interval = body.get("duplicate_check_interval", USUAL_CHECK)
        assert body.get("enable_duplicate_check") == 1 and USUAL_CHECK <= interval <= LONGEST_CHECK
        if planned := self.refuses.get(user):
            raise Refused(planned.pop(0))
        if user in self.invisible:
            raise Refused(NOBODY)
        shown = self._content(user, kind, body)
        self._break(user, "before")
        answer = self._show(user, shown, json.dumps(body, sort_keys=True), interval)
        self._break(user, "after")
        return answer

    def _show(self, user: str, shown: Shown, asked: str, interval: int) -> Mapping[str, Any]:
        """What was asked before shows no second time; what is too much is dropped without a word [90236]."""
        now = self.time()
        answer: dict[str, Any] = {"msgid": os.urandom(12).hex()}
        at, held = self._asked.get(asked, (0.0, 0.0))
        if now - at < held:
            return answer
        task = shown.card.get("task_id")
        if task in self._tasks:
            raise Refused(WRONG_FIELD, "task_id")  # it may not be repeated within an app [90236]
        went = self._went[user]
        if any(sum(now - then < seconds for then in went) >= most for seconds, most in (MINUTE, HOUR)):
            return answer
        went.append(now)
        self._asked[asked] = (now, interval)
        self._shown[user].append(shown)
        if task is not None:
            self._tasks[task] = shown
            answer["response_code"] = self._new_code(shown)
        return answer

    def _content(self, user: str, kind: str, body: Mapping[str, Any]) -> Shown:
        if kind in ("text", "markdown"):
            only(body[kind], kind, "content")
            content = body[kind].get("content", "")
            if not content:
                raise Refused(EMPTY)
            return Shown(user, kind, content.encode()[:LONGEST_TEXT].decode("utf-8", "ignore"))
        if kind == "template_card":
            card = rules.field(body, "template_card", dict)
            rules.check_card(card, used=lambda task: False)
            words = (card.get("main_title", {}).get("title", ""), card.get("sub_title_text", ""))
            return Shown(user, kind, "\n".join(filter(None, words)), dict(card))
        known = self._media.get(rules.field(body, f"{kind}.media_id"))
        if known is None or known[0] != kind or self.time() - known[3] > MEDIA_SECONDS:
            raise Refused(WRONG_MEDIA)
        return Shown(user, kind, "", data=known[2], name=known[1])

    def _post_message_update_template_card(self, _query: Mapping[str, str], body: Mapping[str, Any]) -> None:
        """[94888]: once for a code."""
        only(body, "an update", "userids", "agentid", "response_code", "template_card")
        self._check_agent(rules.field(body, "agentid", int))
        card = rules.field(body, "template_card", dict)
        rules.check_card(card, used=lambda task: task in self._tasks)
        shown, at = self._codes.pop(rules.field(body, "response_code"), (None, 0.0))
        if shown is None or self.time() - at > CARD_SECONDS:
            raise Refused(WRONG_FIELD, "response_code")  # [assumed]: the code of the error
        shown.card = dict(card)
        self._tasks[card["task_id"]] = shown

    def _new_code(self, shown: Shown) -> str:
        shown.response_code = os.urandom(12).hex()
        self._codes[shown.response_code] = (shown, self.time())
        return shown.response_code

    def _post_media_upload(self, query: Mapping[str, str], sent: tuple[str, bytes]) -> Mapping[str, Any]:
        """[90253]: multipart, in a field named media."""
        name, data = self.uploaded(sent)
        rules.check_upload(query["type"], data)
        media_id = self.keeps(query["type"], data, name)
        return {"type": query["type"], "media_id": media_id, "created_at": str(int(self.time()))}

    def _get_media_get(self, query: Mapping[str, str], _body: Any) -> bytes:
        """[90254]: the file, or why there is none as JSON."""
        known = self._media.get(query["media_id"])
        if known is None or self.time() - known[3] > MEDIA_SECONDS:
            raise Refused(WRONG_MEDIA)
        self._disposition = f'Content-Disposition: attachment; filename="{known[1]}"'
        return known[2]

    def _check_agent(self, agent_id: int) -> None:
        if agent_id != self.agent_id:
            raise Refused(BAD_AGENT)


def over_http(url: str) -> Callable[[str, bytes], int]:
    """A `post` that calls this address, waiting as long as the platform does: five seconds [90238]."""

    def post(query: str, body: bytes) -> int:
        try:
            answer = httpx.post(f"{url}?{query}", content=body, timeout=5.0, trust_env=False)
        except httpx.HTTPError:
            return 0
        assert answer.status_code != 200 or answer.content == b""
        return answer.status_code

    return post


def keys(shown: Sequence[Shown]) -> list[str]:
    """What the buttons of messages carry."""
    return [button["key"] for message in shown for button in message.card.get("button_list", ())]
