"""The envelope of a callback: whether the platform has signed it, and what it holds.

wechatpy decrypts and parses. It raises all kinds of errors on what is signed and yet rubbish, compares signatures in a
time that tells how much of one is right, and looks at no time; so the signature and the time are looked at here first,
and no XML parser sees anything unsigned.
"""

from __future__ import annotations

import hashlib
import hmac
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

AS_OLD = timedelta(hours=1)  # or ahead: beyond that it is a repeat by a stranger, or a clock is wrong
BASE64 = re.compile(r"[A-Za-z0-9+/]+={0,2}")
ENCRYPTED = re.compile(rb"<Encrypt>\s*(?:<!\[CDATA\[)?\s*([A-Za-z0-9+/=]+)\s*(?:\]\]>)?\s*</Encrypt>")
MARKUP = re.compile(r"<!(?!\[CDATA\[)|<\?(?!xml\s)")  # declarations and instructions, of which there are none


class NotOurs(Exception):
    """The platform has not signed it, or not lately."""


class Rubbish(Exception):
    """It is signed, and holds nothing that can be read."""


@dataclass(frozen=True)
class Signature:
    """What the query of a callback says of it."""

    value: str
    timestamp: str
    nonce: str

    @classmethod
    def of(cls, query: Mapping[str, str], name: str = "msg_signature") -> Signature:
        """As it stands in the query, under this name."""
        return cls(query.get(name, ""), query.get("timestamp", ""), query.get("nonce", ""))

    def check(self, token: str, now: datetime, *signed: str) -> None:
        """Raises NotOurs unless it is that of what is `signed`, made with the token, lately."""
        parts = sorted((token, self.timestamp, self.nonce, *signed))
        wanted = hashlib.sha1("".join(parts).encode("utf-8", "replace"), usedforsecurity=False).hexdigest()
        if not hmac.compare_digest(wanted.encode(), self.value.encode("utf-8", "replace")):
            raise NotOurs("signature")
        if not re.fullmatch(r"[0-9]{1,12}", self.timestamp, re.ASCII):
            raise NotOurs("timestamp")
        if abs(now.timestamp() - int(self.timestamp)) > AS_OLD.total_seconds():
            raise NotOurs("time")


def sealed_in(body: bytes) -> str | None:
    """What is encrypted in a body; None for one without."""
    found = ENCRYPTED.search(body)
    return found[1].decode("ascii") if found is not None else None


def check_sealed(sealed: str, signature: Signature, token: str, now: datetime) -> None:
    """Raises NotOurs."""
    if not BASE64.fullmatch(sealed):
        raise NotOurs("signature")
    signature.check(token, now, sealed)


def opened(opening: Callable[[], str]) -> str:
    """What `opening` decrypts, or whatever it does. Raises Rubbish for what cannot be."""
    try:
        return str(opening())
    except Exception as error:
        raise Rubbish(type(error).__name__) from None  # its text may quote what was sent


def fields_in(xml: str, parse: Callable[[str], Any]) -> Mapping[str, Any]:
    """The fields of a message or an event as wechatpy parses it. Raises Rubbish."""
    if MARKUP.search(xml):
        raise Rubbish("a declaration")
    try:
        fields = parse(xml)._data
    except Exception as error:
        raise Rubbish(type(error).__name__) from None
    if not isinstance(fields, Mapping):
        raise Rubbish("no fields")
    return fields
