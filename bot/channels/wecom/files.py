"""Files coming down: known by an address that holds for five minutes and a key; fetched within a bound, decrypted."""

from __future__ import annotations

import base64
import json
import re
from typing import Any
from urllib.parse import unquote, urlsplit

import httpx
import structlog
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.channels.base import Fetched, NotFetched
from bot.channels.fetching import TOO_LARGE
from bot.channels.wecom.frames import words
from bot.channels.wecom.words import EXPIRED
from bot.messaging.inbound import Media
from bot.turn.prepare import FileTooLarge, FileUnavailable
from bot.wording.turn import NOT_FETCHED
from storage.media import MAX_BYTES

BLOCK = 32  # bytes; what padding fills up
NAMED = re.compile(r"filename\*=UTF-8''([^;\s]+)|filename=\"?([^\";]+)", re.IGNORECASE)
log = structlog.get_logger(__name__)


def reference_of(file: Any) -> str:
    """How a file is known; empty for what names none."""
    url = words(file, "url")
    return json.dumps({"url": url, "key": words(file, "aeskey")}) if url else ""


async def fetch(client: httpx.AsyncClient, media: Media, safe_only: bool = True) -> Fetched:
    """The file, with the name that came with it. Raises FileUnavailable, or NotFetched where a retry may help.
    `safe_only`: over TLS and nothing else."""
    known = json.loads(media.reference)
    if safe_only and urlsplit(known["url"]).scheme != "https":
        raise FileUnavailable(NOT_FETCHED)
    try:
        async with client.stream("GET", known["url"]) as answer:
            if answer.status_code >= 500 or answer.status_code == 429:
                raise NotFetched(f"WeCom: {answer.status_code}")
            if answer.status_code != 200:
                log.warning("WeCom does not give a file", status=answer.status_code)
                raise FileUnavailable(EXPIRED)
            name = name_in(answer.headers.get("Content-Disposition", ""))
            encrypted = await _bounded(answer)
    except httpx.HTTPError as error:
        raise NotFetched(f"WeCom: {type(error).__name__}") from None  # its text holds the address
    try:
        return Fetched(decrypted(encrypted, known["key"]) if known["key"] else encrypted, name)
    except ValueError:
        log.warning("a file of WeCom cannot be decrypted")
        raise FileUnavailable(NOT_FETCHED) from None


def decrypted(data: bytes, key: str) -> bytes:
    """AES-256-CBC; the first bytes of the key are the vector too. Raises ValueError for what that does not fit."""
    secret = base64.b64decode(key + "=" * (-len(key) % 4))
    if len(secret) != 32:
        raise ValueError("not a key of 256 bits")
    decryptor = Cipher(algorithms.AES(secret), modes.CBC(secret[:16])).decryptor()
    plain = decryptor.update(data) + decryptor.finalize()
    remover = padding.PKCS7(BLOCK * 8).unpadder()
    return remover.update(plain) + remover.finalize()


async def _bounded(answer: httpx.Response) -> bytes:
    data = bytearray()
    async for chunk in answer.aiter_bytes():
        data += chunk
        if len(data) > MAX_BYTES + BLOCK:
            raise FileTooLarge(TOO_LARGE)
    return bytes(data)


def name_in(disposition: str) -> str:
    """The name that a header of an answer gives its file; empty where it gives none."""
    found = NAMED.search(disposition)
    return unquote(found[1] or found[2]).strip() if found else ""
