"""The envelopes of WeCom's callbacks."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wechatpy.enterprise.crypto import WeChatCrypto
from wechatpy.enterprise.parser import parse_message

from bot.channels.tencent.envelope import Rubbish, Signature, check_sealed, fields_in, opened, sealed_in


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
        check_sealed(echostr, signature, self._token, now)
        parts = (signature.value, signature.timestamp, signature.nonce)
        return opened(lambda: self._crypto.check_signature(*parts, echostr))

    def message(self, body: bytes, signature: Signature, now: datetime) -> Mapping[str, Any]:
        """The fields of a message or an event. Raises NotOurs, Rubbish."""
        encrypted = sealed_in(body)
        if encrypted is None:
            raise Rubbish("no Encrypt")
        check_sealed(encrypted, signature, self._token, now)
        parts = (signature.value, signature.timestamp, signature.nonce)
        return fields_in(opened(lambda: self._crypto.decrypt_message({"Encrypt": encrypted}, *parts)), parse_message)
