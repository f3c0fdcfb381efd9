"""The envelopes of WeChat's callbacks, in plain and encrypted.

What is signed in plain is the time alone, not what was said: who has seen one request could say anything for an hour.
So where a key is set, only what is encrypted with it counts.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from wechatpy.crypto import WeChatCrypto
from wechatpy.parser import parse_message

from bot.channels.official.credentials import Credentials
from bot.channels.tencent.envelope import Rubbish, Signature, check_sealed, fields_in, opened, sealed_in

ECHO = re.compile(r"[!-~]{1,200}")
IN_PLAIN = re.compile(rb"<MsgType>")


class Envelopes:
    """Opens what comes for one account, and seals what is answered. Raises ValueError where the key is none."""

    def __init__(self, credentials: Credentials) -> None:
        self._token = credentials.token
        try:
            known = (credentials.token, credentials.aes_key, credentials.app_id)
            self._crypto = WeChatCrypto(*known) if credentials.aes_key else None
        except (ValueError, AssertionError):
            raise ValueError("not an EncodingAESKey") from None

    def echo(self, query: Mapping[str, str], now: datetime) -> str:
        """What WeChat wants to hear back when it tries the address. Raises NotOurs, Rubbish."""
        Signature.of(query, "signature").check(self._token, now)
        echostr = query.get("echostr", "")
        if not ECHO.fullmatch(echostr):
            raise Rubbish("no echostr")
        return echostr

    def message(self, body: bytes, query: Mapping[str, str], now: datetime) -> Mapping[str, Any]:
        """The fields of a message or an event. Raises NotOurs, Rubbish."""
        if self._crypto is None:
            Signature.of(query, "signature").check(self._token, now)
            if sealed_in(body) is not None and not IN_PLAIN.search(body):
                raise Rubbish("encrypted, and no key is set")
            return fields_in(opened(lambda: body.decode("utf-8")), parse_message)
        sealed, signature = sealed_in(body), Signature.of(query)
        if sealed is None:
            raise Rubbish("not encrypted, and a key is set")
        check_sealed(sealed, signature, self._token, now)
        crypto, parts = self._crypto, (signature.value, signature.timestamp, signature.nonce)
        return fields_in(opened(lambda: crypto.decrypt_message({"Encrypt": sealed}, *parts)), parse_message)

    def sealed(self, xml: str, now: datetime) -> str:
        """An answer as WeChat expects it: encrypted where what it answers was."""
        if self._crypto is None:
            return xml
        return str(self._crypto.encrypt_message(xml, secrets.token_hex(8), str(int(now.timestamp()))))


def text_reply(text: str, to: str, of: str, now: datetime) -> str:
    """The answer to a callback of somebody's (`to`) to the account (`of`) that shows these words."""
    words = text.replace("]]>", "]]]]><![CDATA[>")
    return (
        f"<xml><ToUserName><![CDATA[{to}]]></ToUserName><FromUserName><![CDATA[{of}]]></FromUserName>"
        f"<CreateTime>{int(now.timestamp())}</CreateTime><MsgType><![CDATA[text]]></MsgType>"
        f"<Content><![CDATA[{words}]]></Content></xml>"
    )
