"""What WeCom's aibot socket takes and what it refuses, by its pages and by what others measured on it.

Sources, named at each rule: [101463] 智能机器人长连接, [101032] 模板卡片类型, [101027] 接收事件, [96484] 上传临时素材,
all under developer.work.weixin.qq.com/document/path; [node] @wecom/aibot-node-sdk 1.0.7, dist/types/api.d.ts;
[python] wecom-aibot-python-sdk 1.0.2; [measured] frames that users recorded on the real socket.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

LONGEST_CONTENT = 20_480  # bytes of a stream or markdown [node StreamReplyBody, 101463]
LONGEST_KEY, LONGEST_TASK = 1024, 128  # bytes of a button's key and of a task id [node TemplateCard]
MOST_BUTTONS = 6  # [node button_list, 101032]
MOST_CHUNKS, LARGEST_CHUNK = 100, 512 * 1024  # [node README uploadMedia, 101463]
LARGEST: Mapping[str, int] = {  # bytes by kind [96484]
    "image": 10 * 1024 * 1024,
    "voice": 2 * 1024 * 1024,
    "video": 10 * 1024 * 1024,
    "file": 20 * 1024 * 1024,
}
SMALLEST = 6  # "all files must be larger than 5 bytes" [96484]
HEADS: Mapping[str, tuple[bytes, ...]] = {  # [96484]: images are JPG or PNG, voice is AMR
    "image": (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n"),
    "voice": (b"#!AMR",),
}
TASK_ID = re.compile(r"[0-9A-Za-z_@-]+")  # [node task_id]
CARDS = ("text_notice", "news_notice", "button_interaction", "vote_interaction", "multiple_interaction")

OK, BAD_CREDENTIALS = 0, 853000  # [measured]: "invalid bot_id or secret"
BUSY = -1
WRONG_TYPE, WRONG_MEDIA, MISSING = 40008, 40007, 40058  # [measured]
TOO_OFTEN = 45009  # [101463]
NO_SUCH_REQUEST, NEVER_WRITTEN, STREAM_ENDED = 846605, 846607, 846608  # [101463]; 846605 also [measured]
INVALID = 40016  # a card that breaks [101032]
NAMES = {
    BUSY: "system error",
    BAD_CREDENTIALS: "invalid bot_id or secret",
    WRONG_TYPE: "invalid message type",
    WRONG_MEDIA: "invalid media_id",
    MISSING: "missing field",
    TOO_OFTEN: "api freq out of limit",
    NO_SUCH_REQUEST: "invalid req_id",
    NEVER_WRITTEN: "the user has not sent a message to the bot",
    STREAM_ENDED: "stream message update expired",
    INVALID: "invalid template_card",
}


class Refused(Exception):
    def __init__(self, code: int, about: str = "") -> None:
        super().__init__(f"{NAMES.get(code, '')} {about}".strip())
        self.code = code


def field(of: Mapping[str, Any], path: str, kind: type = str) -> Any:
    """The field at this dotted path. [measured]: 40058 for one that is missing, in a frame without req_id."""
    found: Any = of
    for name in path.split("."):
        found = found.get(name) if isinstance(found, Mapping) else None
    if not isinstance(found, kind) or found == "":
        raise Refused(MISSING, f"`body.{path}`")
    return found


def only(of: Mapping[str, Any], where: str, *names: str) -> None:
    """No field but these: our client must send nothing that the page does not name."""
    unknown = set(of) - set(names)
    assert not unknown, f"{where} has no field {sorted(unknown)}"


def check_content(text: str) -> str:
    if len(text.encode()) > LONGEST_CONTENT:
        raise Refused(MISSING, "content too long")
    return text


def check_card(card: Mapping[str, Any], used: Callable[[str], bool]) -> None:
    """A card that is sent: [101032, node TemplateCard]."""
    kind = field(card, "card_type")
    if kind not in CARDS:
        raise Refused(INVALID, "card_type")
    task = field(card, "task_id") if kind == "button_interaction" else card.get("task_id")
    if task is not None and (not TASK_ID.fullmatch(task) or len(task) > LONGEST_TASK or used(task)):
        raise Refused(INVALID, "task_id")
    if kind == "button_interaction":
        _check_buttons(card)
    only(card, "a card", "card_type", "source", "main_title", "sub_title_text", "button_list", "task_id")
    title = card.get("main_title", {})
    only(title, "main_title", "title", "desc")
    if not (title.get("title") or card.get("sub_title_text")):
        raise Refused(INVALID, "main_title.title and sub_title_text are both missing")


def _check_buttons(card: Mapping[str, Any]) -> None:
    buttons = field(card, "button_list", list)
    keys = [field(button, "key") for button in buttons]
    if not 1 <= len(buttons) <= MOST_BUTTONS or len(set(keys)) < len(keys):
        raise Refused(INVALID, "button_list")
    for button in buttons:
        only(button, "a button", "text", "style", "key")
        field(button, "text")
        if len(button["key"].encode()) > LONGEST_KEY or not 1 <= button.get("style", 1) <= 4:
            raise Refused(INVALID, "button_list")


def check_upload(kind: str, data: bytes) -> None:
    """What was uploaded: [96484]."""
    heads = HEADS.get(kind)
    if heads is not None and not data.startswith(heads):
        raise Refused(WRONG_MEDIA, f"not a {kind}")
    if not SMALLEST <= len(data) <= LARGEST[kind]:
        raise Refused(WRONG_MEDIA, "size")
