"""A voice message, picture or file: it has been stored, and the bot says that it cannot read it yet."""

from __future__ import annotations

from bot.access import ANY_MEMBER
from bot.conversation import Flow
from bot.turn.opening import Opening, Talk

MEDIA = {
    "voice": "语音收到,已经存好,不过我现在还听不了,麻烦打字再说一遍。",
    "image": "图片收到,已经存好,不过我现在还看不了图,要记什么打字告诉我。",
    "file": "文件收到,已经存好,不过我现在还不会处理文件,要记什么打字告诉我。",
}


async def received_media(talk: Talk, opening: Opening) -> None:
    assert opening.media is not None
    await talk.say(MEDIA[opening.media.kind])


FLOW = Flow("received_media", version=1, roles=ANY_MEMBER, run=received_media)
