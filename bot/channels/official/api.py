"""How WeChat gives out the token of an account, and says that it has ended.

The stable token is the same for all who ask, until it ends, and no other program that asks for the usual one takes it
away. Where WeChat does not know it though it has not ended, another is forced: that is counted, twenty a day.
"""

from __future__ import annotations

from datetime import timedelta

import httpx

from bot.channels.official.credentials import Credentials
from bot.channels.tencent.api import token_in

NO_SUCH_TOKEN = frozenset({40001, 40014, 41001, 42001})
LEASE_NAME = "official-token"


async def get_token(client: httpx.AsyncClient, credentials: Credentials, refused: str = "") -> tuple[str, timedelta]:
    """A token, another than `refused`, and for how long it holds. Raises Refused, NotReached, NoAnswer."""
    token, holds = await _asked(client, credentials, force=False)
    return (token, holds) if token != refused else await _asked(client, credentials, force=True)


async def _asked(client: httpx.AsyncClient, credentials: Credentials, *, force: bool) -> tuple[str, timedelta]:
    known = {"grant_type": "client_credential", "appid": credentials.app_id, "secret": credentials.secret}
    url = f"{credentials.base_url}/cgi-bin/stable_token"
    return await token_in(client, client.build_request("POST", url, json={**known, "force_refresh": force}))
