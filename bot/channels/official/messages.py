"""What a callback of WeChat's means: words, voice, pictures and videos by reference, an entry of the menu, a code that
was scanned, or something for the edge."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.channels.tencent.events import short, words
from bot.messaging.inbound import Inbound, Media, MediaKind, Said

CHANNEL = "official"
FILES: Mapping[str, tuple[MediaKind, str]] = {
    "image": ("image", ".jpg"),
    "voice": ("voice", ".amr"),
    "video": ("video", ".mp4"),
    "shortvideo": ("video", ".mp4"),
}
LONGEST_MENU_KEY = 128
OF_SCENE = "qrscene_"
CODE = re.compile(r"[A-Za-z0-9]{4,64}")  # what may be an invitation
JOIN = "加入 {code}"
Aside = Literal["entered", "left", "unreadable", "location", "link", "nothing"]
ASIDE: Mapping[str, Aside] = {"location": "location", "link": "link", "text": "nothing"}


@dataclass(frozen=True)
class Taken:
    """What is kept of a callback from somebody to the account (`receiver`); or what the edge answers by itself."""

    sender: str
    receiver: str
    inbound: Inbound | None = None
    aside: Aside = "nothing"


def taken(fields: Mapping[str, Any], app_id: str, now: datetime) -> Taken:
    """What the fields of a callback mean. Raises ValueError for one without a sender or an id.

    It was said `now`, not when WeChat says: the two clocks may differ, and how much went since is counted by ours."""
    kind = words(fields, "MsgType").lower()
    sender, receiver = words(fields, "FromUserName"), words(fields, "ToUserName")
    if not sender:
        raise ValueError("nobody has sent it")
    if kind == "event":
        return _event(fields, f"{app_id}:{sender}", sender, receiver, now)
    number = words(fields, "MsgId")
    if not number:
        raise ValueError("a message without an id")
    said = _said(kind, fields)
    if said is None:
        return Taken(sender, receiver, aside=ASIDE.get(kind, "unreadable"))
    return Taken(sender, receiver, Inbound(CHANNEL, f"{app_id}:{sender}:{number}", sender, said, now))


def _said(kind: str, fields: Mapping[str, Any]) -> Said | None:
    if kind == "text":
        text = words(fields, "Content")
        return Said(text=text) if text else None
    heard = words(fields, "Recognition")
    if kind == "voice" and heard:
        return Said(media=Media("voice", heard=heard))
    reference = words(fields, "MediaId")
    if kind not in FILES or not reference:
        return None
    what, suffix = FILES[kind]
    return Said(media=Media(what, reference=reference, suffix=suffix))


def _event(fields: Mapping[str, Any], of: str, sender: str, receiver: str, now: datetime) -> Taken:
    """Somebody follows, with a code where they have scanned one; scans one; turns away; or taps on the menu, whose key
    is what it says."""
    name, key = words(fields, "Event").lower(), words(fields, "EventKey")
    if name == "unsubscribe":
        return Taken(sender, receiver, aside="left")
    said: str | None = None
    if name in ("subscribe", "subscribe_scan", "scan"):
        code = key.removeprefix(OF_SCENE)
        said = JOIN.format(code=code) if CODE.fullmatch(code) else None
    elif name == "click" and 0 < len(key) <= LONGEST_MENU_KEY:
        said = key
    if said is None:
        return Taken(sender, receiver, aside="entered" if name.startswith("subscribe") else "nothing")
    told_apart = short(f"{words(fields, 'CreateTime')}:{name}:{key}")
    return Taken(sender, receiver, Inbound(CHANNEL, f"{of}:{told_apart}", sender, Said(text=said), now))
