"""How WeCom gives out the token of an app, and says that it has ended."""

from __future__ import annotations

from datetime import timedelta

import httpx

from bot.channels.tencent.api import token_in

NO_SUCH_TOKEN = frozenset({40014, 41001, 42001})
LEASE_NAME = "wecom-app-token"


async def get_token(client: httpx.AsyncClient, base_url: str, corp_id: str, secret: str) -> tuple[str, timedelta]:
    """A token, and for how long it holds. Raises Refused, NotReached, NoAnswer."""
    query = {"corpid": corp_id, "corpsecret": secret}
    return await token_in(client, client.build_request("GET", f"{base_url}/cgi-bin/gettoken", params=query))
