"""Files that somebody has sent: known by an id that WeCom gives, and keeps for three days."""

from __future__ import annotations

import structlog

from bot.channels.base import Fetched, NotFetched
from bot.channels.fetching import TOO_LARGE
from bot.channels.tencent.api import Api, NoAnswer, NotReached, Refused
from bot.channels.wecom import files as named
from bot.channels.wecom_app import refusals, words
from bot.messaging.inbound import Media
from bot.turn.prepare import FileTooLarge, FileUnavailable
from storage.media import MAX_BYTES

log = structlog.get_logger(__name__)


async def fetch(api: Api, media: Media) -> Fetched:
    """The file. Raises FileUnavailable, or NotFetched where a retry may help."""
    try:
        answer = await api.download(media.reference, MAX_BYTES)
    except Refused as refusal:
        log.warning("WeCom does not give a file", code=refusal.code)
        if refusals.outcome(refusal).retry_after is not None:
            raise NotFetched(f"WeCom: {refusal.code}") from None
        raise FileUnavailable(words.EXPIRED) from None
    except (NotReached, NoAnswer) as error:
        raise NotFetched(f"WeCom: {error}") from None
    if len(answer.content) > MAX_BYTES:
        raise FileTooLarge(TOO_LARGE)
    name = named.name_in(answer.disposition) if media.kind in ("file", "video") else ""
    return Fetched(answer.content, name)
