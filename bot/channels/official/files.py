"""Files that somebody has sent: known by an id that WeChat gives, and keeps for three days. Of a video it gives the
address."""

from __future__ import annotations

import json

import structlog

from bot.channels.base import Fetched, NotFetched
from bot.channels.fetching import TOO_LARGE
from bot.channels.official import refusals, words
from bot.channels.tencent.api import Answer, Api, NoAnswer, NotReached, Refused
from bot.messaging.inbound import Media
from bot.turn.prepare import FileTooLarge, FileUnavailable
from storage.media import MAX_BYTES

log = structlog.get_logger(__name__)


async def fetch(api: Api, media: Media) -> Fetched:
    """The file. Raises FileUnavailable, or NotFetched where a retry may help."""
    try:
        answer = await api.download(media.reference, MAX_BYTES)
        if (address := _address_in(answer)) is not None:
            answer = await api.download_from(address, MAX_BYTES)
    except Refused as refusal:
        log.warning("WeChat does not give a file", code=refusal.code)
        if refusals.will_pass(refusal):
            raise NotFetched(f"WeChat: {refusal.code}") from None
        raise FileUnavailable(words.EXPIRED) from None
    except (NotReached, NoAnswer) as error:
        raise NotFetched(f"WeChat: {error}") from None
    if len(answer.content) > MAX_BYTES:
        raise FileTooLarge(TOO_LARGE)
    return Fetched(answer.content)


def _address_in(answer: Answer) -> str | None:
    """Where a video lies; None for a file that is here."""
    if not answer.is_words:
        return None
    address = json.loads(answer.content).get("video_url")
    return address if isinstance(address, str) and address.startswith(("https://", "http://")) else None
