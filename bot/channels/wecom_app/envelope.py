"""The envelope of a callback: whether WeCom has signed it, and what it holds.

wechatpy decrypts and parses. It raises all kinds of errors on what is signed and yet rubbish, compares signatures in a
time that tells how much of one is right, and looks at no time; so the signature and the time are looked at here first,
and no XML parser sees anything unsigned.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.enterprise.parser import parse_message

AS_OLD = timedelta(hours=1)  # or ahead: beyond that it is a repeat by a stranger, or a clock is wrong
BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
ENCRYPTED = re.compile(rb"<Encrypt>\s*(?:<!\[CDATA\[)?\s*([A-Za-z0-9+/=]+)\s*(?:\]\]>)?\s*</Encrypt>")
MARKUP = re.compile(r"<!(?!\[CDATA\[)|<\?(?!xml\s)")  # declarations and instructions, of which WeCom sends none


class NotOurs(Exception):
    """WeCom has not signed it, or not lately."""


class Rubbish(Exception):
    """It is signed, and holds nothing that can be read."""


@dataclass(frozen=True)
class Signature:
    """What the query of a callback says of it."""

    value: str
    timestamp: str
    nonce: str

    @classmethod
    def of(cls, query: Mapping[str, str]) -> Signature:
        """As it stands in the query."""
        return cls(query.get("msg_signature", ""), query.get("timestamp", ""), query.get("nonce", ""))


class Envelopes:
    """Opens what comes for one app. Raises ValueError where the key is not one of WeCom's."""

    def __init__(self, token: str, aes_key: str, corp_id: str) -> None:
        self._token = token
        try:
            self._crypto = WeChatCrypto(token, aes_key, corp_id)
        except (ValueError, AssertionError):
            raise ValueError("not an EncodingAESKey") from None

    def echo(self, echostr: str, signature: Signature, now: datetime) -> str:
        """What WeCom wants to hear back when it tries the address. Raises NotOurs, Rubbish."""
        self._check(echostr, signature, now)
        try:
            return str(self._crypto.check_signature(signature.value, signature.timestamp, signature.nonce, echostr))
        except Exception as error:
            raise Rubbish(type(error).__name__) from None  # its text may quote what was sent

    def message(self, body: bytes, signature: Signature, now: datetime) -> Mapping[str, Any]:
        """The fields of a message or an event. Raises NotOurs, Rubbish."""
        found = ENCRYPTED.search(body)
        if found is None:
            raise Rubbish("no Encrypt")
        encrypted = found[1].decode("ascii")
        self._check(encrypted, signature, now)
        try:
            sealed = {"Encrypt": encrypted}
            xml = self._crypto.decrypt_message(sealed, signature.value, signature.timestamp, signature.nonce)
            if MARKUP.search(xml):
                raise Rubbish("a declaration")
            fields = parse_message(xml)._data
        except Rubbish:
            raise
        except Exception as error:
            raise Rubbish(type(error).__name__) from None
        if not isinstance(fields, Mapping):
            raise Rubbish("no fields")
        return fields

    def _check(self, encrypted: str, signature: Signature, now: datetime) -> None:
        parts = sorted((self._token, signature.timestamp, signature.nonce, encrypted))
        wanted = hashlib.sha1("".join(parts).encode(), usedforsecurity=False).hexdigest()
        if not BASE64.fullmatch(encrypted) or not hmac.compare_digest(wanted.encode(), signature.value.encode()):
            raise NotOurs("signature")
        if not re.fullmatch(r"[0-9]{1,12}", signature.timestamp, re.ASCII):
            raise NotOurs("timestamp")
        if abs(now.timestamp() - int(signature.timestamp)) > AS_OLD.total_seconds():
            raise NotOurs("time")
