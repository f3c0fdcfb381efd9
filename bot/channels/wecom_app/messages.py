"""What a callback of WeCom's means: words, voice, pictures and files by reference, a tap, or something for the edge."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Literal

from bot.channels.tencent.events import said_at, short, words
from bot.messaging.inbound import Inbound, Media, MediaKind, Said
from bot.messaging.taps import TAP

CHANNEL = "wecom_app"
FILES: Mapping[str, tuple[MediaKind, str]] = {
    "image": ("image", ".jpg"),
    "voice": ("voice", ".amr"),
    "video": ("video", ".mp4"),
    "file": ("file", ""),
}
LONGEST_MENU_KEY = 128
# How WeCom writes what somebody answers to: 「张三：…」, a line of dashes, and below it their own words.
QUOTED = re.compile(r"\A「.*?」\s*\n(?:- ?){6,}-?\s*\n", re.DOTALL)
Aside = Literal["entered", "unreadable", "location", "nothing"]


@dataclass(frozen=True)
class Tapped:
    """The card whose button was tapped, and the code with which it can be updated once, within 72 hours."""

    task_id: str
    key: str
    response_code: str


@dataclass(frozen=True)
class Taken:
    """What is kept of a callback; or what the edge answers by itself. `tapped` is the card it came from."""

    sender: str
    inbound: Inbound | None = None
    tapped: Tapped | None = None
    aside: Aside = "nothing"


def taken(fields: Mapping[str, Any], app: str, now: datetime) -> Taken:
    """What the fields of a callback mean; `app` names corp and app. Raises ValueError for one without a sender or an
    id."""
    kind, sender = words(fields, "MsgType").lower(), words(fields, "FromUserName")
    if not sender:
        raise ValueError("nobody has sent it")
    if kind == "event":
        return _event(fields, f"{app}:{sender}", sender, now)
    number = words(fields, "MsgId")
    if not number:
        raise ValueError("a message without an id")
    said = _said(kind, fields)
    if said is None:
        blank = kind == "text"
        return Taken(sender, aside="nothing" if blank else "location" if kind == "location" else "unreadable")
    return Taken(sender, Inbound(CHANNEL, f"{app}:{sender}:{number}", sender, said, said_at(fields, now)))


def _said(kind: str, fields: Mapping[str, Any]) -> Said | None:
    if kind == "text":
        text = QUOTED.sub("", words(fields, "Content")).strip()
        return Said(text=text) if text else None
    reference = words(fields, "MediaId")
    if kind not in FILES or not reference:
        return None
    what, suffix = FILES[kind]
    return Said(media=Media(what, reference=reference, suffix=suffix))


def _event(fields: Mapping[str, Any], of: str, sender: str, now: datetime) -> Taken:
    """A tap on a card, an entry of the menu (its key is what it says), or somebody's entering."""
    name, key = words(fields, "Event").lower(), words(fields, "EventKey")
    if name in ("enter_agent", "subscribe"):
        return Taken(sender, aside="entered")
    said: Said | None = None
    tapped: Tapped | None = None
    if name == "template_card_event":
        tapped = Tapped(words(fields, "TaskId"), key, words(fields, "ResponseCode"))
        said = Said(tap=key) if TAP.fullmatch(key) else None
    elif name == "click" and 0 < len(key) <= LONGEST_MENU_KEY:
        said = Said(text=key)
    if said is None:
        return Taken(sender, tapped=tapped)
    told_apart = f"{words(fields, 'CreateTime')}:{name}:{key}:{tapped.task_id if tapped else ''}"
    return Taken(sender, Inbound(CHANNEL, f"{of}:{short(told_apart)}", sender, said, said_at(fields, now)), tapped)
