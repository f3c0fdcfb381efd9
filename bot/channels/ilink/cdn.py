"""Files on WeChat's CDN: each encrypted with a key of its own (AES-128-ECB), and known by what the CDN gives for it."""

from __future__ import annotations

import asyncio
import base64
import hashlib
import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

import httpx
import structlog
from cryptography.hazmat.primitives import padding
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from bot.channels.base import Fetched, NotFetched
from bot.channels.fetching import TOO_LARGE
from bot.channels.ilink.api import MB, TENCENT, Api
from bot.channels.ilink.logins import Login
from bot.channels.ilink.pieces import File, Kind
from bot.channels.ilink.words import EXPIRED
from bot.channels.tencent.api import NoAnswer, NotReached, sent
from bot.messaging.inbound import Media
from bot.turn.prepare import FileTooLarge, FileUnavailable
from bot.wording.turn import NOT_FETCHED
from storage.media import MAX_BYTES

CDN = "https://novac2c.cdn.weixin.qq.com/c2c"  # where an answer names no address
BLOCK = 16  # bytes; what padding fills up
KINDS: Mapping[Kind, int] = {"image": 1, "video": 2, "file": 3}
ENCRYPTED_ALL = 1  # the kind of encryption that Tencent's client names
TIMES_OVER = 429
UPLOAD = httpx.Timeout(60.0, connect=5.0)
UPLOAD_SECONDS = 180.0  # for all of it
log = structlog.get_logger(__name__)


class NotUploaded(NotReached):
    """The file did not go up: what is said of it is tried only so often, and holds nothing up for ever."""


@dataclass(frozen=True)
class Uploaded:
    """A file that is there: by what it comes down, its key, and its sizes."""

    query: str
    key: str
    size: int
    encrypted_size: int


async def fetch(client: httpx.AsyncClient, api: Api, media: Media) -> Fetched:
    """The file, from Tencent or where `api` is. Raises FileUnavailable, or NotFetched where a retry may help."""
    known = json.loads(media.reference)
    address = known["url"] or f"{CDN}/download?{urlencode({'encrypted_query_param': known['query']})}"
    if not _is_theirs(address, api):
        log.warning("a file is said to lie where WeChat keeps none")
        raise FileUnavailable(NOT_FETCHED)
    try:
        answer = await sent(client, client.build_request("GET", address), MAX_BYTES + BLOCK)
    except (NotReached, NoAnswer) as error:
        status = error.status if isinstance(error, NoAnswer) else 0
        if 400 <= status < 500 and status != TIMES_OVER:
            log.warning("WeChat does not give a file", status=status)
            raise FileUnavailable(EXPIRED) from None
        raise NotFetched(f"WeChat: {error}") from None
    if len(answer.content) > MAX_BYTES + BLOCK:
        raise FileTooLarge(TOO_LARGE)
    try:
        return Fetched(decrypted(answer.content, bytes.fromhex(known["key"])) if known["key"] else answer.content)
    except ValueError:
        log.warning("a file of WeChat's cannot be decrypted")
        raise FileUnavailable(NOT_FETCHED) from None


async def upload(client: httpx.AsyncClient, api: Api, login: Login, to: str, file: File, data: bytes) -> Uploaded:
    """Raises Refused, NotUploaded: nothing has been shown to anybody."""
    key, content_key = secrets.token_hex(16), secrets.token_bytes(16)
    content = encrypted(data, content_key)
    asked = {
        "filekey": key,
        "media_type": KINDS[file.kind],
        "to_user_id": to,
        "rawsize": len(data),
        "rawfilemd5": hashlib.md5(data, usedforsecurity=False).hexdigest(),
        "filesize": len(content),
        "no_need_thumb": True,
        "aeskey": content_key.hex(),
    }
    try:
        place = await api.upload_place(login, asked)
        query = {"encrypted_query_param": place.get("upload_param", ""), "filekey": key}
        address = place.get("upload_full_url") or f"{CDN}/upload?{urlencode(query)}"
        if not _is_theirs(str(address), api):
            raise NotUploaded("the file did not go up: it should go where WeChat keeps none")
        headers = {"Content-Type": "application/octet-stream"}
        request = client.build_request("POST", str(address), content=content, headers=headers, timeout=UPLOAD)
        async with asyncio.timeout(UPLOAD_SECONDS):
            found = (await sent(client, request, MB)).headers.get("x-encrypted-param", "")
    except (NotReached, NoAnswer, TimeoutError) as error:
        raise NotUploaded(f"the file did not go up: {error}") from None
    if not found:
        raise NotUploaded("the file did not go up: it has no name there")
    return Uploaded(found, content_key.hex(), len(data), len(content))


def item(file: File, uploaded: Uploaded) -> Mapping[str, Any]:
    """A file that is there as a part of a message."""
    key = base64.b64encode(uploaded.key.encode()).decode()
    media = {"encrypt_query_param": uploaded.query, "aes_key": key, "encrypt_type": ENCRYPTED_ALL}
    match file.kind:
        case "image":
            return {"type": 2, "image_item": {"media": media, "mid_size": uploaded.encrypted_size}}
        case "video":
            return {"type": 5, "video_item": {"media": media, "video_size": uploaded.encrypted_size}}
        case "file":
            return {"type": 4, "file_item": {"media": media, "file_name": file.name, "len": str(uploaded.size)}}


def _is_theirs(address: str, api: Api) -> bool:
    """Whether it is an address of Tencent's, or where `api` is."""
    try:
        return bool(TENCENT.match(address)) or httpx.URL(address).netloc == httpx.URL(api.base).netloc
    except httpx.InvalidURL:
        return False


def encrypted(data: bytes, key: bytes) -> bytes:
    """AES-128-ECB with PKCS#7, as WeChat wants it."""
    padder = padding.PKCS7(BLOCK * 8).padder()
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()
    return encryptor.update(padder.update(data) + padder.finalize()) + encryptor.finalize()


def decrypted(data: bytes, key: bytes) -> bytes:
    """The same back. Raises ValueError for what it does not fit."""
    decryptor = Cipher(algorithms.AES(key), modes.ECB()).decryptor()
    plain = decryptor.update(data) + decryptor.finalize()
    remover = padding.PKCS7(BLOCK * 8).unpadder()
    return remover.update(plain) + remover.finalize()
